"""What a face looks like in the photo: light, sharpness, and what covers it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.neural import HandFinder
from avatar.portrait.face.crop import square_crop
from avatar.portrait.face.landmark import face_height

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SIDE, _ROOM = 512, 0.15
"""px of a crop, and the room in it around a face, of the face's longer side"""
_HAND_FLOOR, _HAND_ROOMS = 0.6, (0.8, 1.2, 2.2)
"""how sure it is that there is a hand; and room around the face, of its longer side: what is missed in one crop, by the
grain that the network sees it in, is found in another"""
_OVAL = (10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377,
         152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109)  # fmt: skip
_LEFT_CHEEK, _RIGHT_CHEEK = (50, 205, 101, 118, 36), (280, 425, 330, 347, 266)
_UNDER_EYES, _EYES = (230, 450, 119, 348), (159, 145, 386, 374, 468, 473)
_FEATURES = (33, 133, 362, 263, 159, 145, 386, 374, 61, 291, 13, 14, 70, 300)
_PATCH = 0.03
_FULL, _EMPTY = 250, 5
_FEWEST = 40
"""px of a face in which detail can be looked at"""
_COARSE, _LITTLE = 0.03, 0.02
"""cycles per px from which on contrast counts as detail, and the share of it that is hardly any"""
_SQUARES = 0.7
"""share of neighbours alike from which on a picture consists of squares"""
_OPEN = 0.3
"""gap between the lips, of that between the eyes, from which on a tongue may come out"""


@dataclass(frozen=True, slots=True)
class Look:
    """Measures of a face, independent of its size in the photo."""

    brightness: float
    """of the brightest twentieth of the face, grey levels: low for bad light, whatever the skin"""
    blown: float
    """share of the face that is pure white, 0-1"""
    black: float
    """share of the face that is pure black, 0-1"""
    full: tuple[float, float, float]
    """share of the face in which red, green and blue are at their upper limit, 0-1 each"""
    empty: tuple[float, float, float]
    """share of the face in which they are at zero, 0-1 each"""
    unevenness: float
    """light on one cheek against the other, stops"""
    sharpness: float
    """fine detail against all contrast at eyes, brows and mouth, about 0.03 blurred to 0.25 crisp"""
    eye_cover: float
    """0-1, how much the eyes look like dark glass"""
    detail: float
    """share of the detail that its pixels could show which the face really has, 0-1: an enlarged picture has little"""
    tongue: float
    """0-1, how much what is taken for the lower lip looks like a tongue that comes out of the mouth"""


def look_at(pixels: NDArray[np.uint8], landmarks: NDArray[np.float32]) -> Look:
    """Measure the face of (H, W, 3) RGB with (478, 3) landmarks, px."""
    import cv2

    crop, solid = face_crop(pixels, landmarks)
    points = solid[:, :2]
    grey = cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY)
    oval = np.zeros(grey.shape, np.uint8)
    cv2.fillConvexPoly(oval, np.rint(points[list(_OVAL)]).astype(np.int32), 1)
    face = grey[oval > 0]
    lab = cv2.cvtColor(crop, cv2.COLOR_RGB2LAB).astype(np.float32)
    return Look(
        brightness=float(np.percentile(face, 95)),
        blown=float(np.mean(face >= _FULL)),
        black=float(np.mean(face <= _EMPTY)),
        full=_shares(crop[oval > 0] >= _FULL),
        empty=_shares(crop[oval > 0] <= _EMPTY),
        unevenness=_unevenness(grey, points),
        sharpness=_sharpness(grey, points),
        eye_cover=_eye_cover(lab, points),
        detail=_detail(pixels, landmarks),
        tongue=_tongue(lab, points),
    )


def _shares(is_clipped: NDArray[np.bool_]) -> tuple[float, float, float]:
    """Average (n, 3) flags per channel."""
    red, green, blue = is_clipped.mean(axis=0).tolist()
    return red, green, blue


def hands_over_face(pixels: NDArray[np.uint8], landmarks: NDArray[np.float32]) -> float:
    """Give the share of a hand's 21 joints that lie over the face, 0-1."""
    import cv2

    finder, over = HandFinder(_HAND_FLOOR), [0.0]
    for room in _HAND_ROOMS:
        crop, points = face_crop(pixels, landmarks, room)
        oval = np.rint(points[list(_OVAL), :2]).astype(np.int32)
        over += [
            float(np.mean([cv2.pointPolygonTest(oval, joint, False) >= 0 for joint in hand[:, :2].tolist()]))
            for hand in finder.find(crop)
        ]
    return max(over)


def face_crop(
    pixels: NDArray[np.uint8], landmarks: NDArray[np.float32], room: float = _ROOM, side: int = _SIDE
) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """Cut the face out with `room` around it, of its longer side: (side, side, 3), and the (478, 3) landmarks there."""
    low, high = landmarks[:, :2].min(0), landmarks[:, :2].max(0)
    seen = (1 + 2 * room) * float((high - low).max())
    centre = (low + high) / 2
    points = (landmarks - np.append(centre - seen / 2, 0)) * (side / seen)
    return square_crop(pixels, (float(centre[0]), float(centre[1])), seen, side), points.astype(np.float32)


def _patch(picture: NDArray[np.generic], points: NDArray[np.float32], which: tuple[int, ...]) -> NDArray[np.float64]:
    """Give the median colour around landmarks."""
    reach = max(1, round(_PATCH * face_height(points)))
    size = picture.shape[0] - 1
    areas = []
    for x, y in np.clip(np.rint(points[list(which)]), 0, size).astype(int):
        area = picture[max(0, y - reach) : y + reach + 1, max(0, x - reach) : x + reach + 1]
        areas.append(area.reshape(-1, *picture.shape[2:]))
    return np.asarray(np.median(np.concatenate(areas), axis=0), np.float64)


def _unevenness(grey: NDArray[np.uint8], points: NDArray[np.float32]) -> float:
    one, other = (float(_patch(grey, points, cheek)) for cheek in (_LEFT_CHEEK, _RIGHT_CHEEK))
    return abs(2.2 * float(np.log2((one + 4) / (other + 4))))  # 2.2: grey levels are gamma-coded


def _sharpness(grey: NDArray[np.uint8], points: NDArray[np.float32]) -> float:
    """Compare energies at two widths around eyes, brows and mouth: blurring takes the fine one first."""
    import cv2

    picture = grey.astype(np.float32)
    soft, softer = (cv2.GaussianBlur(picture, (0, 0), width) for width in (1.5, 20.0))
    where = np.zeros(grey.shape, np.uint8)
    reach = max(1, round(0.06 * face_height(points)))
    for x, y in np.rint(points[list(_FEATURES)]).astype(int).tolist():
        cv2.circle(where, (x, y), reach, 1, -1)
    fine, coarse = (picture - soft)[where > 0], (picture - softer)[where > 0]
    return float(np.sqrt(np.mean(fine**2) / max(float(np.mean(coarse**2)), 1.0)))


def _eye_cover(lab: NDArray[np.float32], points: NDArray[np.float32]) -> float:
    """Look for dark glass: it darkens the skin under the eyes as much as the eyes themselves."""
    cheeks = (_patch(lab, points, _LEFT_CHEEK) + _patch(lab, points, _RIGHT_CHEEK)) / 2
    under, eyes = _patch(lab, points, _UNDER_EYES), _patch(lab, points, _EYES)
    darkened = float((cheeks[0] - under[0]) / max(float(cheeks[0]), 1.0))
    return float(np.clip((darkened - 0.3) / 0.3, 0, 1)) if eyes[0] < 0.7 * cheeks[0] else 0.0


def _detail(pixels: NDArray[np.uint8], landmarks: NDArray[np.float32]) -> float:
    """Find the frequency beyond which a face has hardly any of its contrast, as a share of the highest there is."""
    import cv2

    low, high = np.floor(landmarks[:, :2].min(axis=0)).astype(int), np.ceil(landmarks[:, :2].max(axis=0)).astype(int)
    grey = cv2.cvtColor(pixels[max(0, low[1]) : high[1], max(0, low[0]) : high[0]], cv2.COLOR_RGB2GRAY)
    grey = grey.astype(np.float32)
    if min(grey.shape) < _FEWEST:
        return 1.0
    squares = min(float((np.diff(grey, axis=axis) == 0).mean()) for axis in (0, 1))
    window = np.outer(np.hanning(grey.shape[0]), np.hanning(grey.shape[1]))
    power = np.abs(np.fft.rfft2((grey - grey.mean()) * window)) ** 2
    away = np.hypot(np.fft.fftfreq(grey.shape[0])[:, None], np.fft.rfftfreq(grey.shape[1])[None])
    edges = np.arange(_COARSE, 0.5, 0.01)
    beyond = np.cumsum(np.histogram(away, [*edges, 1.0], weights=power)[0][::-1])[::-1]
    finest = float(edges[int(np.argmax(beyond < _LITTLE * beyond[0]))]) if beyond[-1] < _LITTLE * beyond[0] else 0.5
    return min(2 * finest, 1 - squares if squares > _SQUARES else 1.0)


def _tongue(lab: NDArray[np.float32], points: NDArray[np.float32]) -> float:
    """Look whether the mouth goes on over the lower lip without an edge, in another red than the lip beside it."""
    inner, outer = points[[13, 14]], points[17]
    if np.linalg.norm(inner[1] - inner[0]) < _OPEN * np.linalg.norm(points[133] - points[362]):
        return 0.0
    inside, over, beside = (
        _colour(lab, places)
        for places in (
            (inner[0] + 0.75 * (inner[1] - inner[0]),),
            ((inner[1] + outer) / 2,),
            ((points[88] + points[181]) / 2, (points[318] + points[405]) / 2),
        )
    )
    is_one = np.clip(1 - (float(np.linalg.norm(inside - over)) - 6) / 20, 0, 1)
    is_other = np.clip((float(np.linalg.norm((over - beside)[1:])) - 3) / 6, 0, 1)
    return float(is_one * is_other)


def _colour(lab: NDArray[np.float32], places: tuple[NDArray[np.float32], ...]) -> NDArray[np.float64]:
    """Give the mean over places (2,) of the median colour around each, (3,)."""
    found = []
    for place in places:
        x, y = np.clip(np.rint(place).astype(int), 4, lab.shape[0] - 5).tolist()
        found.append(np.median(lab[y - 4 : y + 5, x - 4 : x + 5].reshape(-1, 3), axis=0))
    return np.asarray(np.mean(found, axis=0), np.float64)
