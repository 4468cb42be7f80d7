"""Films whose shape the photo cannot fill: the photo as a picture of its own, before a blurred copy of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.reenact.framing import Framing

EDGE = 0.008
"""Of the film's shorter side, over which the photo's edge fades."""
BLUR, GRID = 0.045, 8
"""Standard deviation of the copy's blur, of the film's longer side; it is made at this fraction of the film's size."""
LIGHT = 0.55
"""Brightness of the copy."""
SHADOW, SHADOW_REACH = 0.35, 0.05
"""How much darker the copy is beside the photo, and how far, of the film's shorter side."""


@dataclass(frozen=True, slots=True)
class Inset:
    """Where the photo lies in the film, and what is seen around it."""

    box: tuple[int, int, int, int]
    """x0, y0, x1, y1, film px: nothing of the photo is seen outside"""
    share: NDArray[np.uint8]
    """(height, width, 1), 255 where the photo is seen, falling to 0 at its edges"""
    around: NDArray[np.uint8]
    """(height, width, 3), the copy"""

    @classmethod
    def cut(cls, image: NDArray[np.uint8], framing: Framing) -> Inset:
        """Lay an (H, W, 3) photo into the film; sides on which it reaches beyond the film have no edge."""
        size = framing.width, framing.height
        first = -framing.left * framing.scale, -framing.top * framing.scale
        last = tuple(start + length * framing.scale for start, length in zip(first, image.shape[1::-1], strict=True))
        beyond_x, beyond_y = (_beyond(start, end, length) for start, end, length in zip(first, last, size, strict=True))
        fade = max(1.0, EDGE * min(size))
        share = np.outer(_rise(-beyond_y / fade), _rise(-beyond_x / fade))
        seen_x, seen_y = np.flatnonzero(beyond_x < 0), np.flatnonzero(beyond_y < 0)
        box = int(seen_x[0]), int(seen_y[0]), int(seen_x[-1]) + 1, int(seen_y[-1]) + 1
        reach = SHADOW_REACH * min(size)
        away = np.maximum(beyond_y[:, None], beyond_x[None]).clip(0) / reach
        light = LIGHT * (1 - SHADOW * np.exp(-(away**2)))
        around = np.rint(_blurred(image, size) * light[..., None].astype(np.float32)).astype(np.uint8)
        return cls(box, np.rint(255 * share).astype(np.uint8)[..., None], around)

    def lay(self, picture: NDArray[np.uint8], behind: NDArray[np.uint8] | None = None) -> None:
        """Cover what lies outside of the photo, in place, with the copy or what else is `behind`.

        Both pictures are (height, width, 3).
        """
        around = self.around if behind is None else behind
        x0, y0, x1, y1 = self.box
        for rows, columns in (
            (slice(0, y0), slice(None)),
            (slice(y1, None), slice(None)),
            (slice(y0, y1), slice(0, x0)),
            (slice(y0, y1), slice(x1, None)),
        ):
            picture[rows, columns] = around[rows, columns]
        for rows, columns in self._rims():
            part = self.share[rows, columns].astype(np.uint16)
            mixed = picture[rows, columns] * part + around[rows, columns] * (255 - part)
            picture[rows, columns] = (mixed + 127) // 255

    def fade(self, picture: NDArray[np.uint8]) -> None:
        """Let alpha end where the photo does, in place; `picture` is (height, width, 4)."""
        seen = picture[..., 3:].astype(np.uint16) * self.share
        picture[..., 3:] = (seen + 127) // 255

    def _rims(self) -> list[tuple[slice, slice]]:
        """List the strips inside the box that are seen in part."""
        x0, y0, x1, y1 = self.box
        down = self.share[y0:y1, (x0 + x1) // 2, 0] < 255
        across = self.share[(y0 + y1) // 2, x0:x1, 0] < 255
        middle_y, middle_x = len(down) // 2, len(across) // 2
        top, bottom = int(down[:middle_y].sum()), int(down[middle_y:].sum())
        left, right = int(across[:middle_x].sum()), int(across[middle_x:].sum())
        strips = [
            (slice(y0, y0 + top), slice(x0, x1)),
            (slice(y1 - bottom, y1), slice(x0, x1)),
            (slice(y0 + top, y1 - bottom), slice(x0, x0 + left)),
            (slice(y0 + top, y1 - bottom), slice(x1 - right, x1)),
        ]
        return [(rows, columns) for rows, columns in strips if rows.stop > rows.start and columns.stop > columns.start]


def _beyond(first: float, last: float, length: int) -> NDArray[np.float64]:
    """Measure how far each pixel centre lies beyond the photo, film px; far inside where the photo has no edge."""
    centres = np.arange(length) + 0.5
    start = first - centres if first > 0.5 else np.full(length, -np.inf)
    end = centres - last if last < length - 0.5 else np.full(length, -np.inf)
    return np.asarray(np.maximum(start, end), np.float64)


def _rise(depth: NDArray[np.float64]) -> NDArray[np.float64]:
    t = np.clip(depth, 0, 1)
    return np.asarray(t * t * (3 - 2 * t))


def _blurred(image: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    """Enlarge the middle of a photo until it covers the film, out of focus."""
    height, width = image.shape[:2]
    scale = max(size[0] / width, size[1] / height)
    wide, tall = min(width, round(size[0] / scale)), min(height, round(size[1] / scale))
    left, top = (width - wide) // 2, (height - tall) // 2
    small_size = max(2, size[0] // GRID), max(2, size[1] // GRID)
    small = cv2.resize(image[top : top + tall, left : left + wide], small_size, interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), BLUR * max(small_size), borderType=cv2.BORDER_REFLECT_101)
    return np.asarray(cv2.resize(soft, size, interpolation=cv2.INTER_CUBIC))
