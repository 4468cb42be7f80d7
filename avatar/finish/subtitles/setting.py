"""Set the lines of a caption: which font draws which stretch, where each stands, and how wide it all is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from avatar.finish.subtitles.bidi import begins_right, levels, visual_order
from avatar.finish.subtitles.fonts import is_picture

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PIL.ImageFont import FreeTypeFont

    from avatar.finish.subtitles.fonts import Face, Fonts
    from avatar.subtitles import Sung

UNSPOKEN = -1
_CLOSING = "，。、,. 　"
"""what captions of Chinese and Japanese leave out at the end of a line, as their readers are used to"""
_CLOSING_WIDE = frozenset("，。、")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some letters of one font, of one direction, and of one part of what is spoken."""

    text: str
    face: Face
    is_right: bool
    """it runs from right to left"""
    part: int
    """index of what is spoken; `UNSPOKEN`: nobody says it"""
    left: float
    """px from the line's left end"""
    width: float
    """px"""


@dataclass(frozen=True, slots=True)
class Line:
    """One line, from left to right."""

    stretches: tuple[Stretch, ...]
    width: float
    """px"""
    size: float
    """of its letters (em), px"""


def set_line(  # noqa: PLR0913 - which text, what is spoken of it, and how it is written
    text: str, first: int, parts: Sequence[Sung], fonts: Fonts, size: float, is_right: bool
) -> Line:
    """Set a line of a caption that begins with the character `first` of it; `is_right`: its text runs to the left."""
    pieces = list(_pieces(text, first, parts, fonts, levels(text, is_right=is_right)))
    stretches, left = [], 0.0
    for index in visual_order([piece.level for piece in pieces]):
        piece = pieces[index]
        width = length(piece.face.at(size), piece.text, is_right=piece.level % 2 == 1)
        stretches.append(Stretch(piece.text, piece.face, piece.level % 2 == 1, piece.part, left, width))
        left += width
    return Line(tuple(stretches), left, size)


def measure(text: str, fonts: Fonts, size: float) -> float:
    """Give the width of a text in one line, px."""
    return set_line(text, 0, (), fonts, size, begins_right(text)).width


def length(font: FreeTypeFont, text: str, *, is_right: bool) -> float:
    """Give how far a stretch of text goes, px."""
    return font.getlength(text, direction=direction(font, is_right=is_right))


def direction(font: FreeTypeFont, *, is_right: bool) -> str | None:
    """Give what Pillow has to be told about a direction; without Raqm it knows but one."""
    from PIL import ImageFont

    if font.layout_engine != ImageFont.Layout.RAQM:
        return None
    return "rtl" if is_right else "ltr"


def unclosed(text: str) -> str:
    """Give a line without the comma or full stop of Chinese or Japanese that ends it."""
    return text.rstrip(_CLOSING) if text[-1:] in _CLOSING_WIDE else text


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    face: Face
    level: int
    part: int


def _pieces(text: str, first: int, parts: Sequence[Sung], fonts: Fonts, levels_: Sequence[int]) -> Iterator[_Piece]:
    """Cut a line wherever font, direction or what is spoken changes; marks stay with their letter."""
    owners = _owners(text, first, parts)
    faces = _faces(text, fonts)
    begin = 0
    for end in range(1, len(text) + 1):
        key = (faces[begin], levels_[begin], owners[begin])
        if end == len(text) or (faces[end], levels_[end], owners[end]) != key:
            letters = "".join(sign for sign in text[begin:end] if not is_picture(sign))
            if letters:
                yield _Piece(letters, *key)
            begin = end


def _owners(text: str, first: int, parts: Sequence[Sung]) -> list[int]:
    owners = [UNSPOKEN] * len(text)
    for index, part in enumerate(parts):
        for place in range(max(part.first - first, 0), min(part.last - first, len(text))):
            owners[place] = index
    return owners


def _faces(text: str, fonts: Fonts) -> list[Face]:
    import unicodedata

    faces: list[Face] = []
    for sign in text:
        # A space or a mark is drawn with what it follows, so that nothing is torn apart.
        is_joined = bool(faces) and (sign.isspace() or unicodedata.category(sign)[0] == "M" or sign in "\u200c\u200d")
        if is_joined and (sign.isspace() or faces[-1].has(sign)):
            faces.append(faces[-1])
        else:
            faces.append(fonts.of(sign))
    return faces
