"""A template: what it asks for, and the scene that it becomes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from avatar.campaign.templates.checking import require_room
from avatar.campaign.templates.fault import TemplateFault
from avatar.campaign.templates.filling import Filling
from avatar.campaign.templates.layers import mirrored, read_box, read_layer
from avatar.campaign.templates.looks import as_table, number, require_keys, truth
from avatar.campaign.templates.moments import read_moment
from avatar.campaign.templates.parting import parted
from avatar.campaign.templates.variables import Variable, value_of
from avatar.data.scene import Captions, Chapter, Layer, Music, Person, Scene
from avatar.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

_ALIKE = 0.02
"""of the aspect, by which a film may differ from the shape that it is made in"""


@dataclass(frozen=True, slots=True)
class Template:
    """One template, read and found to be sound."""

    name: str
    title: str
    about: str
    """one line"""
    version: str
    """sha256 of all that it is made of, hex"""
    folder: Path
    shapes: Mapping[str, tuple[int, int]]
    """name to width and height, px"""
    variables: Mapping[str, Variable]
    """by name"""
    content: Mapping[str, Any]
    """template.toml, as it was read"""

    def boxes(self, shape: str) -> dict[str, Any]:
        """Give where each layer of a shape lies, as it is written."""
        return {each["name"]: each.get("box") for each in self._tables(shape)}

    def shape_for(self, size: tuple[int, int]) -> str:
        """Name the shape of a film of `size` = (width, height) px. Raise `InputError` if it has none."""
        aspect = size[0] / size[1]
        for name, (width, height) in self.shapes.items():
            if abs(width / height / aspect - 1) <= _ALIKE:
                return name
        told = ", ".join(f"{name} {width}x{height}" for name, (width, height) in self.shapes.items())
        raise InputError(f"The template {self.name!r} has no shape for {size[0]}x{size[1]}; it has {told}.")

    def fill(
        self,
        variables: Mapping[str, Any],
        language: str = "en",
        shape: str = "",
        brand: Mapping[str, Mapping[str, str]] | None = None,
    ) -> Scene:
        """Fill it for a language and a shape ("": its first). Raise `TemplateFault` with all that is wrong."""
        shape = shape or next(iter(self.shapes))
        if shape not in self.shapes:
            told = f"There is no shape {shape!r}; use one of {', '.join(self.shapes)}."
            raise TemplateFault(self.name, (("", told),))
        faults = list[tuple[str, str]]()
        values = self._values(variables, language, faults)
        unit = 1.0 / number(self.content.get("grid", 1000), "grid")
        filling = Filling(values, language, shape, unit, self.folder, self._brand(brand or {}), faults)
        scene = Scene(
            self.shapes[shape],
            language,
            (),
            lead_in=number(self.content.get("lead_in", 0.4), "lead_in"),
            lead_out=number(self.content.get("lead_out", 0.6), "lead_out"),
            template=f"{self.name}@{self.version}",
        )
        scene = replace(scene, layers=self._layers(filling, scene))
        with filling.looking_at(self.content.get("captions"), "[captions]"):
            scene = replace(scene, captions=_captions(self.content.get("captions", {}), filling, self.shapes))
        with filling.looking_at(self.content.get("music"), "[music]"):
            scene = replace(scene, music=_music(self.content.get("music", {}), filling))
        with filling.looking_at(self.content.get("chapters"), "[[chapters]]"):
            scene = replace(scene, chapters=_chapters(self.content.get("chapters", ()), filling))
        if faults:
            raise TemplateFault(self.name, tuple(faults))
        return scene

    def _values(self, given: Mapping[str, Any], language: str, faults: list[tuple[str, str]]) -> dict[str, Any]:
        from difflib import get_close_matches

        for name in given:
            if name not in self.variables:
                near = get_close_matches(name, self.variables, 1)
                cure = f"did you mean {near[0]!r}?" if near else f"it has {', '.join(self.variables) or 'none'}."
                faults.append((name, f"The template has no variable of this name; {cure}"))
        values = dict[str, Any]()
        for name, variable in self.variables.items():
            is_own = given.get(name) in (None, "", [], ())
            value = variable.usual(language) if is_own else given[name]
            try:
                values[name] = value_of(variable, value, self.folder, is_own=is_own)
            except InputError as fault:
                faults.append((name, str(fault)))
            if name in values and not values[name] and variable.required:
                faults.append((name, f"It is missing; give a {variable.kind}: {variable.about or name}."))
            values.setdefault(name, [] if variable.kind == "list" else "")
        return values

    def _brand(self, given: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
        own = self.content.get("brand", {})
        return {kind: {**own.get(kind, {}), **given.get(kind, {})} for kind in ("colours", "fonts", "pictures")}

    def _tables(self, shape: str) -> list[dict[str, Any]]:
        """Give each layer's table as it holds in a shape: its group's keys, its own, and those of the shape."""
        found = list[dict[str, Any]]()
        for table in self.content.get("layers", ()):
            own = {key: value for key, value in table.items() if key not in self.shapes}
            group = self.content.get("groups", {}).get(own.get("group", ""), {})
            grouped = {key: value for key, value in group.items() if key not in self.shapes}
            found.append({**grouped, **group.get(shape, {}), **own, **table.get(shape, {})})
        return found

    def _layers(self, filling: Filling, scene: Scene) -> tuple[Layer, ...]:
        found = list[Layer]()
        for table in self._tables(filling.shape):
            shown = {key: value for key, value in table.items() if key not in ("name", "kind", "when")}
            with filling.looking_at(shown, f"Layer {table.get('name')!r}"):
                if layer := read_layer(table, filling):
                    found.append(parted(layer, filling.language))
                    require_room(found[-1], scene)
        if sum(isinstance(each.content, Person) for each in found) > 1:
            filling.faults.append(("", "There are two layers that are the person; keep one."))
        return tuple(found)


def _captions(table: Any, filling: Filling, shapes: Collection[str]) -> Captions:  # noqa: ANN401 - what TOML gives
    written = filling.filled(as_table(table, "captions"))
    own = written.pop(filling.shape, {})
    written = {key: value for key, value in written.items() if key not in shapes} | own
    require_keys(written, ("box", "style", "show", "mirror"), "[captions]")
    box = read_box(written["box"], filling.unit) if "box" in written else None
    if box and filling.is_mirrored and truth(written.get("mirror", True), "mirror"):
        box = mirrored(box)
    return Captions(box, _style(written.get("style", {})), truth(written.get("show", False), "show"))


def _style(tables: Any) -> str:  # noqa: ANN401
    """Write a subtitle style as its own file would have it."""
    import json

    if not tables:
        return ""
    lines = list[str]()
    for name, table in as_table(tables, "style").items():
        lines += [f"[{name}]", *(f"{key} = {json.dumps(value)}" for key, value in as_table(table, name).items())]
    text = "\n".join(lines)
    from avatar.subtitles.style import read_style

    read_style(text, "captions.style")
    return text


def _music(table: Any, filling: Filling) -> Music | None:  # noqa: ANN401
    written = filling.filled(as_table(table, "music"))
    require_keys(written, ("source", "gain", "duck", "fade_in", "fade_out"), "[music]")
    source = filling.source(str(written.pop("source", "")))
    return Music(source, **{key: number(value, key) for key, value in written.items()}) if source else None


def _chapters(tables: Any, filling: Filling) -> tuple[Chapter, ...]:  # noqa: ANN401
    found = list[Chapter]()
    for table in tables:
        written = filling.filled(as_table(table, "chapters"))
        require_keys(written, ("title", "at"), "[[chapters]]")
        if title := str(written.get("title", "")).strip():
            found.append(Chapter(title, read_moment(written.get("at", "start"))))
    return tuple(found)
