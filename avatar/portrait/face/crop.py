"""Cut squares out of a picture, also beyond its edges."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

GREY = (128, 128, 128)


def square_crop(pixels: NDArray[np.uint8], centre: tuple[float, float], side: float, out: int) -> NDArray[np.uint8]:
    """Cut an axis-parallel square of `side` px, grey beyond the picture, scaled to (out, out, 3)."""
    scale = out / side
    corner = np.array(centre) - side / 2
    return warped_crop(pixels, np.array([[1 / scale, 0, corner[0]], [0, 1 / scale, corner[1]]]), out)


def warped_crop(pixels: NDArray[np.uint8], window: NDArray[np.float64], out: int) -> NDArray[np.uint8]:
    """Cut what a (2, 3) affine map from crop px to picture px covers, grey beyond the picture: (out, out, 3)."""
    import cv2

    scale = float(np.hypot(window[0, 0], window[1, 0]))
    if scale > 2:  # more than two picture px per crop px: average first, or fine texture aliases
        height, width = pixels.shape[:2]
        size = max(1, round(width / scale)), max(1, round(height / scale))
        pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
        shrink = np.array([size[0] / width, size[1] / height])
        window = window * shrink[:, None]
        window[:, 2] += (shrink - 1) / 2  # pixel centres lie at whole numbers
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    crop = cv2.warpAffine(pixels, window, (out, out), flags=flags, borderMode=cv2.BORDER_CONSTANT, borderValue=GREY)
    return np.asarray(crop)
