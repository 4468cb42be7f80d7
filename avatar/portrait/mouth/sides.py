"""On which side of the mouth skin lies: next to the lips the mesh knows it, whatever a thin lip looks like.

The lip line of the photo may lie a little beyond the landmarks of the lip below or above it. Skin of that lip, judged
by its place, would go with the other one, and be drawn out to a thread whenever the mouth opens.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.portrait.mesh.topology import POINTS
from avatar.portrait.shapes.build import lip_side

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.portrait.mesh.frame import HeadFrame
    from avatar.portrait.mesh.seams import Seams

ROWS = 3
"""Rows of vertices next to a lip's inner line whose side the mesh tells."""
APART = 0.003
"""IOD between such rows, at least, across the lip line; less within `TAPER` of a corner."""
TAPER = 0.06
"""IOD"""


@dataclass(frozen=True, slots=True)
class LipRows:
    """Vertices next to the inner lines of the lips."""

    vertices: NDArray[np.int64]
    """(N,)"""
    row: NDArray[np.int64]
    """(N,): 1 next to the line, to `ROWS`"""
    lower: NDArray[np.bool_]
    """(N,), which belong to the lower lip"""

    @classmethod
    def of(cls, triangles: NDArray[np.int32], seams: Seams) -> LipRows:
        """Count along the edges of the face's triangles (F, 3), which are cut along the mouth."""
        upper, lower = (_steps(triangles, ring[1:-1]) for ring in (seams.upper_lip, seams.lower_lip))
        steps = np.minimum(upper, lower)
        found = np.flatnonzero((steps > 0) & (steps <= ROWS) & (upper != lower))
        found = found[~np.isin(found, seams.upper_lip[[0, -1]])]
        return cls(found, steps[found], lower[found] < upper[found])


def _steps(triangles: NDArray[np.int32], start: NDArray[np.int32]) -> NDArray[np.int64]:
    """Count the edges from the nearest vertex of `start` to each, (V,); more than `ROWS` where it is far."""
    steps = np.full(int(triangles.max()) + 1, ROWS + 1)
    steps[start] = 0
    for step in range(1, ROWS + 1):
        reached = np.unique(triangles[(steps[triangles] < step).any(axis=1)])
        steps[reached] = np.minimum(steps[reached], step)
    return steps


def keep_beside(face: NDArray[np.float64], rows: LipRows, seams: Seams, unit: float) -> None:
    """Push skin that lies across the lip line back to its own side, in place, px."""
    seam = face[seams.upper_lip, :2]
    across = (seam[-1] - seam[0]) / np.linalg.norm(seam[-1] - seam[0])
    down = np.array([-across[1], across[0]])
    places, line = face[rows.vertices, :2] - seam[0], seam - seam[0]
    along, end = places @ across, float(line[-1] @ across)
    beyond = places @ down - np.interp(along, np.maximum.accumulate(line @ across), line @ down)
    side = np.where(rows.lower, 1.0, -1.0)
    inward = np.clip(np.minimum(along, end - along) / (TAPER * unit), 0, 1)
    short = np.clip(APART * unit * rows.row * inward - side * beyond, 0, None) * (inward > 0)
    face[rows.vertices, :2] += (short * side)[:, None] * down


def sides_of_mouth(vertices: NDArray[np.float64], rows: LipRows, seams: Seams, frame: HeadFrame) -> NDArray[np.float32]:
    """Say how far each vertex belongs below the mouth, (V,): 0 above to 1 below."""
    points = frame.into(vertices).astype(np.float32)
    below = lip_side(points, points[:POINTS]).astype(np.float32)
    ends = points[seams.upper_lip[[0, -1]], 0]
    within = (points[rows.vertices, 0] > ends[0]) & (points[rows.vertices, 0] < ends[1])
    below[rows.vertices[within]] = rows.lower[within]
    below[seams.upper_lip], below[seams.lower_lip] = 0, 1
    below[seams.upper_lip[[0, -1]]] = 0.5
    return below
