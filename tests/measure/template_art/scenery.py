"""What stands behind a speaker: studios, landscapes, patterns. Square, so that every shape can be cut from it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from .paint import Canvas, blurred, edge

if TYPE_CHECKING:
    from .paint import Field

SIDE = 1920
"""px of each picture"""
_FAN = 240
"""px across a fan"""


def studio() -> Canvas:
    """Paint a navy studio wall, lit from one side."""
    canvas = _sheet("#0a1a2c", "#122f4a", 70)
    canvas.lay(canvas.glow((1330, 620), 1150), "#2f6f93", 0.75)
    canvas.lay(canvas.glow((1500, 420), 620), "#7fc4d8", 0.28)
    for offset, alpha in ((-640, 0.05), (-420, 0.07), (1060, 0.05), (1280, 0.04)):
        slope = canvas.x - 0.42 * canvas.y - offset - 500
        canvas.lay(blurred(edge(np.abs(slope) - 70), 10), "#9ad7e8", alpha)
    canvas.lay(canvas.glow((160, 1900), 900), "#06101c", 0.7)
    return canvas


def ridge() -> Canvas:
    """Paint hills behind hills at daybreak, over a lake."""
    canvas = _sheet("#20365c", "#f6b98a", 90, SIDE * 0.62)
    sun = (1180.0, 800.0)
    canvas.lay(canvas.glow(sun, 900), "#ffd9a8", 0.75)
    canvas.lay(canvas.disc(sun, 92), "#fff1d6")
    tones = ("#a9849b", "#7d6a8f", "#55547f", "#364069", "#1f2c4d")
    for number, tone in enumerate(tones):
        crest = 860 + 88 * number + _waves(canvas.x, 150 - 14 * number, seed=number + 3)
        canvas.lay(edge(crest - canvas.y), tone, 0.96)
        canvas.lay(edge(crest - canvas.y) * np.clip((canvas.y - crest) / 260, 0, 1), "#f6c7a0", 0.10)
    water = edge(1330 - canvas.y)
    canvas.lay(water, canvas.sweep("#2c3a60", "#0d1630"))
    for row in range(26):
        top, reach = 1344 + row * 15 + row * row * 0.5, 210 - row * 4
        sway = 34 * np.sin(row * 1.9)
        canvas.lay(
            canvas.box(sun[0] - reach + sway, top, sun[0] + reach + sway, top + 4, 2), "#ffcf9c", 0.34 - row * 0.011
        )
    return canvas


def city() -> Canvas:
    """Paint a city at dusk with its windows lit."""
    canvas = _sheet("#141b3c", "#d9788a", 90, SIDE * 0.66)
    canvas.lay(canvas.glow((560, 1080), 1000), "#ffc48a", 0.7)
    rng = np.random.default_rng(8)
    for tone, ground, tall, glow in (
        ("#7a5a86", 1190, 330, 0.0),
        ("#453c69", 1270, 470, 0.35),
        ("#1a1e40", 1370, 560, 0.8),
    ):
        left = -40.0
        while left < SIDE:
            across, up = rng.uniform(90, 210), rng.uniform(0.35, 1.0) * tall
            canvas.lay(canvas.box(left, ground - up, left + across, SIDE, 6), tone)
            if glow:
                _windows(canvas, rng, (left, ground - up, across), glow)
            left += across + rng.uniform(2, 26)
    canvas.lay(np.clip((canvas.y - 1330) / 420, 0, 1), "#0b0f26", 0.92)
    return canvas


def shore() -> Canvas:
    """Paint the sea running up a beach, seen from above."""
    canvas = _sheet("#0d5a76", "#2aa5ac", 60)
    for number, (tone, alpha) in enumerate((("#37b3b4", 0.7), ("#6fd0c4", 0.7), ("#e8f7f0", 0.95), ("#ead9b7", 1.0))):
        line = 900 + number * 150 + _waves(canvas.y, 95, seed=20 + number) + 0.28 * canvas.y
        canvas.lay(blurred(edge(line - canvas.x), 3 if number < 3 else 9), tone, alpha)
    canvas.lay(canvas.glow((1800, 200), 900), "#fff4dc", 0.4)
    return canvas


def globe() -> Canvas:
    """Paint a world of dots with lines between its towns."""
    canvas = _sheet("#071433", "#12306b", 75)
    middle, radius = (960.0, 830.0), 760.0
    canvas.lay(canvas.glow(middle, 1250), "#2b6ad0", 0.55)
    across, down = (canvas.x - middle[0]) / radius, (canvas.y - middle[1]) / radius
    near = np.hypot(across, down)
    depth = np.sqrt(np.clip(1 - near**2, 0, None))
    latitude, longitude = np.arcsin(np.clip(down, -1, 1)), np.arctan2(across, depth) + 0.6
    rows = np.round(latitude / 0.06) * 0.06
    step = 0.06 / np.maximum(np.cos(rows), 0.12)
    columns = np.round(longitude / step) * step
    off = np.hypot((latitude - rows), (longitude - columns) * np.cos(rows))
    land = np.sin(2.1 * columns + 1.2) * np.cos(2.6 * rows) + 0.55 * np.sin(5.3 * columns - 2 * rows) > 0.15
    dots = np.clip((0.019 - off) * radius * depth + 0.5, 0, 1) * (near < 0.995)
    canvas.lay(dots * np.where(land, 1.0, 0.22), "#8cc4ff", 0.5)
    canvas.lay(blurred(canvas.ring(middle, radius, 4), 2), "#9fd0ff", 0.55)
    towns = ((560, 640), (860, 470), (1240, 610), (1350, 960), (780, 1010))
    for (x0, y0), (x1, y1) in pairwise(towns):
        share = np.linspace(0, 1, 24)
        lift = np.sin(np.pi * share) * 120
        canvas.lay(
            canvas.line([(x0 + (x1 - x0) * t, y0 + (y1 - y0) * t - u) for t, u in zip(share, lift, strict=True)], 3),
            "#7fe3ff",
            0.55,
        )
    for town in towns:
        canvas.lay(canvas.glow(town, 44), "#7fe3ff", 0.7).lay(canvas.disc(town, 8), "#ffffff")
    return canvas


def evening() -> Canvas:
    """Paint lights out of focus, warm, before a dark wall."""
    canvas = _sheet("#2a131f", "#4a2031", 60)
    canvas.lay(canvas.glow((1500, 300), 1300), "#a8503f", 0.6)
    rng = np.random.default_rng(4)
    for _ in range(34):
        centre, radius = (rng.uniform(0, SIDE), rng.uniform(0, SIDE)), rng.uniform(30, 120)
        tone = ("#ffb27a", "#ff8f6b", "#ffd9a3")[int(rng.integers(3))]
        canvas.lay(blurred(canvas.disc(centre, radius), 4 + radius / 12), tone, float(rng.uniform(0.03, 0.14)))
    return canvas


def ribbons() -> Canvas:
    """Paint bands of silk."""
    canvas = _sheet("#1d1a5e", "#4338ca", 40)
    canvas.lay(canvas.glow((1700, 260), 1200), "#8b7bff", 0.55)
    for number in range(9):
        middle = 1180 + number * 62 + _waves(canvas.x, 210, seed=41) * (1 - number * 0.07) - 0.34 * (canvas.x - 960)
        band = edge(np.abs(canvas.y - middle) - 110 + number * 6)
        shade = np.clip((canvas.y - middle + 110) / 220, 0, 1)
        canvas.lay(band * shade, ("#a99bff", "#6d5df0", "#ff9ecb")[number % 3], 0.22)
    return canvas


def fans() -> Canvas:
    """Paint rows of golden fans on a deep green."""
    canvas = _sheet("#08261f", "#0f3d31", 80)
    canvas.lay(canvas.glow((960, 500), 1200), "#1d6a52", 0.6)
    tile = np.tile(_fan_tile(), (SIDE // _FAN, SIDE // _FAN, 1))
    canvas.lay(tile[..., 3], tile[..., :3])
    canvas.lay(canvas.glow((960, 900), 1500), "#0b2f26", 0.55)
    return canvas


def paper() -> Canvas:
    """Paint a light page with soft shapes."""
    canvas = _sheet("#eef6f6", "#dbeeee", 60)
    canvas.lay(canvas.glow((1700, 200), 900), "#a7dcd7", 0.6)
    canvas.lay(canvas.glow((180, 1700), 900), "#bfe0f2", 0.7)
    canvas.lay(canvas.ring((1730, 1640), 420, 90), "#ffffff", 0.5)
    canvas.lay(canvas.ring((140, 260), 300, 60), "#ffffff", 0.55)
    return canvas


def linen() -> Canvas:
    """Paint a warm table before a wall, for a product."""
    canvas = _sheet("#f8efe3", "#f1dfc9", 80)
    canvas.lay(canvas.disc((700, 820), 560), "#f4c9a4", 0.65)
    canvas.lay(canvas.glow((700, 760), 780), "#fff7ea", 0.55)
    canvas.lay(edge(1330 - canvas.y), canvas.sweep("#e6c7a4", "#d9b48c"))
    canvas.lay(edge(np.abs(canvas.y - 1330) - 2), "#fff3e2", 0.6)
    return canvas


def _fan_tile() -> Field:
    """Draw what repeats in rows of fans, each row before the one above it."""
    canvas = Canvas(3 * _FAN, 3 * _FAN)
    for row in range(-1, 8):
        for column in range(-1, 5):
            centre = ((column + row % 2 / 2) * _FAN, row * _FAN / 2)
            canvas.lay(canvas.disc(centre, _FAN / 2), "#0d352b", 0.9)
            for part in (1.0, 0.74, 0.48, 0.22):
                canvas.lay(canvas.ring(centre, _FAN / 2 * part, 2.2), "#d9b45b", 0.34)
    return canvas.pixels[_FAN : 2 * _FAN, _FAN : 2 * _FAN]


def _sheet(first: str, last: str, angle: float, height: float = SIDE) -> Canvas:
    canvas = Canvas(SIDE, SIDE)
    canvas.lay(canvas.whole(), last)
    part = Canvas(SIDE, round(height)).sweep(first, last, angle)
    full = np.concatenate([part, np.broadcast_to(part[-1:], (SIDE - len(part), SIDE, 3))])
    return canvas.lay(canvas.whole(), full)


def _waves(along: Field, height: float, seed: int) -> Field:
    rng = np.random.default_rng(seed)
    total = np.zeros_like(along)
    for octave in range(1, 5):
        total += np.sin(along / SIDE * 2 * np.pi * octave * rng.uniform(0.6, 1.4) + rng.uniform(0, 6.3)) / octave
    return total * height * 0.6


def _windows(canvas: Canvas, rng: np.random.Generator, house: tuple[float, float, float], glow: float) -> None:
    left, top, across = house
    for row in np.arange(top + 26, top + 520, 34):
        for column in np.arange(left + 16, left + across - 22, 26):
            if rng.random() < 0.32:
                x, y = int(column), int(row)
                if 0 <= x < SIDE - 12 and y < SIDE - 16:
                    canvas.pixels[y : y + 15, x : x + 10, :3] += (
                        glow * float(rng.uniform(0.2, 0.75)) * np.array((1.0, 0.78, 0.42)) * 0.8
                    )
    np.clip(canvas.pixels, 0, 1, out=canvas.pixels)
