"""From how long symbols last to phones with their times, settled by the sound itself.

A network lets a sound begin in the pad before its symbol: measured on closures of p, b and m between vowels, they begin
where the last symbol of the phone before ends, and end with their own (docs/engines.md).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from avatar.data import Phone, Word
from avatar.speech.closing import settle
from avatar.speech.espeak.closures import HOP, SILENCE, level
from avatar.speech.espeak.takes import MARGIN, Spoken
from avatar.speech.espeak.wording import align_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from avatar.speech.espeak.segments import Segment
    from avatar.speech.symbols.alphabet import Sign, Spelled

REST = 0.06
"""s of silence after which what is heard belongs to something else"""


@dataclass(frozen=True, slots=True)
class Timed:
    """An utterance as it was said, cut to its phones."""

    samples: NDArray[np.float32]
    """(N,), in [-1, 1]"""
    phones: tuple[Phone, ...]
    """in order"""
    words: tuple[Word, ...]
    """in order"""


def timed(spelled: Spelled, samples: NDArray[np.float32], rate: int, seconds: NDArray[np.float64]) -> Timed:
    """Time the phones of what is heard in `samples` (N,) at `rate` Hz; symbol i lasts `seconds` (n,)[i]."""
    found = by_symbols(spelled.signs, seconds)
    found = by_sound(spelled.signs, found, samples, rate)
    samples, found = _cut(samples, found, rate)
    spoken = [Spoken(segment, sign.word) for segment, sign in zip(found, spelled.signs, strict=True)]
    words, owners = align_words(spelled.words, spoken)
    phones = tuple(
        Phone(each.ipa, each.start, each.end, each.stress, each.tone, owner)
        for each, owner in zip(found, owners, strict=True)
    )
    return Timed(samples, phones, words)


def by_symbols(signs: Sequence[Sign], seconds: NDArray[np.float64]) -> list[Segment]:
    """Give each sign's phone its time, s, as its symbols and the pads before them last."""
    ends = np.cumsum(seconds)
    found: list[Segment] = []
    for _, group in groupby(signs, key=lambda sign: (sign.first, sign.last)):
        same = list(group)
        first, last = same[0].first, same[-1].last
        start = found[-1].end if found and not same[0].is_after_pause else float(ends[first - 2]) if first > 1 else 0.0
        found += _shared([sign.segment for sign in same], start, max(float(ends[last]), start + HOP))
    return found


def by_sound(signs: Sequence[Sign], found: list[Segment], samples: NDArray[np.float32], rate: int) -> list[Segment]:
    """Move the borders of phones to where closed mouths and pauses are heard in `samples` (N,) at `rate` Hz."""
    moved = settle(found, samples, rate)
    loud = level(samples, rate) > SILENCE
    for index, sign in enumerate(signs):
        if sign.is_after_pause and index:
            moved[index - 1] = _ended(moved[index - 1], moved[index].start, loud)
    if moved:
        moved[-1] = _ended(moved[-1], len(samples) / rate, loud)
    return moved


def _ended(phone: Segment, until: float, loud: NDArray[np.bool_]) -> Segment:
    """End a phone before a pause where its sound does."""
    sounding = np.flatnonzero(loud[round(phone.start / HOP) : round(until / HOP)])
    if not len(sounding):
        return phone
    rests = np.flatnonzero(np.diff(sounding) * HOP > REST)
    last = int(sounding[rests[0]] if len(rests) else sounding[-1])
    return replace(phone, end=min(phone.start + (last + 1) * HOP, until))


def _shared(segments: list[Segment], start: float, end: float) -> list[Segment]:
    """Deal a stretch out among phones as espeak would."""
    lengths = np.array([each.end - each.start for each in segments])
    borders = start + (end - start) * np.concatenate([[0.0], np.cumsum(lengths) / lengths.sum()])
    return [
        replace(each, start=float(a), end=float(b))
        for each, a, b in zip(segments, borders[:-1], borders[1:], strict=True)
    ]


def _cut(samples: NDArray[np.float32], found: list[Segment], rate: int) -> tuple[NDArray[np.float32], list[Segment]]:
    """Cut the silence around the phones away, leaving a margin that fades in and out."""
    first = max(round((found[0].start - MARGIN) * rate), 0)
    last = min(round((found[-1].end + MARGIN) * rate), len(samples))
    kept = samples[first:last].copy()
    fade = np.sin(np.linspace(0, np.pi / 2, min(round(MARGIN * rate), len(kept) // 2), dtype=np.float32)) ** 2
    kept[: len(fade)] *= fade
    kept[len(kept) - len(fade) :] *= fade[::-1]
    shift, seconds = first / rate, len(kept) / rate
    moved = [replace(s, start=max(s.start - shift, 0.0), end=min(s.end - shift, seconds)) for s in found]
    return kept, moved
