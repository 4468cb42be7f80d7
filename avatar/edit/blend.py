"""Lay one picture over another without a seam: slow changes blend over a wide band, fine ones over a narrow one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEVELS = 5
"""of the pyramids"""
PAD = 2**LEVELS * 2
"""px that are added around, so that the border of the cut is not seen"""


def blend(over: NDArray[np.float32], under: NDArray[np.float32], mask: NDArray[np.float32]) -> NDArray[np.float32]:
    """Blend (H, W, 3) pictures by a mask (H, W), 0-1, in a Laplacian pyramid (Burt and Adelson 1983)."""
    import cv2

    height, width = mask.shape
    step = 2**LEVELS
    down, right = PAD + -height % step, PAD + -width % step
    padded = [cv2.copyMakeBorder(each, PAD, down, PAD, right, cv2.BORDER_REFLECT) for each in (over, under)]
    share = cv2.copyMakeBorder(mask, PAD, down, PAD, right, cv2.BORDER_CONSTANT, value=0)
    one, other = padded
    layers = []
    for _ in range(LEVELS):
        smaller = [cv2.pyrDown(each) for each in (one, other)]
        size = share.shape[1::-1]
        fine = [each - cv2.pyrUp(low, dstsize=size) for each, low in zip((one, other), smaller, strict=True)]
        layers.append(fine[1] + share[..., None] * (fine[0] - fine[1]))
        one, other = smaller
        share = cv2.pyrDown(share)
    found = other + share[..., None] * (one - other)
    for layer in reversed(layers):
        found = cv2.pyrUp(found, dstsize=layer.shape[1::-1]) + layer
    return np.asarray(found[PAD : PAD + height, PAD : PAD + width], np.float32)
