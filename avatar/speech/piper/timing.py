"""From the frames of symbols to phones with their times, settled by the sound itself.

A voice's network lets a sound begin in the pad before its symbol: measured on closures of p, b and m between vowels,
they begin where the last symbol of the phone before ends, and end with their own (docs/engines.md).
"""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from avatar.speech.closing import settle
from avatar.speech.espeak.closures import HOP, SILENCE, level

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from avatar.speech.espeak.segments import Segment
    from avatar.speech.piper.spelling import Sign


def timed(signs: Sequence[Sign], frames: NDArray[np.int64], frame: float) -> list[Segment]:
    """Give each sign's phone its time; `frames` (n,) is how long each id lasts, `frame` s one of them."""
    ends = np.cumsum(frames) * frame
    found: list[Segment] = []
    for _, group in groupby(signs, key=lambda sign: (sign.first, sign.last)):
        same = list(group)
        before = same[0].first - 2 if same[0].is_after_pause else same[0].first - 1
        start = found[-1].end if found and not same[0].is_after_pause else float(ends[max(before, 0)])
        found += _shared([sign.segment for sign in same], start, float(ends[same[-1].last]))
    return found


def heard(signs: Sequence[Sign], found: list[Segment], samples: NDArray[np.float32], rate: int) -> list[Segment]:
    """Move the borders of phones to where closed mouths and pauses are heard in `samples` (N,) at `rate` Hz."""
    settled = settle(found, samples, rate)
    loud = level(samples, rate) > SILENCE
    moved = list(settled)
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
    return replace(phone, end=min(phone.start + (int(sounding[-1]) + 1) * HOP, until))


def _shared(segments: list[Segment], start: float, end: float) -> list[Segment]:
    """Deal a stretch out among phones as espeak would."""
    lengths = np.array([each.end - each.start for each in segments])
    borders = start + (end - start) * np.concatenate([[0.0], np.cumsum(lengths) / lengths.sum()])
    return [
        replace(each, start=float(a), end=float(b))
        for each, a, b in zip(segments, borders[:-1], borders[1:], strict=True)
    ]
