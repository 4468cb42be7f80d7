"""Smooth curves through given points that do not swing beyond them: cubics with slopes chosen at each point."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def level_curve(
    at: NDArray[np.float64], stations: NDArray[np.float64], values: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Give the values (M, K) at places (M,) of a curve that rises and falls only where (N, K) values do.

    Slopes are weighted harmonic means of those on both sides, and level where these part (Fritsch and Butland 1984).
    """
    gap = np.diff(stations)[:, None]
    rise = np.diff(values, axis=0) / gap
    before, after = rise[:-1], rise[1:]
    heavy, light = 2 * gap[1:] + gap[:-1], gap[1:] + 2 * gap[:-1]
    alike = before * after > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        between = np.where(alike, (heavy + light) / (heavy / before + light / after), 0)
    ends = (_end_slope(gap[:2], rise[:2]), _end_slope(gap[:-3:-1], rise[:-3:-1]))
    return _cubic(at, stations, values, np.vstack([ends[0], between, ends[1]]))


def _end_slope(gap: NDArray[np.float64], rise: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the slope (K,) of a parabola at the first of three points, held so that it does not overshoot."""
    slope = ((2 * gap[0] + gap[1]) * rise[0] - gap[0] * rise[1]) / (gap[0] + gap[1])
    slope = np.where(slope * rise[0] > 0, slope, 0)
    turns = rise[0] * rise[1] < 0
    return np.where(turns & (np.abs(slope) > 3 * np.abs(rise[0])), 3 * rise[0], slope)


def local_curve(
    at: NDArray[np.float64], stations: NDArray[np.float64], values: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Give the values (M,) at places (M,) of a curve through (N,) values, each of which bends it only nearby.

    Slopes are means of those on both sides, weighted by how little the curve bends on the other (Akima 1970).
    """
    rise = np.diff(values) / np.diff(stations)
    rise = np.concatenate([[3 * rise[0] - 2 * rise[1], 2 * rise[0] - rise[1]], rise])
    rise = np.concatenate([rise, [2 * rise[-1] - rise[-2], 3 * rise[-1] - 2 * rise[-2]]])
    bend = np.abs(np.diff(rise))
    before, after = bend[:-2], bend[2:]
    straight = before + after <= 1e-9 * (before + after).max()
    weight = np.where(straight, 1, before + after)
    slopes = np.where(straight, (rise[:-3] + rise[3:]) / 2, (after * rise[1:-2] + before * rise[2:-1]) / weight)
    return _cubic(at, stations, values[:, None], slopes[:, None])[:, 0]


def _cubic(
    at: NDArray[np.float64],
    stations: NDArray[np.float64],
    values: NDArray[np.float64],
    slopes: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Read off the cubics (Hermite 1878) that have these values and slopes (N, K) at their ends."""
    piece = np.clip(np.searchsorted(stations, at, side="right") - 1, 0, len(stations) - 2)
    width = (stations[piece + 1] - stations[piece])[:, None]
    t = (at - stations[piece])[:, None] / width
    rising = t * t * (3 - 2 * t)
    leaving, arriving = t * (1 - t) ** 2, t * t * (t - 1)
    start, end = values[piece], values[piece + 1]
    bent = leaving * slopes[piece] + arriving * slopes[piece + 1]
    return np.asarray(start + rising * (end - start) + width * bent)
