"""The inside of the mouth: a small dental model of our own, painted once into layers.

Measures are millimetres of an adult mouth (crown sizes after Wheeler's Dental Anatomy), carried to the face by
the mean inter-ocular distance of adults between eye centres, 62 mm. x runs to the image's right, y down, from
the middle of the closed lip line.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Paint = tuple[NDArray[np.float32], NDArray[np.float32]]
    """(h, w, 3) colour and (h, w) cover, 0-1"""

IOD_MM = 62.0
PIXELS_PER_MM = 8.0
WIDTH_MM, HEIGHT_MM = 64.0, 44.0
SUPERSAMPLING = 2

ENAMEL = np.array([232.0, 222.0, 204.0], np.float32)
GUM = np.array([186.0, 104.0, 100.0], np.float32)
TONGUE = np.array([178.0, 92.0, 90.0], np.float32)
DEEP = np.array([38.0, 12.0, 12.0], np.float32)


@dataclass(frozen=True, slots=True)
class Arch:
    """One row of teeth, from the middle outward on one side; the other mirrors it."""

    widths: tuple[float, ...]
    heights: tuple[float, ...]
    half_width: float
    """mm, of the arch at the last molar"""
    depth: float
    """mm, from the front teeth to the last molar"""
    edge: float
    """mm below the lip line, biting edge of the middle teeth"""
    rise: float
    """mm by which the edge climbs toward the corners"""
    grows: float
    """-1: crowns stand upward from the edge; 1: downward"""


UPPER_EDGE = 2.8
"""mm of the middle upper teeth that show below relaxed, parted lips."""
TOUCH = 0.05
"""mm by which neighbours overlap where they touch: there the line between them is brown, not a black gap."""
UPPER = Arch((8.6, 6.7, 7.7, 7.0, 6.8, 10.0), (10.4, 9.0, 10.0, 8.4, 7.6, 7.0), 28.0, 41.0, UPPER_EDGE, 1.3, -1.0)
LOWER = Arch((5.3, 5.9, 6.9, 7.0, 7.1, 11.0), (8.8, 9.0, 10.2, 8.6, 7.6, 7.0), 26.0, 37.0, 1.0, 0.6, 1.0)


@dataclass(frozen=True, slots=True)
class _Grid:
    """Places of the paint: rows and columns apart, because much depends on one of them only."""

    x: NDArray[np.float32]
    """(1, w), mm"""
    y: NDArray[np.float32]
    """(h, 1), mm"""


def mouth_layers(white: NDArray[np.float64], colour: float = 1.0, edge: float = UPPER_EDGE) -> NDArray[np.uint8]:
    """Paint cavity, tongue, lower teeth and upper teeth: (4, h, w, 4), colour times alpha.

    `white` is the (3,) RGB of the brightest matt white that this portrait's light makes (the eye's white),
    `colour` is 1 for a coloured photo and 0 for a grey one, `edge` the mm below the lip line at which the upper
    teeth end.
    """
    import cv2

    scale = PIXELS_PER_MM * SUPERSAMPLING
    x = (np.arange(int(WIDTH_MM * scale), dtype=np.float32) + 0.5) / scale - WIDTH_MM / 2
    y = (np.arange(int(HEIGHT_MM * scale), dtype=np.float32) + 0.5) / scale - HEIGHT_MM / 3
    grid = _Grid(x[None].astype(np.float32), y[:, None].astype(np.float32))
    light = np.clip(np.asarray(white, np.float64) / 222.0, 0.25, 1.12).astype(np.float32)
    layers = [_cavity(grid), _tongue(grid), _row(grid, LOWER), _row(grid, replace(UPPER, edge=edge))]
    size = (int(WIDTH_MM * PIXELS_PER_MM), int(HEIGHT_MM * PIXELS_PER_MM))
    finished = []
    for paint, alpha in layers:
        lit = cv2.transform(paint, _tint(colour, light))
        np.clip(lit, 0, 255, out=lit)
        lit *= alpha[..., None]
        painted = np.dstack([lit, alpha * 255])
        finished.append(np.rint(cv2.resize(painted, size, interpolation=cv2.INTER_AREA)).astype(np.uint8))
    return np.stack(finished)


def _tint(colour: float, light: NDArray[np.float32]) -> NDArray[np.float32]:
    """Mix each colour with its grey, then light it, (3,): a (3, 3) matrix."""
    mix = colour * np.eye(3) + (1 - colour) / 3
    return np.asarray(light[:, None] * mix, np.float32)


def layer_origin() -> tuple[float, float]:
    """Give the layer px of the point between the closed lips."""
    return WIDTH_MM / 2 * PIXELS_PER_MM, HEIGHT_MM / 3 * PIXELS_PER_MM


def layer_scale() -> float:
    """Give layer px per inter-ocular distance."""
    return PIXELS_PER_MM * IOD_MM


def _cavity(grid: _Grid) -> Paint:
    glow = np.exp(-((grid.x / 22) ** 2)) * np.exp(-(((grid.y - 16) / 12) ** 2))
    # The lining of the cheeks lies nearer to the light than the throat.
    cheeks = np.exp(-(((np.abs(grid.x) - 27) / 8) ** 2))
    sides = DEEP + cheeks[..., None] * np.array([52.0, 22.0, 20.0], np.float32)
    return glow[..., None] * np.array([48.0, 18.0, 17.0], np.float32) + sides, np.ones_like(glow)


def _tongue(grid: _Grid) -> Paint:
    top = 2.6 + 0.020 * grid.x**2 + 1.0 * np.exp(-((grid.x / 3.0) ** 2))
    depth = grid.y - top
    alpha = _step(depth, 1.2) * _step(20.5 - np.abs(grid.x), 3.0)
    groove = 1 - 0.22 * np.exp(-((grid.x / 1.8) ** 2)) * np.exp(-np.maximum(depth, 0) / 9)
    curve = 0.50 + 0.50 * np.exp(-(((depth - 5.0) / 6.5) ** 2))
    sides = 1 - 0.35 * (grid.x / 20) ** 2
    wet = 26 * np.exp(-(((depth - 3.2) / 1.5) ** 2)) * np.exp(-(((np.abs(grid.x) - 6.5) / 5.5) ** 2))
    rough = _roughness(depth.shape)
    colour = TONGUE * (groove * curve * sides * (1 + 0.05 * rough))[..., None] + wet[..., None]
    return colour, alpha


def _roughness(shape: tuple[int, ...]) -> NDArray[np.float32]:
    import cv2

    noise = np.random.default_rng(7).standard_normal((shape[0] // 5, shape[1] // 5)).astype(np.float32)
    return np.asarray(cv2.resize(noise, shape[::-1], interpolation=cv2.INTER_CUBIC))


def _row(grid: _Grid, arch: Arch) -> Paint:
    """Paint gums, then crowns from the back to the front."""
    colour, alpha = _gum(grid, arch)
    for place in reversed(_places(arch)):
        for side in (-1.0, 1.0):
            part, window = _around_crown(grid, arch, place, side)
            tone, cover = _crown(part, arch, place, side)
            colour[window] += (tone - colour[window]) * cover[..., None]
            alpha[window] = np.maximum(alpha[window], cover)
    return colour, alpha


def _around_crown(grid: _Grid, arch: Arch, place: _Place, side: float) -> tuple[_Grid, tuple[slice, slice]]:
    """Cut the grid to the few millimetres that a crown can cover."""
    reach, middle = arch.widths[place.index] / 2 + 1, side * place.centre
    columns = np.flatnonzero(np.abs(grid.x[0] - middle) < reach)
    rows = np.flatnonzero(np.abs(grid.y[:, 0] - arch.edge) < max(arch.heights) + 4)
    window = (slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1))
    return _Grid(grid.x[:, window[1]], grid.y[window[0]]), window


@dataclass(frozen=True, slots=True)
class _Place:
    index: int
    centre: float
    """mm from the middle, seen from the front"""
    angle: float
    """rad by which the tooth's face looks sideways"""
    depth: float
    """mm behind the front teeth"""


def _places(arch: Arch) -> list[_Place]:
    """Walk along the arch, an ellipse seen from above, tooth by tooth."""
    angles = np.linspace(0, np.pi / 2, 2000)
    x = arch.half_width * np.sin(angles)
    z = arch.depth * (1 - np.cos(angles))
    run = np.concatenate([[0], np.cumsum(np.hypot(np.diff(x), np.diff(z)))])
    places, walked = [], 0.0
    for index, width in enumerate(arch.widths):
        at = int(np.searchsorted(run, walked + width / 2))
        slope = np.arctan2(z[at + 1] - z[at - 1], x[at + 1] - x[at - 1])
        places.append(_Place(index, float(x[at]), float(slope), float(z[at])))
        walked += width
    return places


def _crown(grid: _Grid, arch: Arch, place: _Place, side: float) -> Paint:
    width, height = arch.widths[place.index], arch.heights[place.index]
    half = width / 2 * max(math.cos(place.angle), 0.16)
    u = (grid.x * side - place.centre) / half
    edge = arch.edge - arch.rise * (place.centre / 20) ** 2 - (0.5 if place.index == 1 and arch.grows < 0 else 0.0)
    tip = 0.9 if place.index == 2 else 0.0
    v = (grid.y - edge) * arch.grows / height
    # Outline: widest near the contact point, narrow at the gum; a canine ends in a tip.
    outline = 1.0 - 0.20 * np.clip(v - 0.25, 0, 1) ** 1.2
    # The corner next to the middle is nearly square, the far one round.
    corner = (0.14 if place.index == 0 else 0.20) * np.where(u > 0, np.float32(1.5), np.float32(0.7))
    bite = np.clip((np.abs(u) - (1 - 1.7 * corner)) / (1.7 * corner), 0, 1) ** 2.2 * corner
    bite = bite + tip / height * np.abs(u)
    neck = 0.98 - 0.26 * np.abs(u) ** 2.2
    cover = (
        _step((outline - np.abs(u)) * half + TOUCH, 0.16)
        * _step((v - bite) * height, 0.20)
        * _step((neck - v) * height, 0.35)
    )
    return _enamel(u, v, place, side), cover


def _enamel(u: NDArray[np.float32], v: NDArray[np.float32], place: _Place, side: float) -> NDArray[np.float32]:
    """Light the crown: rounded across and along, a soft gloss, a cooler biting edge, a warmer neck."""
    turn = math.sin(place.angle)
    normal_x = turn + 0.70 * np.sign(u) * np.abs(u) ** 3.0
    normal_y = 0.55 * (v - 0.42)
    diffuse = 1.0 - 0.30 * np.clip(normal_x, -1, 1) ** 2 - 0.18 * normal_y**2 - 0.05 * normal_y
    gloss = (
        20 * np.exp(-(((u - 0.12 * side) / 0.34) ** 2)) * np.exp(-(((v - 0.45) / 0.26) ** 2)) * math.cos(place.angle)
    )
    recess = 0.99 * math.exp(-place.depth / 60.0)
    # Along the crown, (h, 1, 3).
    colour = ENAMEL * (1 - 0.02 * place.index)
    colour = colour + np.array([-10.0, -6.0, 4.0], np.float32) * np.exp(-np.maximum(v, 0)[..., None] / 0.07)
    colour = colour + np.array([2.0, -6.0, -18.0], np.float32) * np.clip(v - 0.45, 0, 1)[..., None]
    # Toward the cheeks a tooth sinks into the mouth's own red dark.
    sunk = 1 - math.exp(-place.depth / 34.0)
    lit = colour * (diffuse * recess)[..., None] + gloss[..., None]
    return np.asarray(lit * (1 - sunk) + (0.22 * colour + 0.6 * DEEP) * sunk, np.float32)


def _gum(grid: _Grid, arch: Arch) -> Paint:
    line = arch.edge - arch.rise * (grid.x / 20) ** 2
    height = (grid.y - line) * arch.grows
    reach = np.interp(np.abs(grid.x), [0, 8, 14, 24, 30], [6.4, 5.8, 6.2, 4.8, 4.0]).astype(np.float32)
    papilla = 2.2 * sum(
        np.exp(-(((np.abs(grid.x) - place.centre - arch.widths[place.index] / 2 * math.cos(place.angle)) / 0.7) ** 2))
        for place in _places(arch)[:5]
    )
    reach = reach - papilla
    cover = _step(height - reach, 0.7) * _step(22.0 - height, 2.0) * _step(27.0 - np.abs(grid.x), 2.0)
    shade = np.exp(-((np.abs(grid.x) / 26) ** 2)) * np.exp(-np.maximum(height - 9, 0) / 9)
    return GUM * shade[..., None] + DEEP * (1 - shade[..., None]), cover


def _step(x: NDArray[np.floating[Any]], soft: float) -> NDArray[Any]:
    """Rise from 0 to 1 over `soft` mm around x = 0."""
    t = np.clip(x / soft + 0.5, 0, 1)
    return np.asarray(t * t * (3 - 2 * t))
