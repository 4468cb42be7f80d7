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
_ROOM_ABOVE, _ROOM_BELOW = 1.15, 0.5
"""of a line's letters, that marks above and below may need"""


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
    fill, stroke = _masks(rows, shape, style.outline.width, finer)
    ink, cover = np.zeros((*shape, 3)), np.zeros(shape)
    if style.box.colour[3]:
        ink, cover = _over(ink, cover, _box(rows, shape, style, size), style.box.colour)
    if style.shadow.colour[3]:
        ink, cover = _over(ink, cover, _shadow(stroke, style, size), style.shadow.colour)
    if style.outline.colour[3] and style.outline.width:
        ink, cover = _over(ink, cover, stroke, style.outline.colour)
    under, beneath = ink, cover
    for colour in dict.fromkeys(row.colour for row in rows):
        own = fill if len({row.colour for row in rows}) == 1 else _masks([row for row in rows if row.colour == colour], shape, 0, finer)[0]
        ink, cover = _over(ink, cover, own, colour)
    lit: dict[int, list[Lit]] = {}
    if style.highlight.colour[3]:
        for row in rows:
            for stretch in row.line.stretches:
                if stretch.part != UNSPOKEN:
                    lit.setdefault(stretch.part, []).append(_lit(row, stretch, (ink, under, beneath), style, finer))
    return Drawing(_bytes(ink), _bytes(cover), {part: tuple(found) for part, found in lit.items()})


def _lit(
    row: Row,
    stretch: Stretch,
    layers: tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]],
    style: Style,
    finer: int,
) -> Lit:
    """Draw a stretch once more in the colour of what is spoken."""
    ink, under, beneath = layers
    reach = 0.3 * row.line.size
    left, right = row.left + stretch.left - reach, row.left + stretch.left + stretch.width + reach
    top, bottom = row.baseline - _ROOM_ABOVE * row.line.size, row.baseline + _ROOM_BELOW * row.line.size
    x0, y0 = max(0, math.floor(left)), max(0, math.floor(top))
    x1, y1 = min(ink.shape[1], math.ceil(right)), min(ink.shape[0], math.ceil(bottom))
    canvas = _blank((y1 - y0, x1 - x0), finer)
    _write(canvas, row, stretch, finer, (x0, y0))
    own = _shrunk(canvas, finer)[..., None]
    cut = np.s_[y0:y1, x0:x1]
    bright, _ = _over(under[cut], beneath[cut], own[..., 0], style.highlight.colour)
    return Lit(x0, y0, _bytes(ink[cut] * (1 - own) + bright * own))


def _masks(
    rows: Sequence[Row], shape: tuple[int, int], outline: float, finer: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give where letters are, (H, W), 0-1, and where they are with their outlines."""
    fill, stroke = _blank(shape, finer), _blank(shape, finer)
    for row in rows:
        for stretch in row.line.stretches:
            _write(fill, row, stretch, finer)
            _write(stroke, row, stretch, finer, stroke=max(0, round(outline * row.line.size * finer)))
    return _shrunk(fill, finer), _shrunk(stroke, finer)


def _write(
    canvas: Image, row: Row, stretch: Stretch, finer: int, origin: tuple[int, int] = (0, 0), stroke: int = 0
) -> None:
    from PIL import ImageDraw

    font = stretch.face.at(row.line.size * finer)
    place = (row.left + stretch.left - origin[0]) * finer, (row.baseline - origin[1]) * finer
    way = direction(font, is_right=stretch.is_right)
    ImageDraw.Draw(canvas).text(place, stretch.text, 255, font, "ls", stroke_width=stroke, **way)  # type: ignore[arg-type]


def _blank(shape: tuple[int, int], finer: int) -> Image:
    from PIL import Image

    return Image.new("L", (shape[1] * finer, shape[0] * finer))


def _shrunk(canvas: Image, finer: int) -> NDArray[np.float64]:
    return np.asarray(canvas.reduce(finer) if finer > 1 else canvas) / 255


def _shadow(stroke: NDArray[np.float64], style: Style, size: float) -> NDArray[np.float64]:
    import cv2

    down = round(style.shadow.offset * size)
    moved = np.roll(stroke, down, axis=0) if down else stroke
    sigma = style.shadow.blur * size
    return np.asarray(cv2.GaussianBlur(moved, (0, 0), sigma)) if sigma > 0.3 else moved


def _box(rows: Sequence[Row], shape: tuple[int, int], style: Style, size: float) -> NDArray[np.float64]:
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


def _over(
    ink: NDArray[np.float64], cover: NDArray[np.float64], mask: NDArray[np.float64], colour: Colour
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Lay a colour over what is there where `mask` is, both with opacity (Porter and Duff 1984)."""
    share = mask * colour[3]
    return ink * (1 - share[..., None]) + share[..., None] * colour[:3], cover * (1 - share) + share


def _bytes(values: NDArray[np.float64]) -> NDArray[np.uint8]:
    scale = 255 if values.ndim == 2 else 1
    return np.ascontiguousarray(np.rint(values * scale).clip(0, 255).astype(np.uint8))
