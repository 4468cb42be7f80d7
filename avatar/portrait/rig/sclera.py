"""Let the lids' seam go round all of the eye's white: what is left outside stays in sight when the eye closes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

STEP, STEPS = 0.004, 11
"""IOD between the places outside the seam that are looked at, and how many there are."""
SKIN = 0.1
"""IOD below the seam, where skin is looked at."""
SPACE = 0.08
"""IOD around the seam that gives way to it."""
LIKE_WHITE = 0.5
"""Of the way from the hue of white to that of skin, up to which a place is white."""
LIT = 0.5
"""Of the white's lightness that white has at least: lashes are as grey, but dark."""
TOLD_APART = 7.0
"""Least difference in hue, Lab units, between white and skin by which they can be told apart."""
SMOOTH = 1.5
"""Vertices over which the seam's way is smoothed."""


def take_in_white(
    image: NDArray[np.uint8],
    points: NDArray[np.float64],
    upper: NDArray[np.int32],
    lower: NDArray[np.int32],
    unit: float,
) -> None:
    """Move the lower margin outward over white of the eye that lies outside, in (V, 3) vertices, px, in place.

    `image` is (H, W, 3) RGB. Skin close to the margin gives way; a face whose skin has the white's hue stays as it is.
    """
    rings = points[upper, :2], points[lower, :2]
    outward = _outward(rings[1], np.concatenate(rings).mean(axis=0))
    inside = np.concatenate([rings[0] + share * (rings[1] - rings[0]) for share in (0.35, 0.5, 0.65, 0.8)])
    white = _brightest(_lab(image, inside))
    skin = np.median(_lab(image, rings[1] + SKIN * unit * outward), axis=0)
    apart = skin[1:] - white[1:]
    if np.linalg.norm(apart) < TOLD_APART:
        return
    away = STEP * unit * np.arange(STEPS)
    seen = _lab(image, rings[1][:, None] + away[None, :, None] * outward[:, None])
    hue = (seen[..., 1:] - white[1:]) @ apart / (apart @ apart)
    is_white = (hue < LIKE_WHITE) & (seen[..., 0] > LIT * white[0])
    # White that does not end is none, and the seam's own place is nothing new.
    count = np.where(is_white.all(axis=1), 0, np.maximum(is_white.argmin(axis=1) - 1, 0))
    by = _smoothed(count * STEP * unit)
    moved = by[:, None] * outward
    away_from = np.linalg.norm(points[:, None, :2] - rings[1][None], axis=2)
    nearest = away_from.argmin(axis=1)
    share = np.clip(1 - away_from.min(axis=1) / (SPACE * unit), 0, 1) ** 2
    share[upper[1:-1]] = 0
    points[:, :2] += share[:, None] * moved[nearest]


def _outward(ring: NDArray[np.float64], middle: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the unit normals (n, 2) of a line (n, 2) that point away from a place."""
    along = np.gradient(ring, axis=0)
    normal = np.column_stack([-along[:, 1], along[:, 0]])
    normal /= np.maximum(np.linalg.norm(normal, axis=1, keepdims=True), 1e-9)
    return np.asarray(normal * np.sign(((ring - middle) * normal).sum(axis=1))[:, None])


def _lab(image: NDArray[np.uint8], places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Read Lab (..., 3) at places (..., 2), px."""
    import cv2

    low = np.maximum(np.floor(places.reshape(-1, 2).min(axis=0)).astype(int) - 2, 0)
    high = np.ceil(places.reshape(-1, 2).max(axis=0)).astype(int) + 3
    part = image[low[1] : high[1], low[0] : high[0]]
    if not part.size:
        return np.zeros((*places.shape[:-1], 3))
    lab = cv2.cvtColor(part.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    at = (places - low - 0.5).astype(np.float32).reshape(len(places), -1, 2)
    read = cv2.remap(lab, at[..., 0], at[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(read.reshape(*places.shape[:-1], 3), np.float64)


def _brightest(lab: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the white (3,) of an eye: the middle of its bright half, which iris and lashes are not."""
    return np.asarray(np.median(lab[lab[:, 0] >= np.quantile(lab[:, 0], 0.6)], axis=0))


def _smoothed(by: NDArray[np.float64]) -> NDArray[np.float64]:
    """Smooth how far each vertex goes without falling short where it goes furthest; the corners stay."""
    import cv2

    wide = cv2.dilate(by[None].astype(np.float32), np.ones((1, 3), np.uint8))
    wide[0, [0, -1]] = 0
    soft = cv2.GaussianBlur(wide, (0, 0), SMOOTH, borderType=cv2.BORDER_REPLICATE)[0].astype(np.float64)
    soft[[0, -1]] = 0
    return np.asarray(soft)
