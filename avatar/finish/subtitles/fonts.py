"""The fonts of this machine: which has the letters of a text, and whether they can be put together as they must."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from avatar.errors import NotInstalledError
from avatar.finish.subtitles.families import families, is_shaped, package, script, script_name
from avatar.runtime.system import font_folders

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PIL.ImageFont import FreeTypeFont

_ENDINGS = frozenset((".ttf", ".otf", ".ttc", ".otc"))
_TRIED_AT = 24
"""px; a letter that a font lacks looks there as any other that it lacks"""
_LACKED = "\U0010fffe"
"""a code point that is no character and never will be"""
_BOLD, _PLAIN = (
    ("Bold", "SemiBold", "DemiBold", "Heavy", "Black"),
    ("Medium", "Regular", "Book", "Roman", "Normal", "W6", "W4"),
)
_SLANTED = re.compile("Italic|Oblique|Condensed|Mono|Light|Thin|Narrow", re.I)
_LAST_CHOICES = re.compile("Serif|Mono|Naskh|Nastaliq|Kufi|Symbols|Math|Emoji|Display|Rashi|Condensed", re.I)
_SAMPLES = {
    "en": "Hello",
    "ru": "Привет",
    "zh": "您好",
    "ja": "こんにちは",
    "ko": "안녕",
    "ar": "مرحبا",
    "he": "שלום",
    "hi": "नमस्ते",
    "th": "สวัสดี",
}
_EMPTY = re.compile("Last ?Resort|Adobe Blank|Adobe NotDef", re.I)
"""fonts that have every character, and a box or nothing for each"""


@dataclass(frozen=True, slots=True)
class Face:
    """One font of this machine."""

    path: str
    index: int
    """in a collection"""
    family: str
    style: str
    """"Bold" """

    def at(self, size: float) -> FreeTypeFont:
        """Open it with letters of this size (em), px."""
        return _opened(self, size)

    def has(self, character: str) -> bool:
        """Tell whether it has a character."""
        return _has(self, character)

    def digest(self) -> str:
        """Name its content, 16 hex digits."""
        return _digest(self.path)


class Fonts:
    """Those that draw one text, in the order in which they are asked for a letter."""

    def __init__(self, faces: Sequence[Face]) -> None:
        self.faces = tuple(faces)

    def of(self, character: str) -> Face:
        """Give the first that has a character; the first of all for one that is not drawn."""
        return next((face for face in self.faces if face.has(character)), self.faces[0])


def choose(text: str, language: str, wanted: str = "", *, is_bold: bool = True) -> Fonts:
    """Find fonts that have all letters of a text, those of the family `wanted` first.

    Raise `NotInstalledError` with the line that installs what is missing.
    """
    _require_shaping(text)
    letters = sorted({sign for sign in text if is_drawn(sign) and not is_picture(sign)})
    named = tuple(family(wanted)) if wanted else ()
    if wanted and not named:
        raise NotInstalledError(
            f"There is no font {wanted!r} on this machine; install it, or choose another in the subtitle style, "
            "or none for one of the system's."
        )
    chosen: list[Face] = []
    for face in candidates(named, language, frozenset(map(script, letters)) - {""}, is_bold):
        found = [sign for sign in letters if face.has(sign)]
        if found:
            chosen.append(face)
            letters = [sign for sign in letters if sign not in found]
        if not letters:
            break
    if letters or not chosen:
        raise _missing(letters, language)
    return Fonts(chosen)


def examine() -> dict[str, str]:
    """Try the letters of some languages; give why they cannot be drawn here, a sentence, "" where they can."""
    return {language: _trouble(text, language) for language, text in _SAMPLES.items()}


def _trouble(text: str, language: str) -> str:
    try:
        choose(text, language)
    except NotInstalledError as fault:
        return str(fault)
    return ""


def is_picture(sign: str) -> bool:
    """Tell whether a sign is a picture, such as an emoji, which fonts of letters lack and nobody says."""
    return "\U0001f000" <= sign <= "\U0001faff" or "\u2600" <= sign <= "\u27bf" or sign in "\ufe0e\ufe0f\u20e3"


def is_drawn(sign: str) -> bool:
    """Tell whether a sign leaves ink."""
    return sign.isprintable() and not sign.isspace()


def candidates(named: Sequence[Face], language: str, scripts: frozenset[str], is_bold: bool) -> Iterator[Face]:
    """Yield the fonts that are asked for the letters of a text, in order."""
    yield from _by_weight(named, is_bold)
    for name in families(language, scripts):
        yield from _by_weight(family(name), is_bold)
    rest = [face for face in _installed() if not _SLANTED.search(face.style)]
    plain = [face for face in rest if not _LAST_CHOICES.search(face.family)]
    yield from _by_weight(plain, is_bold, most=len(plain))
    yield from (face for face in rest if face not in plain)


def _by_weight(faces: Sequence[Face], is_bold: bool, most: int = 2) -> list[Face]:
    """Put the wanted weight first; the others may have letters that it lacks."""
    order = (*_BOLD, *_PLAIN) if is_bold else (*_PLAIN, *_BOLD)
    upright = [face for face in faces if not _SLANTED.search(face.style)] or list(faces)
    return sorted(upright, key=lambda face: order.index(face.style) if face.style in order else len(order))[:most]


def family(name: str) -> tuple[Face, ...]:
    """Find the fonts of a family, whatever the case of its name."""
    return tuple(face for face in _installed() if face.family.lower() == name.lower())


@cache
def _installed() -> tuple[Face, ...]:
    """List all fonts of the system, by their files' names."""
    found = (path for folder in font_folders() for path in sorted(folder.rglob("*")) if path.suffix.lower() in _ENDINGS)
    return tuple(face for path in found for face in _faces(path))


def _faces(path: Path) -> Iterator[Face]:
    from PIL import ImageFont

    is_collection = path.suffix.lower() in (".ttc", ".otc")
    for index in range(64 if is_collection else 1):
        try:
            family, style = ImageFont.truetype(str(path), 10, index=index).getname()
        except (OSError, ValueError):  # no such member, or no font
            return
        if family and not _EMPTY.match(family):
            yield Face(str(path), index, family, style or "Regular")


@lru_cache(64)
def _opened(face: Face, size: float, *, is_shaped: bool = True) -> FreeTypeFont:
    from PIL import ImageFont, features

    engine = ImageFont.Layout.RAQM if is_shaped and features.check("raqm") else ImageFont.Layout.BASIC
    font = ImageFont.truetype(face.path, size, index=face.index, layout_engine=engine)
    _thicken(font)
    return font


def _thicken(font: FreeTypeFont) -> None:
    """Set a font of variable weight to bold: as it is, it may be hair-thin."""
    try:
        axes = font.get_variation_axes()
    except (OSError, NotImplementedError):
        return
    values = [700.0 if b"eight" in (axis["name"] or b"") else float(axis["default"] or 0) for axis in axes]
    font.set_variation_by_axes(values)


@lru_cache(65536)
def _has(face: Face, character: str) -> bool:
    try:
        return _drawn(face, character) != _drawn(face, _LACKED)
    except OSError:
        return False


@lru_cache(4096)
def _drawn(face: Face, character: str) -> tuple[object, ...]:
    font = _opened(face, _TRIED_AT, is_shaped=False)
    mask, offset = font.getmask2(character, "L")
    return bytes(mask), mask.size, offset, font.getlength(character)


@cache
def _digest(path: str) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:16]


def _require_shaping(text: str) -> None:
    """Raise `NotInstalledError` if a text has letters that would be put together wrongly here."""
    from PIL import features

    sign = next((each for each in text if is_shaped(each)), None)
    if sign is not None and not features.check("raqm"):
        raise NotInstalledError(
            f"To draw {script(sign).title()} letters such as {sign!r}, Pillow needs the library FriBidi; "
            "install it with: apt-get install libfribidi0"
        )


def _missing(letters: Sequence[str], language: str) -> NotInstalledError:
    kind = script(letters[0]) if letters else "LATIN"
    name = script_name(kind) if kind else "these"
    some = "".join(letters[:6])
    return NotInstalledError(
        f"No font of this machine has the {name} letters {some!r} of the subtitles ({language}); install one with: "
        f"apt-get install {package(kind)}"
    )
