"""Thin plates: the smoothest way from points in one picture to points in another (Bookstein 1989)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_STEP = 8
"""px between the places that are computed; between them the field is drawn straight"""


def way_back(
    worn: NDArray[np.float64], flat: NDArray[np.float64], size: tuple[int, int], stiffness: float = 0.0
) -> NDArray[np.float32]:
    """Give where each pixel of a (height, width) picture lies in the flat one, (H, W, 2) px, from n point pairs (n, 2).

    `stiffness` lets the plate miss its points by a little, so that it stays smooth.
    """
    import cv2

    unit = float(np.ptp(worn, axis=0).max())
    at = worn / unit
    count = len(at)
    system = np.zeros((count + 3, count + 3))
    system[:count, :count] = _bend(at, at) + stiffness * np.eye(count)
    system[:count, count:] = np.column_stack([np.ones(count), at])
    system[count:, :count] = system[:count, count:].T
    weights = np.linalg.solve(system, np.concatenate([flat, np.zeros((3, 2))]))
    height, width = size
    y, x = np.arange(0, height + _STEP, _STEP), np.arange(0, width + _STEP, _STEP)
    grid = np.stack(np.meshgrid(x, y), axis=2).reshape(-1, 2) / unit
    found = np.concatenate([_bend(grid, at), np.ones((len(grid), 1)), grid], axis=1) @ weights
    coarse = found.reshape(len(y), len(x), 2).astype(np.float32)
    places = np.stack(np.meshgrid(np.arange(width), np.arange(height)), axis=2).astype(np.float32) / _STEP
    return np.asarray(cv2.remap(coarse, places[..., 0], places[..., 1], cv2.INTER_LINEAR), np.float32)


def _bend(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    square = ((one[:, None] - other[None]) ** 2).sum(axis=2)
    return np.asarray(0.5 * square * np.log(np.maximum(square, 1e-12)))
