"""The light that a lid takes as it comes down: what lies folded in the eye's hollow turns toward the viewer.

An open eye shows of its lid only the crease, which is in the shade of the brow. Stretched over the closed eye with that
shade it would look like a hole; a closed lid is round, and about as bright as the skin under the eye.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from avatar.portrait.rig.lids import BROWS, Eye, profile

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHARE, MOST = 0.5, 0.25
"""Of the difference to the skin under the eye that a lid makes up for, and the largest change of its brightness: a
shade is warm, and would glow if all of it were lit away."""
LASHES = 0.055
"""IOD above the margin, below which lashes hide the lid: it is taken to be as bright as there."""
UNDER = 0.14, 0.24
"""IOD below the lower lid's margin where that skin is: between lashes and cheek."""
MIDDLE = 0.2, 0.8
"""Share of the eye's width over which it is looked at."""
REACH = 0.8
"""Of the way from the margin to the brow over which the lid takes light; fully over the first half of it."""
EDGE, ROUND = 0.4, 0.3
"""Of the light that the margin takes itself, and of the way to the brow over which that grows: there the lid turns away
from the light again, under its lashes."""
BEYOND = 0.15
"""Share of the eye's width beyond its corners over which it ends."""
SMOOTH = 0.015
"""IOD, over which brightness is averaged: no lash and no pore of the lid is evened out."""
_DARKEST = 8.0
"""levels, below which nothing is told of what a photo shows"""


def lid_light(
    image: NDArray[np.uint8],
    points: NDArray[np.float64],
    uppers: NDArray[np.int32],
    lowers: NDArray[np.int32],
    unit: float,
) -> list[NDArray[np.float32]]:
    """Give the change of brightness (V,), 0 or more, of each eye's closed lid: that at the image's left first.

    `image` is (H, W, 3) RGB, `points` (V, 3) px, `uppers` and `lowers` (2, m) the lids' margins, `unit` px.
    """
    eyes = zip(uppers, lowers, np.array(BROWS, np.int32), strict=True)
    return [_light(image, points, rings, unit) for rings in eyes]


def _light(
    image: NDArray[np.uint8],
    points: NDArray[np.float64],
    rings: tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]],
    unit: float,
) -> NDArray[np.float32]:
    """Light one eye, whose `rings` are the margins of its upper and lower lid, and the brow's lower edge."""
    upper = rings[0]
    eye = Eye.between(points[upper[0], :2], points[upper[-1], :2])
    along, down = eye.into(points[:, :2])
    top, bottom, edge = (profile(eye, points, ring, along) for ring in rings)
    within = (along > MIDDLE[0]) & (along < MIDDLE[1])
    under = within & (down > bottom + UNDER[0] * unit) & (down < bottom + UNDER[1] * unit)
    share = _over_lid(along, (top - down) / np.maximum(top - edge, 1e-6))
    on_lid, light = share > 0, np.zeros(len(points))
    if not under.any() or not on_lid.any():
        return light.astype(np.float32)
    free = points[on_lid, :2] - np.maximum(LASHES * unit - (top - down)[on_lid], 0)[:, None] * eye.down
    wanted, seen = float(np.median(_brightness(image, points[under, :2], unit))), _brightness(image, free, unit)
    light[on_lid] = share[on_lid] * np.clip(SHARE * (wanted / np.maximum(seen, _DARKEST) - 1), 0, MOST)
    return light.astype(np.float32)


def _over_lid(along: NDArray[np.float64], up: NDArray[np.float64]) -> NDArray[np.float64]:
    """Say how much of a lid lies `up` (0 at the margin, 1 at the brow) and `along` from corner to corner; 0-1."""
    above = np.clip((REACH - up) / (REACH / 2), 0, 1) * (up > -0.02)
    beside = np.clip(1 + np.minimum(along, 1 - along) / BEYOND, 0, 1)
    return _soft(above * beside) * (EDGE + (1 - EDGE) * _soft(np.clip(up / ROUND, 0, 1)))


def _soft(share: NDArray[np.float64]) -> NDArray[np.float64]:
    return share * share * (3 - 2 * share)


def _brightness(image: NDArray[np.uint8], points: NDArray[np.float64], unit: float) -> NDArray[np.float64]:
    """Give the photo's smoothed brightness (N,), levels, at points (N, 2)."""
    height, width = image.shape[:2]
    places = np.clip(np.rint(points - 0.5).astype(int), 0, (width - 1, height - 1))
    pad = int(np.ceil(3 * SMOOTH * unit))
    x0, y0 = np.maximum(places.min(axis=0) - pad, 0)
    x1, y1 = places.max(axis=0) + pad + 1
    grey = cv2.cvtColor(np.ascontiguousarray(image[y0:y1, x0:x1]), cv2.COLOR_RGB2GRAY).astype(np.float32)
    smooth = cv2.GaussianBlur(grey, (0, 0), max(0.5, SMOOTH * unit))
    return np.asarray(smooth[places[:, 1] - y0, places[:, 0] - x0], np.float64)
