"""A campaign.yaml becomes a `Campaign`, or a list of all its faults with their lines."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from avatar.campaign.sheet.campaign import SHAPES, Brand, Campaign, Fit, Translation
from avatar.campaign.sheet.document import Entries, Faults, Items, Node, Text, read_document
from avatar.campaign.sheet.keys import Values, is_name, placed
from avatar.clip.options import ClipOptions, table
from avatar.clip.request import ClipRequest
from avatar.film.shape import parse_size
from avatar.settings import FilmSettings

if TYPE_CHECKING:
    from collections.abc import Callable

FILE = "campaign.yaml"
"""what it is called in a campaign's folder"""
OWN_OPTIONS = (
    "purpose",
    "channel",
    "territory",
    "product",
    "licensee",
    "subtitles",
    "speed",
    "seed",
    "background",
    "emotion",
)
"""options of clips that are keys of their own"""
_SETTLED = frozenset({"size", "voice", "language", "audio", "speaker", "scene", "template", "codec"})
"""options that other keys and the table say"""
_NETWORKS = ("network", "upscale", "restore", "matting")
"""options that may name a network, or its file or folder"""
_FILES = ("background", "lexicon", "subtitles_style", "subtitles_second", *_NETWORKS)
"""options that may name a file of the campaign's folder"""
_FIGURES = {"closures": (0.0, 1.0), "lag_ms": (0.0, 500.0), "identity": (0.0, 1.0)}
"""figures of the inspection, and their ranges"""
_FIT = ("seconds", "slowest", "fastest")
"""what `fit` may say"""
_TRANSLATION = tuple(each.name for each in fields(Translation))
"""what `translation` may say"""
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
"""of a campaign: it names folders and queues on every system"""


def read_campaign(path: Path) -> Campaign:
    """Read a campaign: its file, or the folder in which it lies. Raise `InputError` with all faults and their lines."""
    file = (path / FILE if path.is_dir() else path).absolute()
    document, faults = read_document(file), Faults(file.name)
    reading = _Reading(file, document, faults)
    found = reading.all()
    faults.raise_any()
    return Campaign(file=file, lines=document.lines, **{"outputs": placed(file.parent, _OUT), **found})


class _Reading:
    """One file that is being read."""

    def __init__(self, file: Path, document: Entries, faults: Faults) -> None:
        self._folder, self._document, self._faults = file.parent, document, faults
        self._values = Values(file.parent, faults)
        self._options: dict[str, Any] = {}

    def all(self) -> dict[str, Any]:
        """Read every key; note the unknown ones."""
        found: dict[str, Any] = {}
        for key, node in self._document.entries.items():
            if key in OWN_OPTIONS:
                self._option(key, node)
            elif read := _KEYS.get(key):
                found |= read(self, key, node)
            else:
                self._values.unknown(self._document.lines[key], f"There is no key {key!r}", key, (*_KEYS, *OWN_OPTIONS))
        for key in ("name", "table"):
            if key not in self._document.entries:
                self._faults.add(1, f"The key {key!r} is missing; add a line such as {key}: {_EXAMPLES[key]}")
        found["options"] = self._options
        return found

    def name(self, key: str, node: Node) -> dict[str, Any]:
        """Read what it is called."""
        text = self._values.text(key, node) or ""
        if not _NAME.fullmatch(text):
            self._values.fault(
                node, f"The name {text!r} is used for folders; write it in a-z, 0-9 and hyphens: spring-offer."
            )
        return {"name": text}

    def table(self, key: str, node: Node) -> dict[str, Any]:
        """Read where the rows are."""
        path = self._values.path(key, node)
        if not path:
            self._values.fault(node, f"{key!r} is empty; name the file of the rows, such as table.csv.")
        return {"table": Path(path)}

    def languages(self, key: str, node: Node) -> dict[str, Any]:
        """Read which languages are made."""
        return {"languages": self._values.languages(key, node)}

    def template(self, key: str, node: Node) -> dict[str, Any]:
        """Read what is around the person."""
        text = self._values.text(key, node)
        is_here = text is not None and (self._folder / text / "template.toml").is_file()
        return {"template": str(self._folder / text) if is_here and text else text}

    def portrait(self, key: str, node: Node) -> dict[str, Any]:
        """Read who is shown."""
        found = self._values.by_language(key, node)
        return {"portraits": {tag: self._file(each) for tag, each in found.items()}} if found else {}

    def voices(self, key: str, node: Node) -> dict[str, Any]:
        """Read who speaks."""
        return {"voices": self._values.by_language(key, node)}

    def sizes(self, key: str, node: Node) -> dict[str, Any]:
        """Read shapes: names of `SHAPES`, sizes, or sizes under names of one's own."""
        found = dict[str, tuple[int, int]]()
        if isinstance(node, Entries):
            for name, each in node.entries.items():
                if not re.fullmatch(r"[a-z0-9]{1,20}", name):
                    self._values.fault(each, f"The size's name {name!r} is part of files' names; use a-z and 0-9.")
                elif (size := self._size(key, each)) is not None:
                    found[name] = size
            return {"shapes": found} if found else {}
        for each in node.items if isinstance(node, Items) else (node,):
            if (size := self._size(key, each)) is not None and isinstance(each, Text):
                found[each.value if each.value in SHAPES else _shape_name(size)] = size
        return {"shapes": found} if found else {}

    def brand(self, key: str, node: Node) -> dict[str, Any]:
        """Read the brand kit."""
        entries = dict(self._values.mapping(key, node))
        colours = self._values.colours("brand.colours", entries.pop("colours", _NOTHING))
        fonts = self._values.named_texts("brand.fonts", entries.pop("fonts", _NOTHING))
        pictures = {}
        if "logo" in entries:
            pictures["logo"] = self._values.path("brand.logo", entries.pop("logo"))
        for name, each in self._values.mapping("brand.pictures", entries.pop("pictures", _NOTHING)).items():
            pictures[name] = self._values.path(f"brand.pictures.{name}", each)
        for american in ("colors", "font", "color"):
            if american in entries:
                line = entries.pop(american).line
                self._values.unknown(line, f"'brand' has no {american!r}", american, ("colours", "fonts", "logo"))
        words = {name: self._values.text(f"brand.{name}", each) or "" for name, each in entries.items()}
        return {"brand": Brand(colours, fonts, {name: path for name, path in pictures.items() if path}, words)}

    def outputs(self, key: str, node: Node) -> dict[str, Any]:
        """Read where the films go."""
        text = self._values.text(key, node)
        return {"outputs": placed(self._folder, text)} if text else {}

    def columns(self, key: str, node: Node) -> dict[str, Any]:
        """Read which header means what."""
        return {"columns": self._values.named_texts(key, node)}

    def plain(self, key: str, node: Node) -> dict[str, Any]:
        """Read one text as it is."""
        return {key: self._values.text(key, node) or ""}

    def music(self, key: str, node: Node) -> dict[str, Any]:
        """Read what is played under the speech."""
        return {"music": self._values.path(key, node)}

    def fit(self, key: str, node: Node) -> dict[str, Any]:
        """Read how long clips may be."""
        entries = self._values.mapping(key, node, _FIT)
        if not entries:
            return {}
        rates = {
            name: rate
            for name in ("slowest", "fastest")
            if name in entries and (rate := self._values.number(f"fit.{name}", entries[name], 0.5, 2.0)) is not None
        }
        fit = Fit(*self._seconds(entries.get("seconds", _NOTHING)), **rates)
        if fit.slowest > fit.fastest:
            self._values.fault(node, "'fit.slowest' is faster than 'fit.fastest'; exchange them.")
        return {"fit": fit}

    def translation(self, key: str, node: Node) -> dict[str, Any]:
        """Read how texts come into other languages."""
        entries = self._values.mapping(key, node, _TRANSLATION)
        found: dict[str, Any] = {}
        for name, each in entries.items():
            if name in ("keep", "columns"):
                found[name] = self._values.texts(f"{key}.{name}", each)
            elif name in ("seconds", "at_once"):
                figure = self._values.number(f"{key}.{name}", each, 1, 600 if name == "seconds" else 32)
                found[name] = int(figure or 4) if name == "at_once" else figure or 120.0
            elif name == "glossary":
                found[name] = self._values.path(f"{key}.{name}", each)
            else:
                found[name] = self._values.text(f"{key}.{name}", each) or ""
        return {"translation": Translation(**found)} if entries else {}

    def min_quality(self, key: str, node: Node) -> dict[str, Any]:
        """Read the least figures of the inspection."""
        found = {}
        for name, each in self._values.mapping(key, node, _FIGURES).items():
            figure = self._values.number(f"{key}.{name}", each, *_FIGURES[name])
            if figure is not None:
                found[name] = figure
        return {key: found}

    def variables(self, key: str, node: Node) -> dict[str, Any]:
        """Read what is the same in all rows."""
        found = self._values.named_texts(key, node)
        for name in found:
            if not is_name(name):
                self._values.fault(node, f"The variable {name!r} cannot be used in texts; use letters, digits and _.")
        return {"variables": found}

    def options(self, key: str, node: Node) -> dict[str, Any]:
        """Read further options of clips."""
        known = [each for each in table(ClipOptions) if each not in _SETTLED]
        for name, each in self._values.mapping(key, node, known).items():
            self._option(name, each)
        return {}

    def _option(self, name: str, node: Node) -> None:
        text: Any = self._values.text(name, node)
        if text is None:
            return
        value = self._file(text, may_be_folder=name in _NETWORKS) if name in _FILES else text
        asked: dict[str, Any] = {name: value}
        if name in ("purpose", "channel"):
            from avatar.permission.consent import vocabulary

            check = vocabulary.purposes if name == "purpose" else vocabulary.channels
            is_good = self._values.checked(node, lambda: check((text,)))
        elif name == "territory":
            from avatar.permission.consent.vocabulary import territories

            is_good = self._values.checked(node, lambda: territories((text,)))
        else:
            is_good = self._values.checked(node, lambda: ClipRequest.from_options("", **asked))
        if is_good:
            self._options[name] = table(ClipOptions)[name].read(name, value)

    def _seconds(self, node: Node) -> tuple[float, float]:
        written = self._values.texts("fit.seconds", node)
        found = [self._values.number("fit.seconds", Text(node.line, each), 0.5, 3600.0) for each in written]
        bounds = [each for each in found if each is not None]
        if len(written) > 2 or (len(bounds) == 2 and bounds[0] > bounds[1]):
            self._values.fault(node, "'fit.seconds' wants the longest, or shortest and longest: [8, 12].")
        return (bounds[0] if len(bounds) > 1 else 0.0), (bounds[-1] if bounds else float("inf"))

    def _size(self, key: str, node: Node) -> tuple[int, int] | None:
        text = self._values.text(key, node)
        if text is None or text in SHAPES:
            return SHAPES.get(text or "")
        if not re.search(r"\d", text):
            self._values.unknown(node.line, f"There is no shape {text!r}", text, (*SHAPES, "1280x720"))
            return None

        def make() -> FilmSettings:
            return FilmSettings(*parse_size(text))

        return parse_size(text) if self._values.checked(node, make) else None

    def _file(self, text: str, *, may_be_folder: bool = False) -> str:
        """Give the place of what lies in the campaign's folder; a name without a slash is never a folder's."""
        place = placed(self._folder, text)
        try:
            is_folder = may_be_folder and "/" in text and Path(place).is_dir()
            return place if is_folder or Path(place).is_file() else text
        except OSError:  # longer than any file name, for instance
            return text


def _shape_name(size: tuple[int, int]) -> str:
    return next((name for name, known in SHAPES.items() if known == size), f"{size[0]}x{size[1]}")


_OUT = "outputs"
"""where films go if nobody says it, beside the file"""
_NOTHING = Text(1, "")
"""what stands where a key is left out"""
_EXAMPLES = {"name": "spring-offer", "table": "table.csv"}
"""of keys that must be there"""
_KEYS: dict[str, Callable[[_Reading, str, Node], dict[str, Any]]] = {
    "name": _Reading.name,
    "table": _Reading.table,
    "sheet": _Reading.plain,
    "encoding": _Reading.plain,
    "columns": _Reading.columns,
    "languages": _Reading.languages,
    "template": _Reading.template,
    "portrait": _Reading.portrait,
    "voices": _Reading.voices,
    "sizes": _Reading.sizes,
    "brand": _Reading.brand,
    "variables": _Reading.variables,
    "music": _Reading.music,
    "outputs": _Reading.outputs,
    "fit": _Reading.fit,
    "translation": _Reading.translation,
    "min_quality": _Reading.min_quality,
    "options": _Reading.options,
}
"""every key but the options of clips, and what reads it"""
