"""What lies over a face in the photo: cloth, foam, fingers, dark and bright glass, printed letters.

No network knows such things here. What tells them is what a face always has: lips are redder than the skin beside them,
all the way along; skin has one hue, also round the eyes; and nothing on cheeks and nose has sharp, bright edges.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

UPPER_RIM, LOWER_RIM = (40, 39, 37, 0, 267, 269, 270), (91, 181, 84, 17, 314, 405, 321)
UPPER_LINE, LOWER_LINE = (80, 81, 82, 13, 312, 311, 310), (88, 178, 87, 14, 317, 402, 318)
"""seven places along each lip, from the image's left to its right"""
_BESIDE, _INTO = 0.09, 0.55
"""IOD from the rim where skin is looked at, and how far from the rim to the line of the lips a lip is"""
_ALIKE, _PALER, _SHADED = 1.5, 2.5, 28.0
"""steps of a* that a lip is redder than skin at least; that what covers it may be paler; and steps of L* by which an
upper lip is darker, also in pictures of one tint"""
_RED = 5.0
"""steps of a* by which the rest of a lower lip is redder, of which a part is covered"""
_GREY = 5.0
"""steps of chroma of skin under which a picture has no colours to go by"""
_BLOWN, _ONE_HUE = 225.0, 7.0
"""L* of skin that is burnt out; and degrees within which the hues of a photo of one tint lie"""
_FAINT = 10.0
"""steps of chroma of skin under which it has no hue that glass could take away"""
_AROUND_EYES = (229, 230, 231, 449, 450, 451, 27, 257)
_CHEEKS, _FOREHEAD = (50, 205, 36, 280, 425, 266), (151, 108, 337, 9)
_UNDER_LIP, _CHIN, _LIP_SKIN = 18, (200, 199), 164
_BESIDE_CORNERS = ((57, 287), (186, 410), (43, 273), (106, 335), (202, 422), (61, 291))
_REDDER, _DEEPER, _DEEP = 12.0, 2.3, 0.6
"""steps of a*, and times the skin's share of red, from which on what is under the lip is no skin but foam; and of the
skin's L* that it has at most"""
_DARK, _NEUTRAL, _LIT = 0.5, 5.0, 60.0
"""of the skin's L*, and steps of chroma, under which what is beside bare skin is none; and the least L* of that skin"""
_BAND = (234, 93, 132, 61, 2, 291, 361, 323, 454, 356, 6, 127)
"""round cheeks and nose"""
_FEATURES = (
    ((33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246), 0.16),
    ((263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466), 0.16),
    ((61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185), 0.14),
    ((98, 97, 2, 326, 327, 294, 1, 64), 0.12),
)  # fmt: skip
"""what has edges of its own there, and how far around it nothing is looked for, IOD"""
_STROKE, _ROOM, _SEEN = 0.09, 0.09, 1000
"""IOD: the width of a letter's strokes, and the way from the outline; and the fewest px in which letters are seen"""
_BRIGHTER, _SHARP = 9.0, 5.0
"""steps of L*, and of L* per px, from which on something is printed; where the crop was enlarged, edges are softer by
the root of it: a photo's letters have soft edges of their own"""


@dataclass(frozen=True, slots=True)
class Covers:
    """How much of a face is covered."""

    mouth: float
    """0-1: from 0.6 on lips cannot be seen at two of seven places beside each other, or something is before the chin"""
    eyes: float
    """0-1, how far what is round the eyes has another hue than skin"""
    printed: float
    """share of cheeks and nose that is brighter than what is around it, with sharp edges, per cent"""


def find_covers(
    crop: NDArray[np.uint8], points: NDArray[np.float32], glasses: NDArray[np.bool_], enlarged: float = 1.0
) -> Covers:
    """Look at a face's (h, w, 3) RGB crop with its (478, 2) landmarks, px; `glasses` (h, w) cover it as well.

    `enlarged` is how many px of the crop one of the photo is wide.
    """
    import cv2

    lab = cv2.cvtColor(crop, cv2.COLOR_RGB2LAB).astype(np.float32)
    unit = float(np.linalg.norm(points[468] - points[473]))
    found = _colours(lab, points[[*_CHEEKS, *_FOREHEAD]], unit)
    letters = _printed(lab[..., 0], points, glasses, unit, _SHARP / max(1.0, enlarged) ** 0.5)
    parts = (np.median(part, axis=0) for part in (found, found[len(_CHEEKS) :]))
    skin = max(parts, key=_chroma)  # a mask hides the cheeks, hair the forehead
    if _chroma(skin) < _GREY or skin[0] > _BLOWN or _has_one_tint(lab):
        return Covers(0.0, 0.0, letters)
    hides = (_lips_hidden, _chin_hidden, _corner_hidden)
    return Covers(
        max(hidden(lab, points, skin, unit) for hidden in hides), _other_hue(lab, points, skin, unit), letters
    )


def _chroma(colour: NDArray[np.float32]) -> float:
    return float(np.hypot(colour[1] - 128, colour[2] - 128))


def _colours(lab: NDArray[np.float32], places: NDArray[np.float32], unit: float) -> NDArray[np.float32]:
    """Give the median colours around places (n, 2), px: (n, 3)."""
    reach = max(2, round(0.02 * unit))
    height, width = lab.shape[:2]
    found = []
    for x, y in np.clip(np.rint(places).astype(int), reach, (width - 1 - reach, height - 1 - reach)):
        found.append(np.median(lab[y - reach : y + reach + 1, x - reach : x + reach + 1].reshape(-1, 3), axis=0))
    return np.array(found, np.float32)


def _has_one_tint(lab: NDArray[np.float32]) -> bool:
    """Tell a photo in sepia and the like: all that has a colour has the same hue."""
    found = lab[::8, ::8, 1:].reshape(-1, 2) - 128
    coloured = found[np.hypot(*found.T) > _GREY]
    hues = np.degrees(np.arctan2(coloured[:, 1], coloured[:, 0]))
    return len(hues) == 0 or float(np.subtract(*np.percentile(hues, (90, 10)))) < _ONE_HUE


def _lips_hidden(
    lab: NDArray[np.float32], points: NDArray[np.float32], _skin: NDArray[np.float32], unit: float
) -> float:
    """Say along how much of the mouth there are no lips: as red as what is beside them, or paler."""
    up = points[1] - points[152]
    up = up / np.linalg.norm(up) * _BESIDE * unit
    rims, lines = (points[list(one)] for one in (UPPER_RIM, LOWER_RIM)), (UPPER_LINE, LOWER_LINE)
    upper, lower = (
        _colours(lab, rim + _INTO * (points[list(line)] - rim), unit) - _colours(lab, rim + side * up, unit)
        for rim, line, side in zip(rims, lines, (1, -1), strict=True)
    )
    none = (np.maximum(upper[:, 1], lower[:, 1]) < _ALIKE) & (np.abs(upper[:, 0]) < _SHADED)
    paler = (upper[:, 1] < -_PALER) & (lower[:, 1] < _PALER)
    half = (lower[:, 1] < 0.5 * _ALIKE) & (np.abs(lower[:, 0]) < _SHADED) & (lower[:, 1].max() > _RED)
    hidden = none | paler | half
    return (0.6 + 0.4 * float(hidden.mean())) * float((hidden[1:] & hidden[:-1]).any())


def _chin_hidden(
    lab: NDArray[np.float32], points: NDArray[np.float32], skin: NDArray[np.float32], unit: float
) -> float:
    """Say whether something stands before the chin: dark under a lip without a moustache, or red as no skin is."""
    under, *chin, above = _colours(lab, points[[_UNDER_LIP, *_CHIN, _LIP_SKIN]], unit)
    reds = [(part[1] - 128) / max(part[0], 1) for part in (under, chin[0], skin)]
    redder = under[1] - skin[1] > _REDDER and min(reds[:-1]) > _DEEPER * max(reds[-1], 0.01)
    redder &= chin[0][0] < _DEEP * skin[0]
    dark = all(_is_dark(part, skin) for part in (under, *chin))
    return 0.8 * float(redder or (dark and _chroma(above) > 0.6 * _chroma(skin)))


def _corner_hidden(
    lab: NDArray[np.float32], points: NDArray[np.float32], _skin: NDArray[np.float32], unit: float
) -> float:
    """Say whether something dark lies beside one corner of the mouth and not beside the other."""
    left, right = (_colours(lab, points[list(side)], unit) for side in zip(*_BESIDE_CORNERS, strict=True))
    pairs = list(zip(left, right, strict=True))
    is_one = any(_is_dark(a, b) or _is_dark(b, a) for a, b in pairs)
    return 0.65 * float(is_one)


def _is_dark(colour: NDArray[np.float32], beside: NDArray[np.float32]) -> bool:
    is_grey = _chroma(colour) < min(_NEUTRAL, 0.5 * _chroma(beside))
    return is_grey and bool(colour[0] < _DARK * beside[0] and beside[0] > _LIT)


def _other_hue(lab: NDArray[np.float32], points: NDArray[np.float32], skin: NDArray[np.float32], unit: float) -> float:
    """Compare what is round the eyes with skin: 1 where it has nothing of its hue, as glass that mirrors."""
    if _chroma(skin) < _FAINT:
        return 0.0
    away = np.linalg.norm(_colours(lab, points[list(_AROUND_EYES)], unit)[:, 1:] - skin[1:], axis=1)
    share = float(np.median(away)) / _chroma(skin)
    return float(np.clip((share - 0.45) / 0.3, 0, 1))


def _printed(
    light: NDArray[np.float32], points: NDArray[np.float32], glasses: NDArray[np.bool_], unit: float, sharp: float
) -> float:
    """Measure how much of cheeks and nose are bright strokes with edges of `sharp` steps of L* per px, per cent."""
    import cv2

    soft = cv2.GaussianBlur(light, (0, 0), 1.5)
    strokes = soft - cv2.morphologyEx(soft, cv2.MORPH_OPEN, _disc(_STROKE * unit))
    edges = np.hypot(*(cv2.Sobel(soft, cv2.CV_32F, *along) / 8 for along in ((1, 0), (0, 1))))
    where = np.zeros(light.shape, np.uint8)
    cv2.fillPoly(where, [np.rint(points[list(_BAND)]).astype(np.int32)], 1)
    where = cv2.erode(where, _disc(2 * _ROOM * unit))
    for part, room in _FEATURES:
        hull = cv2.convexHull(np.rint(points[list(part)]).astype(np.int32))
        cv2.fillConvexPoly(where, hull, 0)
        cv2.polylines(where, [hull], True, 0, max(1, round(2 * room * unit)))
    seen = (where > 0) & (cv2.dilate(glasses.astype(np.uint8), _disc(2 * _ROOM * unit)) == 0)
    if seen.sum() < _SEEN:
        return 0.0
    printed = seen & (strokes > _BRIGHTER) & (cv2.dilate(edges, np.ones((9, 9), np.uint8)) > sharp)
    return 100 * float(printed.sum() / seen.sum())


def _disc(width: float) -> NDArray[np.uint8]:
    import cv2

    side = 2 * round(width / 2) + 1
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)), np.uint8)
