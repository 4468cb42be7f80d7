"""What all files of subtitles need: their times, and the lines of a caption with what is spoken in each."""

# Shapes no clip.

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from avatar.outside.cleaning import on_one_line
from avatar.subtitles.lines import lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avatar.subtitles.caption import Caption, Sung

MARK = "avatar.subtitles/1"
"""what a file of ours says of itself, where its format has a place for that"""


@dataclass(frozen=True, slots=True)
class Shape:
    """How captions are cut into lines in a file, where nobody knows how wide its letters will be."""

    em: float = 21.0
    """longest line, in the size of its letters"""
    lines: int = 2
    """at most, of each language"""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line."""

    text: str
    start: float | None = None
    """s; None: nobody says it"""
    end: float = 0.0
    """s"""


def stamp(seconds: float, point: str = ".", digits: int = 3) -> str:
    """Write a time as hours, minutes and seconds: 00:01:02.345; ASS wants one digit of hours and two decimals."""
    units = round(max(seconds, 0.0) * 10**digits)
    whole, part = divmod(units, 10**digits)
    hours, rest = divmod(whole, 3600)
    minutes, rest = divmod(rest, 60)
    return f"{hours:0{digits - 1}d}:{minutes:02d}:{rest:02d}{point}{part:0{digits}d}"


def first_lines(caption: Caption, shape: Shape) -> list[str]:
    """Cut what is said into lines."""
    cut = lines(caption.text, caption.parts, shape.em, shape.lines)
    return [_shown(caption.text[first:last]) for first, last in cut]


def second_lines(caption: Caption, shape: Shape) -> list[str]:
    """Cut its translation into lines; none if there is none."""
    text = caption.second
    return [_shown(text[first:last]) for first, last in lines(text, (), shape.em, shape.lines)] if text else []


def pieces(caption: Caption, shape: Shape) -> list[list[Piece]]:
    """Cut what is said into lines, and each of them into what is spoken and what stands between."""
    cut = lines(caption.text, caption.parts, shape.em, shape.lines)
    return [list(_pieces(caption, first, last)) for first, last in cut]


def _pieces(caption: Caption, first: int, last: int) -> Iterator[Piece]:
    at = first
    for part in caption.parts:
        if part.last <= first or part.first >= last:
            continue
        if part.first > at:
            yield Piece(_shown(caption.text[at : part.first]))
        start, end = (min(max(time, caption.start), caption.end) for time in (part.start, part.end))
        yield Piece(_shown(caption.text[part.first : part.last]), start, end)
        at = part.last
    if at < last:
        yield Piece(_shown(caption.text[at:last]))


def _shown(text: str) -> str:
    """Give a stretch of a line as it may be shown: no end of a line in it begins a caption that nobody has written."""
    if text.isascii() and text.isprintable():
        return text
    return on_one_line(text.encode("utf-8", "replace").decode())


def whole_words(caption: Caption) -> tuple[Sung, ...]:
    """Put the parts of each word together again."""
    from dataclasses import replace

    words: list[Sung] = []
    for part in caption.parts:
        if words and words[-1].word == part.word:
            words[-1] = replace(words[-1], last=part.last, end=part.end)
        else:
            words.append(part)
    return tuple(words)
