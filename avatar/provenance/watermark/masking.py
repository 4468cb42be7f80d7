"""How much of the mark each part of a picture hides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FLAT = 0.72
"""root mean square of the mark on plain ground, levels of 255, in a picture of four tiles"""
_SHARE = 0.6
"""of the picture's own texture that the mark may reach"""
_MOST = 4.0
"""levels"""
_AROUND = 5
"""samples over which texture is told from an edge; odd"""
_LEAST_SHARE = 0.5
"""of the strength, that is left where there are more tiles"""
_FOUR_TILES = 4 * (2 * 64) ** 2
"""samples"""


def strength(luma: NDArray[np.float32], most: float) -> NDArray[np.float32]:
    """Say how strong the mark may be (root mean square, levels) on a picture with about two samples per cell.

    Texture is the median of what a blur takes away, and the least of it in the neighbourhood: an edge between two plain
    areas hides nothing. Many tiles need less strength each. If the mean square exceeds that of `most` levels, all is
    scaled down.
    """
    detail = np.abs(luma - cv2.GaussianBlur(luma, (0, 0), 1.5))
    texture = cv2.medianBlur(np.minimum(detail * 8, 255).astype(np.uint8), _AROUND)
    texture = cv2.erode(texture, np.ones((_AROUND + 4, _AROUND + 4), np.uint8))
    gain = _FLAT + _SHARE / 8 * cv2.GaussianBlur(texture.astype(np.float32), (0, 0), 2.0)
    gain = np.minimum(gain, _MOST) * np.clip(np.sqrt(_FOUR_TILES / luma.size), _LEAST_SHARE, 1)
    # Near black and white there is no room, and in the dark the eye sees more.
    gain *= np.clip(luma / 48, 0.55, 1) * np.clip((265 - luma) / 30, 0.4, 1)
    power = float(np.mean(gain**2))
    if power > most**2:
        gain *= most / np.sqrt(power)
    return gain.astype(np.float32)
