"""What somebody has written, line by line, before it is known whether it can be performed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from avatar.score.spelling import spelled
from avatar.visemes import look_of

if TYPE_CHECKING:
    from avatar.score.score import Score


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of time with something written on it."""

    start: float
    """s"""
    end: float
    """s"""
    text: str
    """a word, or a spelled sound"""
    look: str = ""
    """viseme of a sound; "": its own"""
    line: int = 0
    """of its file, counted from 1; 0: it was in none"""


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that the face is to do."""

    time: float
    """s"""
    kind: str
    """one of `data.CUE_KINDS`, if it is right"""
    amount: float = 1.0
    """strength; of a pause, its length, s"""
    line: int = 0
    """of its file, counted from 1; 0: it was in none"""


@dataclass(frozen=True, slots=True)
class Draft:
    """What is written in a file; what it does not tell of is None."""

    origin: str
    """what the file is called"""
    words: tuple[Mark, ...] | None = None
    phones: tuple[Mark, ...] | None = None
    looks: tuple[Mark, ...] | None = None
    """visemes in a tier of their own, each as long as its phone"""
    cues: tuple[Moment, ...] | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    """what it says of the whole, fields of `Score`"""


def drafted(score: Score, origin: str = "") -> Draft:
    """Write a score as a draft of all of it."""
    words = tuple(Mark(word.start, word.end, word.text) for word in score.words)
    phones = tuple(Mark(phone.start, phone.end, spelled(phone), look_of(phone)) for phone in score.phones)
    cues = tuple(Moment(cue.time, cue.kind, cue.amount) for cue in score.cues)
    return Draft(origin, words, phones, None, cues)
