"""Eyelids: shapes that follow the eye's own contour, so that a blink closes exactly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

UPPER_PART = 0.88
"""Of the opening, travelled by the upper lid in a blink; the lower lid rises by the rest."""
LOOKING_DOWN = 0.45
"""Of a blink, as far as the upper lid goes down with the gaze."""
UPPER_REACH, LOWER_REACH = 0.30, 0.20
"""IOD above and below the lids over which the skin follows: about to the brow and to the orbit's rim."""
LASHES = 0.05
"""IOD above the margin that goes wholly along with it, so that lashes are carried and not drawn out."""
BROW_KEEPS = 0.7
"""Of the way from the margin up to the brow's lower edge over which skin follows at most: a brow's own hairs, which
hang down from that edge, stay where they are."""
LEAST_REACH = 0.11
"""IOD above the margin that follows however low a brow hangs."""
BROWS = (46, 53, 52, 65, 55), (276, 283, 282, 295, 285)
"""Landmarks of the brows' lower edges: the subject's right one, which is the image's left, and the left one."""
UPPER_MARGIN, LOWER_MARGIN = 0.012, 0.006
"""IOD by which the seam is set outside the landmarks, so that no sliver of the white rides on a closing lid."""


@dataclass(frozen=True, slots=True)
class Eye:
    """One eye's seam in its own axes: along from corner to corner, down across it."""

    corner: NDArray[np.float64]
    """(2,), px, the corner at the image's left"""
    along: NDArray[np.float64]
    """(2,), unit"""
    down: NDArray[np.float64]
    """(2,), unit"""
    width: float
    """px"""

    @classmethod
    def between(cls, left: NDArray[np.float64], right: NDArray[np.float64]) -> Eye:
        """Lay the axes through the two corners, (2,) px each."""
        span = right - left
        width = float(np.linalg.norm(span))
        along = span / width
        return cls(left, along, np.array([-along[1], along[0]]), width)

    def into(self, points: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Give the share of the width along (N,) and the px down (N,) of (N, 2) points."""
        offset = points - self.corner
        return offset @ self.along / self.width, offset @ self.down


def widen_seam(points: NDArray[np.float64], upper: NDArray[np.int32], lower: NDArray[np.int32], unit: float) -> None:
    """Move the lid margins of (V, 3) vertices a hair outward, in place."""
    eye = Eye.between(points[upper[0], :2], points[upper[-1], :2])
    for ring, by in ((upper, -UPPER_MARGIN), (lower, LOWER_MARGIN)):
        along, _ = eye.into(points[ring, :2])
        taper = np.sin(np.pi * np.clip(along, 0, 1)) ** 0.5
        points[ring, :2] += by * unit * taper[:, None] * eye.down


def blink(
    points: NDArray[np.float64], upper: NDArray[np.int32], lower: NDArray[np.int32], brow: tuple[int, ...], unit: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the (V, 3) displacements of the upper and of the lower side that together close the eye, px.

    `brow` are the vertices of the brow's lower edge.
    """
    eye = Eye.between(points[upper[0], :2], points[upper[-1], :2])
    along, down = eye.into(points[:, :2])
    top = profile(eye, points, upper, along)
    bottom = profile(eye, points, lower, along)
    opening = np.where((along > 0) & (along < 1), np.maximum(bottom - top, 0), 0)
    free = BROW_KEEPS * (top - profile(eye, points, np.array(brow, np.int32), along)) / unit
    reach = np.clip(free, LEAST_REACH, UPPER_REACH) - LASHES
    beyond = np.maximum(top - down - LASHES * unit, 0) / (reach * unit)
    above = np.clip(1 - beyond, 0, 1) ** 2 * (down < (top + bottom) / 2)
    under = np.clip(1 - (down - bottom) / (LOWER_REACH * unit), 0, 1) ** 2 * (down >= (top + bottom) / 2)
    above[upper], under[upper] = 1, 0
    above[lower[1:-1]], under[lower[1:-1]] = 0, 1
    return (
        _along(eye, np.minimum(above, 1) * opening * UPPER_PART),
        _along(eye, -np.minimum(under, 1) * opening * (1 - UPPER_PART)),
    )


def profile(
    eye: Eye, points: NDArray[np.float64], ring: NDArray[np.int32], along: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Give how far down a line of vertices `ring` runs, px, at each share `along` (N,) of the eye's width."""
    at, depth = eye.into(points[ring, :2])
    order = np.argsort(at)
    return np.interp(along, at[order], depth[order])


def _along(eye: Eye, amount: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.column_stack([amount[:, None] * eye.down, np.zeros(len(amount))])


def lid_shapes(
    points: NDArray[np.float64], uppers: NDArray[np.int32], lowers: NDArray[np.int32], unit: float
) -> dict[str, NDArray[np.float64]]:
    """Give the (V, 3) displacements, px, of the ARKit shapes that are made of lid motion alone.

    `uppers` and `lowers` are (2, m), image left first: the subject's right eye.
    """
    shapes = {}
    for side, upper, lower, brow in zip(("Right", "Left"), uppers, lowers, BROWS, strict=True):
        falling, rising = blink(points, upper, lower, brow, unit)
        shapes[f"eyeBlink{side}"] = falling + rising
        # The lids ride on the cornea's bulge: down with the gaze, a little up with it.
        shapes[f"eyeLookDown{side}"] = LOOKING_DOWN * falling
        shapes[f"eyeLookUp{side}"] = -0.16 * falling
        shapes[f"eyeSquint{side}"] = 0.08 * falling + 1.8 * rising
        shapes[f"eyeWide{side}"] = -0.20 * falling
    return shapes
