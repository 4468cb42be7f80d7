"""Blinks and head: what makes a head look alive, or nervous."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_CLOSED, _REOPENED = 0.62, 0.8
"""of the open eye's aperture, which the mesh never reads as 0"""
_LONGEST = 0.6
"""s of a blink; longer, the eyes are shut"""
_OPEN_PERCENTILE = 80
_SLOW = 2.0
"""Hz"""
_LEAST_SECONDS = 4.0
"""of a clip for a spectrum down to the head's slow sway"""


def lid_curve(lids: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the eyelid aperture (T,) in that of the open eye, which is the 80th percentile."""
    seen = lids[np.isfinite(lids)]
    return lids / np.percentile(seen, _OPEN_PERCENTILE) if len(seen) else lids


def blink_times(times: NDArray[np.float64], lids: NDArray[np.float64]) -> list[float]:
    """Find when the lids are closest in each blink, s, from their aperture (T,) in that of the open eye."""
    seen = np.isfinite(lids)
    times, lids = times[seen], lids[seen]
    found, first, is_shut = [], 0, False
    for index, aperture in enumerate(lids):
        if not is_shut and aperture < _CLOSED:
            first, is_shut = index, True
        elif is_shut and aperture > _REOPENED:
            is_shut = False
            if times[index] - times[first] <= _LONGEST:
                found.append(_lowest(times, lids, first + int(lids[first:index].argmin())))
    return found


def expected_blinks(seconds: float, low: float, high: float) -> tuple[int, int]:
    """Round rates per minute to whole blinks of a clip, in the clip's favour."""
    return int(np.floor(low * seconds / 60)), int(np.ceil(high * seconds / 60))


def slow_share(times: NDArray[np.float64], angles: NDArray[np.float64]) -> float | None:
    """Measure the share of the energy of (T, 3) angles under 2 Hz; None if the clip is under 4 s or the head still."""
    seen = np.isfinite(angles).all(axis=1)
    if seen.sum() < 16 or times[seen][-1] - times[seen][0] < _LEAST_SECONDS:
        return None
    step = float(np.median(np.diff(times)))
    grid = np.arange(times[seen][0], times[seen][-1], step)
    even = np.stack([np.interp(grid, times[seen], one) for one in angles[seen].T], axis=1)
    power = np.abs(np.fft.rfft((even - even.mean(axis=0)) * np.hanning(len(grid))[:, None], axis=0)) ** 2
    frequency = np.fft.rfftfreq(len(grid), step)
    total = float(power[1:].sum())
    return float(power[(frequency > 0) & (frequency < _SLOW)].sum() / total) if total > 1e-9 else None


def head_figure(angles: NDArray[np.float64], centres: NDArray[np.float64]) -> float | None:
    """Give THEval's head motion (Quignon et al. 2025) of (T, 3) degrees and (T, 2) px of a 512 px frame.

    The root of: mean standard deviation of the angles times mean variance of their steps, plus mean variance of the
    middle of the face's box. Real talking clips show 5.5 to 14.
    """
    seen = np.isfinite(angles).all(axis=1)
    if seen.sum() < 16:
        return None
    sway = angles[seen].std(axis=0).mean() * np.diff(angles[seen], axis=0).var(axis=0).mean()
    return float(np.sqrt(sway + centres[seen].var(axis=0).mean()))


def _lowest(times: NDArray[np.float64], lids: NDArray[np.float64], index: int) -> float:
    """Place a minimum between frames by the parabola through its neighbours."""
    if not 0 < index < len(lids) - 1:
        return float(times[index])
    before, here, after = lids[index - 1 : index + 2]
    bend = before - 2 * here + after
    shift = 0.5 * (before - after) / bend if bend > 1e-9 else 0.0
    return float(times[index] + np.clip(shift, -0.5, 0.5) * (times[index + 1] - times[index - 1]) / 2)
