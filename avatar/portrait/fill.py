"""Continue a picture smoothly into the places where it is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def push_pull(colours: NDArray[np.float32], known: NDArray[np.float32]) -> NDArray[np.float32]:
    """Fill (H, W, 3) where the weight `known` (H, W), 0-1, is low, from what is around, smoothly.

    A pyramid of weighted means is built up and carried down again (push-pull of Gortler et al. 1996,
    with Gaussian kernels). With nothing known at all the result is mid-grey.
    """
    import cv2

    if min(known.shape) <= 2:
        total = float(known.sum())
        mean = (colours * known[..., None]).sum((0, 1)) / total if total > 1e-6 else np.full(3, 128.0)
        share = np.clip(known, 0, 1)[..., None]
        return np.asarray(colours * share + mean * (1 - share), np.float32)
    weight = cv2.pyrDown(known)
    coarse = cv2.pyrDown(colours * known[..., None]) / np.maximum(weight, 1e-6)[..., None]
    # Doubled, so that a half-known coarse pixel counts as known and the fill stays close to the edge's colours.
    filled = push_pull(coarse, np.minimum(2 * weight, 1))
    height, width = known.shape
    share = known[..., None]
    return np.asarray(colours * share + cv2.pyrUp(filled, dstsize=(width, height)) * (1 - share), np.float32)


def shrunk(pixels: NDArray[np.uint8], factor: float) -> NDArray[np.float32]:
    """Average an (H, W, C) picture down to about 1 / `factor` of its size, as float."""
    import cv2

    if factor <= 1:
        return pixels.astype(np.float32)
    size = max(1, round(pixels.shape[1] / factor)), max(1, round(pixels.shape[0] / factor))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.float32)


def grown(picture: NDArray[np.float32], shape: tuple[int, int]) -> NDArray[np.uint8]:
    """Enlarge a float picture to (H, W) as bytes."""
    import cv2

    size = shape[1], shape[0]
    # As bytes first: a float picture at full size would be the largest thing in memory.
    small = np.clip(np.rint(picture), 0, 255).astype(np.uint8)
    return np.asarray(cv2.resize(small, size, interpolation=cv2.INTER_LINEAR))
