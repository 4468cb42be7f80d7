"""Size the jaw's opening so that it looks the same on every face: open the mouth a little, and look how wide it seems.

How wide lips seem parted depends on more than the gap: full lips, a blown highlight or a shadow let the same opening
read a third wider to people and to landmark detectors alike, whose readings speech is judged by.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from avatar.data import ARKIT_INDEX, inter_ocular_distance
from avatar.portrait.face.detect import FaceBox
from avatar.portrait.face.landmark import FaceMesher
from avatar.portrait.mesh.delaunay import interpolate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.data import Rig

SEEN_PER_JAW = 0.73
"""Gap, IOD, per jawOpen that our plain pictures have to show for films to show 0.66: here no lip casts a shadow."""
_LEVELS = (0.12, 0.25, 0.4)
"""Of jawOpen: what speech uses."""
_LEAST, _MOST = 0.75, 1.2
"""How far one look is trusted to correct the size that was set by the lips' height."""
_SIDE = 320
"""px of the crop that is looked at"""
_AROUND = 1.7
"""its side, face heights"""
_POINTS = 468


def calibrate_opening(image: NDArray[np.uint8], landmarks: NDArray[np.float32], rig: Rig) -> Rig:
    """Scale the shapes that open and close the jaw until speech shows its intended gaps on average.

    `image` is (H, W, 3) RGB, `landmarks` (478, 3) px. A face that cannot be read keeps its shapes.
    """
    factor = np.float32(_fitting(_read(image, landmarks, rig)))
    shapes = rig.shapes.copy()
    shapes[[ARKIT_INDEX["jawOpen"], ARKIT_INDEX["mouthClose"]]] *= factor
    return replace(rig, shapes=shapes)


def _fitting(seen: list[float]) -> float:
    """Find by how much to scale the levels until the gaps seen at them sum up to the intended ones."""
    if np.isnan(seen).any() or np.any(np.diff([0.0, *seen]) <= 0):
        return 1.0
    levels = np.array(_LEVELS)
    factors = np.linspace(_LEAST, _MOST, 91)
    known, shown = np.array([0, *levels, 2 * levels[-1]]), np.array([0, *seen, 2 * seen[-1]])
    total = np.array([np.interp(factor * levels, known, shown).sum() for factor in factors])
    return float(np.interp(SEEN_PER_JAW * levels.sum(), total, factors))


def _read(image: NDArray[np.uint8], landmarks: NDArray[np.float32], rig: Rig) -> list[float]:
    """Measure the gap between the lips, IOD, at each level; NaN where no face is seen."""
    import cv2

    low, high = landmarks[:, :2].min(0), landmarks[:, :2].max(0)
    side = _AROUND * float(high[1] - low[1])
    scale = _SIDE / side
    corner = (low + high) / 2 - side / 2
    to_crop = np.array([[scale, 0, -scale * corner[0]], [0, scale, -scale * corner[1]]])
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    # Averaged before it is cut, so that a large photo does not alias.
    small = cv2.resize(image, None, fx=min(scale, 1.0), fy=min(scale, 1.0), interpolation=how)
    left = to_crop @ np.diag([1 / min(scale, 1.0), 1 / min(scale, 1.0), 1])
    crop = cv2.warpAffine(small, left, (_SIDE, _SIDE), borderMode=cv2.BORDER_REPLICATE)
    height = _SIDE / _AROUND
    box = FaceBox((_SIDE - height) / 2, (_SIDE - height) / 2, height, 1.0, ((0.0, 0.0), (1.0, 0.0)))
    mesher = FaceMesher()
    looks = [mesher.measure(_opened(crop, rig, to_crop, level), box) for level in _LEVELS]
    return [np.nan if look is None else _gap(look) for look in looks]


def _gap(landmarks: NDArray[np.float32]) -> float:
    return float(np.linalg.norm(landmarks[13, :2] - landmarks[14, :2])) / inter_ocular_distance(landmarks)


def _opened(crop: NDArray[np.uint8], rig: Rig, to_crop: NDArray[np.float64], level: float) -> NDArray[np.uint8]:
    """Open the mouth in a crop of the photo: skin is drawn along, and the teeth's layers show between the lips."""
    import cv2

    displaced = rig.vertices + rig.neutral + level * rig.shapes[ARKIT_INDEX["jawOpen"]]
    source, moved = (vertices[:, :2] @ to_crop[:, :2].T + to_crop[:, 2] for vertices in (rig.vertices, displaced))
    chosen = np.unique(np.concatenate([np.arange(_POINTS), rig.upper_lip, rig.lower_lip]))
    top, bottom = int(moved[1, 1]), min(_SIDE, int(moved[:_POINTS, 1].max()) + 2)
    places = interpolate(moved[chosen], source[chosen], range(top, bottom), range(_SIDE)) - 0.5
    down, across = np.mgrid[top:bottom, 0:_SIDE]
    flow = np.where(np.isnan(places), np.stack([across, down], axis=-1), places).astype(np.float32)
    opened = crop.copy()
    opened[top:bottom] = cv2.remap(crop, flow[..., 0], flow[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    outline = np.concatenate([moved[rig.upper_lip], moved[rig.lower_lip][::-1]])
    cover = np.zeros((_SIDE, _SIDE), np.uint8)
    cv2.fillPoly(cover, [np.rint((outline - 0.5) * 256).astype(np.int32)], 255, cv2.LINE_AA, shift=8)
    share = cover[..., None].astype(np.float32) / 255
    return np.asarray(np.rint(opened + (_interior(rig, to_crop, level) - opened) * share), np.uint8)


def _interior(rig: Rig, to_crop: NDArray[np.float64], level: float) -> NDArray[np.float32]:
    """Lay the mouth's layers over each other as they stand in the crop at a level of jawOpen."""
    import cv2

    chin = level * rig.shapes[ARKIT_INDEX["jawOpen"], 17]
    inside = np.zeros((_SIDE, _SIDE, 3), np.float32)
    step = rig.axes[:2, :2] * (rig.unit / rig.mouth_scale)
    for layer, follows in zip(rig.mouth_layers, (0.5, 0.68, 1.0, 0.0), strict=True):
        origin = (rig.mouth_centre + follows * chin)[:2] - step @ np.array(rig.mouth_origin)
        matrix = to_crop[:, :2] @ np.column_stack([step, origin])
        matrix[:, 2] += to_crop[:, 2]
        placed = cv2.warpAffine(layer, matrix, (_SIDE, _SIDE), flags=cv2.INTER_AREA).astype(np.float32)
        inside = inside * (1 - placed[..., 3:] / 255) + placed[..., :3]
    return inside * np.float32(0.85)
