"""Draw a caption once: its letters with outline, shadow and box, and where each part lies that is highlighted."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.finish.subtitles.setting import UNSPOKEN, direction

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from PIL.Image import Image

    from avatar.finish.subtitles.setting import Line, Stretch
    from avatar.subtitles.style import Colour, Style

_FINEST = 110
"""px of letters that are drawn larger and shrunk, until which more makes them no better"""
ABOVE, BELOW = 1.25, 0.55
"""of a line's letters, that marks above and below its baseline may need"""
_BESIDE = 0.3
"""of its letters, that a stretch may reach beyond its ends"""


@dataclass(frozen=True, slots=True)
class Row:
    """A line in its place."""

    line: Line
    left: float
    """px in the drawing"""
    baseline: float
    """px in the drawing"""
    colour: Colour


@dataclass(frozen=True, slots=True)
class Lit:
    """Where a part of what is spoken lies."""

    left: int
    """px in the drawing"""
    top: int
    """px in the drawing"""
    ink: NDArray[np.uint8]
    """(h, w, 3), what the drawing looks like there while the part is spoken"""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A caption, drawn."""

    ink: NDArray[np.uint8]
    """(H, W, 3), colour times opacity"""
    cover: NDArray[np.uint8]
    """(H, W), opacity, 0-255"""
    lit: dict[int, tuple[Lit, ...]]
    """by index of the part"""


def draw(rows: Sequence[Row], shape: tuple[int, int], style: Style, size: float) -> Drawing:
    """Draw rows into a picture of `shape` = (height, width) px; `size` is that of the first language's letters, px."""
    finer = max(1, min(4, round(_FINEST / size)))
    stroke = _stroke(rows, shape, style.outline.width, finer)
    ink, cover = np.zeros((*shape, 3), np.float32), np.zeros(shape, np.float32)
    if style.box.colour[3]:
        _lay(ink, cover, _box(rows, shape, style, size), style.box.colour)
    if style.shadow.colour[3]:
        _lay(ink, cover, _shadow(stroke, style, size), style.shadow.colour)
    if style.outline.colour[3] and style.outline.width:
        _lay(ink, cover, stroke, style.outline.colour)
    drawn = [(stretch.part, row.colour, _letters(row, stretch, shape, finer)) for row, stretch in _each(rows)]
    for _, colour, letters in drawn:
        _lay(ink[letters.cut], cover[letters.cut], letters.mask, colour)
    lit: dict[int, tuple[Lit, ...]] = {}
    for part, colour, letters in drawn:
        if part != UNSPOKEN and style.highlight.colour[3]:
            share = letters.mask[..., None] * np.float32(colour[3])
            bright = ink[letters.cut] * (1 - share) + share * np.array(style.highlight.colour[:3], np.float32)
            lit[part] = (*lit.get(part, ()), Lit(letters.left, letters.top, _bytes(bright)))
    return Drawing(_bytes(ink), _bytes(cover * 255), lit)


@dataclass(frozen=True, slots=True)
class _Letters:
    """Where the letters of a stretch are."""

    left: int
    """px in the drawing"""
    top: int
    """px in the drawing"""
    mask: NDArray[np.float32]
    """(h, w), 0-1"""

    @property
    def cut(self) -> tuple[slice, slice]:
        """The part of the drawing that they are in."""
        height, width = self.mask.shape
        return slice(self.top, self.top + height), slice(self.left, self.left + width)


def _each(rows: Sequence[Row]) -> Iterator[tuple[Row, Stretch]]:
    return ((row, stretch) for row in rows for stretch in row.line.stretches)


def _letters(row: Row, stretch: Stretch, shape: tuple[int, int], finer: int) -> _Letters:
    """Draw the letters of a stretch alone."""
    size, start = row.line.size, row.left + stretch.left
    left, right = max(0, math.floor(start - _BESIDE * size)), math.ceil(start + stretch.width + _BESIDE * size)
    top, bottom = max(0, math.floor(row.baseline - ABOVE * size)), math.ceil(row.baseline + BELOW * size)
    canvas = _blank((max(0, min(bottom, shape[0]) - top), max(0, min(right, shape[1]) - left)), finer)
    _write(canvas, row, stretch, finer, (left, top))
    return _Letters(left, top, _shrunk(canvas, finer))


def _stroke(rows: Sequence[Row], shape: tuple[int, int], outline: float, finer: int) -> NDArray[np.float32]:
    """Give where letters are with their outlines, (H, W), 0-1."""
    canvas = _blank(shape, finer)
    for row, stretch in _each(rows):
        _write(canvas, row, stretch, finer, stroke=outline * row.line.size * finer)
    return _shrunk(canvas, finer)


def _write(  # noqa: PLR0913 - what is written where, how large, and how thick
    canvas: Image, row: Row, stretch: Stretch, finer: int, origin: tuple[int, int] = (0, 0), stroke: float = 0.0
) -> None:
    from PIL import ImageDraw

    font = stretch.face.at(row.line.size * finer)
    place = (row.left + stretch.left - origin[0]) * finer, (row.baseline - origin[1]) * finer
    way = direction(font, is_right=stretch.is_right)
    ImageDraw.Draw(canvas).text(place, stretch.text, 255, font, "ls", direction=way, stroke_width=round(stroke))


def _blank(shape: tuple[int, int], finer: int) -> Image:
    from PIL import Image

    return Image.new("L", (shape[1] * finer, shape[0] * finer))


def _shrunk(canvas: Image, finer: int) -> NDArray[np.float32]:
    return np.asarray(canvas.reduce(finer) if finer > 1 else canvas, np.float32) * np.float32(1 / 255)


def _shadow(stroke: NDArray[np.float32], style: Style, size: float) -> NDArray[np.float32]:
    import cv2

    down = round(style.shadow.offset * size)
    moved = np.roll(stroke, down, axis=0) if down else stroke
    sigma = style.shadow.blur * size
    return np.asarray(cv2.GaussianBlur(moved, (0, 0), sigma), np.float32) if sigma > 0.3 else moved


def _box(rows: Sequence[Row], shape: tuple[int, int], style: Style, size: float) -> NDArray[np.float32]:
    from PIL import ImageDraw

    finer, padding = 4, style.box.padding * size
    left = min(row.left for row in rows) - padding
    right = max(row.left + row.line.width for row in rows) + padding
    top = min(row.baseline - 0.9 * row.line.size for row in rows) - padding
    bottom = max(row.baseline + 0.25 * row.line.size for row in rows) + padding
    canvas = _blank(shape, finer)
    place = tuple(edge * finer for edge in (left, top, right, bottom))
    ImageDraw.Draw(canvas).rounded_rectangle(place, style.box.rounding * size * finer, fill=255)
    return _shrunk(canvas, finer)


def _lay(ink: NDArray[np.float32], cover: NDArray[np.float32], mask: NDArray[np.float32], colour: Colour) -> None:
    """Lay a colour where `mask` is over what is there, colour times opacity 0-255 and opacity 0-1, in place."""
    share = mask * np.float32(colour[3])
    ink *= (1 - share)[..., None]
    ink += share[..., None] * np.array(colour[:3], np.float32)
    cover *= 1 - share
    cover += share


def _bytes(values: NDArray[np.float32]) -> NDArray[np.uint8]:
    return np.ascontiguousarray(np.rint(values).clip(0, 255).astype(np.uint8))
