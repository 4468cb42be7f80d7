"""Gaps and strands: what colour says of single pixels is believed where they hang together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.portrait.pixels.trimap import Places, Trimap

_DENSITY, _OUTSIDE = 0.006, 150
"""Width of what is looked at around a pixel, face heights, and how much background there (of 255) is outside hair."""
_GAP_DEPTH = 0.04
"""How deep a gap leads inward until nothing is seen through it, face heights: half of it is followed."""
_STRAND, _FAINTEST = 0.003, 24
"""Width of a strand, face heights, and cover (of 255) of its surroundings from which it is one rather than noise."""


def coherent(key: NDArray[np.float32], trimap: Trimap, where: Places, face: float) -> NDArray[np.float32]:
    """Open the person only where the background reaches, and let only what hangs on the person stand before it.

    `key` (N,) is the cover, 0-1, that colour tells at the places `where`; `face` the face's height, px. A highlight on
    dark hair may have the backdrop's very colour. What it lacks is a way out: a gap's is as light as the gap itself.
    The ways are followed by morphological reconstruction (Vincent 1993), losing a little with each step.
    """
    import cv2

    seen = np.where(trimap.background, np.uint8(255), np.uint8(0))
    seen[where] = np.rint(255 * (1 - key))
    share = cv2.GaussianBlur(seen, (0, 0), max(0.8, _DENSITY * face))
    opened = np.where(touching(share > _OUTSIDE, trimap.background), seen, np.uint8(0))
    less = np.full(1, max(1, round(255 / (_GAP_DEPTH * face))), np.float64)
    for _ in range(round(0.5 * _GAP_DEPTH * face)):
        further = cv2.subtract(cv2.dilate(opened, np.ones((3, 3), np.uint8)), less)
        opened = cv2.max(opened, cv2.min(seen, further))
    cover = 255 - opened
    width = max(0.8, _STRAND * face)
    hangs = touching(cv2.GaussianBlur(cover, (0, 0), width) > _FAINTEST, trimap.person).astype(np.uint8)
    reach = 2 * max(1, round(_STRAND * face)) + 1
    near = cv2.GaussianBlur(255 * cv2.dilate(hangs, np.ones((reach, reach), np.uint8)), (0, 0), width)
    return np.asarray(cover[where].astype(np.float32) / 255 * (near[where].astype(np.float32) / 255), np.float32)


def touching(mask: NDArray[np.bool_], seeds: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Keep those parts of a mask that hold some seed."""
    import cv2

    _, labels = cv2.connectedComponents(mask.astype(np.uint8), connectivity=8)
    belongs = np.zeros(int(labels.max()) + 1, bool)
    belongs[np.unique(labels[seeds])] = True
    belongs[0] = False
    return np.asarray(belongs[labels])
