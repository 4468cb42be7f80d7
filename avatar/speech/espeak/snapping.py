"""Move the borders of closed mouths and of hisses, which were found roughly, to where the sound shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.speech.espeak.closures import HOP, level

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

OPEN, HISS = (500.0, 4000.0), (4000.0, 7800.0)
"""Hz: where an open mouth is louder than a closed one, and a sibilant than anything else"""
REACH = 0.07
"""s by which a border may be moved"""
LEAST = 5.0
"""dB between a closure and the sound beside it, or a hiss and what is beside it, that are seen"""
NEARER = 120.0
"""dB for each s: of two dips the nearer one counts even if it is a little less deep"""
INWARDS = 0.13
"""s by which a border may be moved into its own phone, which then was found too long"""
STEEP, STEEPER = 20, 40.0
"""ms over which a fall or a rise is measured, and dB that one must be larger for each s that it is farther away"""
HELD = 0.05
"""s that lips are closed at least before they open after a pause"""
SHORTEST = 0.01
"""s that is left to a phone"""
_SEALED, _STOPS, _SIBILANTS = tuple("pbm"), tuple("tdkɡgqʈɖcɟ"), tuple("szʃʒɕʑʂʐ")


def snapped(
    ipas: Sequence[str], times: NDArray[np.float64], sound: NDArray[np.float32], rate: int
) -> NDArray[np.float64]:
    """Move the borders `times` (P, 2), s, of phones in `sound` (N,) at `rate` Hz; their order stays."""
    moved: NDArray[np.float64] = times.copy()
    mouth, hiss = _band(sound, rate, OPEN), _band(sound, rate, HISS)
    for first, last in _closed(ipas):
        _close(moved, first, last, mouth)
    for index, ipa in enumerate(ipas):
        if ipa.startswith(_SEALED):
            continue
        if ipa.startswith(_SIBILANTS) or ipa[:2] in ("ts", "dz"):
            _move(moved, index, *_dip(-hiss, *_around(moved, index, index)), REACH / 2)
        elif ipa.startswith(_STOPS):
            low, _ = _dip(mouth, *_around(moved, index, index))
            _move(moved, index, low, None, REACH / 2)
    return moved


def _closed(ipas: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield first and last of each row of phones all through which the lips are closed."""
    first = None
    for index, ipa in enumerate([*ipas, ""]):
        if ipa.startswith(_SEALED):
            first = index if first is None else first
        elif first is not None:
            yield first, index - 1
            first = None


def _close(times: NDArray[np.float64], first: int, last: int, mouth: NDArray[np.float32]) -> None:
    """Let closed lips close and open where the sound shows it; borders between two such phones go along."""
    start, end = times[first, 0], times[last, 1]
    low = _dip(mouth, *_around(times, first, first))[0]
    high = _dip(mouth, *_around(times, last, last))[1]
    _move(times, first, low, None, REACH)
    _move(times, last, None, high, REACH)
    if first < last:
        share = (times[last, 1] - times[first, 0]) / max(end - start, HOP)
        inner = times[first, 0] + (times[first + 1 : last + 1, 0] - start) * share
        times[first + 1 : last + 1, 0] = inner
        times[first:last, 1] = inner
    before = times[first - 1, 1] if first else 0.0
    held = times[last, 1] - HELD
    if times[first, 0] > held > before + HELD:  # after a pause, they close unheard
        times[first, 0] = held


def _around(times: NDArray[np.float64], first: int, last: int) -> tuple[float, float, float, float]:
    """Give the borders of phones, and how far around them may be looked: not beyond their neighbours' middles."""
    start, end = times[first, 0], times[last, 1]
    before = times[first - 1].mean() if first else start - REACH
    after = times[last + 1].mean() if last + 1 < len(times) else end + REACH
    return start, end, min(max(before, start - REACH), start), max(min(after, end + REACH), end)


def _dip(
    loudness: NDArray[np.float32], start: float, end: float, before: float, after: float
) -> tuple[float | None, float | None]:
    """Find when the level falls into a dip and when it leaves it, s; None for a side that shows none."""
    first, last = round(max(before, 0.0) / HOP), round(after / HOP)
    inside = loudness[first:last]
    if len(inside) < 2 * STEEP:
        return None, None
    moments = (first + np.arange(len(inside))) * HOP
    away = np.maximum(np.maximum(start - moments, moments - end), 0.0)
    bottom = int((inside + NEARER * away).argmin())
    falls = inside[STEEP:] - inside[:-STEEP]
    middles = moments[: len(falls)] + STEEP * HOP / 2
    # A last m fades away softly after it has closed at once: the steepest fall is the closing.
    down = falls + STEEPER * np.abs(middles - start)
    up = falls - STEEPER * np.abs(middles - end)
    down[middles > moments[bottom]], up[middles < moments[bottom]] = np.inf, -np.inf
    low, high = int(down.argmin()), int(up.argmax())
    return (
        float(middles[low]) if down[low] < np.inf and falls[low] < -LEAST else None,
        float(middles[high]) if up[high] > -np.inf and falls[high] > LEAST else None,
    )


def _move(times: NDArray[np.float64], index: int, low: float | None, high: float | None, reach: float) -> None:
    """Move a phone's borders, and those of its neighbours that touch it."""
    start, end = times[index]
    if low is not None and -reach <= low - start <= (reach if reach < REACH else INWARDS):
        floor = times[index - 1, 0] + SHORTEST if index else 0.0
        new = max(low, floor)
        if new < times[index, 1] - SHORTEST:
            if index and (times[index - 1, 1] > new or abs(times[index - 1, 1] - start) < SHORTEST):
                times[index - 1, 1] = new
            times[index, 0] = new
    if high is not None and -(reach if reach < REACH else INWARDS) <= high - end <= reach:
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
