"""Colours that run into each other, smooth to the last grey level."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.settings import BackgroundSettings

_CENTRE = (0.5, 0.42)
"""of a radial gradient, shares of width and height: behind the head"""


def gradient(background: BackgroundSettings, size: tuple[int, int]) -> NDArray[np.uint8]:
    """Draw a gradient over `size` = (width, height) px: (height, width, 3) RGB. Colours mix as they do in CSS."""
    width, height = size
    x, y = np.arange(width) + 0.5, np.arange(height)[:, None] + 0.5
    if background.kind == "linear":
        turn = np.deg2rad(background.angle)
        across, up = np.sin(turn), np.cos(turn)
        length = abs(width * across) + abs(height * up)
        place = ((x - width / 2) * across - (y - height / 2) * up) / length + 0.5
    else:
        middle = _CENTRE[0] * width, _CENTRE[1] * height
        farthest = np.hypot(max(middle[0], width - middle[0]), max(middle[1], height - middle[1]))
        place = np.hypot(x - middle[0], y - middle[1]) / farthest
    stops = np.array(background.stops, float)
    at = np.linspace(0, 1, len(stops))
    return dithered(np.dstack([np.interp(place, at, channel) for channel in stops.T]).astype(np.float32))


def dithered(levels: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Round (H, W, 3) levels to bytes with noise of one level, the same every time: no bands are seen.

    What is the same all over keeps its value.
    """
    whole = np.rint(levels)
    noise = np.random.default_rng(0).random(levels.shape[:2], dtype=np.float32)[..., None] - np.float32(0.5)
    mixed = np.where(np.abs(levels - whole) < 1e-3, whole, np.rint(levels + noise))
    return np.asarray(np.clip(mixed, 0, 255), np.uint8)
