"""A template, read once and filled for each clip."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from avatar.campaign.sheet.keys import placed
from avatar.campaign.sheet.row_values import CellError
from avatar.campaign.sheet.words import nearest
from avatar.campaign.templates import TemplateFault
from avatar.campaign.versions import choose_template
from avatar.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from avatar.campaign.sheet.campaign import Campaign
    from avatar.campaign.sheet.columns import Columns
    from avatar.campaign.sheet.variants import Variant
    from avatar.runtime.folders import Home

_FILES = ("picture", "film", "sound")
"""kinds of variables that are paths"""


class Scenes:
    """The template of one campaign, and what it is filled with."""

    def __init__(self, campaign: Campaign, home: Home) -> None:
        """Read the template. Raise `InputError` if there is none."""
        self._campaign = campaign
        chosen = choose_template(campaign.template or "", home)
        self._template, self._warning = chosen.template, chosen.warning

    @property
    def version(self) -> str:
        """Name the template as it is, 64 hex digits."""
        return self._template.version

    @property
    def shapes(self) -> dict[str, tuple[int, int]]:
        """Give the shapes that are made: those of campaign.yaml, else the template's first."""
        if "sizes" in self._campaign.lines:
            return self._campaign.shapes
        name, size = next(iter(self._template.shapes.items()))
        return {name: size}

    def faults(self, columns: Columns) -> Iterator[tuple[str, str, bool]]:
        """Yield (column or key, sentence, is fatal) for what of the campaign the template cannot use."""
        if self._warning:
            yield "template", self._warning, False
        for size in self.shapes.values():
            if message := self._misfit(size):
                yield "sizes", message, True
        names = self._template.variables
        for name in self._campaign.variables:
            if name not in names and (hint := nearest(name, names)):
                yield "variables", f"The template {self._template.name!r} has no variable {name!r}{hint}", False
        for name, headers in columns.headers.items():
            if name not in names and (hint := nearest(name, [each for each in names if each not in columns.headers])):
                header = next(iter(headers.values()))
                yield header, f"The template {self._template.name!r} has no variable {name!r}{hint}", False

    def _misfit(self, size: tuple[int, int]) -> str:
        try:
            self._template.shape_for(size)
        except InputError as fault:
            return str(fault)
        return ""

    def filled(self, variant: Variant, size: tuple[int, int]) -> tuple[dict[str, Any] | None, list[tuple[str, str]]]:
        """Fill it for a row, a language and a size: a scene's document, or (column, sentence) for what is wrong."""
        values, faults = dict[str, Any](), list[tuple[str, str]]()
        for name, variable in self._template.variables.items():
            value, told = _value(variant, name)
            faults += told
            if value:
                values[name] = self._file(value) if variable.kind in _FILES else value
        if faults:
            return None, faults
        values |= self._music(values)
        try:
            shape = self._template.shape_for(size)
            scene = self._template.fill(values, variant.language, shape, self._campaign.brand.document())
        except InputError as fault:
            named = fault.faults if isinstance(fault, TemplateFault) else (("", str(fault)),)
            return None, [(variant.values.column(name) if name else "template", told) for name, told in named]
        return scene.document(), []

    def _file(self, value: str) -> str:
        """Give a file's place: in the campaign's folder, else in the template's, whose sample tables name its own."""
        place = placed(self._campaign.folder, value)
        own = self._template.folder / value
        return str(own.absolute()) if not Path(place).is_file() and own.is_file() else place

    def _music(self, values: Mapping[str, Any]) -> dict[str, str]:
        """Give the campaign's music to a template that asks for one."""
        is_wanted = "music" in self._template.variables and "music" not in values
        return {"music": self._campaign.music} if is_wanted and self._campaign.music else {}


def _value(variant: Variant, name: str) -> tuple[str, list[tuple[str, str]]]:
    """Give what a row says for a variable, or (column, sentence) for what is wrong with that."""
    try:
        return variant.values.text(name), []
    except CellError as fault:
        return "", [(fault.column, str(fault))]


def without_places(document: object) -> object:
    """Give a scene's document without the places of its files, whose digests stand beside them."""
    if isinstance(document, dict):
        is_file = "path" in document and any("digest" in key or "sha256" in key for key in document)
        return {
            key: without_places(value)
            for key, value in document.items()
            if not (is_file and key == "path" and Path(str(value)).is_absolute())
        }
    return [without_places(each) for each in document] if isinstance(document, list | tuple) else document
