"""Relative motion: what a driver's face does since it was at rest, done by the source's.

Siarohin et al. 2019, section 3.3. The driver's movements are scaled by how large its face is beside the source's, as
the published code does it: by the roots of the areas of the keypoints' convex hulls.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from avatar.data import Keypoints

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST_AREA = 1e-6
"""Of a hull, in the coordinates' unit: keypoints that lie closer say nothing of a size."""


def relative(source: Keypoints, driving: Keypoints, rest: Keypoints, *, adapt_movement_scale: bool = True) -> Keypoints:
    """Give the source's keypoints as the driver moves them, one row per row of `driving`.

    `source` and `rest`, the driver's own resting keypoints, have one row. Where both are the same, so is `driving`.
    """
    scale = movement_scale(source, rest) if adapt_movement_scale else 1.0
    points = source.points + np.float32(scale) * (driving.points - rest.points)
    jacobians = driving.jacobians @ np.linalg.inv(rest.jacobians) @ source.jacobians
    return Keypoints(points.astype(np.float32), jacobians.astype(np.float32))


def movement_scale(source: Keypoints, rest: Keypoints) -> float:
    """Say how many times as large as the driver's movements the source's are."""
    own, other = _area(source.points[0]), _area(rest.points[0])
    return float(np.sqrt(own / other)) if min(own, other) > LEAST_AREA else 1.0


def _area(points: NDArray[np.float32]) -> float:
    """Measure the convex hull of (K, 2) points."""
    return float(cv2.contourArea(cv2.convexHull(np.ascontiguousarray(points))))
