"""The label that says who made the film: burned into every frame, and nothing turns it off.

Texts after GB 45438-2025 (China: an AI element and a generated element, at least 5 % of the shortest side tall) and
the EU code of practice on Article 50 of the AI Act.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import numpy as np

from avatar.errors import AvatarError
from avatar.finish.ink import FINER, write

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from avatar.data import Frame

    Corner = Literal["bottom right", "bottom left", "top right", "top left"]

LABELS = {"zh": "AI生成", "cmn": "AI生成", "yue": "AI生成"}
"""by primary language subtag"""
ELSEWHERE = "AI-generated"
"""in all other languages"""
HEIGHT = 0.055
"""of a capital, in the film's shorter side; the standard asks for 0.05"""

_MARGIN = 0.035
"""between plate and picture edge, in the shorter side"""
_HALF, _CLEARANCE = 0.84, 0.12
"""half the plate's height, and its least distance above and below from any ink, in capitals"""
_SIDE = 0.46
"""between ink and plate edge, sideways, in capitals"""
_ROUNDING = 0.3
"""radius of the plate's corners, in its height"""
_COLOUR, _ALPHA = np.array((14.0, 16.0, 20.0)), 0.68
"""white on it has a contrast of 6.7 over a white picture, and more over any other (WCAG 2.2 asks for 4.5)"""


def label_text(language: str) -> str:
    """Give the label for a BCP-47 language."""
    return LABELS.get(language.lower().split("-")[0], ELSEWHERE)


class LabelFilter:
    """Burn the label into frames of `size` = (width, height) px.

    It is painted into the frame's own array, of which only the label's corner is touched; a read-only array is copied
    first. So a frame must bring its corner freshly painted, not with the label of the frame before.
    """

    def __init__(self, language: str, size: tuple[int, int], corner: Corner = "bottom right") -> None:
        self.text = label_text(language)
        """what it says"""
        self._size = size
        self._colour, self._alpha = _layer(self.text, math.ceil(HEIGHT * min(size)))
        height, width = self._alpha.shape
        margin = round(_MARGIN * min(size))
        x = margin if corner.endswith("left") else size[0] - margin - width
        y = margin if corner.startswith("top") else size[1] - margin - height
        self.place = (x, y, width, height)
        """of the plate: left, top, width, height, px"""
        # 8 bits of fraction, rounded so that the sum stays within 16 bits.
        self._keep = np.repeat(((1 - self._alpha) * 256).astype(np.uint16)[..., None], 3, axis=2)
        self._add = (self._colour * 256 + 127).astype(np.uint16)

    def apply(self, frames: Iterable[Frame]) -> Iterator[Frame]:
        """Yield each frame with the label in its corner."""
        for frame in frames:
            image = frame.image if frame.image.flags.writeable else frame.image.copy()
            self._burn(image)
            yield frame if image is frame.image else replace(frame, image=image)

    def _burn(self, image: NDArray[np.uint8]) -> None:
        height, width, channels = image.shape
        if (width, height) != self._size:
            raise AvatarError(f"The label was made for frames of {self._size} px, not {(width, height)}.")
        x, y, across, down = self.place
        corner = image[y : y + down, x : x + across]
        if channels == 3:
            mixed = corner * self._keep
            mixed += self._add
            mixed >>= 8
            corner[...] = mixed
        else:
            corner[...] = self._over(corner)

    def _over(self, corner: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Lay the label over pixels with alpha (Porter and Duff 1984, straight alpha)."""
        under = corner[..., 3:] / 255 * (1 - self._alpha[..., None])
        alpha = self._alpha[..., None] + under
        colour = (self._colour + corner[..., :3] * under) / np.maximum(alpha, 1e-6)
        mixed: NDArray[np.uint8] = np.rint(np.concatenate([colour, alpha * 255], axis=2)).astype(np.uint8)
        return mixed


@lru_cache(4)
def _layer(text: str, capital: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Draw the label: colour times alpha (H, W, 3), 0-255, and alpha (H, W), 0-1."""
    ink, middle = write(text, capital)
    reach = max(middle, len(ink) - middle) + _CLEARANCE * capital
    half = math.ceil(max(_HALF * capital, reach))
    side = round(_SIDE * capital)
    plate = _rounded(ink.shape[1] + 2 * side, 2 * half) * _ALPHA
    top = half - math.floor(middle)
    glyphs = np.zeros_like(plate)
    glyphs[top : top + len(ink), side : side + ink.shape[1]] = ink / 255
    plate *= 1 - glyphs
    return glyphs[..., None] * 255 + plate[..., None] * _COLOUR, glyphs + plate


def _rounded(width: int, height: int) -> NDArray[np.float64]:
    """Draw a rectangle with round corners, 0-1."""
    from PIL import Image, ImageDraw

    image = Image.new("L", (width * FINER, height * FINER))
    box = (0, 0, width * FINER - 1, height * FINER - 1)
    ImageDraw.Draw(image).rounded_rectangle(box, _ROUNDING * height * FINER, fill=255)
    return np.asarray(image.reduce(FINER)) / 255
