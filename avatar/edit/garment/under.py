"""What shows in the neck of a garment: bare skin where other clothes were, or what is worn under a jacket."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.portrait.pixels.fill import push_pull

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LIT, _BRIGHTER, _REACH = 88, 0.6, 0.7
"""percentile of the skin's brightness that is lit, share of it that painted skin takes on, and within how many IOD"""
_RIM = 0.035
"""IOD beside clothes where skin takes their colour or lies in their shadow"""


def under(  # noqa: PLR0913 - one picture and what is known of each of its pixels
    own: NDArray[np.float32],
    cloth: NDArray[np.float32],
    skin: NDArray[np.float32],
    kinds: NDArray[np.int8],
    free: NDArray[np.float32],
    is_open: bool,
    iod: float,
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Give (h, w, 3) with the clothes that have to go painted over, and where it differs, (h, w), 0-1.

    Under a garment that is open what is worn in the middle stays; else all clothes go, and skin is continued.
    """
    import cv2

    side = max(3, 2 * round(_RIM * iod) + 1)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    if is_open:
        inner = _inner(kinds, skin)
        gone = (free > 0) & ~inner & (skin < 0.5)
        gone = cv2.morphologyEx(gone.astype(np.uint8), cv2.MORPH_OPEN, kernel) > 0
        known = (inner | (skin > 0.7)) & ~gone
    else:
        known = skin > 0.9
        gone = ~known & (free > 0)
    gone = cv2.dilate(np.asarray(gone, np.uint8), kernel) > 0
    known = np.asarray(cv2.erode((known & ~gone).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0)
    if known.sum() < 50:
        return own, np.zeros_like(cloth)
    filled = push_pull(own, known.astype(np.float32))
    filled = cv2.GaussianBlur(filled, (0, 0), 0.02 * iod)
    # Far from the shade of the chin skin is as bright as where it is lit.
    away = cv2.distanceTransform((~known).astype(np.uint8), cv2.DIST_L2, 5) / iod
    lit = np.percentile(own[known], _LIT, axis=0)
    if not is_open:
        filled += (_BRIGHTER * np.clip(away / _REACH, 0, 1))[..., None] * np.maximum(lit - filled, 0)
    grain = own - cv2.GaussianBlur(own, (0, 0), 1.5)
    spread = float(np.clip(1.4826 * np.median(np.abs(grain[known])), 0, 3))
    noise = np.random.default_rng(0).normal(0, spread, cloth.shape).astype(np.float32)
    place = cv2.GaussianBlur(gone.astype(np.float32), (0, 0), max(1.0, 0.012 * iod))
    return np.asarray(np.clip(filled + noise[..., None], 0, 255), np.float32), np.asarray(place, np.float32)


def _inner(kinds: NDArray[np.int8], skin: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Mark the cloths that are mostly seen below the neck, not on the shoulders."""
    columns = np.flatnonzero((skin > 0.7).any(axis=0))
    if len(columns) == 0 or kinds.max() < 1:
        return np.asarray(kinds >= 0)
    middle = slice(int(columns[0]), int(columns[-1]) + 1)
    found = np.zeros(kinds.shape, bool)
    for kind in range(int(kinds.max()) + 1):
        place = kinds == kind
        if place[:, middle].sum() > 0.6 * place.sum():
            found |= place
    return found
