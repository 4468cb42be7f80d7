"""Where each pixel of a frame comes from, in several pictures at once: the triangles are drawn once, and coarsely.

What is between the points of a mesh bends little, so a field of some sixty px between the eyes does for any frame.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_COARSE = 64.0
"""px between the eyes of the field that is drawn, at most"""
_SOFT = 0.012
"""IOD over which the bends between triangles are smoothed"""
_EDGE = 0.025
"""IOD, standard deviation of the blur by which the edge of the mesh is told"""


@dataclass(frozen=True, slots=True)
class Fields:
    """Ways back into pictures."""

    maps: tuple[tuple[NDArray[np.float32], NDArray[np.float32]], ...]
    """x and y, px in each of the pictures, (h, w) each"""
    inside: NDArray[np.float32]
    """(h, w), 0-1, how far a pixel lies in the mesh: 0 along its edge and outside"""


def fields(
    placed: NDArray[np.float64],
    places: Sequence[NDArray[np.float32]],
    triangles: NDArray[np.int32],
    size: tuple[int, int],
    unit: float,
) -> Fields:
    """Give where each pixel of a (height, width) picture comes from in several, by points (V, 2) of a mesh in each.

    `placed` (V, 3) are those points in the picture itself, px, away from the viewer +. Outside the mesh the way into
    the first of them goes on as it does on the whole, and in the others all stays where it is. Triangles are drawn from
    far to near, so that what is hidden stays hidden.
    """
    import cv2

    share = min(1.0, _COARSE / unit)
    small = (max(2, round(size[0] * share)), max(2, round(size[1] * share)))
    steps = np.array((small[1] / size[1], small[0] / size[0]))
    flat = (placed[:, :2] + 0.5) * steps - 0.5
    goal = np.concatenate([np.asarray(each, np.float64) for each in places], axis=1)
    stays = np.vstack([np.diag(1 / steps), 0.5 / steps - 0.5])
    whole = np.hstack([_whole(flat, goal[:, :2]), *[stays] * (len(places) - 1)])
    rest = goal - _applied(whole, flat)
    which = _drawn(flat, placed[:, 2], triangles, small)
    covered = which >= 0
    y, x = np.nonzero(covered)
    maps = _affine(flat[triangles], rest[triangles]).astype(np.float32)[which[covered]]
    bent = np.zeros((*small, goal.shape[1]), np.float32)
    bent[covered] = maps[:, 0] * x[:, None].astype(np.float32) + maps[:, 1] * y[:, None].astype(np.float32) + maps[:, 2]
    bent = _softened(bent, covered, max(_SOFT * unit * share, 0.5))
    inside = cv2.GaussianBlur(covered.astype(np.float32), (0, 0), _EDGE * unit * share)
    inside = cv2.resize(np.clip(2 * inside - 1, 0, 1), size[::-1], interpolation=cv2.INTER_LINEAR)
    line = _at_full_size(whole, steps)
    down, across = (np.arange(side, dtype=np.float32) for side in size)
    found = []
    for number, plane in enumerate(cv2.split(bent)):
        large = cv2.resize(plane, size[::-1], interpolation=cv2.INTER_LINEAR)
        large += across * line[0, number] + line[2, number]
        large += (down * line[1, number])[:, None]
        found.append(large)
    return Fields(tuple(zip(found[::2], found[1::2], strict=True)), inside)


def _whole(flat: NDArray[np.float64], goal: NDArray[np.float64]) -> NDArray[np.float64]:
    """Fit the affine map (3, 2) that takes points (V, 2) to theirs in a picture, least squares."""
    return np.asarray(np.linalg.lstsq(np.column_stack([flat, np.ones(len(flat))]), goal, rcond=None)[0])


def _applied(line: NDArray[np.float64], flat: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(flat @ line[:2] + line[2])


def _at_full_size(line: NDArray[np.float64], steps: NDArray[np.float64]) -> NDArray[np.float32]:
    """Give an affine map of the coarse picture's px for the full one's."""
    shift = 0.5 * steps - 0.5
    return np.stack([line[0] * steps[0], line[1] * steps[1], line[2] + shift @ line[:2]]).astype(np.float32)


def _drawn(
    flat: NDArray[np.float64], depth: NDArray[np.float64], triangles: NDArray[np.int32], size: tuple[int, int]
) -> NDArray[np.int32]:
    """Say which triangle each pixel shows, (h, w); -1: none."""
    import cv2

    which = np.full(size, -1, np.int32)
    fixed = np.rint(flat * 16).astype(np.int32)[triangles]
    order = np.argsort(-depth[triangles].mean(axis=1), kind="stable")
    for number in order.tolist():
        cv2.fillConvexPoly(which, fixed[number], number, cv2.LINE_8, 4)
    return which


def _affine(corners: NDArray[np.float64], values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Solve for what is linear in x and y on each triangle (F, 3, 2) and has values (F, 3, C) there: (F, 3, C)."""
    square = np.concatenate([corners, np.ones((*corners.shape[:2], 1))], axis=2)
    is_flat = np.abs(np.linalg.det(square)) < 1e-6
    square[is_flat] = np.eye(3)
    return np.asarray(np.linalg.solve(square, np.where(is_flat[:, None, None], 0, values)))


def _softened(bent: NDArray[np.float32], covered: NDArray[np.bool_], sigma: float) -> NDArray[np.float32]:
    """Smooth what is bent where the mesh lies, and let it end outside."""
    import cv2

    weight = covered.astype(np.float32)
    spread = cv2.GaussianBlur(bent, (0, 0), sigma)
    total = cv2.GaussianBlur(weight, (0, 0), sigma)[..., None]
    return np.asarray(np.where(total > 1e-3, spread / np.maximum(total, 1e-3), 0), np.float32)
