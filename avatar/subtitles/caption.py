"""What a viewer reads at once, and when each part of it is spoken."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sung:
    """A stretch of a text with the time it is spoken: a word, or a character of a script without spaces."""

    first: int
    """index of its first character in the text"""
    last: int
    """index after its last"""
    start: float
    """s"""
    end: float
    """s"""
    word: int
    """index of the word that it is or belongs to"""


@dataclass(frozen=True, slots=True)
class Caption:
    """One subtitle. It is cut into lines where it is shown, for only there is it known how wide its letters are."""

    text: str
    """in one line, as it was written"""
    start: float
    """s, when it appears: with its first word"""
    end: float
    """s, when it goes: after its last word, as soon as the next has to appear"""
    parts: tuple[Sung, ...]
    """what is spoken of the text, in order, without overlap"""
    language: str = "und"
    """BCP-47"""
    second: str = ""
    """the same in another language; "": there is none"""


def moved(caption: Caption, seconds: float) -> Caption:
    """Give a caption so many s later."""
    from dataclasses import replace

    parts = tuple(replace(part, start=part.start + seconds, end=part.end + seconds) for part in caption.parts)
    return replace(caption, start=caption.start + seconds, end=caption.end + seconds, parts=parts)
