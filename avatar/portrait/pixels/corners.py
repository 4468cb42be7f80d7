"""Corners of an open mouth: what lies between the lips there must not ride on them when they close."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.data import Rig

REACH = 0.055
"""IOD around the seam in which the landmarks leave slivers of the dark interior on the lips' side."""
DARK = 0.66
"""Of the usual brightness around the mouth: darker is neither lip nor skin."""


def heal_corners(picture: NDArray[np.uint8], rig: Rig) -> NDArray[np.uint8]:
    """Paint over the dark slivers outside the lip seam of an open mouth.

    `picture` is (H, W, 3) RGB on the portrait's grid; a changed copy is given back, or the picture itself when
    the mouth is closed.
    """
    import cv2

    if not rig.is_open:
        return picture
    ring = rig.vertices[np.concatenate([rig.upper_lip, rig.lower_lip[::-1]]), :2]
    pad = 4 * REACH * rig.unit
    x0, y0 = np.maximum(np.floor(ring.min(axis=0) - pad), 0).astype(int)
    x1, y1 = np.ceil(ring.max(axis=0) + pad).astype(int)
    healed = np.array(picture, np.uint8)
    part = np.ascontiguousarray(healed[y0:y1, x0:x1])
    inside = np.zeros(part.shape[:2], np.uint8)
    cv2.fillPoly(inside, [np.rint(ring).astype(np.int32) - (x0, y0)], 1)
    slivers = _slivers(part, inside, rig.unit)
    # The interior next to a sliver must not bleed into the repair.
    unknown = ((slivers | (inside > 0)) * 255).astype(np.uint8)
    painted = cv2.inpaint(part, unknown, 3, cv2.INPAINT_TELEA).astype(np.float32)
    soft = cv2.GaussianBlur(slivers.astype(np.float32), (0, 0), 0.008 * rig.unit)[..., None]
    healed[y0:y1, x0:x1] = np.rint(part + (painted - part) * np.clip(1.5 * soft, 0, 1))
    return healed


def _slivers(part: NDArray[np.uint8], inside: NDArray[np.uint8], unit: float) -> NDArray[np.bool_]:
    import cv2

    away = cv2.distanceTransform(1 - inside, cv2.DIST_L2, 3)
    light = part.astype(np.float32).mean(axis=2)
    around = (away > 0) & (away < 3 * REACH * unit)
    dark = (away > 0) & (away < REACH * unit) & (light < DARK * float(np.median(light[around])))
    step = max(1, round(0.012 * unit))
    grown = cv2.dilate(dark.astype(np.uint8), np.ones((2 * step + 1, 2 * step + 1), np.uint8)) > 0
    return np.asarray(grown & (away > 0))
