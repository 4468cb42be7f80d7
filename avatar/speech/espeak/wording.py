"""Give every written word its time and its phones."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from avatar.data import Word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from avatar.speech.espeak.takes import Spoken


def align_words(words: Sequence[str], spoken: Sequence[Spoken]) -> tuple[tuple[Word, ...], list[int]]:
    """Time `words` by their phones; return them with the index of the word of each phone.

    espeak reads some words as one ("of the") and reports only the first: those share its phones by their length.
    """
    owners: list[int] = []
    runs = [(first, list(run)) for first, run in groupby(spoken, key=lambda one: one.word)]
    for (first, run), after in zip(runs, [*(first for first, _ in runs[1:]), len(words)], strict=True):
        owners += [first + index for index in _share(words[first:after], len(run))]
    times: dict[int, tuple[float, float]] = {}
    for one, owner in zip(spoken, owners, strict=True):
        times[owner] = (times.get(owner, (one.segment.start,))[0], one.segment.end)
    timed: list[Word] = []
    for index, text in enumerate(words):
        last = timed[-1].end if timed else spoken[0].segment.start
        timed.append(Word(text, *times.get(index, (last, last))))
    return tuple(timed), owners


def _share(words: Sequence[str], phones: int) -> list[int]:
    """Deal `phones` out to `words` in proportion to their letters, at least one each while there are enough."""
    letters = sum(len(word) for word in words)
    ends, seen = [], 0
    for index, word in enumerate(words):
        seen += len(word)
        ends.append(max(round(phones * seen / letters), min(index + 1, phones)))
    return [sum(1 for end in ends[:-1] if phone >= end) for phone in range(phones)]
