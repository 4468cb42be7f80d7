"""Where in a recording what is said lies."""

from __future__ import annotations

from dataclasses import dataclass

UNKNOWN_WORDS = -1
"""for an utterance: somebody speaks, and nobody wrote down what is said"""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a recording in which somebody speaks."""

    utterance: int
    """index of what is said in a row of utterances; `UNKNOWN_WORDS`"""
    start: float
    """s"""
    end: float
    """s, after start"""
    confidence: float
    """0-1: how sure it is that this is said here"""


@dataclass(frozen=True, slots=True)
class Heard:
    """The stretch of a recording that a passage plays."""

    first: int
    """index of its first sample, at `settings.SOUND_RATE`"""
    end: int
    """index after its last"""
    parts: tuple[Part, ...]
    """where what is said in it: their times count from its beginning, their utterances from the passage's first"""
