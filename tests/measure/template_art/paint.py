"""Draw with distances: every shape is a function of the plane, so its edges are as smooth as the pixels allow."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Field = NDArray[np.float64]
    Point = tuple[float, float]

_FINER = 4
"""samples to a pixel of a polygon's edge, each way"""


def rgb(text: str) -> Field:
    """Read "#0b1f33" as three numbers from 0 to 1."""
    return np.array([int(text[place : place + 2], 16) / 255 for place in (1, 3, 5)])


@dataclass
class Canvas:
    """A picture (height, width, 4), straight alpha, 0-1, that shapes are laid on."""

    width: int
    height: int

    def __post_init__(self) -> None:
        """Begin with nothing."""
        self.pixels = np.zeros((self.height, self.width, 4))
        self.y, self.x = np.mgrid[0.5 : self.height, 0.5 : self.width]

    def lay(self, mask: Field, colour: str | Field, alpha: float = 1.0) -> Canvas:
        """Lay a colour, or a picture (height, width, 3), where the mask (0-1) is."""
        tone = rgb(colour) if isinstance(colour, str) else colour
        above = (np.clip(mask, 0, 1) * alpha)[..., None]
        under = self.pixels[..., 3:] * (1 - above)
        whole = above + under
        self.pixels[..., :3] = (tone * above + self.pixels[..., :3] * under) / np.maximum(whole, 1e-9)
        self.pixels[..., 3:] = whole
        return self

    def sweep(self, first: str, last: str, angle: float = 90.0) -> Field:
        """Shade from one colour to another, 90 degrees: downwards."""
        turn = np.radians(angle)
        along = self.x / self.width * np.cos(turn) + self.y / self.height * np.sin(turn)
        share = (along - along.min()) / np.ptp(along)
        return rgb(first) + (rgb(last) - rgb(first)) * _eased(share)[..., None]

    def whole(self) -> Field:
        """Cover all."""
        return np.ones((self.height, self.width))

    def disc(self, centre: Point, radius: float) -> Field:
        """Cover a disc."""
        return edge(np.hypot(self.x - centre[0], self.y - centre[1]) - radius)

    def glow(self, centre: Point, radius: float) -> Field:
        """Cover a soft light that fades to nothing at the radius."""
        near = np.clip(1 - np.hypot(self.x - centre[0], self.y - centre[1]) / radius, 0, 1)
        return _eased(near)

    def ring(self, centre: Point, radius: float, width: float) -> Field:
        """Cover a ring's line."""
        return edge(np.abs(np.hypot(self.x - centre[0], self.y - centre[1]) - radius) - width / 2)

    def box(self, left: float, top: float, right: float, bottom: float, radius: float = 0.0) -> Field:
        """Cover a rectangle with round corners."""
        middle = ((left + right) / 2, (top + bottom) / 2)
        across = np.abs(self.x - middle[0]) - (right - left) / 2 + radius
        down = np.abs(self.y - middle[1]) - (bottom - top) / 2 + radius
        outside = np.hypot(np.maximum(across, 0), np.maximum(down, 0))
        return edge(outside + np.minimum(np.maximum(across, down), 0) - radius)

    def polygon(self, points: Sequence[Point]) -> Field:
        """Cover what a line through points encloses."""
        image = Image.new("L", (self.width * _FINER, self.height * _FINER))
        ImageDraw.Draw(image).polygon([(x * _FINER, y * _FINER) for x, y in points], fill=255)
        return np.asarray(image.reduce(_FINER)) / 255

    def line(self, points: Sequence[Point], width: float) -> Field:
        """Cover a line through points, with round ends and joints."""
        near = np.full(self.x.shape, np.inf)
        for (x0, y0), (x1, y1) in pairwise(points):
            step = np.array((x1 - x0, y1 - y0))
            along = ((self.x - x0) * step[0] + (self.y - y0) * step[1]) / max(float(step @ step), 1e-9)
            along = np.clip(along, 0, 1)
            near = np.minimum(near, np.hypot(self.x - x0 - along * step[0], self.y - y0 - along * step[1]))
        return edge(near - width / 2)

    def picture(self, grain: float = 0.0, seed: int = 0) -> Image.Image:
        """Give it as a picture; a little grain keeps gradients from banding."""
        noise = np.random.default_rng(seed).normal(0, grain, self.x.shape)[..., None]
        colour = np.clip(self.pixels[..., :3] + noise, 0, 1)
        values = np.concatenate([colour, self.pixels[..., 3:]], axis=2)
        return Image.fromarray(np.rint(values * 255).astype(np.uint8), "RGBA")


def edge(distance: Field) -> Field:
    """Turn a distance from a shape, px, negative within, into how much of a pixel it covers."""
    return np.clip(0.5 - distance, 0, 1)


def blurred(mask: Field, radius: float) -> Field:
    """Soften a mask."""
    image = Image.fromarray(np.rint(np.clip(mask, 0, 1) * 255).astype(np.uint8), "L")
    return np.asarray(image.filter(ImageFilter.GaussianBlur(radius))) / 255


def _eased(share: Field) -> Field:
    return share * share * (3 - 2 * share)
