"""Continue a picture smoothly into the places where it is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


_BLUR_WIDTH = 5.0
"""Standard deviation that a wide blur has on its own grid, px."""


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
    shown = weighed(colours, known)
    coarse = cv2.divide(cv2.pyrDown(shown), cv2.merge([np.maximum(weight, 1e-6)] * 3))
    # Doubled, so that a half-known coarse pixel counts as known and the fill stays close to the edge's colours.
    filled = push_pull(coarse, np.minimum(2 * weight, 1))
    height, width = known.shape
    return np.asarray(cv2.add(shown, weighed(cv2.pyrUp(filled, dstsize=(width, height)), 1 - known)))


def weighed(colours: NDArray[np.float32], weight: NDArray[np.float32]) -> NDArray[np.float32]:
    """Multiply (H, W, 3) by (H, W): numpy takes four times as long, three products at a time."""
    import cv2

    return np.asarray(cv2.multiply(colours, cv2.merge([weight] * 3)))


def blurred(picture: NDArray[np.float32], width: float) -> NDArray[np.float32]:
    """Blur a picture as a Gaussian of standard deviation `width` px does; a wide one on a coarser grid."""
    import cv2

    factor = max(1.0, width / _BLUR_WIDTH)
    if factor < 2:
        return np.asarray(cv2.GaussianBlur(picture, (0, 0), width))
    size = tuple(max(1, round(length / factor)) for length in picture.shape[1::-1])
    # Taking means of squares and drawing lines between them blurs by a quarter of the grid's step, squared, by itself.
    rest = float(np.sqrt((width / factor) ** 2 - 0.25))
    coarse = cv2.GaussianBlur(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), (0, 0), rest)
    return np.asarray(cv2.resize(coarse, picture.shape[1::-1], interpolation=cv2.INTER_LINEAR))


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


def bounds(mask: NDArray[np.bool_]) -> tuple[int, int, int, int]:
    """Give top, left, bottom and right of what is marked, the latter two one further; zeros if nothing is."""
    rows, columns = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
    if not len(rows):
        return 0, 0, 0, 0
    return int(rows[0]), int(columns[0]), int(rows[-1]) + 1, int(columns[-1]) + 1
