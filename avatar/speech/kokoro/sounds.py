"""What the network is given to read: phones in its alphabet, each of them still a phone of ours."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sound:
    """One phone."""

    symbols: str
    """how the network reads it, with the stress mark before it and the tone arrow after it"""
    ipa: str
    """what the lips make of it"""
    word: int
    """index of the written word"""
    stress: int = 0
    """0 none, 1 secondary, 2 primary"""
    tone: int | None = None
    """of Mandarin, on nuclei"""


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark between phones, which the voice heeds: it pauses, and rises or falls before it."""

    symbols: str
    """one of the alphabet's"""


@dataclass(frozen=True, slots=True)
class Script:
    """An utterance, spelled."""

    words: tuple[str, ...]
    """as written"""
    items: tuple[Sound | Mark, ...]
    """in order; the last is the mark at its end"""
