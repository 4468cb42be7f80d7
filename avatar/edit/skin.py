"""What of a face is bare skin, and what are its features: hair, glasses and shadows are neither."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.portrait.mesh import topology

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

BROWS = ((70, 63, 105, 66, 107, 55, 65, 52, 53, 46), (300, 293, 334, 296, 336, 285, 295, 282, 283, 276))
EYES = (
    (*topology.LEFT_LID_UPPER, *topology.LEFT_LID_LOWER[-2:0:-1]),
    (*topology.RIGHT_LID_UPPER, *topology.RIGHT_LID_LOWER[-2:0:-1]),
)
LIPS = (61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146)
_SURE = ((117, 118, 101, 36, 205, 187, 123), (346, 347, 330, 266, 425, 411, 352), (6, 197, 195, 5, 4, 45, 275))
"""polygons that are skin in every face: both cheeks, and the bridge of the nose"""
_FOREHEAD = (109, 10, 338, 337, 9, 108)
_SMOOTH, _ROUGH = 0.35, 1.6
"""steps of L* that skin varies by over a few pores, and how many times as much is hair"""
_REACH = {"brow": 0.05, "eye": 0.07, "lip": 0.04}
"""IOD around each feature that is no plain skin either"""


def hull(
    size: tuple[int, int], points: NDArray[np.float32], which: Sequence[int], wider: float = 0
) -> NDArray[np.uint8]:
    """Fill a polygon of landmarks, (H, W), 1 inside; `wider` by so many px."""
    import cv2

    drawn = np.zeros(size, np.uint8)
    corners = np.rint(points[list(which), :2]).astype(np.int32)
    cv2.fillPoly(drawn, [corners], 1)
    if wider >= 1:
        cv2.polylines(drawn, [corners], True, 1, round(2 * wider))
    return drawn


def features(size: tuple[int, int], points: NDArray[np.float32], iod: float) -> NDArray[np.bool_]:
    """Mark brows, eyes and lips with their surroundings, (H, W)."""
    found = hull(size, points, LIPS, _REACH["lip"] * iod)
    for brow, eye in zip(BROWS, EYES, strict=True):
        found |= hull(size, points, brow, _REACH["brow"] * iod) | hull(size, points, eye, _REACH["eye"] * iod)
    return found > 0


def brow_hulls(size: tuple[int, int], points: NDArray[np.float32], wider: float) -> NDArray[np.uint8]:
    """Mark both brows with so many px around them, (H, W), 1 inside."""
    return np.asarray(hull(size, points, BROWS[0], wider) | hull(size, points, BROWS[1], wider), np.uint8)


def eyes(size: tuple[int, int], points: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Mark what is seen of the eyeballs, (H, W)."""
    return np.asarray((hull(size, points, EYES[0]) | hull(size, points, EYES[1])) > 0)


def openings(size: tuple[int, int], points: NDArray[np.float32], iod: float) -> NDArray[np.float32]:
    """Mark softly what is no skin inside a face: eyeballs, and what is seen between the lips, (H, W), 0-1."""
    import cv2

    mouth = hull(size, points, (*topology.UPPER_LIP_INNER, *topology.LOWER_LIP_INNER[-2:0:-1]))
    found = (eyes(size, points) | (mouth > 0)).astype(np.float32)
    return np.asarray(cv2.GaussianBlur(found, (0, 0), 0.012 * iod), np.float32)


def likelihood(lab: NDArray[np.float32], points: NDArray[np.float32], iod: float) -> NDArray[np.float32]:
    """Tell how likely each pixel of an (H, W, 3) L*a*b* picture is this face's bare skin, (H, W), 0-1.

    Colour is compared with cheeks and nose, lightness with its own surroundings: shade falls off slowly, hair does not.
    """
    import cv2

    size = lab.shape[:2]
    sure = np.zeros(size, np.uint8)
    for part in _SURE:
        sure |= hull(size, points, part)
    known = lab[sure > 0]
    middle = np.median(known, axis=0)
    spread = np.maximum(1.4826 * np.median(np.abs(known - middle), axis=0), (2.5, 2.0, 2.0))
    smooth = cv2.GaussianBlur(lab, (0, 0), 0.012 * iod)
    about = np.abs(smooth - middle)
    colour = np.exp(-0.5 * (np.maximum(about[..., 1:] / spread[1:] - 2, 0) ** 2).sum(axis=2) / 4)
    # Light may fall off to a little more than half over a face, and highlights may be bright.
    low, high = 0.58 * middle[0], max(1.25 * middle[0], middle[0] + 22)
    dark = np.clip((low - smooth[..., 0]) / (0.12 * middle[0]), 0, 1)
    bright = np.clip((smooth[..., 0] - high) / 10, 0, 1)
    return np.asarray(colour * (1 - dark) * (1 - bright) * (1 - _strands(lab[..., 0], sure > 0, iod)), np.float32)


def _strands(light: NDArray[np.float32], sure: NDArray[np.bool_], iod: float) -> NDArray[np.float32]:
    """Tell where there is more fine contrast than in a cheek, as in hair of the skin's own colour, (H, W), 0-1."""
    import cv2

    fine = np.abs(cv2.GaussianBlur(light, (0, 0), 0.008 * iod) - cv2.GaussianBlur(light, (0, 0), 0.035 * iod))
    rough = cv2.GaussianBlur(fine, (0, 0), 0.04 * iod)
    usual = max(float(np.percentile(rough[sure], 75)), _SMOOTH)
    return np.asarray(np.clip(rough / usual / _ROUGH - 1, 0, 1), np.float32)
