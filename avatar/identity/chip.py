"""The picture of a face that an embedding sees: upright, of fixed size, cut by five points of our own mesh."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MEAN_SHAPE = np.array([[0.8595, 0.2135], [0.6461, 0.2290], [0.1206, 0.2137], [0.3341, 0.2291], [0.4901, 0.6278]])
"""where the five points lie in dlib's mean face, whose box is the unit square"""
_PADDING = 0.25
"""room around that box, in its own sides"""


@dataclass(frozen=True, slots=True)
class Five:
    """Five points of a face, and where they have to lie."""

    points: tuple[int, ...]
    """landmarks"""
    places: NDArray[np.float64]
    """(5, 2), shares of the chip's side"""


DLIB = Five((263, 362, 33, 133, 2), (_MEAN_SHAPE + _PADDING) / (1 + 2 * _PADDING))
"""outer and inner corner of the subject's left eye, of the right eye, and where the nose meets the lip"""
ARCFACE = Five(
    (468, 473, 1, 61, 291),
    np.array([[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]])
    / 112,
)
"""the irises, the tip of the nose and the corners of the mouth, as Deng et al. (2019) lay them"""


def cut(
    picture: NDArray[np.uint8], landmarks: NDArray[np.floating[Any]], side: int, five: Five = DLIB
) -> NDArray[np.uint8]:
    """Cut a face with (478, 2 or 3) landmarks, px, out of an (H, W, 3) RGB picture: (side, side, 3).

    A face that is larger than it becomes is averaged down first, so that portrait and frame look alike at any size.
    """
    import cv2

    to_chip = fit(landmarks[list(five.points), :2], five.places * side)
    scale = float(np.hypot(to_chip[0, 0], to_chip[1, 0]))
    corners = _corners(to_chip, side)
    left, top = (max(0, int(value)) for value in np.floor(corners.min(axis=0)) - 2)
    right, bottom = (max(1, int(value)) for value in np.ceil(corners.max(axis=0)) + 3)
    part = picture[top:bottom, left:right]
    if 0 in part.shape:
        return np.zeros((side, side, 3), np.uint8)
    to_chip[:, 2] += to_chip[:, :2] @ (left, top)
    if scale < 1:
        height, width = part.shape[:2]
        size = max(1, round(width * scale)), max(1, round(height * scale))
        part = np.asarray(cv2.resize(part, size, interpolation=cv2.INTER_AREA), np.uint8)
        shrink = np.array([size[0] / width, size[1] / height])
        to_chip[:, 2] += to_chip[:, :2] @ ((1 / shrink - 1) / 2)  # pixel centres lie at whole numbers
        to_chip[:, :2] /= shrink
    found = cv2.warpAffine(part, to_chip, (side, side), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
    return np.asarray(found, np.uint8)


def fit(seen: NDArray[np.floating[Any]], wanted: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """Find the (2, 3) shift, turn and scale that takes (N, 2) points nearest to others (Umeyama 1991)."""
    one, other = (np.asarray(points, np.float64) @ (1, 1j) for points in (seen, wanted))
    about, aim = one - one.mean(), other - other.mean()
    turn = complex(np.vdot(about, aim) / max(float(np.vdot(about, about).real), 1e-12))
    shift = complex(other.mean() - turn * one.mean())
    return np.array([[turn.real, -turn.imag, shift.real], [turn.imag, turn.real, shift.imag]])


def _corners(to_chip: NDArray[np.float64], side: int) -> NDArray[np.float64]:
    """Give the corners of the chip, px of the picture (4, 2)."""
    chip = np.array([[0, 0], [side, 0], [0, side], [side, side]], np.float64)
    return np.asarray((chip - to_chip[:, 2]) @ np.linalg.inv(to_chip[:, :2]).T)
