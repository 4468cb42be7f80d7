"""Restore a face: cut out aligned as restorers expect it, made whole by a network, and its difference laid back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from avatar.neural.pictures.tiles import enlarged

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.neural.pictures.network import PictureNetwork

SIDE = 512
"""px of the aligned face, unless a network takes another one"""
_PLACES = ((0.3769, 0.4686), (0.6229, 0.4691), (0.5012, 0.6133), (0.3931, 0.7254), (0.6115, 0.7249))
"""where eyes, tip of the nose and corners of the mouth lie in it: the mean face of FFHQ (Karras et al. 2019)"""
_EYES, _NOSE, _CORNERS = ((33, 133), (362, 263)), 4, (61, 291)
_OVAL = (10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149,
         150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109)  # fmt: skip
"""landmarks around the face"""
_FEATHER = 0.035
"""share of the aligned face's side over which what was restored gives way"""


def restored(
    network: PictureNetwork, pixels: NDArray[np.uint8], landmarks: NDArray[np.floating[Any]], fidelity: float
) -> NDArray[np.uint8]:
    """Restore the face of (H, W, 3) RGB with these (478, 3) landmarks, px; `fidelity` of it, 0-1, stays as it is.

    The difference that the network makes is laid back, so that a face with more pixels than the network's keeps them.
    """
    import cv2

    if fidelity == 1:
        return pixels
    side = network.side or SIDE
    there = _aligning(landmarks, side)
    shrinks = np.hypot(*there[0, :2]) < 1
    crop = cv2.warpAffine(
        _softened(pixels, np.hypot(*there[0, :2])) if shrinks else pixels,
        there, (side, side), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT,
    )  # fmt: skip
    change = (enlarged(network, crop, tile=side).astype(np.float32) - crop) * _mask(landmarks, there, side)
    size = pixels.shape[1], pixels.shape[0]
    back = cv2.warpAffine(change, there, size, flags=cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP)
    return np.asarray(np.clip(np.rint(pixels + (1 - fidelity) * back), 0, 255), np.uint8)


def _aligning(landmarks: NDArray[np.floating[Any]], side: int) -> NDArray[np.float64]:
    """Find the turn, scale and shift, (2, 3), that take a face into the aligned picture: least squares (Umeyama)."""
    eyes = [landmarks[list(pair), :2].mean(axis=0) for pair in _EYES]
    given = np.array([*eyes, landmarks[_NOSE, :2], *(landmarks[each, :2] for each in _CORNERS)], np.float64)
    wanted = side * np.array(_PLACES)
    one, other = given - given.mean(0), wanted - wanted.mean(0)
    power = (one**2).sum()
    along = (one * other).sum() / power
    across = (one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0]).sum() / power
    turn = np.array([[along, -across], [across, along]])
    return np.column_stack([turn, wanted.mean(0) - turn @ given.mean(0)])


def _softened(pixels: NDArray[np.uint8], scale: float) -> NDArray[np.uint8]:
    import cv2

    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), 0.5 * np.sqrt(1 / scale**2 - 1) + 1e-3))


def _mask(landmarks: NDArray[np.floating[Any]], there: NDArray[np.float64], side: int) -> NDArray[np.float32]:
    """Cover the face in the aligned picture, (side, side, 1), 1 inside, soft along its edge."""
    import cv2

    oval = landmarks[list(_OVAL), :2] @ there[:, :2].T + there[:, 2]
    drawn = np.zeros((side, side), np.float32)
    cv2.fillPoly(drawn, [np.rint(oval).astype(np.int32)], 1.0)
    room = _FEATHER * side
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * round(room) + 1,) * 2)
    return np.asarray(cv2.GaussianBlur(cv2.erode(drawn, kernel), (0, 0), room / 2)[..., None], np.float32)
