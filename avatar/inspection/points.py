"""Which of the 478 landmarks of MediaPipe's face mesh measure what. Left and right are the image's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

IRISES = (468, 473)
"""middle of each, left eye first"""
UPPER_LIP, LOWER_LIP = 13, 14
"""middle of the inner lips"""
LEFT_CORNER, RIGHT_CORNER = 61, 291
"""of the mouth"""
INNER_LIPS = (78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308, 324, 318, 402, 317, 14, 87, 178, 88, 95)
"""ring around the mouth's opening"""
OUTER_LIPS = (61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146)
"""ring around the lips themselves"""
LEFT_EYE, RIGHT_EYE = (33, 133), (362, 263)
"""corners of each eye"""
LID_PAIRS = ((159, 145), (158, 153), (160, 144), (386, 374), (385, 380), (387, 373))
"""upper and lower lid, one above the other: three pairs per eye, left eye first"""
LEFT_EYE_RING = (33, 246, 161, 160, 159, 158, 157, 173, 133, 155, 154, 153, 145, 144, 163, 7)
RIGHT_EYE_RING = (362, 398, 384, 385, 386, 387, 388, 466, 263, 249, 390, 373, 374, 380, 381, 382)
"""contours of the eyes"""
BROW_BANDS = (
    (46, 53, 52, 65, 55, 70, 63, 105, 66, 107),
    (276, 283, 282, 295, 285, 300, 293, 334, 296, 336),
)
"""both edges of each brow, left one first"""
LEFT_BROW, RIGHT_BROW = (70, 63, 105, 66, 107), (336, 296, 334, 293, 300)
"""upper edges of the brows"""
SKULL = np.array([
    *(10, 109, 338, 67, 297, 103, 332, 54, 284),  # forehead
    *(151, 9, 8, 168, 6, 197, 195, 5, 4, 1),  # down the middle, to the tip of the nose
    *(33, 133, 362, 263),  # eye corners
    *(127, 356, 162, 389, 234, 454),  # temples
    *(122, 351, 98, 327),  # sides of the nose
])  # fmt: skip
"""landmarks that go with the skull, whatever the face does"""
UPPER_FACE = (93, 234, 127, 162, 21, 54, 103, 67, 109, 10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 327, 2, 98)
"""outline of the face without mouth and jaw"""
DETAIL = (234, 127, 70, 63, 105, 66, 107, 9, 336, 296, 334, 293, 300, 356, 454, 327, 2, 98)
"""outline of brows, eyes, nose and the cheeks between: where a face's finest detail is"""


def inter_ocular(landmarks: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """Measure eye centre to eye centre in the picture plane of (..., 478, 3) landmarks: (...), px."""
    left, right = (landmarks[..., list(eye), :2].mean(axis=-2) for eye in (LEFT_EYE, RIGHT_EYE))
    return np.asarray(np.linalg.norm(right - left, axis=-1), np.float64)


def apart(landmarks: NDArray[np.floating[Any]], one: int, other: int) -> NDArray[np.float64]:
    """Measure the distance of two landmarks in the picture plane, (...), in inter-ocular distances."""
    between = np.linalg.norm(landmarks[..., one, :2] - landmarks[..., other, :2], axis=-1)
    return np.asarray(between / inter_ocular(landmarks), np.float64)


def eye_line(landmarks: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """Measure how far the line through the eyes is turned, (...), rad, clockwise in the image +."""
    left, right = (landmarks[..., list(eye), :2].mean(axis=-2) for eye in (LEFT_EYE, RIGHT_EYE))
    return np.asarray(np.arctan2((right - left)[..., 1], (right - left)[..., 0]), np.float64)


def lid_aperture(landmarks: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """Measure how far the eyelids are apart, (...), mean of both eyes, in inter-ocular distances."""
    return np.asarray(np.mean([apart(landmarks, *pair) for pair in LID_PAIRS], axis=0), np.float64)


def brow_heights(landmarks: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """Measure middle of brow to middle of eye, (..., 2), left first, in distances of the eyes' middles."""
    brows = np.stack([landmarks[..., list(band), :2].mean(axis=-2) for band in BROW_BANDS], axis=-2)
    eyes = np.stack([landmarks[..., list(ring), :2].mean(axis=-2) for ring in (LEFT_EYE_RING, RIGHT_EYE_RING)], axis=-2)
    between = np.linalg.norm(eyes[..., 1, :] - eyes[..., 0, :], axis=-1)
    return np.asarray(np.linalg.norm(brows - eyes, axis=-1) / between[..., None], np.float64)


def gaze(landmarks: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """Measure how far each iris is to the image's right of its eye's middle, (..., 2), left first, in eye widths."""
    found = []
    for (one, other), iris in zip((LEFT_EYE, RIGHT_EYE), IRISES, strict=True):
        start, end = landmarks[..., one, :2], landmarks[..., other, :2]
        along = end - start
        from_middle = landmarks[..., iris, :2] - (start + end) / 2
        found.append((from_middle * along).sum(axis=-1) / (along**2).sum(axis=-1))
    return np.asarray(np.stack(found, axis=-1), np.float64)


def lip_outline(landmarks: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """Give the 40 points of the lips, (..., 40, 2), in distances of the outer corners of the eyes."""
    between = np.linalg.norm(landmarks[..., LEFT_EYE[0], :2] - landmarks[..., RIGHT_EYE[1], :2], axis=-1)
    return np.asarray(landmarks[..., [*OUTER_LIPS, *INNER_LIPS], :2] / between[..., None, None], np.float64)
