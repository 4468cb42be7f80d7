"""Find the faces of a picture that can be compared: large enough, and not turned too far away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from avatar.neural import FaceDetector, FaceMesh
from avatar.neural.face import around_box, around_points

if TYPE_CHECKING:
    from numpy.typing import NDArray

LARGEST_TURN = 60.0
"""degrees from the camera beyond which a face is not judged"""
SMALLEST = 48.0
"""px from forehead to chin below which too little is left of a face to judge it"""
_MOST = 3
"""faces of a picture that are looked at: a backdrop may show other people"""
_REACHES: tuple[Literal["near", "far"], ...] = ("near", "far")
_FOREHEAD, _CHIN, _EYES = 10, 152, (33, 263)


class FaceSeer:
    """The detectors and the mesh, for single pictures."""

    def __init__(self) -> None:
        self._mesh = FaceMesh()

    def see(self, picture: NDArray[np.uint8]) -> list[NDArray[np.float64]]:
        """Give the (478, 3) landmarks, px, of up to three faces of an (H, W, 3) RGB picture, the surest first."""
        for reach in _REACHES:  # the second is loaded where the first finds nobody
            found = [self._measured(picture, around_box(box)) for box in FaceDetector(reach).find(picture)[:_MOST]]
            seen = [landmarks for landmarks in found if landmarks is not None]
            if seen:
                return seen
        return []

    def again(self, picture: NDArray[np.uint8], landmarks: NDArray[np.floating[Any]]) -> list[NDArray[np.float64]]:
        """Give the landmarks of the face that was at (478, 3) in a picture before, if it is still thereabouts."""
        found = self._mesh.measure(picture, around_points(landmarks))
        return [] if found is None else [found]

    def _measured(self, picture: NDArray[np.uint8], window: Any) -> NDArray[np.float64] | None:  # noqa: ANN401
        rough = self._mesh.measure(picture, window)
        return None if rough is None else self._mesh.measure(picture, around_points(rough))


def turn(landmarks: NDArray[np.floating[Any]]) -> float:
    """Measure how far a face with (478, 3) landmarks looks away from the camera, degrees, 0 to 90."""
    points = np.asarray(landmarks, np.float64)
    across, along = points[_EYES[1]] - points[_EYES[0]], points[_CHIN] - points[_FOREHEAD]
    facing = np.cross(across, along)
    return float(np.degrees(np.arccos(min(1.0, abs(facing[2]) / max(float(np.linalg.norm(facing)), 1e-9)))))


def is_fit(landmarks: NDArray[np.floating[Any]]) -> bool:
    """Tell whether a face can be judged."""
    height = float(np.linalg.norm(landmarks[_CHIN, :2] - landmarks[_FOREHEAD, :2]))
    return height >= SMALLEST and turn(landmarks) <= LARGEST_TURN
