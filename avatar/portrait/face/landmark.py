"""478 face landmarks to a fraction of a pixel: aligned crops, measured several times and averaged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from avatar.neural import FaceMesh
from avatar.portrait.face.crop import warped_crop

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.portrait.face.detect import FaceBox

_FLOOR = 0.3
"""What the detector has to score here, where a face is known to be."""
_CROP_SIDE = 512
_COARSE = 2.0
_FINE = 1.7
"""Side of the crop in heights of the face; the mesh places its own window inside it."""
_JITTERS = ((0.0, 0.0, 0.0, 1.0), (0.02, 0.0, 1.5, 1.02), (-0.02, 0.0, -1.5, 0.98),
            (0.0, 0.02, -1.0, 1.04), (0.0, -0.02, 1.0, 0.96))  # fmt: skip
"""Shift right and down (face heights), turn (degrees) and scale of each measurement."""


class FaceMesher:
    """The face mesh for still pictures."""

    def __init__(self) -> None:
        self._mesh = FaceMesh(_FLOOR)

    def measure(self, pixels: NDArray[np.uint8], box: FaceBox) -> NDArray[np.float32] | None:
        """Give (478, 3) landmarks in px of the picture, z in the scale of x; None if the mesh finds no face.

        The first look aligns the eyes, the others average out how the mesh's own window falls.
        """
        first = self._look(pixels, _window(box.centre, _COARSE * box.side, box.roll))
        if first is None:
            return None
        looks = [self._look(pixels, window) for window in _jittered(first)]
        seen = [look for look in looks if look is not None]
        return np.asarray(np.mean(seen or [first], axis=0), np.float32)

    def _look(self, pixels: NDArray[np.uint8], window: NDArray[np.float64]) -> NDArray[np.float64] | None:
        """Measure inside a window given as the affine map from its px to the picture's."""
        points = self._mesh.see(warped_crop(pixels, window, _CROP_SIDE))
        if points is None:
            return None
        back = np.empty_like(points)
        back[:, :2] = points[:, :2] @ window[:, :2].T + window[:, 2]
        back[:, 2] = points[:, 2] * np.hypot(window[0, 0], window[1, 0])
        return back


def face_height(landmarks: NDArray[np.floating[Any]]) -> float:
    """Measure forehead (10) to chin (152), px."""
    return float(np.linalg.norm(landmarks[152, :2] - landmarks[10, :2]))


def eye_roll(landmarks: NDArray[np.floating[Any]]) -> float:
    """Measure the angle of the line through the eye corners, rad, clockwise in the image +."""
    along = (landmarks[[362, 263], :2].mean(0) - landmarks[[33, 133], :2].mean(0)).astype(float)
    return float(np.arctan2(along[1], along[0]))


def _jittered(landmarks: NDArray[np.float64]) -> list[NDArray[np.float64]]:
    height, roll = face_height(landmarks), eye_roll(landmarks)
    middle = (landmarks[:, :2].min(0) + landmarks[:, :2].max(0)) / 2
    return [
        _window(
            (middle[0] + right * height, middle[1] + down * height), _FINE * scale * height, roll + np.radians(turn)
        )
        for right, down, turn, scale in _JITTERS
    ]


def _window(centre: tuple[float, float], side: float, roll: float) -> NDArray[np.float64]:
    """Build the map from crop px to picture px of a square whose x axis points along `roll`."""
    scale = side / _CROP_SIDE
    turn = scale * np.array([[np.cos(roll), -np.sin(roll)], [np.sin(roll), np.cos(roll)]])
    corner = np.array(centre) - turn @ np.full(2, _CROP_SIDE / 2)
    return np.column_stack([turn, corner])
