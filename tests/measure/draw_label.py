"""Draw the texts of the label, which `avatar/finish` keeps as pictures, from their outlines in `label_outlines.py`.

    python tests/measure/draw_label.py

Writes `avatar/finish/label_zh.png` and `label_en.png`: white on black in 16 greys, as `avatar/finish/label.py` says.
"""

from __future__ import annotations

import math
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from label_outlines import CAPITAL, GLYPHS, PEN
from PIL import Image, ImageDraw

from avatar.finish import label

if TYPE_CHECKING:
    from collections.abc import Iterator

    from label_outlines import Stroke
    from numpy.typing import NDArray

GREYS = 16
FINER = 16
"""samples to a pixel, each way"""
_STEPS = 24
"""lines to a curve"""


def main() -> None:
    """Draw both."""
    for text, name in label.MASKS.items():
        place = Path(label.__file__).with_name(name)
        _in_greys(draw(text)).save(place, optimize=True, bits=4)
        sys.stdout.write(f"{place.name}: {text}, {place.stat().st_size} bytes\n")


def draw(text: str) -> Image.Image:
    """Draw a text as the masks are drawn: cells of a capital's height, of which the baseline ends the second row."""
    scale = label.DRAWN / CAPITAL
    glyphs = [GLYPHS[character] for character in text]
    cells = math.ceil(sum(glyph.left + glyph.width + glyph.right for glyph in glyphs) / CAPITAL)
    image = Image.new("L", (cells * label.DRAWN * FINER, 3 * label.DRAWN * FINER))
    pen, x = ImageDraw.Draw(image), 0
    for glyph in glyphs:
        for area in (area for stroke in glyph.strokes for area in _areas(stroke, glyph.weight)):
            spots = (area * (scale, -scale) + ((x + glyph.left) * scale, 2 * label.DRAWN)) * FINER
            pen.polygon([(across, down) for across, down in spots], fill=255)
        x += glyph.left + glyph.width + glyph.right
    return image.reduce(FINER)


def _in_greys(image: Image.Image) -> Image.Image:
    """Keep `GREYS` levels, which fit into four bits."""
    step = 255 // (GREYS - 1)
    few = Image.fromarray(np.rint(np.asarray(image) / step).astype(np.uint8)).convert("P")
    few.putpalette([level * step for level in range(GREYS) for _ in range(3)])
    return few


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


if __name__ == "__main__":
    main()
