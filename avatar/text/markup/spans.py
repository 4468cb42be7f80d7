"""Stretches of a text that somebody has said something about, and how they are kept while the text is cleaned.

A stretch is fenced by two characters of the private use plane, which cleaning leaves alone; when that is done they are
taken out, and the stretch is known by how many characters stand before it, white space not counted.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from avatar.data import Prosody
from avatar.errors import TextError
from avatar.text.fences import FENCE, FIRST, LAST, bare

if TYPE_CHECKING:
    from collections.abc import Sequence

    from avatar.text.markup.readings import Unread


_USUAL = Prosody()


@dataclass(frozen=True, slots=True)
class Note:
    """What is said about a stretch; what is left out is as around it."""

    reading: Unread | None = None
    """how it is read"""
    language: str = ""
    """BCP-47"""
    prosody: Prosody = _USUAL
    """how it is said"""
    voice: str = ""
    """name of who says it"""
    says_as: str = ""
    """what it is, a kind of `markup.say_as`, "date" """
    form: str = ""
    """how that is written, "dmy" """
    is_seam: bool = False
    """its ends part words"""

    def within(self, other: Note) -> Note:
        """Give what this is inside of a stretch with another note."""
        return Note(
            self.reading or other.reading,
            self.language or other.language,
            self.prosody.within(other.prosody),
            self.voice or other.voice,
            self.says_as or other.says_as,
            self.form if self.says_as else other.form,
        )


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch with its note."""

    start: int
    """characters before it, white space not counted"""
    end: int
    """characters before its end"""
    note: Note
    """what is said about it"""


@dataclass(slots=True)
class Fenced:
    """A text in which stretches are fenced, and the notes on them."""

    text: str
    """with fences"""
    notes: list[Note] = field(default_factory=list)
    """the i-th is that of the i-th pair of fences"""
    warnings: list[str] = field(default_factory=list)
    """what was left out, sentences"""
    language: str = ""
    """of all of it, BCP-47; "": nobody has said"""

    def fence(self, note: Note) -> tuple[str, str]:
        """Give the characters to stand before and after a stretch with this note."""
        first = FIRST + 2 * len(self.notes)
        if first + 1 > LAST:
            raise TextError(
                f"The text has more than {len(self.notes):,} marked stretches; split it into several clips."
            )
        self.notes.append(note)
        return chr(first), chr(first + 1)

    def lift(self, text: str) -> tuple[str, list[Span]]:
        """Take the fences out of the text, as it became: the text, and the stretches in their order."""
        if not FENCE.search(text):
            return text, []
        places: dict[int, int] = {}
        kept: list[str] = []
        end = count = 0
        for match in FENCE.finditer(text):
            before = text[end : match.start()]
            count += len(bare(before))
            kept.append(before)
            places[ord(match[0]) - FIRST] = count
            end = match.end()
        spans = [
            Span(places[2 * index], places[2 * index + 1], note)
            for index, note in enumerate(self.notes)
            if 2 * index in places and 2 * index + 1 in places
        ]
        return "".join([*kept, text[end:]]), spans


def stretches(spans: Sequence[Span], start: int, end: int) -> list[Span]:
    """Cut what lies from `start` to `end` wherever a span begins or ends: stretches in order, each with its one note.

    What has a reading is one stretch, whatever lies inside it.
    """
    here = [replace(span, start=max(span.start, start), end=min(span.end, end)) for span in spans]
    here = [
        span for span in here if span.start < span.end or (span.note.is_seam and start < span.start == span.end < end)
    ]
    read = [span for span in here if span.note.reading and span.start < span.end]
    cuts = {start, end, *(place for span in here for place in (span.start, span.end))}
    cuts = {cut for cut in cuts if not any(span.start < cut < span.end for span in read)}
    found: list[Span] = []
    borders = sorted(cuts)
    for first, last in pairwise(borders):
        note = Note()
        for span in here:
            if span.start <= first and last <= span.end:
                note = span.note.within(note)
        found.append(Span(first, last, note))
    return found


def cut(text: str, parts: Sequence[Span]) -> list[str]:
    """Cut a text where its stretches begin; each keeps the white space after it."""
    places = [index for index, character in enumerate(text) if not character.isspace()]
    starts = [0, *(places[each.start - parts[0].start] for each in parts[1:]), len(text)]
    return [text[start:end] for start, end in pairwise(starts)]
