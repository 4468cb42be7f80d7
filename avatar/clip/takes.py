"""Passages on their way into a film: those that were filmed before, and those that are spoken and moved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from avatar.data import Footage

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction
    from pathlib import Path

    from avatar.clip import timeline
    from avatar.clip.passages import Passage
    from avatar.data import LipTrack, MotionTrack, Pictures, Speech, Word
    from avatar.finish.scene import Schedule
    from avatar.marks.registry.facts import Span
    from avatar.marks.watermark import Marker


@dataclass(frozen=True, slots=True)
class Take:
    """One passage, spoken and moved, ready to be filmed. Times count from its own beginning."""

    key: str
    """the name of its footage, 64 hex digits, to which its marks point"""
    passage: Passage
    """what it is of"""
    speech: Speech
    """the sound, marked, as long as the frames"""
    lips: LipTrack
    """what the mouth does"""
    motion: MotionTrack
    """what everything does, one row per frame"""
    is_marked: bool = True
    """its sound bears its watermark; False: it gets one when all that is heard with it is there"""
    schedule: Schedule | None = None
    """when everything in its scene happens; None: it has none"""

    def __len__(self) -> int:
        """Count its frames."""
        return len(self.motion)

    @property
    def words(self) -> tuple[Word, ...]:
        """What is said in it."""
        return self.speech.words

    def with_mark(self, home: Path) -> Take:
        """Give it with a sound that points to its footage; `home` is whose pattern that has."""
        return replace(self, speech=marked(self.speech, self.key, home), is_marked=True)

    def log(self, document: timeline.Timeline) -> None:
        """Write down what is said in it."""
        document.add(self.speech.phones, self.speech.words, self.speech.cues, self.lips.names, self.motion.rows())

    def footage(self, pictures: Pictures) -> Footage:
        """Give what is kept of it, with its encoded pictures."""
        from avatar.clip.speaking import as_kept

        speech, names = self.speech, self.lips.names
        rows = self.motion.rows()
        return Footage(as_kept(speech.samples), speech.phones, speech.words, speech.cues, names, rows, pictures)


@dataclass(frozen=True, slots=True)
class Kept:
    """One passage that was filmed before."""

    key: str
    """the name of its footage, 64 hex digits, to which its marks point"""
    passage: Passage
    """what it is of"""
    footage: Footage
    schedule: Schedule | None = None
    """when everything in its scene happens; None: it has none"""

    def __len__(self) -> int:
        """Count its frames."""
        return self.footage.pictures.frames

    @property
    def words(self) -> tuple[Word, ...]:
        """What is said in it."""
        return self.footage.words

    def log(self, document: timeline.Timeline) -> None:
        """Write down what is said in it."""
        kept = self.footage
        document.add(kept.phones, kept.words, kept.cues, kept.names, kept.motion)


def span_of(take: Take | Kept, first: int, fps: Fraction) -> Span:
    """Say where in the film a passage lies, whose first frame has the index `first`."""
    from avatar.marks.registry.facts import Span, asset_id

    return Span(asset_id(take.key), float(first / fps), float((first + len(take)) / fps))


def marker_of(take: Take | Kept, size: tuple[int, int], home: Path) -> Marker:
    """Give what marks the pictures of a passage, (width, height) px: the watermark points to its footage."""
    from avatar.marks.registry.facts import asset_id
    from avatar.marks.registry.pattern_key import pattern_key
    from avatar.marks.watermark import Marker, Payload

    return Marker(pattern_key(home), Payload(asset_id(take.key)), size)


def marked(speech: Speech, key: str, home: Path) -> Speech:
    """Let the sound of a passage point to its footage, as its pictures do; `home` is whose pattern it has."""
    from avatar.clip.speaking import as_float, as_kept
    from avatar.marks.audiomark import mark
    from avatar.marks.registry.facts import asset_id
    from avatar.marks.registry.pattern_key import pattern_key
    from avatar.marks.watermark import Payload
    from avatar.settings import SOUND_RATE

    sound = mark(speech.samples, SOUND_RATE, pattern_key(home), Payload(asset_id(key)))
    return replace(speech, samples=as_float(as_kept(sound)))


def beginning(those: Iterator[Take | Kept]) -> Iterator[tuple[int, Take | Kept]]:
    """Yield each with the index of its first frame in what is yielded."""
    first = 0
    for take in those:
        yield first, take
        first += len(take)


def shared_out(passages: Sequence[Passage], part: int, parts: int, speed: float) -> frozenset[str]:
    """Name the passages of one of several parts that take about as long as each other, in the order of the film."""
    total, before, own = sum(each.expected(speed) for each in passages), 0.0, set[str]()
    for passage in passages:
        middle = before + passage.expected(speed) / 2
        if part == min(parts - 1, int(middle / total * parts)):
            own.add(passage.name)
        before += passage.expected(speed)
    return frozenset(own)
