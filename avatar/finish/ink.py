"""Pen strokes to an antialiased picture of a text."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

import numpy as np

from avatar.finish.glyphs import CAPITAL, GLYPHS, PEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from avatar.finish.glyphs import Stroke

FINER = 8
"""samples to a pixel, each way"""
_STEPS = 24
"""lines to a curve"""
_ABOVE, _BELOW = 1.2, 0.4
"""room over and under the baseline, in capitals: all ink lies within"""


def write(text: str, capital: int) -> tuple[NDArray[np.uint8], float]:
    """Draw `text` with capitals `capital` px tall, 0 without and 255 with ink, cut close to the ink.

    Return the picture (H, W) and how far below its top edge the middle of a capital lies, px.
    """
    from PIL import Image, ImageDraw

    # The baseline lies between two rows of pixels, so that level strokes are sharp.
    baseline, scale = math.ceil(_ABOVE * capital), capital / CAPITAL
    glyphs = [GLYPHS[character] for character in text]
    width = math.ceil(sum(glyph.left + glyph.width + glyph.right for glyph in glyphs) * scale)
    image = Image.new("L", (width * FINER, (baseline + math.ceil(_BELOW * capital)) * FINER))
    pen, x = ImageDraw.Draw(image), 0
    for glyph in glyphs:
        for area in (area for stroke in glyph.strokes for area in _areas(stroke, glyph.weight)):
            spots = (area * (scale, -scale) + ((x + glyph.left) * scale, baseline)) * FINER
            pen.polygon([(across, down) for across, down in spots], fill=255)
        x += glyph.left + glyph.width + glyph.right
    picture = np.asarray(image.reduce(FINER))
    rows, columns = np.flatnonzero(picture.any(axis=1)), np.flatnonzero(picture.any(axis=0))
    return picture[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1], baseline - capital / 2 - float(rows[0])


def _areas(stroke: Stroke, weight: float) -> Iterator[NDArray[np.float64]]:
    """Cut what the pen covers into polygons (n, 2), units."""
    points, weights = _trace(stroke)
    if stroke.path.endswith("Z"):
        yield points
        return
    steps = np.diff(points, axis=0)
    normals = np.stack([-steps[:, 1], steps[:, 0]], axis=1) / np.linalg.norm(steps, axis=1)[:, None]
    sides = np.concatenate([normals[:1], normals[:-1] + normals[1:], normals[-1:]])
    sides /= np.linalg.norm(sides, axis=1)[:, None]
    reach = sides * (np.linalg.norm(sides * PEN, axis=1) / 2 * weight * weights)[:, None]
    left, right = points + reach, points - reach
    for here in range(len(steps)):
        yield np.array([left[here], left[here + 1], right[here + 1], right[here]])


def _trace(stroke: Stroke) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Follow the path: points (n, 2), units, and the pen's weight (n,) at each."""
    commands = re.findall(r"([MLC])([^MLCZ]*)", stroke.path)
    nodes = stroke.weights or (1.0,) * len(commands)
    points: list[NDArray[np.float64]] = []
    weights: list[float] = []
    for (command, numbers), before, after in zip(commands, nodes[:1] + nodes, nodes, strict=False):
        spots = np.array(numbers.split(), float).reshape(-1, 2)
        drawn = _curve(np.array([points[-1], *spots])) if command == "C" else spots
        points.extend(drawn)
        weights.extend(np.linspace(before, after, len(drawn) + 1)[1:])
    return np.array(points), np.array(weights)


def _curve(spots: NDArray[np.float64]) -> NDArray[np.float64]:
    """Evaluate a cubic Bezier curve after its first point."""
    t = np.linspace(0, 1, _STEPS + 1)[1:, None]
    bernstein = np.hstack([(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3])
    return bernstein @ spots
