"""Things that are drawn once and laid over many pictures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from avatar.finish.scene.blending import lay_ink

if TYPE_CHECKING:
    from numpy.typing import NDArray

Window = tuple[int, int, int, int]
"""x0, y0, x1, y1, px of the canvas"""


@dataclass(frozen=True, slots=True)
class Sprite:
    """Something drawn, in its place."""

    left: int
    """px of the canvas, where its left upper corner lies; it may reach beyond"""
    top: int
    ink: NDArray[np.uint8]
    """(h, w, 3), colour times opacity"""
    cover: NDArray[np.uint8]
    """(h, w), opacity"""
    spans: NDArray[np.int32]
    """(h, 2), first and end of what is not clear in each row"""

    @property
    def window(self) -> Window:
        """The part of the canvas that it is in."""
        height, width = self.cover.shape
        return self.left, self.top, self.left + width, self.top + height

    def lay(self, picture: NDArray[np.uint8], share: float = 1.0, window: Window | None = None) -> None:
        """Lay it over a picture (H, W, 3), so strongly (0-1), and only inside a window."""
        height, width = picture.shape[:2]
        seen = clipped(window or self.window, (0, 0, width, height))
        strength = round(256 * min(max(share, 0.0), 1.0))
        if strength and seen[0] < seen[2] and seen[1] < seen[3]:
            bounds = np.array(seen, np.int64)
            lay_ink(picture, self.ink, self.cover, self.spans, self.left, self.top, strength, bounds)

    def moved(self, right: int, down: int) -> Sprite:
        """Give it elsewhere."""
        return replace(self, left=self.left + right, top=self.top + down)

    def scaled(self, factor: float) -> Sprite:
        """Give it larger or smaller, about its middle."""
        height, width = self.cover.shape
        tall, wide = max(1, round(height * factor)), max(1, round(width * factor))
        kind = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
        ink = np.asarray(cv2.resize(self.ink, (wide, tall), interpolation=kind), np.uint8)
        cover = np.asarray(cv2.resize(self.cover, (wide, tall), interpolation=kind), np.uint8)
        return sprite(ink, cover, self.left + (width - wide) // 2, self.top + (height - tall) // 2)


def sprite(ink: NDArray[np.uint8], cover: NDArray[np.uint8], left: int, top: int) -> Sprite:
    """Make a sprite, and note where it is clear."""
    filled = cover > 0
    width = cover.shape[1]
    first = np.where(filled.any(axis=1), filled.argmax(axis=1), width)
    last = np.where(filled.any(axis=1), width - filled[:, ::-1].argmax(axis=1), 0)
    spans = np.ascontiguousarray(np.stack([first, last], axis=1), np.int32)
    return Sprite(left, top, np.ascontiguousarray(ink), np.ascontiguousarray(cover), spans)


def clipped(window: Window, other: Window) -> Window:
    """Give what two windows share; it may be empty."""
    return max(window[0], other[0]), max(window[1], other[1]), min(window[2], other[2]), min(window[3], other[3])


def meet(window: Window, other: Window) -> bool:
    """Tell whether two windows share anything."""
    x0, y0, x1, y1 = clipped(window, other)
    return x0 < x1 and y0 < y1
