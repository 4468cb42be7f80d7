"""Keep what lies under spectacles with the head, and let the skin around them give way."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from avatar.data import ARKIT_INDEX
from avatar.portrait.glasses.find import LIKELY

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.data import Rig
    from avatar.portrait.glasses.find import Glasses

_GIVE = 0.18
"""Beyond the frame, over which skin regains its freedom, IOD."""
_LID, _LEAST_GAP = 0.05, 0.01
"""From the lids' margins, where the skin must follow them; and between a sure rim and a lid where they touch, IOD."""
_BROWS = (70, 63, 105, 66, 107, 55, 65, 52, 53, 46, 300, 293, 334, 296, 336, 285, 295, 282, 283, 276)
_FIRM = 0.9
"""Hold by which a vertex counts as part of the frame."""
_CHEEKS = 0.5
"""Of the way that cheeks rise without spectacles: more would fold against the lower rim."""
_BROW_SHAPES = [index for name, index in ARKIT_INDEX.items() if name.startswith("brow")]
_CHEEK_SHAPES = [index for name, index in ARKIT_INDEX.items() if name.startswith(("cheekSquint", "noseSneer"))]


def hold_glasses(rig: Rig, glasses: Glasses) -> Rig:
    """Give a rig on which the frame of the spectacles moves with the head alone, as do the eyes behind dark lenses."""
    if not glasses:
        return rig
    hold = held(rig, glasses)
    free = (1 - hold).astype(np.float32)
    vertices = rig.vertices.copy()
    vertices[:, 2] = _flattened(rig, hold)
    shapes = rig.shapes * free[:, None]
    # A brow that the frame holds by its lower edge would smear; it rests as a whole.
    shapes[_BROW_SHAPES] *= 1 - float(np.quantile(hold[list(_BROWS)], 0.8))
    shapes[_CHEEK_SHAPES] *= _CHEEKS
    return replace(
        rig,
        vertices=vertices,
        neutral=rig.neutral * free[:, None],
        shapes=shapes,
        shades=rig.shades * free,
        eyes_hidden=glasses.is_opaque,
    )


def held(rig: Rig, glasses: Glasses) -> NDArray[np.float64]:
    """Say how far each vertex is held by the frame, (V,): 1 moves with the head alone, 0 is free."""
    gap = _distance(rig, glasses.mask > LIKELY / 2)
    hold = 1 - _smooth(gap / (_GIVE * rig.unit))
    if glasses.is_opaque:
        return hold
    margins = rig.vertices[np.concatenate([*rig.upper_lids, *rig.lower_lids]), :2]
    nearest = np.linalg.norm(rig.vertices[:, None, :2] - margins[None], axis=2).min(axis=1)
    # What may be a fold of the lid must not stop it; from a rim that is sure, the skin stretches evenly to the lid.
    loose = hold * _smooth(nearest / (_LID * rig.unit))
    gap = _distance(rig, glasses.mask > (1 + LIKELY) / 2)
    sure = 1 - _smooth(gap / (_GIVE * rig.unit))
    sure = np.minimum(sure, nearest / np.maximum(nearest + gap, _LEAST_GAP * rig.unit))
    return np.asarray(np.maximum(loose, sure))


def _distance(rig: Rig, mask: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Measure how far each vertex lies outside the mask, (V,) px."""
    import cv2

    if not mask.any():
        return np.full(len(rig.vertices), np.inf)
    away = cv2.distanceTransform((~mask).astype(np.uint8), cv2.DIST_L2, 5)
    across, down = rig.vertices[:, :1] - np.float32(0.5), rig.vertices[:, 1:2] - np.float32(0.5)
    gap = cv2.remap(away, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(gap[:, 0], np.float64)


def _flattened(rig: Rig, hold: NDArray[np.float64]) -> NDArray[np.float32]:
    """Give held vertices the depth of a smooth surface that wraps around the face: no turn bends a straight rim."""
    firm = hold > _FIRM
    if firm.sum() < 40:
        return rig.vertices[:, 2]
    places = (rig.vertices - rig.vertices[firm].mean(axis=0)) / rig.unit
    right, down = places[:, :2] @ rig.axes[:2, 0], places[:, :2] @ rig.axes[:2, 1]
    terms = np.column_stack([np.ones(len(right)), right, down, right**2]).astype(np.float64)
    surface = np.linalg.lstsq(terms[firm], rig.vertices[firm, 2], rcond=None)[0]
    fitted = terms @ surface
    return np.asarray(rig.vertices[:, 2] + hold * (fitted - rig.vertices[:, 2]), np.float32)


def _smooth(t: NDArray[np.float64]) -> NDArray[np.float64]:
    t = np.clip(t, 0, 1)
    return np.asarray(t * t * (3 - 2 * t))
