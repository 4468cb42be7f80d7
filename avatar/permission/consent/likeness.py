"""A perceptual hash: it finds copies of a photo that were cropped or saved again, and never authorizes one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

NEAR = 12
"""Of 64 bits: photos that differ in no more are called look-alikes."""
_SIDE, _KEPT = 32, 8


def perceptual_hash(pixels: NDArray[np.uint8]) -> str:
    """Hash an (H, W, 3) picture to 16 hex digits: the signs of its 64 slowest cosine terms against their median.

    The method is pHash (Zauner 2010): 32 x 32 grey, DCT-II, the terms of the lowest 8 x 8 frequencies.
    """
    from PIL import Image

    grey = Image.fromarray(pixels).convert("L").resize((_SIDE, _SIDE), Image.Resampling.BOX)
    terms = _COSINES @ np.asarray(grey, np.float64) @ _COSINES.T
    bits = (terms > np.median(np.delete(terms.ravel(), 0))).ravel()
    return np.packbits(bits).tobytes().hex()


def distance(one: str, other: str) -> int:
    """Count the bits in which two perceptual hashes differ, 0-64."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def _cosines() -> NDArray[np.float64]:
    place = (2 * np.arange(_SIDE) + 1) * np.pi / (2 * _SIDE)
    return np.cos(np.arange(_KEPT)[:, None] * place)


_COSINES = _cosines()
