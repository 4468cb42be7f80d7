"""A picture out of focus, as a lens shows what lies behind the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.finish.gradients import dithered

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LEAST, _MOST = 0.004, 0.075
"""Radius of the lens's disc at blur 0 and at blur 1, of the film's shorter side."""
_GRID = 10.0
"""px: a larger disc is drawn on a coarser grid, on which it has about this radius"""
_KNEE = 0.5
"""Light from which a photo's levels are taken to be squeezed, linear."""
_SQUEEZED = 0.985
"""Of the range above the knee: whatever is brighter is as bright as this, some two and a half times white."""
_GAMMA = 2.2
"""of the photo's levels, near enough for a blur"""


def out_of_focus(picture: NDArray[np.uint8], radius: float) -> NDArray[np.uint8]:
    """Blur (H, W, 3) RGB by a disc, 0 (a little) to 1 (much), in linear light.

    Lights that the photo clips are taken for brighter than white, so that they grow into discs as they do in a lens.
    """
    import cv2

    reach = (_LEAST + (_MOST - _LEAST) * radius) * min(picture.shape[:2])
    step = max(1.0, reach / _GRID)
    size = tuple(max(8, round(length / step)) for length in picture.shape[1::-1])
    light = _unsqueezed(np.asarray((picture / np.float32(255)) ** np.float32(_GAMMA), np.float32))
    small = cv2.resize(light, size, interpolation=cv2.INTER_AREA) if step > 1 else light
    soft = cv2.filter2D(small, -1, _disc(reach / step), borderType=cv2.BORDER_REFLECT_101)
    soft = _squeezed(soft) ** np.float32(1 / _GAMMA)
    if step > 1:
        soft = cv2.resize(cv2.GaussianBlur(soft, (0, 0), 0.8), picture.shape[1::-1], interpolation=cv2.INTER_CUBIC)
    return dithered(255 * soft)


def _unsqueezed(light: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give the light that `_squeezed` would show as this one."""
    share = np.clip((light - _KNEE) / (1 - _KNEE), 0, _SQUEEZED)
    return np.asarray(np.minimum(light, _KNEE) - (1 - _KNEE) * np.log1p(-share), np.float32)


def _squeezed(light: NDArray[np.float32]) -> NDArray[np.float32]:
    """Bring light to 0-1: unchanged up to the knee, slower and slower beyond."""
    over = np.maximum(light - _KNEE, 0) / (1 - _KNEE)
    return np.asarray(np.clip(light, 0, _KNEE) - (1 - _KNEE) * np.expm1(-over), np.float32)


def _disc(radius: float) -> NDArray[np.float32]:
    """Draw a disc with an edge of one pixel's softness, sum 1."""
    reach = int(np.ceil(radius)) + 1
    y, x = np.ogrid[-reach : reach + 1, -reach : reach + 1]
    disc = np.clip(radius + 0.5 - np.hypot(x, y), 0, 1).astype(np.float32)
    return np.asarray(disc / disc.sum(), np.float32)
