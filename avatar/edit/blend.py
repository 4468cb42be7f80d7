"""Lay one picture over another without a seam: slow changes blend over a wide band, fine ones over a narrow one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEVELS = 5
"""of the pyramids"""


def blend(over: NDArray[np.float32], under: NDArray[np.float32], mask: NDArray[np.float32]) -> NDArray[np.float32]:
    """Blend (H, W, 3) pictures by a mask (H, W), 0-1, in a Laplacian pyramid (Burt and Adelson 1983)."""
    return under + spread(over - under, mask)


def spread(change: NDArray[np.float32], mask: NDArray[np.float32], levels: int = LEVELS) -> NDArray[np.float32]:
    """Give what a blend adds to the lower picture, (H, W, 3), of its `change` towards the upper one.

    Blending is linear, so one pyramid of the difference does for two of the pictures.
    """
    import cv2

    height, width = mask.shape
    step = 2**levels
    pad = 2 * step
    down, right = pad + -height % step, pad + -width % step
    fine = cv2.copyMakeBorder(change, pad, down, pad, right, cv2.BORDER_REFLECT)
    share = cv2.copyMakeBorder(mask, pad, down, pad, right, cv2.BORDER_CONSTANT, value=0)
    layers = []
    for _ in range(levels):
        low = cv2.pyrDown(fine)
        layers.append((fine - cv2.pyrUp(low, dstsize=share.shape[1::-1])) * share[..., None])
        fine, share = low, cv2.pyrDown(share)
    found = fine * share[..., None]
    for layer in reversed(layers):
        found = cv2.pyrUp(found, dstsize=layer.shape[1::-1]) + layer
    return np.asarray(found[pad : pad + height, pad : pad + width], np.float32)
