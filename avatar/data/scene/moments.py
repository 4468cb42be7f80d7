"""Moments of a film, as far as they are known before anybody speaks."""

from __future__ import annotations

from dataclasses import dataclass

ANCHORS = ("time", "end", "speech", "speech end", "sentence", "word", "share")
"""what a moment is told from"""


@dataclass(frozen=True, slots=True)
class Moment:
    """A time that is told from something of the film."""

    anchor: str = "time"
    """one of `ANCHORS`"""
    number: float = 0.0
    """of a time: s; of a sentence: which, from 1; of a share of the film: 0-1"""
    words: str = ""
    """of a word: what is spoken"""
    offset: float = 0.0
    """s after it, or before"""
