"""Triangles between scattered points, and what lies between values that are known at their corners."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SPAN = 4096
"""Width to which points are brought: OpenCV tells circles apart by an absolute margin, in single precision."""
_FAR = 100 * _SPAN
"""Where the corners of its first triangle lie: so far outside that no edge of the hull bends toward them."""
_ON_EDGE = 1e-9
"""Share by which a place may lie outside a triangle and still be on its edge."""


def delaunay(points: NDArray[np.float64]) -> NDArray[np.int32]:
    """Triangulate (N, 2) points so that no circle around a triangle holds another point (Delaunay 1934): (F, 3)."""
    import cv2

    low = points.min(axis=0)
    # In the precision of what comes back, so that each corner is found again.
    placed = np.asarray((points - low) * (_SPAN / np.ptp(points, axis=0).max()), np.float32)
    net = cv2.Subdiv2D((-_FAR, -_FAR, 2 * _FAR, 2 * _FAR))
    net.insert(placed)
    corners = np.ascontiguousarray(net.getTriangleList(), np.float32).reshape(-1, 3, 2)
    corners = corners[(np.abs(corners - _SPAN / 2) < _SPAN).all(axis=(1, 2))]
    number = {place.tobytes(): index for index, place in enumerate(placed)}
    return np.array([number[corner.tobytes()] for corner in corners.reshape(-1, 2)], np.int32).reshape(-1, 3)


def interpolate(
    points: NDArray[np.float64], values: NDArray[np.float64], rows: range, columns: range
) -> NDArray[np.float64]:
    """Give values (h, w, K) at the centres of pixels, linear between (N, 2) px with values (N, K); NaN outside."""
    triangles = delaunay(points)
    corners = points[triangles] - 0.5
    face, down, across = _pixels_around(corners, rows, columns)
    shares = _shares(corners[face], down, across)
    inside = (shares >= -_ON_EDGE).all(axis=1)
    face, down, across, shares = face[inside], down[inside], across[inside], shares[inside]
    found = np.full((len(rows), len(columns), values.shape[1]), np.nan)
    found[down - rows.start, across - columns.start] = np.einsum("nc,nck->nk", shares, values[triangles[face]])
    return found


def _pixels_around(
    corners: NDArray[np.float64], rows: range, columns: range
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """List the pixels in the box around each triangle (F, 3, 2): its number, row and column, (P,) each."""
    least, most = (columns.start, rows.start), (columns.stop - 1, rows.stop - 1)
    low = np.clip(np.floor(corners.min(axis=1)), least, most).astype(np.intp)
    size = np.clip(np.ceil(corners.max(axis=1)), least, most).astype(np.intp) - low + 1
    count = size.prod(axis=1)
    face = np.repeat(np.arange(len(corners)), count)
    place = np.arange(len(face)) - np.repeat(count.cumsum() - count, count)
    down, across = np.divmod(place, size[face, 0])
    return face, low[face, 1] + down, low[face, 0] + across


def _shares(corners: NDArray[np.float64], down: NDArray[np.intp], across: NDArray[np.intp]) -> NDArray[np.float64]:
    """Give barycentric coordinates (P, 3) of places in triangles (P, 3, 2); a triangle without area holds nothing."""
    first, second = corners[:, 0] - corners[:, 2], corners[:, 1] - corners[:, 2]
    x, y = across - corners[:, 2, 0], down - corners[:, 2, 1]
    area = first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        one = (x * second[:, 1] - y * second[:, 0]) / area
        other = (y * first[:, 0] - x * first[:, 1]) / area
    shares = np.column_stack([one, other, 1 - one - other])
    return np.where(np.isfinite(shares), shares, -1.0)
