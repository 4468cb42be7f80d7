"""The head's own frame: where the head's right, down and back point in the photo."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.data import head_rotation

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.data import Pose

FLIP = np.array([1.0, -1.0, -1.0])
"""The picture has y down and z away; face shapes are written with y up and z toward the viewer."""


def eye_centres(landmarks: NDArray[np.float32]) -> NDArray[np.float64]:
    """Give the (2, 3) centres of the eyes, image left first, each the mean of its corners."""
    points = np.asarray(landmarks, np.float64)
    return np.asarray(np.stack([(points[33] + points[133]) / 2, (points[362] + points[263]) / 2]))


class HeadFrame:
    """Carry points between the photo (px, y down, z away) and the head (IOD, y up, z toward the viewer)."""

    def __init__(self, landmarks: NDArray[np.float32], pose: Pose) -> None:
        eyes = eye_centres(landmarks)
        self.axes = head_rotation(pose.pitch, pose.yaw, pose.roll)
        # Columns: the head's right, down and back, in the photo's frame.
        self.origin = eyes.mean(axis=0)
        self.unit = float(np.linalg.norm(eyes[1] - eyes[0]))

    def into(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Take (N, 3) points of the photo into the head's frame."""
        return np.asarray((points - self.origin) @ self.axes / self.unit * FLIP, np.float64)

    def out(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Take (N, 3) points of the head back into the photo."""
        return np.asarray(self.turn(points) + self.origin)

    def turn(self, displacements: NDArray[np.float64]) -> NDArray[np.float64]:
        """Take (..., 3) displacements of the head into the photo, px."""
        return np.asarray((displacements * FLIP) @ self.axes.T * self.unit, np.float64)
