"""What lies around the face: hair, ears, neck, shoulders, as a net of triangles sewn to the face oval."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.portrait.mesh.delaunay import delaunay

if TYPE_CHECKING:
    from numpy.typing import NDArray

NEAR, FAR = 0.16, 0.4
"""IOD between vertices, within and beyond about two IOD of the face."""
BEYOND = 0.45
"""IOD by which the net reaches over the picture's edge, so that neither a breath nor a turn bares its end."""
NECK = 0.85
"""IOD below the jaw over which the head's motion dies away."""
BREATH = 0.016
"""IOD by which the shoulders rise on a full breath."""


def surround(
    oval: NDArray[np.float64], width: int, height: int, unit: float
) -> tuple[NDArray[np.float64], NDArray[np.int32]]:
    """Fill the picture around the face with triangles.

    `oval` is the (n, 2) closed contour of the face, px. Returns the (m, 2) new vertices and (F, 3) triangles whose
    indices count the oval first, then the new vertices.
    """
    points = _grid(width, height, FAR * unit)
    fine = _grid(width, height, NEAR * unit)
    fine = fine[((fine > oval.min(axis=0) - 1.6 * unit) & (fine < oval.max(axis=0) + 1.6 * unit)).all(axis=1)]
    near_fine = _distance(fine, oval) < 1.6 * unit
    far = _distance(points, oval) >= 1.7 * unit
    points = np.concatenate([fine[near_fine], points[far], _border(width, height, FAR * unit, BEYOND * unit)])
    clear = ~_is_inside(points, oval) & (_distance(points, oval) > 0.08 * unit)
    points = points[clear]
    everything = np.concatenate([oval, points])
    triangles = delaunay(everything)
    covered = _is_inside(everything[triangles].mean(axis=1), oval) & (triangles < len(oval)).all(axis=1)
    return points, triangles[~covered]


def _grid(width: int, height: int, step: float) -> NDArray[np.float64]:
    columns, rows = max(2, round(width / step)), max(2, round(height / step))
    x, y = np.meshgrid(
        np.linspace(0, width, columns + 1)[1:-1] + 0.0, np.linspace(0, height, rows + 1)[1:-1], indexing="xy"
    )
    x = x + (np.arange(x.shape[0])[:, None] % 2 - 0.5) * 0.5 * step
    return np.column_stack([x.ravel(), y.ravel()])


def _border(width: int, height: int, step: float, beyond: float) -> NDArray[np.float64]:
    across = np.linspace(-beyond, width + beyond, max(2, round(width / step)) + 1)
    along = np.linspace(-beyond, height + beyond, max(2, round(height / step)) + 1)[1:-1]
    return np.concatenate(
        [np.column_stack([across, np.full_like(across, edge)]) for edge in (-beyond, height + beyond)]
        + [np.column_stack([np.full_like(along, edge), along]) for edge in (-beyond, width + beyond)]
    )


def _is_inside(points: NDArray[np.float64], contour: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Count crossings of a ray to the right."""
    x, y = points[:, :1], points[:, 1:]
    (x0, y0), (x1, y1) = contour.T, np.roll(contour, -1, axis=0).T
    crosses = (y0 > y) != (y1 > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        at = x0 + (y - y0) / (y1 - y0) * (x1 - x0)
    return np.asarray((crosses & (x < at)).sum(axis=1) % 2 == 1)


def _distance(points: NDArray[np.float64], contour: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.concatenate([_distances(part, contour).min(axis=1) for part in _parts(points)])


def _distances(points: NDArray[np.float64], contour: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.hypot(points[:, :1] - contour[:, 0], points[:, 1:] - contour[:, 1])


def _parts(points: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    """Split a long list: around a small face in a large picture there are some hundred thousand places."""
    return np.array_split(points, len(points) // 4096 + 1)


def depths(points: NDArray[np.float64], oval: NDArray[np.float64], ears: float, unit: float) -> NDArray[np.float64]:
    """Give the depth (m,) of points around the face: the oval's own, sinking to the depth of the ears.

    `oval` is (n, 3) px.
    """
    found = []
    for part in _parts(points):
        away = _distances(part, oval[:, :2])
        nearest = np.argpartition(away, 6, axis=1)[:, :6]
        distance = np.take_along_axis(away, nearest, axis=1)
        weight = 1 / (distance + 0.01 * unit) ** 2
        rim = (oval[nearest, 2] * weight).sum(axis=1) / weight.sum(axis=1)
        found.append(rim + (ears - rim) * smoothstep(distance.min(axis=1) / (0.6 * unit)))
    return np.concatenate(found)


def head_weights(points: NDArray[np.float64], chin: float, jaw: NDArray[np.float64]) -> NDArray[np.float64]:
    """Say how much each point around the face moves with the head: 1 hair and ears, 0 below the neck.

    `points` are (m, 3) in the head's frame (IOD, y up), `chin` its height there, `jaw` the (k, 2) lower contour of
    the face from left to right.
    """
    order = np.argsort(jaw[:, 0])
    rim = np.interp(points[:, 0], jaw[order, 0], jaw[order, 1], left=0.55 * chin, right=0.55 * chin)
    return np.asarray(1 - smoothstep((rim - points[:, 1]) / NECK))


def breathing(points: NDArray[np.float64], chin: float) -> NDArray[np.float64]:
    """Give the (m, 2) displacement, IOD (y down), of a full breath: shoulders rise, the chest widens."""
    torso = smoothstep((chin - 0.35 - points[:, 1]) / 1.0)
    spread = 0.25 * np.clip(points[:, 0] / 2, -1, 1)
    return np.column_stack([BREATH * torso * spread, -BREATH * torso])


def smoothstep(x: NDArray[np.float64]) -> NDArray[np.float64]:
    """Rise smoothly from 0 at x = 0 to 1 at x = 1."""
    t = np.clip(x, 0, 1)
    return np.asarray(t * t * (3 - 2 * t))
