"""Whether picture, sound and intention agree in time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.inspection.film import SOUND_RATE
from avatar.inspection.spline import smooth_curve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from avatar.inspection.intent import Sound

_GRID = 0.001
"""s"""
_FARTHEST = 300
"""grid steps to both sides that are tried"""
_WINDOW, _STEP = 5.0, 0.5
"""s"""
_LEAST_MOTION = 0.015
"""IOD, standard deviation of the intended opening that a window needs to tell anything"""
_LOUDNESS = {"silence": 0.0, "bilabial": 0.25, "alveolar": 0.35, "velar": 0.3, "retroflex stop": 0.3}
"""of classes of sounds, roughly, vowels being 1; all others count as `_OTHERS`"""
_OTHERS = 0.6
_FLOOR = 60.0
"""dB below the loudest that count as silence"""


@dataclass(frozen=True, slots=True)
class Lag:
    """How late one curve is against another."""

    seconds: float
    """positive: late"""
    correlation: float
    """at that lag"""


@dataclass(frozen=True, slots=True)
class WindowLag:
    """The same in a part of the clip."""

    start: float
    """s, where the part begins"""
    lag: Lag
    """within it"""


def lag(
    times: NDArray[np.float64], measured: NDArray[np.float64], when: NDArray[np.float64], wanted: NDArray[np.float64]
) -> Lag | None:
    """Find how late `measured` at `times` is against `wanted` at `when`, s, to 1 ms; None if nothing moves."""
    grids = _on_grid(times, measured, when, wanted)
    return None if grids is None else _best(*grids)


def window_lags(
    times: NDArray[np.float64], measured: NDArray[np.float64], when: NDArray[np.float64], wanted: NDArray[np.float64]
) -> list[WindowLag]:
    """Find the lag in every stretch of 5 s, one each half second; of a shorter clip in all of it."""
    grids = _on_grid(times, measured, when, wanted)
    if grids is None:
        return []
    start, (one, other) = max(times[0], when[0]), grids
    size, step = min(round(_WINDOW / _GRID), len(one)), round(_STEP / _GRID)
    found = []
    for first in range(0, len(one) - size + 1, step):
        part = np.s_[first : first + size]
        if other[part].std() < _LEAST_MOTION:
            continue
        low, high = max(first - _FARTHEST, 0), min(first + size + _FARTHEST, len(one))
        here = _best(one[low:high], other[part], first - low)
        if here is not None:
            found.append(WindowLag(float(start + first * _GRID), here))
    return found


def sound_lag(samples: NDArray[np.float32], sounds: Sequence[Sound]) -> Lag | None:
    """Find how late the sound is against the phones of the timeline, from loudness; None if it cannot be told."""
    if not len(samples) or not sounds:
        return None
    loud = loudness(samples)
    expected = np.zeros(len(loud))
    for sound in sounds:
        level = 1.0 if sound.is_vowel else _LOUDNESS.get(sound.viseme, _OTHERS)
        expected[round(sound.start / _GRID) : round(sound.end / _GRID)] = level
    kernel = np.hanning(21)
    expected = np.convolve(expected, kernel / kernel.sum(), mode="same")
    return _best(loud, expected)


def loudness(samples: NDArray[np.float32]) -> NDArray[np.float64]:
    """Measure how loud it is each millisecond (N,), 0 (60 dB below the loudest) to 1, over 15 ms."""
    power = np.convolve(samples.astype(np.float64) ** 2, np.full(240, 1 / 240), mode="same")
    level = 10 * np.log10(power[:: round(SOUND_RATE * _GRID)] + 1e-12)
    return np.asarray(np.clip((level - level.max() + _FLOOR) / _FLOOR, 0.0, 1.0))


def quiet_stretches(samples: NDArray[np.float32], least: float) -> list[tuple[float, float]]:
    """List where the sound is at least 40 dB below its loudest for `least` s: start and end, s."""
    if not len(samples):
        return []
    is_quiet = np.concatenate([[False], loudness(samples) < 1 - 40 / _FLOOR, [False]])
    edges = np.flatnonzero(np.diff(is_quiet.astype(np.int8))) * _GRID
    return [(float(a), float(b)) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a >= least]


def _on_grid(
    times: NDArray[np.float64], measured: NDArray[np.float64], when: NDArray[np.float64], wanted: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]] | None:
    """Draw both curves each millisecond over the time that they share, smoothly between their samples."""
    seen = np.isfinite(measured)
    if seen.sum() < 8 or len(when) < 8:
        return None
    start, end = max(times[seen][0], when[0]), min(times[seen][-1], when[-1])
    grid = np.arange(start, end, _GRID)
    if len(grid) < 4 * _FARTHEST:
        return None
    one, other = smooth_curve(grid, times[seen], measured[seen]), smooth_curve(grid, when, wanted)
    return (one, other) if other.std() >= _LEAST_MOTION / 3 and one.std() > 1e-4 else None


def _best(one: NDArray[np.float64], other: NDArray[np.float64], offset: int | None = None) -> Lag | None:
    """Slide `other` along `one`, which holds it from `offset` on, and give the lag of the highest correlation."""
    if offset is None:  # of equal length: leave out the ends, so that the same stretch is compared at every lag
        size = min(len(one), len(other))
        other, one, offset = other[_FARTHEST : size - _FARTHEST], one[:size], _FARTHEST
    size = len(other)
    if size < 2 * _FARTHEST or other.std() < 1e-9:
        return None
    centred = other - other.mean()
    product = _products(one, centred)
    sums, squares = (np.concatenate([[0.0], np.cumsum(each)]) for each in (one, one**2))
    mean = (sums[size:] - sums[:-size]) / size
    spread = np.sqrt(np.maximum((squares[size:] - squares[:-size]) / size - mean**2, 1e-12))
    score = product / (size * spread * other.std())
    best = int(score.argmax())
    return Lag((best - offset) * _GRID, float(min(score[best], 1.0)))


def _products(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sum up the products of `other` with each stretch of `one` that is as long."""
    size = 1 << (len(one) - 1).bit_length()
    spectrum = np.fft.rfft(one, size) * np.fft.rfft(other, size).conj()
    return np.fft.irfft(spectrum, size)[: len(one) - len(other) + 1]
