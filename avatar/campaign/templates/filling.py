"""What a template is filled with, while it is filled: values, brand, language, and the faults that were found."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from avatar.data.language import begins_on_right
from avatar.data.scene import Source
from avatar.errors import InputError
from avatar.runtime.hashing import file_sha256

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_ALONE = re.compile(r"^\s*\{\{\s*(\w+)\s*\}\}\s*$")
_NAME = re.compile(r"\{[{%][^}%]*?\b([a-z_]\w*)")
_BRAND = re.compile(r"^brand\.(\w+)$")


@dataclass(slots=True)
class Filling:
    """One filling of a template."""

    values: Mapping[str, Any]
    """by the names of its variables; a list's items are tables with text and cue"""
    language: str
    """BCP-47"""
    shape: str
    """which of the template's"""
    unit: float
    """what one unit of its grid is, in the canvas' sides"""
    folder: Path
    """of the template"""
    brand: Mapping[str, Mapping[str, str]]
    """colours, fonts and pictures by name"""
    faults: list[tuple[str, str]] = field(default_factory=list)
    """(variable, sentence) each"""

    @property
    def is_mirrored(self) -> bool:
        """Pages of this language begin on the right."""
        return begins_on_right(self.language)

    @contextmanager
    def looking_at(self, written: object, where: str) -> Iterator[None]:
        """Note what is wrong with something, and go on."""
        try:
            yield
        except InputError as fault:
            variable = self.variable_in(written)
            told = str(fault) if variable else f"{where}: {fault}"
            if (variable, told) not in self.faults:
                self.faults.append((variable, told))

    def variable_in(self, written: object) -> str:
        """Name the first variable that something is made of; "" where none is."""
        if isinstance(written, dict):
            return next((found for each in written.values() if (found := self.variable_in(each))), "")
        if isinstance(written, (list, tuple)):
            return next((found for each in written if (found := self.variable_in(each))), "")
        names = _NAME.findall(written) if isinstance(written, str) else []
        return next((name for name in names if name in self.values), names[0] if names else "")

    def filled(self, written: Any) -> Any:  # noqa: ANN401 - whatever TOML gives
        """Fill in everything that is written in braces; a variable alone is its value, whatever kind it has."""
        if isinstance(written, dict):
            return {key: self.filled(value) for key, value in written.items()}
        if isinstance(written, (list, tuple)):
            return [self.filled(each) for each in written]
        return self._filled_text(written) if isinstance(written, str) else written

    def _filled_text(self, written: str) -> Any:  # noqa: ANN401 - a variable alone is its value
        if (alone := _ALONE.match(written)) and alone[1] in self.values:
            return self.values[alone[1]]
        if brand := _BRAND.match(written.strip()):
            return self._of_brand(brand[1])
        if "{" not in written:
            return written
        from avatar.campaign.sheet.words import fill

        return fill(written, self.language, self.values)

    def source(self, written: str) -> Source | None:
        """Give the file that is meant; None for none."""
        if not written:
            return None
        path = Path(written)
        place = path if path.is_absolute() else self.folder / path
        if not place.is_file():
            raise InputError(f"There is no file {written!r}; give the path of one.")
        return Source(str(place), file_sha256(place))

    def _of_brand(self, name: str) -> str:
        for kind in ("colours", "fonts", "pictures"):
            if name in self.brand.get(kind, {}):
                return str(self.brand[kind][name])
        known = [each for kind in self.brand.values() for each in kind]
        raise InputError(f"The brand has no {name!r}; it has {', '.join(sorted(known)) or 'nothing'}.")
