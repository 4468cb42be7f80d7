"""The label that says who made the film: burned into every frame, and nothing turns it off.

Texts after GB 45438-2025 (China: an AI element and a generated element, at least 5 % of the shortest side tall) and
the EU code of practice on Article 50 of the AI Act.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from avatar.data import LabelPicture
from avatar.data.language import primary_subtag
from avatar.errors import AvatarError

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
MASKS = {LABELS["zh"]: "label_zh.png", ELSEWHERE: "label_en.png"}
"""the ink of each text, beside this module, drawn by `tests/measure/draw_label.py`: the project's own letters, no font.

Each is as wide as whole capitals are tall, and three capitals tall, with the baseline at the lower end of the second.
"""
DRAWN = 360
"""height of a capital in them, px: many of those that films need divide it"""

_MARGIN = 0.035
"""between plate and picture edge, in the shorter side"""
_HALF, _CLEARANCE = 0.84, 0.12
"""half the plate's height, and its least distance above and below from any ink, in capitals"""
_SIDE = 0.46
"""between ink and plate edge, sideways, in capitals"""
_ROUNDING = 0.3
"""radius of the plate's corners, in its height"""
_FINER = 8
"""samples to a pixel of the plate, each way"""
_COLOUR, _ALPHA = np.array((14.0, 16.0, 20.0)), 0.68
"""white on it has a contrast of 6.7 over a white picture, and more over any other (WCAG 2.2 asks for 4.5)"""


def label_text(language: str) -> str:
    """Give the label for a BCP-47 language."""
    return LABELS.get(primary_subtag(language), ELSEWHERE)


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

    def picture(self, language: str = "") -> LabelPicture:
        """Give it as a picture, for whoever draws frames elsewhere; `language` is the subtag that it is for."""
        alpha = self._alpha[..., None]
        straight = np.concatenate([self._colour / np.maximum(alpha, 1e-6), alpha * 255], axis=2)
        return LabelPicture(language, self.text, self.place[:2], np.rint(straight.clip(0, 255)).astype(np.uint8))

    def apply(self, frames: Iterable[Frame]) -> Iterator[Frame]:
        """Yield each frame with the label in its corner."""
        for frame in frames:
            image = frame.image if frame.image.flags.writeable else frame.image.copy()
            self._burn(image)
            yield frame if image is frame.image else replace(frame, image=image)

    def lifted(self, image: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Give a picture (H, W, 3) that bears this label without it: for who is about to burn one in again.

        Under the plate the picture comes back, with more noise; under the ink it is made up of what is around.
        """
        import cv2

        x, y, across, down = self.place
        corner = image[y : y + down, x : x + across].astype(np.float32)
        seen = 1 - self._alpha[..., None]
        bare = np.clip((corner - self._colour) / np.maximum(seen, 1 - _ALPHA), 0, 255)
        hidden = (self._alpha > _ALPHA + 0.02).astype(np.uint8)
        made = np.array(image)
        hidden = np.asarray(cv2.dilate(hidden, np.ones((3, 3), np.uint8)), np.uint8)
        filled = cv2.inpaint(np.rint(bare).astype(np.uint8), hidden, 3, cv2.INPAINT_TELEA)
        made[y : y + down, x : x + across] = filled
        return made

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
    ink, middle = _ink(text, capital)
    reach = max(middle, len(ink) - middle) + _CLEARANCE * capital
    half = math.ceil(max(_HALF * capital, reach))
    side = round(_SIDE * capital)
    plate = _rounded(ink.shape[1] + 2 * side, 2 * half) * _ALPHA
    top = half - math.floor(middle)
    glyphs = np.zeros_like(plate)
    glyphs[top : top + len(ink), side : side + ink.shape[1]] = ink / 255
    plate *= 1 - glyphs
    return glyphs[..., None] * 255 + plate[..., None] * _COLOUR, glyphs + plate


def _ink(text: str, capital: int) -> tuple[NDArray[np.uint8], float]:
    """Draw `text` with capitals `capital` px tall, 0 without and 255 with ink, cut close to the ink.

    Return the picture (H, W) and how far below its top edge the middle of a capital lies, px.
    """
    import cv2
    from PIL import Image

    with Image.open(Path(__file__).with_name(MASKS[text]), formats=("PNG",)) as file:
        mask = np.asarray(file.convert("L"))
    height, width = (side // DRAWN * capital for side in mask.shape)
    # Whole capitals stay whole, so the baseline lies between two rows of pixels, and level strokes are sharp.
    picture = np.asarray(cv2.resize(mask, (width, height), interpolation=cv2.INTER_AREA), np.uint8)
    rows, columns = np.flatnonzero(picture.any(axis=1)), np.flatnonzero(picture.any(axis=0))
    return picture[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1], 1.5 * capital - float(rows[0])


def _rounded(width: int, height: int) -> NDArray[np.float64]:
    """Draw a rectangle with round corners, 0-1."""
    from PIL import Image, ImageDraw

    image = Image.new("L", (width * _FINER, height * _FINER))
    box = (0, 0, width * _FINER - 1, height * _FINER - 1)
    ImageDraw.Draw(image).rounded_rectangle(box, _ROUNDING * height * _FINER, fill=255)
    return np.asarray(image.reduce(_FINER)) / 255
