"""The band of the face where spectacles sit, seen from straight ahead and at one size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.portrait.face.crop import GREY
from avatar.portrait.mesh.frame import HeadFrame

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.data import Pose

UNIT = 112
"""px per inter-ocular distance in the view."""
LEFT, RIGHT, TOP, BOTTOM = -1.5, 1.5, -0.75, 0.95
"""The view's edges about the point between the eyes, IOD, y down."""
_AHEAD = 0.1
"""IOD by which lenses stand before the bridge of the nose."""
_CHEEKS, _FOREHEAD = (50, 205, 101, 118, 280, 425, 330, 347), (151, 108, 337)


@dataclass(frozen=True, slots=True)
class View:
    """The band in the plane of the lenses, x to the image's right and y down in IOD from between the eyes."""

    lab: NDArray[np.float32]
    """(h, w, 3), CIE L*a*b*, L 0-255"""
    to_photo: NDArray[np.float64]
    """(2, 3), view px to photo px"""
    skin: float
    """lightness of cheeks and forehead, 0-255"""
    landmarks: NDArray[np.float64]
    """(478, 2), IOD, where they appear in the view"""

    def sample(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float32]:
        """Read colours (..., 3) at places in IOD."""
        import cv2

        across, down = ((x - LEFT) * UNIT - 0.5).astype(np.float32), ((y - TOP) * UNIT - 0.5).astype(np.float32)
        return np.asarray(cv2.remap(self.lab, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE))

    def onto_photo(self, cover: NDArray[np.float32], shape: tuple[int, ...]) -> NDArray[np.float32]:
        """Carry a picture of the view's size back to the photo's (H, W); 0 outside."""
        import cv2

        return np.asarray(cv2.warpAffine(cover, self.to_photo, (shape[1], shape[0]), flags=cv2.INTER_LINEAR))


def view_band(pixels: NDArray[np.uint8], landmarks: NDArray[np.float32], pose: Pose) -> View:
    """Rectify the band of (H, W, 3) RGB with (478, 3) landmarks, px."""
    import cv2

    frame = HeadFrame(landmarks, pose)
    bridge = frame.into(landmarks[[168]].astype(np.float64))[0, 2]
    centre = frame.out(np.array([[0.0, 0.0, bridge + _AHEAD]]))[0, :2]
    across, down = frame.axes[:2, 0] * frame.unit, frame.axes[:2, 1] * frame.unit
    scale = np.column_stack([across, down]) / UNIT
    corner = centre + LEFT * across + TOP * down
    to_photo = np.column_stack([scale, corner + scale @ (0.5, 0.5) - 0.5])
    size = round((RIGHT - LEFT) * UNIT), round((BOTTOM - TOP) * UNIT)
    shrink = float(np.sqrt(abs(np.linalg.det(scale))))
    if shrink > 1.2:  # several photo px per view px: average first
        pixels = cv2.GaussianBlur(pixels, (0, 0), 0.45 * shrink)
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    band = cv2.warpAffine(pixels, to_photo, size, flags=how, borderMode=cv2.BORDER_CONSTANT, borderValue=GREY)
    lab = cv2.cvtColor(band, cv2.COLOR_RGB2LAB).astype(np.float32)
    points = np.linalg.solve(np.column_stack([across, down]), (landmarks[:, :2] - centre).T).T
    return View(lab, to_photo, _skin(lab, points), points)


def _skin(lab: NDArray[np.float32], points: NDArray[np.float64]) -> float:
    places = np.rint((points[[*_CHEEKS, *_FOREHEAD]] - (LEFT, TOP)) * UNIT).astype(int)
    height, width = lab.shape[:2]
    x, y = np.clip(places[:, 0], 3, width - 4), np.clip(places[:, 1], 3, height - 4)
    patches = [lab[b - 3 : b + 4, a - 3 : a + 4, 0].mean() for a, b in zip(x, y, strict=True)]
    return float(np.median(patches))
