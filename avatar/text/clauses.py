"""A long sentence cut at its commas, so that its beginning can be heard while the rest is still being spoken."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from avatar.text.spoken import PAUSE
from avatar.text.staging import cut_before

if TYPE_CHECKING:
    from collections.abc import Callable

    from avatar.data import Utterance

APART = 0.28
"""s of silence between two clauses that are spoken by themselves: as long as the mouth takes to rest"""

_MARKS = frozenset(",;:，；：،؛—–")
"""signs behind which a clause may end; not those of brackets and quotations"""


def clauses(
    utterance: Utterance, seconds: Callable[[Utterance], float], shortest: float, longest: float
) -> list[Utterance]:
    """Cut a sentence after commas into stretches of `shortest` s or more, as many as are needed for `longest` s.

    `seconds` guesses how long something takes to say. The first stretch is as short as may be; one that is in words
    which are not written, or has cues, stays whole.
    """
    said = utterance.pronunciations
    if utterance.cues or utterance.heard or seconds(utterance) <= longest:
        return [utterance]
    borders = [index + 1 for index, each in enumerate(said[:-1]) if each.reading == PAUSE and each.word in _MARKS]
    for border in borders:
        first, rest = _cut(utterance, border)
        if seconds(first) >= shortest and seconds(rest) >= shortest:
            return [first, *clauses(rest, seconds, shortest, longest)]
    return [utterance]


def _cut(utterance: Utterance, border: int) -> tuple[Utterance, Utterance]:
    first, rest = cut_before(utterance, {border: 0.0}, (), utterance.pause_before)
    return replace(first, pause_after=APART), replace(rest, continues=utterance.continues)
