"""Whether both eyes look the same way: what one turns and the other does not is seen as a squint."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

OPEN = 0.8
"""of the open eye's aperture, from which an iris is seen whole"""
_HELD = 0.8
"""s that a squint lasts at least to be seen; a single look at both irises is off by 0.3 % of the eye's width"""
_LEAST_SECONDS = 3.0
"""of open eyes"""
_FARTHEST = 95
"""percentile of the time: how far the eyes are off in the worst twentieth"""


def vergence(
    times: NDArray[np.float64],
    gaze: NDArray[np.float64],
    angles: NDArray[np.float64],
    lids: NDArray[np.float64],
    scale: NDArray[np.float64],
) -> float | None:
    """Measure how far the eyes turn towards or from each other in (T, 2) gaze, in eye widths; None if not seen enough.

    `angles` are the head's (T, 3): with it one eye is seen foreshortened more than the other, and what follows it is
    taken away; so is what follows the size (T,) that the head was found in, which is 1 % off now and then. `lids` is
    the aperture (T,) in that of the open eye. What counts is how far the median of `_HELD` s is from that of the clip.
    """
    seen = np.isfinite(gaze).all(axis=1) & (lids >= OPEN)
    times, angles, scale = times[seen], angles[seen], scale[seen]
    if len(times) < 2 or np.median(np.diff(times)) * len(times) < _LEAST_SECONDS:
        return None
    turned = np.column_stack([np.ones(len(times)), angles - angles.mean(axis=0), scale / scale.mean() - 1])
    apart = gaze[seen, 1] - gaze[seen, 0]
    rest = apart - turned @ np.linalg.lstsq(turned, apart, rcond=None)[0]
    first, last = np.searchsorted(times, times - _HELD / 2), np.searchsorted(times, times + _HELD / 2, side="right")
    held = np.array([np.median(rest[start:end]) for start, end in zip(first, last, strict=True)])
    return float(np.percentile(np.abs(held - np.median(rest)), _FARTHEST))
