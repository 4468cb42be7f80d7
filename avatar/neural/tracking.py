"""A face through a film: found once, then followed from picture to picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.neural.face import FaceDetector, FaceMesh, around_box, around_points

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from avatar.neural.window import Window


class FaceTracker:
    """Follow one face. Each picture is looked at where the last one showed it, so that it is not searched again."""

    def __init__(self, floor: float = 0.5) -> None:
        self._detectors = FaceDetector("near", floor), FaceDetector("far")
        self._mesh = FaceMesh(floor)
        self._last: Window | None = None

    def follow(self, picture: NDArray[np.uint8]) -> NDArray[np.float64] | None:
        """Measure the face in the next (H, W, 3) RGB picture: (478, 3), px, z in the scale of x; None without one."""
        found = self._mesh.measure(picture, self._last) if self._last else None
        if found is None:
            found = self._search(picture)
        self._last = None if found is None else around_points(found)
        return found

    def _search(self, picture: NDArray[np.uint8]) -> NDArray[np.float64] | None:
        """Find the face anew, however small, and look twice: its own landmarks place the window better than a box."""
        for detector in self._detectors:
            for box in detector.find(picture)[:1]:
                rough = self._mesh.measure(picture, around_box(box))
                if rough is not None:
                    return self._mesh.measure(picture, around_points(rough))
        return None
