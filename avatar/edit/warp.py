"""Draw one picture on another's mesh: every triangle is an affine map, and all of them are one remap."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.edit.shape import Meshes

_SOFT = 0.012
"""IOD over which the bends between triangles are smoothed"""


def way_back(meshes: Meshes, size: tuple[int, int], iod: float) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Give where in the source each pixel of a (height, width) picture comes from, (H, W, 2), and where the mesh lies.

    Triangles are drawn from far to near, so that what is hidden stays hidden.
    """
    import cv2

    corners = meshes.target[meshes.triangles].astype(np.float64)
    order = np.argsort(-meshes.depth[meshes.triangles].mean(axis=1), kind="stable")
    which = np.full(size, -1, np.int32)
    fixed = np.rint(corners * 16).astype(np.int32)
    for number in order.tolist():
        cv2.fillConvexPoly(which, fixed[number], number, cv2.LINE_8, 4)
    covered = which >= 0
    y, x = np.nonzero(covered)
    maps = _affine(corners, meshes.source[meshes.triangles].astype(np.float64))[which[covered]]
    found = np.zeros((*size, 2), np.float32)
    found[covered] = maps[:, :, 0] * x[:, None] + maps[:, :, 1] * y[:, None] + maps[:, :, 2]
    return _softened(found, covered, _SOFT * iod), covered


def _affine(target: NDArray[np.float64], source: NDArray[np.float64]) -> NDArray[np.float64]:
    """Solve for the (F, 2, 3) maps from each target triangle (F, 3, 2) to its source triangle."""
    square = np.concatenate([target, np.ones((*target.shape[:2], 1))], axis=2)
    flat = np.abs(np.linalg.det(square)) < 1e-6
    square[flat] = np.eye(3)
    return np.asarray(np.linalg.solve(square, source).transpose(0, 2, 1))


def _softened(field: NDArray[np.float32], covered: NDArray[np.bool_], sigma: float) -> NDArray[np.float32]:
    import cv2

    weight = covered.astype(np.float32)
    spread = cv2.GaussianBlur(field * weight[..., None], (0, 0), sigma)
    total = cv2.GaussianBlur(weight, (0, 0), sigma)[..., None]
    return np.asarray(np.where(total > 1e-3, spread / np.maximum(total, 1e-3), 0), np.float32)
