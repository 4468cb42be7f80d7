"""Whether what somebody has written can be performed: all its faults, each with its line and what would be right."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import pairwise
from math import isfinite
from typing import TYPE_CHECKING

from avatar.data import CUE_KINDS, Cue, Phone, Word
from avatar.errors import InputError
from avatar.score.draft import Draft, Mark, Moment, drafted
from avatar.score.score import DIGITS, TICK, Score
from avatar.score.spelling import read_spelled
from avatar.visemes import VISEMES, is_sound, viseme_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_AS_ONE = 1.5 * TICK
"""s by which rounding may let two things overlap"""
_TOLD = 2
"""faults that are told in one sentence"""
_LAST = 24 * 3600.0
"""s; a later time is a slip"""


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that is to be said of a line."""

    line: int
    """counted from 1; 0: none in particular"""
    what: str
    """a sentence without its end"""

    def __str__(self) -> str:
        return f"line {self.line}: {self.what}" if self.line else self.what


class ScoreError(InputError):
    """Say what of a timeline cannot be performed."""

    def __init__(self, origin: str, notes: Sequence[Note]) -> None:
        self.notes = tuple(notes)
        """in the order of their lines"""
        more = len(notes) - _TOLD
        rest = f"; and {more} more: avatar timeline edit {origin} lists them" if more > 0 else ""
        super().__init__(f"{origin}, {'; '.join(map(str, notes[:_TOLD]))}{rest}.")


def settled(draft: Draft, base: Score | None = None) -> Score:
    """Make a score of a draft; what it does not tell of is as in `base`. Raise `ScoreError` for all that is wrong."""
    usual = drafted(base or Score())
    words = _in_order((usual.words if draft.words is None else draft.words) or ())
    phones = _in_order((usual.phones if draft.phones is None else draft.phones) or ())
    cues = (usual.cues if draft.cues is None else draft.cues) or ()
    facts = replace(base or Score(), **draft.facts)
    found = [*_looked(phones, draft.looks)] if draft.looks is not None else []
    phones = _with_looks(phones, draft.looks) if draft.looks is not None and not found else phones
    end = facts.seconds if facts.frames else _LAST
    found += [*_times(words, "word", end), *_times(phones, "sound", end)]
    found += [*_overlaps(words, "word"), *_overlaps(phones, "sound")]
    found += [*_sounds(phones), *_cues(cues, end)]
    if words and not found:
        found += _homeless(words, phones)
    if found:
        raise ScoreError(draft.origin, sorted(found, key=lambda note: note.line))
    return replace(
        facts,
        words=tuple(Word(mark.text, mark.start, mark.end) for mark in words),
        phones=tuple(_phone(mark, words) for mark in phones),
        cues=tuple(_cue(moment, words) for moment in sorted(cues, key=lambda each: each.time)),
    )


def unusual(draft: Draft) -> list[Note]:
    """Tell of the sounds that are shown as others: that may be meant, and may be a slip."""
    return [
        Note(mark.line, f"the sound {mark.text!r} is shown as {mark.look!r}, which is not its own viseme")
        for mark in draft.phones or ()
        if mark.look and mark.look in VISEMES and mark.look != viseme_of(read_spelled(mark.text)[0])
    ]


def _in_order(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    rounded = (replace(each, start=_short(each.start), end=_short(each.end)) for each in marks)
    return tuple(sorted(rounded, key=lambda mark: (mark.start, mark.end)))


def _short(value: float) -> float:
    return round(value, DIGITS) + 0.0


def _times(marks: Sequence[Mark], what: str, end: float) -> Iterator[Note]:
    for mark in marks:
        name = f"the {what} {mark.text!r}"
        if not (isfinite(mark.start) and isfinite(mark.end)):
            yield Note(mark.line, f"{name} has a time that is no number of seconds")
        elif mark.start < 0:
            yield Note(mark.line, f"{name} begins at {_at(mark.start)}; times count from 0")
        elif mark.end <= mark.start:
            yield Note(mark.line, f"{name} ends at {_at(mark.end)}, not after it begins ({_at(mark.start)})")
        elif mark.end > end + _AS_ONE:
            yield Note(mark.line, f"{name} ends at {_at(mark.end)}, after the end of the clip ({_at(end)})")


def _overlaps(marks: Sequence[Mark], what: str) -> Iterator[Note]:
    for before, after in pairwise(marks):
        if after.start < before.end - _AS_ONE:
            where = f" of line {before.line}" if before.line else ""
            yield Note(
                after.line,
                f"the {what} {after.text!r} begins at {_at(after.start)}, before {before.text!r}{where} ends "
                f"({_at(before.end)})",
            )


def _sounds(phones: Sequence[Mark]) -> Iterator[Note]:
    for mark in phones:
        ipa, _, _ = read_spelled(mark.text)
        if not is_sound(ipa) and mark.look != "silence":
            yield Note(mark.line, f"{mark.text!r} is no sound of the International Phonetic Alphabet")
        if mark.look and mark.look not in VISEMES:
            near = get_close_matches(mark.look, VISEMES, 1, 0.5)
            cure = f"write {near[0]!r}" if near else f"use one of {', '.join(VISEMES)}"
            yield Note(mark.line, f"there is no viseme {mark.look!r}; {cure}")


def _cues(cues: Sequence[Moment], end: float) -> Iterator[Note]:
    for cue in cues:
        if cue.kind not in CUE_KINDS:
            near = get_close_matches(cue.kind, CUE_KINDS, 1, 0.5)
            cure = f"write {near[0]!r}" if near else f"use one of {', '.join(CUE_KINDS)}"
            yield Note(cue.line, f"there is no cue {cue.kind!r}; {cure}")
        if not 0 <= cue.time <= end + _AS_ONE:
            yield Note(cue.line, f"the cue {cue.kind!r} is at {_at(cue.time)}; the clip lasts from 0 to {_at(end)}")
        if not 0 < cue.amount < float("inf"):
            yield Note(cue.line, f"the cue {cue.kind!r} has the amount {cue.amount:g}; it must be more than 0")


def _homeless(words: Sequence[Mark], phones: Sequence[Mark]) -> Iterator[Note]:
    """Tell of each sound that does not lie within one word."""
    for mark in phones:
        index = _word_of(mark, words)
        if index < 0:
            near = min(words, key=lambda word: abs(word.start + word.end - mark.start - mark.end))
            yield Note(
                mark.line,
                f"the sound {mark.text!r} ({_at(mark.start)} to {_at(mark.end)}) lies in no word; the nearest is "
                f"{near.text!r} ({_at(near.start)} to {_at(near.end)}): move one of them",
            )


def _word_of(mark: Mark, words: Sequence[Mark]) -> int:
    index = bisect_right(words, mark.start + _AS_ONE, key=lambda word: word.start) - 1
    return index if index >= 0 and mark.end <= words[index].end + _AS_ONE else -1


def _looked(phones: Sequence[Mark], looks: Sequence[Mark] | None) -> Iterator[Note]:
    """Tell of each viseme of a tier of its own that is not as long as a phone."""
    spans = {(mark.start, mark.end) for mark in phones}
    for look in _in_order(looks or ()):
        if (look.start, look.end) not in spans:
            yield Note(
                look.line,
                f"the viseme {look.text!r} ({_at(look.start)} to {_at(look.end)}) is not as long as any sound; move "
                "its edges to those of its sound, or leave the tier of visemes out",
            )


def _with_looks(phones: Sequence[Mark], looks: Sequence[Mark] | None) -> tuple[Mark, ...]:
    by_span = {(look.start, look.end): look for look in _in_order(looks or ())}
    return tuple(
        replace(mark, look=by_span[mark.start, mark.end].text) if (mark.start, mark.end) in by_span else mark
        for mark in phones
    )


def _phone(mark: Mark, words: Sequence[Mark]) -> Phone:
    ipa, stress, tone = read_spelled(mark.text)
    look = "" if mark.look == viseme_of(ipa) else mark.look
    return Phone(ipa, mark.start, mark.end, stress, tone, _word_of(mark, words), look)


def _cue(moment: Moment, words: Sequence[Mark]) -> Cue:
    word = bisect_left(words, moment.time, key=lambda each: each.start)
    return Cue(moment.kind, moment.amount, word, _short(moment.time))


def _at(time: float) -> str:
    return f"{time:.4f}".rstrip("0").rstrip(".") + " s"
