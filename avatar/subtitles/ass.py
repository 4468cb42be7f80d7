"""Captions as Advanced SubStation Alpha (.ass) with karaoke, by word, or by character in scripts without spaces."""

# Shapes no clip.

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from avatar.subtitles.format import MARK, Piece, Shape, pieces, second_lines, stamp

if TYPE_CHECKING:
    from collections.abc import Iterable

    from avatar.subtitles.caption import Caption

Colour = tuple[int, int, int, float]
"""red, green, blue, 0-255, and opacity, 0-1"""

_FIELDS = (
    "Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, "
    "StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, "
    "Encoding"
)
_TEXT, _SECOND = "Text", "Second"
_LINE = 1.22
"""how much larger than its letters libass takes a font's size, roughly: it counts from ascender to descender"""


@dataclass(frozen=True, slots=True)
class AssLook:
    """How a player draws the captions. Lengths are px of a picture of `size`."""

    size: tuple[int, int] = (1920, 1080)
    """width, height"""
    font: str = "Noto Sans"
    """family; the player takes another where it lacks it, or a letter"""
    height: float = 56.0
    """of the letters: their em"""
    second: float = 46.0
    """of those of the second language"""
    is_bold: bool = True
    colour: Colour = (255, 255, 255, 1.0)
    highlight: Colour = (255, 213, 74, 1.0)
    """of what was spoken"""
    outline_colour: Colour = (0, 0, 0, 0.9)
    outline: float = 3.5
    """its width"""
    shadow: float = 1.5
    """how far it falls"""
    box: Colour | None = None
    """behind the lines; None: there is none"""
    is_at_top: bool = False
    side: int = 96
    """least distance from the picture's sides"""
    margin: int = 86
    """distance from its lower edge, or its upper one"""


def ass(captions: Iterable[Caption], shape: Shape | None = None, look: AssLook | None = None) -> str:
    """Write captions as ASS with karaoke."""
    shape, look = shape or Shape(), look or AssLook()
    events = "".join(
        f"Dialogue: 0,{_time(caption.start)},{_time(caption.end)},{_TEXT},,0,0,0,,{ass_text(caption, shape)}\n"
        for caption in captions
    )
    return ass_header(look) + events


def ass_header(look: AssLook) -> str:
    """Give what stands before the captions."""
    return (
        f"[Script Info]\n; {MARK}\nScriptType: v4.00+\nPlayResX: {look.size[0]}\nPlayResY: {look.size[1]}\n"
        "WrapStyle: 2\nScaledBorderAndShadow: yes\nYCbCr Matrix: TV.709\n\n"
        f"[V4+ Styles]\nFormat: {_FIELDS}\n{_style(_TEXT, look, look.height, look.highlight)}"
        f"{_style(_SECOND, look, look.second, look.colour)}\n"
        "[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
    )


def ass_text(caption: Caption, shape: Shape) -> str:
    """Give the lines of one caption, with how long each word takes, in hundredths of a second."""
    spoken, at = [], round(caption.start * 100)
    for line in pieces(caption, shape):
        text, at = _sung(line, at)
        spoken.append(text)
    second = [f"{{\\r{_SECOND}}}{_escaped(line)}" for line in second_lines(caption, shape)]
    return "\\N".join([*spoken, *second])


def _sung(line: list[Piece], at: int) -> tuple[str, int]:
    """Write a line of which nothing was sung before `at`, hundredths of a second; give where it ends as well.

    The hundredths add up to the times themselves, so that no rounding carries over.
    """
    text = ""
    for piece in line:
        if piece.start is None:
            text += _escaped(piece.text)
            continue
        start, end = max(round(piece.start * 100), at), max(round(piece.end * 100), at)
        text += f"{{\\k{start - at}}}" if start > at else ""
        text += f"{{\\k{end - start}}}{_escaped(piece.text)}"
        at = end
    return text, at


def _style(name: str, look: AssLook, height: float, sung: Colour) -> str:
    behind = look.box if look.box is not None else look.outline_colour
    border = 3 if look.box is not None else 1
    fields = (
        name,
        look.font,
        f"{height * _LINE:.0f}",
        _colour(sung),
        _colour(look.colour),
        _colour(behind),
        _colour((0, 0, 0, 0.5)),
        -1 if look.is_bold else 0,
        *(0, 0, 0, 100, 100, 0, 0),
        border,
        f"{look.outline:.1f}",
        f"{0.0 if look.box is not None else look.shadow:.1f}",
        8 if look.is_at_top else 2,
        look.side,
        look.side,
        look.margin,
        1,
    )
    return f"Style: {','.join(map(str, fields))}\n"


def _colour(colour: Colour) -> str:
    red, green, blue, opacity = colour
    return f"&H{round((1 - opacity) * 255):02X}{blue:02X}{green:02X}{red:02X}"


def _time(seconds: float) -> str:
    return stamp(seconds, ".", 2)


def _escaped(text: str) -> str:
    # A word joiner keeps a backslash from beginning a tag.
    return text.replace("\\", "\\\u2060").replace("{", "\\{").replace("}", "\\}")
