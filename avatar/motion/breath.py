"""Breathing: 12-18 a minute at rest, half as often in speech, with a quick breath in each longer pause."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.motion.curves import eased

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.motion.prosody import Prosody

_AT_REST = 60 / 15
"""s"""
_PAUSE = 0.4
"""s; a longer pause is used to breathe in"""
_QUICK, _CALM = 0.45, 1.3
"""s, breathing in before a phrase and at rest"""
_FULL = 0.85
"""breath where one stretch ends and the next one starts"""
_APART = 0.8
"""s between two breaths"""
_LONGEST = 9.0
"""s that a phrase is spoken on one breath"""


def breathing(
    prosody: Prosody, seconds: float, rng: np.random.Generator, starts_full: bool = False, ends_full: bool = False
) -> NDArray[np.float64]:
    """Draw the breath (T,), -1 out to 1 in.

    A stretch that goes on ends full, with a breath in its last pause, and the next one starts full.
    """
    depths = [(0.0, _FULL)] if starts_full else [(-1.0, -0.3)]
    for start, lasts in _intakes(prosody, seconds, rng):
        if (starts_full and start < _APART) or (ends_full and start + lasts > seconds - _APART):
            continue
        deep = float(rng.uniform(0.75, 1.0))
        depths += [(start, -deep * float(rng.uniform(0.6, 1.0))), (start + lasts, deep)]
    if ends_full:
        lasts = min(_QUICK, 0.4 * (seconds - depths[-1][0]))
        depths += [(seconds - lasts, -_FULL * float(rng.uniform(0.6, 1.0))), (seconds, _FULL), (seconds + 1.0, _FULL)]
    else:
        depths.append((max(seconds, depths[-1][0]) + 1.0, -0.3))
    times = np.array([time for time, _ in depths])
    values = np.array([value for _, value in depths])
    index = np.clip(np.searchsorted(times, prosody.times, side="right") - 1, 0, len(times) - 2)
    progress = (prosody.times - times[index]) / (times[index + 1] - times[index])
    curve: NDArray[np.float64] = values[index] + (values[index + 1] - values[index]) * eased(progress)
    return curve


def _intakes(prosody: Prosody, seconds: float, rng: np.random.Generator) -> list[tuple[float, float]]:
    """List each breathing in: onset and length, s."""
    found: list[tuple[float, float]] = []
    for start, end in prosody.pauses(seconds):
        found += _at_rest(start, end, rng) if end - start > 2 * _AT_REST else _before_phrase(start, end, seconds)
    for start, end in prosody.phrases:
        found += [(float(time), _QUICK) for time in np.arange(start + _LONGEST, end - 2.0, _LONGEST)]
    chosen: list[tuple[float, float]] = []
    for start, lasts in sorted(found):
        if not chosen or start > chosen[-1][0] + chosen[-1][1] + _APART:
            chosen.append((start, lasts))
    return chosen


def _before_phrase(start: float, end: float, seconds: float) -> list[tuple[float, float]]:
    if end - start < _PAUSE or end >= seconds:
        return []
    lasts = min(_QUICK + 0.3 * (end - start - _PAUSE), end - start - 0.05)
    return [(max(end - lasts - 0.05, 0.0), lasts)]


def _at_rest(start: float, end: float, rng: np.random.Generator) -> list[tuple[float, float]]:
    found, now = [], start + float(rng.uniform(0.5, 1.5))
    while now < end - _CALM:
        found.append((now, _CALM))
        now += _AT_REST * float(rng.uniform(0.85, 1.2))
    return found
