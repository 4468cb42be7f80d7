"""A smooth curve through measured points, to compare curves more finely than frames are apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def smooth_curve(
    at: NDArray[np.float64], times: NDArray[np.float64], values: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Give the values (M,) at `at` (M,) of the cubic spline through (N,) values at rising times, N at least 4.

    Curvature is continuous, and the first and last two pieces are one cubic each (de Boor, A Practical Guide to
    Splines, 1978, "not-a-knot").
    """
    slopes = _slopes(np.diff(times), np.diff(values) / np.diff(times))
    piece = np.clip(np.searchsorted(times, at, side="right") - 1, 0, len(times) - 2)
    width = times[piece + 1] - times[piece]
    t = (at - times[piece]) / width
    start, end = values[piece], values[piece + 1]
    bend = width * (t * (1 - t) ** 2 * slopes[piece] + t * t * (t - 1) * slopes[piece + 1])
    return np.asarray(start + t * t * (3 - 2 * t) * (end - start) + bend)


def _slopes(gap: NDArray[np.float64], rise: NDArray[np.float64]) -> NDArray[np.float64]:
    """Solve for the slopes (N,) at which curvature is the same on both sides of each point."""
    below = np.concatenate([gap[1:], [gap[-2] + gap[-1]]])
    above = np.concatenate([[gap[0] + gap[1]], gap[:-1]])
    middle = np.concatenate([[gap[1]], 2 * (gap[:-1] + gap[1:]), [gap[-2]]])
    first = ((gap[0] + 2 * above[0]) * gap[1] * rise[0] + gap[0] ** 2 * rise[1]) / above[0]
    last = ((gap[-1] + 2 * below[-1]) * gap[-2] * rise[-1] + gap[-1] ** 2 * rise[-2]) / below[-1]
    right = np.concatenate([[first], 3 * (gap[1:] * rise[:-1] + gap[:-1] * rise[1:]), [last]])
    return _solve(below.tolist(), middle.tolist(), above.tolist(), right.tolist())


def _solve(below: list[float], middle: list[float], above: list[float], right: list[float]) -> NDArray[np.float64]:
    """Solve a system that has only its diagonal and those beside it, row by row."""
    for row in range(1, len(middle)):
        share = below[row - 1] / middle[row - 1]
        middle[row] -= share * above[row - 1]
        right[row] -= share * right[row - 1]
    right[-1] /= middle[-1]
    for row in range(len(middle) - 2, -1, -1):
        right[row] = (right[row] - above[row] * right[row + 1]) / middle[row]
    return np.array(right)
