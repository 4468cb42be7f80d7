"""Paint panels, gradients, borders and soft shadows. Edges are antialiased by their distance, wherever they lie."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import cv2
import numpy as np

from avatar.finish.scene.sprites import Sprite, sprite

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.data.scene import Border, Box, Fill, Shadow

_REACH = 3.0
"""standard deviations that a shadow is drawn to"""
_SMALLER = 4
"""px of a wide shadow to one that is blurred"""


@dataclass(frozen=True, slots=True)
class Place:
    """A box of the canvas, in px, which need not be whole."""

    left: float
    top: float
    width: float
    height: float
    unit: float
    """the canvas' shorter side, px"""

    @classmethod
    def of(cls, box: Box, size: tuple[int, int]) -> Place:
        """Lay a box onto a canvas of `size` = (width, height) px."""
        wide, tall = size
        return cls(box[0] * wide, box[1] * tall, box[2] * wide, box[3] * tall, float(min(size)))

    def window(self, room: float = 0.0) -> tuple[int, int, int, int]:
        """Give the whole px that hold it, with room around."""
        x0, y0 = math.floor(self.left - room), math.floor(self.top - room)
        return x0, y0, math.ceil(self.left + self.width + room), math.ceil(self.top + self.height + room)


@dataclass(slots=True)
class Sheet:
    """What is being painted, colour times opacity; (left, top) is where it lies on the canvas."""

    left: int
    top: int
    ink: NDArray[np.float32]
    """(h, w, 3), 0-255"""
    cover: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    """(h, w), 0-1"""

    @classmethod
    def blank(cls, window: tuple[int, int, int, int]) -> Sheet:
        """Take a blank one."""
        x0, y0, x1, y1 = window
        shape = max(y1 - y0, 1), max(x1 - x0, 1)
        return cls(x0, y0, np.zeros((*shape, 3), np.float32), np.zeros(shape, np.float32))

    def lay(self, mask: NDArray[np.float32], colour: NDArray[np.float32]) -> None:
        """Lay a colour (3,) or (h, w, 3) where a mask (h, w), 0-1, is."""
        self.ink *= (1 - mask)[..., None]
        self.ink += mask[..., None] * colour
        self.cover *= 1 - mask
        self.cover += mask

    def done(self) -> Sprite:
        """Give it as bytes. Ink gets a little noise less than a level, so that no gradient has bands."""
        noise = np.random.default_rng(len(self.cover)).random(self.cover.shape, np.float32)[..., None]
        is_flat = self.ink.shape[0] < 2 or not np.any(self.ink % 1)
        ink = np.floor(self.ink + (0.5 if is_flat else noise))
        cover = np.rint(self.cover * 255)
        ink = np.minimum(ink, cover[..., None])  # no colour is brighter than what it covers allows
        return sprite(ink.clip(0, 255).astype(np.uint8), cover.astype(np.uint8), self.left, self.top)


def inside(place: Place, window: tuple[int, int, int, int], radius: float) -> NDArray[np.float32]:
    """Give how deep each px of a window is inside a rounded box, px (h, w); outside it is negative."""
    x0, y0, x1, y1 = window
    radius = min(radius, place.width / 2, place.height / 2)
    across = _beyond(np.arange(x0, x1) + 0.5, place.left, place.width, radius)
    down = _beyond(np.arange(y0, y1) + 0.5, place.top, place.height, radius)
    out = np.hypot(np.maximum(across, 0)[None], np.maximum(down, 0)[:, None])
    deep = np.minimum(np.maximum(across[None], down[:, None]), 0)
    return np.asarray(radius - out - deep, np.float32)


def shape_of(place: Place, window: tuple[int, int, int, int], radius: float) -> NDArray[np.float32]:
    """Give a rounded box as a mask (h, w), 0-1."""
    return np.asarray(np.clip(inside(place, window, radius) + 0.5, 0, 1), np.float32)


def _beyond(places: NDArray[np.floating], start: float, length: float, radius: float) -> NDArray[np.float32]:
    """Give how far places lie outside the inner part of a stretch, whose ends are round; px."""
    middle, half = start + length / 2, length / 2
    return np.asarray(np.abs(places - middle) - (half - radius), np.float32)


def colours_of(fill: Fill, place: Place, window: tuple[int, int, int, int]) -> tuple[NDArray[np.float32], ...]:
    """Give a fill's colours (h, w, 3) or (3,), 0-255, and its opacity (h, w) or (), 0-1."""
    levels = np.array(fill.colours, np.float32)
    if len(levels) == 1:
        return levels[0, :3], np.asarray(levels[0, 3])
    along = _along(fill, place, window)
    parts = [np.interp(along, fill.places, levels[:, channel]).astype(np.float32) for channel in range(4)]
    return np.stack(parts[:3], axis=-1), parts[3]


def _along(fill: Fill, place: Place, window: tuple[int, int, int, int]) -> NDArray[np.float32]:
    x0, y0, x1, y1 = window
    across = ((np.arange(x0, x1) + 0.5 - place.left) / max(place.width, 1)).astype(np.float32)[None]
    down = ((np.arange(y0, y1) + 0.5 - place.top) / max(place.height, 1)).astype(np.float32)[:, None]
    longer = max(place.width, place.height)
    if fill.centre is not None:
        away = np.hypot((across - fill.centre[0]) * place.width, (down - fill.centre[1]) * place.height)
        return np.asarray(away / (fill.radius * longer), np.float32)
    # As CSS has it: the first and the last colour lie in the corners that the angle points from and to.
    turn = math.radians(fill.angle)
    wide, tall = math.cos(turn) * place.width, math.sin(turn) * place.height
    length = abs(wide) + abs(tall)
    return np.asarray(((across - 0.5) * wide + (down - 0.5) * tall) / max(length, 1) + 0.5, np.float32)


def panel(place: Place, fill: Fill, radius: float, border: Border | None, shadow: Shadow | None) -> Sprite:
    """Paint a rectangle with what it has around it; lengths are in the canvas' shorter side."""
    sheet = under(place, radius, shadow)
    window = sheet.left, sheet.top, sheet.left + sheet.cover.shape[1], sheet.top + sheet.cover.shape[0]
    deep = inside(place, window, radius * place.unit)
    mask = np.clip(deep + 0.5, 0, 1)
    colour, opacity = colours_of(fill, place, window)
    sheet.lay(np.asarray(mask * opacity, np.float32), colour)
    if border:
        edge(sheet, deep, border, place.unit)
    return sheet.done()


def edge(sheet: Sheet, deep: NDArray[np.float32], border: Border, unit: float) -> None:
    """Paint a border inside a shape, of which `deep` is how deep each px lies in it."""
    width = max(border.width * unit, 0.5)
    band = np.clip(deep + 0.5, 0, 1) - np.clip(deep - width + 0.5, 0, 1)
    sheet.lay(np.asarray(band * border.colour[3], np.float32), np.array(border.colour[:3], np.float32))


def under(place: Place, radius: float, shadow: Shadow | None) -> Sheet:
    """Take a sheet for something in its place, with its shadow on it."""
    if shadow is None or shadow.opacity == 0:
        return Sheet.blank(place.window(1.0))
    sigma, down = shadow.blur * place.unit, shadow.down * place.unit
    sheet = Sheet.blank(place.window(_REACH * sigma + abs(down) + 1.0))
    height, width = sheet.cover.shape
    window = sheet.left, sheet.top, sheet.left + width, sheet.top + height
    fallen = Place(place.left, place.top + down, place.width, place.height, place.unit)
    soft = blurred(shape_of(fallen, window, radius * place.unit), sigma)
    sheet.lay(soft * np.float32(shadow.opacity), np.array(shadow.colour, np.float32))
    return sheet


def blurred(picture: NDArray[np.float32], sigma: float) -> NDArray[np.float32]:
    """Blur a picture (h, w) or (h, w, 3); a wide blur is made small and scaled up."""
    if sigma < 0.3:
        return picture
    if sigma < 2 * _SMALLER:
        return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma, borderType=cv2.BORDER_REPLICATE), np.float32)
    height, width = picture.shape[:2]
    small = cv2.resize(picture, (-(-width // _SMALLER), -(-height // _SMALLER)), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), sigma / _SMALLER, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)
