"""Spread displacements known at the handles smoothly over a face that is cut along the mouth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.portrait.mesh.curves import level_curve, local_curve
from avatar.portrait.shapes.handles import (
    HANDLES,
    LIP_CURVES,
    LOWER_LINE,
    LOWER_SIDE,
    MIDDLE,
    OUTLINE,
    PAIRED,
    STATIONS,
    UPPER_LINE,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

FADE = 0.95
"""How far outside the face's outline skin still moves with it, IOD."""

SOFTNESS = 0.03
"""Radius over which the radial basis is rounded at each handle, IOD; 0 would leave a dimple there."""

SLIT_REACH = 0.35
"""Distance over which the cut of the mouth is felt above, below and beside it, IOD."""


class FaceField:
    """One face and the points on it that are to be moved."""

    def __init__(self, landmarks: NDArray[np.float32], points: NDArray[np.float32], below: NDArray[np.float32]) -> None:
        """Prepare the spreading from the handles of `landmarks` (468, 3) to `points` (N, 3), all in IOD."""
        self.landmarks = landmarks.astype(np.float64)
        self.points, distance = _onto_face(points.astype(np.float64), self.landmarks[list(OUTLINE)])
        """`points`, those outside the outline drawn onto it, with the smooth depth of the handles"""
        self.fade = 1 - smoothstep(distance / FADE)
        """(N,): 1 on the face, 0 from `FADE` outside it"""
        handles = list(HANDLES)
        sides = np.array([handle in LOWER_SIDE for handle in handles], dtype=np.float64)
        sides[[handles.index(corner) for corner in PAIRED["corner"]]] = 0.5
        anchors = self._unfold(self.landmarks[handles], sides)
        self._weights = _basis(self._unfold(self.points, below.astype(np.float64)), anchors)
        # Points around the face, and many on it, come with a rough depth; that of the handles is enough.
        self.points[:, 2] = self._weights @ self.landmarks[handles, 2]

    def spread(self, table: Mapping[str, tuple[float, ...]], *size: float) -> NDArray[np.float64]:
        """Carry a table's values, times `size` (K,), from the handles to the points: (N, K), not faded."""
        return self._weights @ _handle_values(self.landmarks, table, size)

    def _unfold(self, points: NDArray[np.float64], below: NDArray[np.float64]) -> NDArray[np.float64]:
        """Give (x, y, s), where s sets the lips apart by about the way around the nearer mouth corner.

        Without it the two lips, which touch at rest, would drag each other along. s grows from 0 at the corner,
        so that the ends of the cut stay whole. Depth is left out: what MediaPipe gives is too rough to spread by.
        """
        left, right = self.landmarks[UPPER_LINE[0]], self.landmarks[UPPER_LINE[-1]]
        half = (right[0] - left[0]) / 2
        across = (points[:, 0] - (left[0] + right[0]) / 2) / half
        height = points[:, 1] - mouth_line(self.landmarks, points[:, 0])
        # The root of the product of the ways to both corners, as complex numbers, is cut along the mouth and smooth
        # everywhere else: without that, skin beside a corner and skin below it would part along the line between them.
        root = np.sqrt((across - 1 + 1j * np.abs(height) / half) * (across + 1 + 1j * np.abs(height) / half))
        beyond = half * np.maximum(np.abs(across) - 1, 0.0)
        near = np.exp(-(height**2 + beyond**2) / SLIT_REACH**2)
        slit = half * np.abs(root.imag) * np.minimum(np.abs(root), 1.0) * near
        side = np.where(np.abs(across) < 1, 2 * below - 1, -np.sign(height))
        return np.column_stack([points[:, 0], points[:, 1], slit * side])


def mouth_line(landmarks: NDArray[np.float64], x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the height y at which the lips meet at each `x`, a smooth curve; level beyond the corners."""
    line = (landmarks[list(UPPER_LINE), :2] + landmarks[list(LOWER_LINE), :2]) / 2
    # A turned head may fold the corner back over its neighbour; the curve wants x to rise.
    across = np.maximum.accumulate(line[:, 0]) + 1e-5 * np.arange(len(line))
    return local_curve(np.clip(x, across[0], across[-1]), across, line[:, 1])


def _handle_values(
    landmarks: NDArray[np.float64], table: Mapping[str, tuple[float, ...]], size: tuple[float, ...]
) -> NDArray[np.float64]:
    """Lay out a symmetric table, written for the image's left side, as (H, K): one row per handle, times `size` (K,).

    Values of the lips are read off at each handle's own place between the middle and the corner of this mouth.
    With three columns the first one, x, changes its sign on the other side.
    """
    scale = np.array(size, dtype=np.float64)
    mirror = np.array([-1.0, 1.0, 1.0]) if len(size) == 3 else np.ones(len(size))
    rows = {name: np.array(row, dtype=np.float64) for name, row in table.items()}
    none = np.zeros(len(size))
    middle = [rows.get(name, none) for name in MIDDLE]
    paired = [rows.get(name, none) for name in PAIRED]
    curves = [_curve(landmarks, name, rows, none, mirror) for name in LIP_CURVES]
    sides = [np.vstack([*paired, *(curve[side] for curve in curves)]) for side in (0, 1)]
    return np.vstack([middle, sides[0], sides[1] * mirror]) * scale


def _curve(
    landmarks: NDArray[np.float64],
    name: str,
    rows: Mapping[str, NDArray[np.float64]],
    none: NDArray[np.float64],
    mirror: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Read a lip's table off (2, n, K), on both sides, as a curve over the distance from the middle.

    It is even or odd about the middle.
    """
    keys = (name, f"{name}_1", f"{name}_2", f"{name}_3", "corner")
    values = np.array([rows.get(key, none) for key in keys])
    stations = np.array(STATIONS[name])
    return level_curve(
        _places(landmarks, name).ravel(),
        np.concatenate([-stations[:0:-1], stations]),
        np.concatenate([values[:0:-1] * mirror, values]),
    ).reshape(2, -1, len(none))


def _places(landmarks: NDArray[np.float64], name: str) -> NDArray[np.float64]:
    """Say where a lip's handles lie on both sides, (2, n): distance from the middle in half widths of the mouth."""
    left, right = landmarks[UPPER_LINE[0], 0], landmarks[UPPER_LINE[-1], 0]
    x = landmarks[np.array(LIP_CURVES[name]).T, 0]
    return np.asarray(np.clip(np.abs(2 * x - left - right) / (right - left), 0, STATIONS[name][-1]))


def smoothstep(t: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rise from 0 at t <= 0 to 1 at t >= 1 with level ends."""
    t = np.clip(t, 0, 1)
    return np.asarray(t * t * (3 - 2 * t))


def _basis(points: NDArray[np.float64], anchors: NDArray[np.float64]) -> NDArray[np.float64]:
    """Solve for the weights (N, H) of a rounded linear radial basis with a constant (Hardy's multiquadric, 1971)."""
    count = len(anchors)
    system = np.zeros((count + 1, count + 1))
    system[:count, :count] = _multiquadric(anchors, anchors)
    system[:count, count] = system[count, :count] = 1
    kernel = np.column_stack([_multiquadric(points, anchors), np.ones(len(points))])
    return np.asarray(np.linalg.solve(system, kernel.T)[:count].T, np.float64)


def _multiquadric(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    squared = (a**2).sum(1)[:, None] + (b**2).sum(1)[None] - 2 * a @ b.T
    return np.asarray(-np.sqrt(np.clip(squared, 0, None) + SOFTNESS**2))


def _onto_face(
    points: NDArray[np.float64], outline: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Draw points outside the outline onto it, in the picture plane; give them and how far outside they were."""
    start, along = outline, np.roll(outline, -1, axis=0) - outline
    offset = points[:, None, :2] - start[None, :, :2]
    share = (offset * along[:, :2]).sum(-1) / (along[:, :2] ** 2).sum(-1)
    share = np.clip(share, 0, 1)
    gap = np.linalg.norm(offset - share[..., None] * along[None, :, :2], axis=-1)
    nearest, rows = gap.argmin(1), np.arange(len(points))
    outside = ~_inside(points, outline)
    foot = start[nearest] + share[rows, nearest][:, None] * along[nearest]
    return np.where(outside[:, None], foot, points), np.where(outside, gap[rows, nearest], 0.0)


def _inside(points: NDArray[np.float64], outline: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which points lie within the polygon, by counting the edges that a ray to the right crosses."""
    x, y = points[:, 0, None], points[:, 1, None]
    x0, y0 = outline[:, 0], outline[:, 1]
    x1, y1 = np.roll(x0, -1), np.roll(y0, -1)
    spans = (y0 > y) != (y1 > y)
    rise = np.where(y1 == y0, 1, y1 - y0)
    crosses = spans & (x < x0 + (y - y0) / rise * (x1 - x0))
    return np.asarray(crosses.sum(1) % 2 == 1)
