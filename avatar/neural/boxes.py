"""From a single-shot detector's raw numbers to boxes (Liu et al. 2016; BlazeFace: Bazarevsky et al. 2019)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.neural.window import Window

_MOST = 100.0
"""logits beyond it are cut: exp stays finite"""
_SAME = 0.3
"""intersection over union from which two boxes are one thing"""


@dataclass(frozen=True, slots=True)
class Box:
    """Where a detector saw something."""

    x: float
    """left edge, px"""
    y: float
    """top edge, px"""
    width: float
    """px"""
    height: float
    """px"""
    score: float
    """0-1"""
    points: NDArray[np.float64]
    """(K, 2), what the detector marks in it, px"""


def anchors(side: int, layers: tuple[tuple[int, int], ...]) -> NDArray[np.float32]:
    """Give the (N, 2) middles of a detector's cells, as shares of its picture, in the order of its outputs.

    `layers` are (px per cell, guesses per cell). All anchors have the picture's own size.
    """
    rows = []
    for step, guesses in layers:
        cells = (np.arange(side // step) + 0.5) / (side // step)
        down, across = np.meshgrid(cells, cells, indexing="ij")
        rows.append(np.repeat(np.stack([across.ravel(), down.ravel()], axis=-1), guesses, axis=0))
    return np.asarray(np.concatenate(rows), np.float32)


def decode(
    numbers: NDArray[np.float32], logits: NDArray[np.float32], middles: NDArray[np.float32], side: int, floor: float
) -> list[Box]:
    """Read (N, 4 + 2 K) numbers and (N, 1) logits as boxes in shares of the picture, the surest first.

    Each row holds middle, width, height and K points, in px of the network's picture and beside its anchor.
    What scores less than `floor` (0-1) is left out; what overlaps is one box, averaged by score.
    """
    scores = 1 / (1 + np.exp(-np.clip(logits[:, 0].astype(np.float64), -_MOST, _MOST)))
    chosen = np.flatnonzero(scores >= floor)
    chosen = chosen[np.argsort(-scores[chosen], kind="stable")]
    rows = numbers[chosen].astype(np.float64) / side
    rows[:, :2] += middles[chosen]
    rows[:, 4:] += np.tile(middles[chosen], (rows.shape[1] - 4) // 2)
    rows[:, :2] -= rows[:, 2:4] / 2
    sized = (rows[:, 2] > 0) & (rows[:, 3] > 0)
    return _merged(rows[sized], np.asarray(scores[chosen][sized], np.float64))


def _merged(rows: NDArray[np.float64], scores: NDArray[np.float64]) -> list[Box]:
    """Average what overlaps with the surest box left, weighted by score, until none is left."""
    found = []
    while len(rows):
        same = _overlap(rows[0], rows) > _SAME
        same[0] = True
        mean = np.average(rows[same], axis=0, weights=scores[same])
        x, y, width, height = mean[:4].tolist()
        found.append(Box(x, y, width, height, float(scores[0]), mean[4:].reshape(-1, 2)))
        rows, scores = rows[~same], scores[~same]
    return found


def _overlap(one: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    """Divide what a box shares with each of the others by what they cover together."""
    low = np.maximum(one[:2], others[:, :2])
    high = np.minimum(one[:2] + one[2:4], others[:, :2] + others[:, 2:4])
    shared = np.prod(np.maximum(high - low, 0), axis=1)
    together = one[2] * one[3] + others[:, 2] * others[:, 3] - shared
    return np.asarray(shared / together, np.float64)


def placed(box: Box, window: Window) -> Box:
    """Bring a box in shares of an upright window to px of the picture."""
    x, y = window.back(np.array([[box.x, box.y]]))[0].tolist()
    side = window.side
    return replace(box, x=x, y=y, width=box.width * side, height=box.height * side, points=window.back(box.points))
