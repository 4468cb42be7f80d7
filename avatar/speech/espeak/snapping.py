"""Move the borders of closed mouths and of hisses, which were found roughly, to where the sound shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.speech.espeak.closures import HOP, level

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

OPEN, HISS = (500.0, 4000.0), (4000.0, 7800.0)
"""Hz: where an open mouth is louder than a closed one, and a sibilant than anything else"""
REACH = 0.07
"""s by which a border may be moved"""
LEAST = 5.0
"""dB between a closure and the sound beside it, or a hiss and what is beside it, that are seen"""
NEARER = 120.0
"""dB for each s: of two dips the nearer one counts even if it is a little less deep"""
SHORTEST = 0.01
"""s that is left to a phone"""
_SEALED, _STOPS, _SIBILANTS = tuple("pbm"), tuple("tdkɡgqʈɖcɟ"), tuple("szʃʒɕʑʂʐ")


def snapped(ipas: Sequence[str], times: NDArray[np.float64], sound: NDArray[np.float32], rate: int) -> NDArray[np.float64]:
    """Move the borders `times` (P, 2), s, of phones in `sound` (N,) at `rate` Hz; their order stays."""
    moved = times.copy()
    mouth, hiss = _band(sound, rate, OPEN), _band(sound, rate, HISS)
    for index, ipa in enumerate(ipas):
        if ipa.startswith(_SEALED):
            _move(moved, index, *_dip(mouth, *_around(moved, index)), REACH)
        elif ipa.startswith(_SIBILANTS) or ipa[:2] in ("ts", "dz"):
            _move(moved, index, *_dip(-hiss, *_around(moved, index)), REACH / 2)
        elif ipa.startswith(_STOPS):
            low, _ = _dip(mouth, *_around(moved, index))
            _move(moved, index, low, None, REACH / 2)
    return moved


def _around(times: NDArray[np.float64], index: int) -> tuple[float, float, float, float]:
    """Give a phone's borders, and how far before and after it may be looked: not beyond its neighbours' middles."""
    start, end = times[index]
    before = times[index - 1].mean() if index else start - REACH
    after = times[index + 1].mean() if index + 1 < len(times) else end + REACH
    return start, end, min(max(before, start - REACH), start), max(min(after, end + REACH), end)


def _dip(
    loudness: NDArray[np.float32], start: float, end: float, before: float, after: float
) -> tuple[float | None, float | None]:
    """Find when the level falls half-way into a dip and leaves it half-way, s; None for a side that shows none."""
    first, last = round(max(before, 0.0) / HOP), round(after / HOP)
    inside = loudness[first:last]
    if len(inside) < 3:
        return None, None
    moments = (first + np.arange(len(inside))) * HOP
    away = np.maximum(np.maximum(start - moments, moments - end), 0.0)
    bottom = int((inside + NEARER * away).argmin())
    floor = float(inside[bottom])
    wider = round(REACH / HOP)
    left = loudness[max(first + bottom - wider, 0) : first + bottom]
    right = loudness[first + bottom : first + bottom + wider]
    low = high = None
    if len(left) and left.max() - floor > LEAST:
        above = np.flatnonzero(left > (left.max() + floor) / 2)
        low = (first + bottom - len(left) + int(above[-1]) + 1) * HOP
    if len(right) and right.max() - floor > LEAST:
        above = np.flatnonzero(right > (right.max() + floor) / 2)
        high = (first + bottom + int(above[0])) * HOP
    return low, high


def _move(times: NDArray[np.float64], index: int, low: float | None, high: float | None, reach: float) -> None:
    """Move a phone's borders, and those of its neighbours that touch it."""
    start, end = times[index]
    if low is not None and abs(low - start) <= reach:
        floor = times[index - 1, 0] + SHORTEST if index else 0.0
        new = max(low, floor)
        if new < times[index, 1] - SHORTEST:
            if index and (times[index - 1, 1] > new or abs(times[index - 1, 1] - start) < SHORTEST):
                times[index - 1, 1] = new
            times[index, 0] = new
    if high is not None and abs(high - end) <= reach:
        limit = times[index + 1, 1] - SHORTEST if index + 1 < len(times) else np.inf
        new = min(max(high, times[index, 0] + SHORTEST), limit)
        if new > times[index, 0]:
            if index + 1 < len(times) and (times[index + 1, 0] < new or abs(times[index + 1, 0] - end) < SHORTEST):
                times[index + 1, 0] = new
            times[index, 1] = new


def _band(sound: NDArray[np.float32], rate: int, hertz: tuple[float, float]) -> NDArray[np.float32]:
    """Measure the level of a band every `HOP`, dB below its loudest moment."""
    size = 1 << max(len(sound) - 1, 1).bit_length()
    spectrum = np.fft.rfft(sound, size)
    frequencies = np.fft.rfftfreq(size, 1 / rate)
    spectrum[(frequencies < hertz[0]) | (frequencies > hertz[1])] = 0
    return level(np.fft.irfft(spectrum)[: len(sound)].astype(np.float32), rate)
