"""How much of the mark each part of a picture hides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FLAT = 0.72
"""root mean square of the mark on plain ground, levels of 255, in a picture of four tiles"""
_SHARE = 1.0
"""of the picture's own texture that the mark may reach"""
_MOST = 2.2
"""levels"""
_AROUND = 5
"""samples over which texture is told from an edge; odd"""
_LEAST_SHARE = 0.4
"""of the strength, that is left where there are more tiles"""
_FOUR_TILES = 4 * (2 * 64) ** 2
"""samples"""


def strength(luma: NDArray[np.float32], most: float) -> NDArray[np.float32]:
    """Say how strong the mark may be (root mean square, levels) on a picture with about two samples per cell.

    Texture is the median of what a blur takes away, and the least of it in the neighbourhood: an edge between two plain
    areas hides nothing. Many tiles need less strength each. If the mean square exceeds that of `most` levels, texture
    counts less.
    """
    detail = np.abs(luma - cv2.GaussianBlur(luma, (0, 0), 1.5))
    texture = cv2.medianBlur(np.minimum(detail * 8, 255).astype(np.uint8), _AROUND)
    texture = cv2.erode(texture, np.ones((_AROUND + 4, _AROUND + 4), np.uint8))
    texture = np.minimum(_SHARE / 8 * cv2.GaussianBlur(texture.astype(np.float32), (0, 0), 2.0), _MOST - _FLAT)
    # Near black and white there is no room, and in the dark the eye sees more.
    room = np.clip(luma / 48, 0.55, 1) * np.clip((265 - luma) / 30, 0.4, 1)
    room *= np.clip(np.sqrt(_FOUR_TILES / luma.size), _LEAST_SHARE, 1)
    return _limited(np.asarray(_FLAT * room, np.float32), texture * room, most)


def _limited(plain: NDArray[np.float32], extra: NDArray[np.float32], most: float) -> NDArray[np.float32]:
    """Add as much of what texture allows as keeps the mean square within that of `most`."""
    if float(np.mean((plain + extra) ** 2)) <= most**2:
        return plain + extra
    squares, mixed = float(np.mean(extra**2)), float(np.mean(plain * extra))
    left = most**2 - float(np.mean(plain**2))
    share = (np.sqrt(mixed**2 + squares * left) - mixed) / squares
    return np.asarray(plain + np.float32(share) * extra, np.float32)
