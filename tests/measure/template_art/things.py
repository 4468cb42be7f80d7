"""Things that a sample clip shows: a logo, slides, products, a quotation mark. They lie on nothing."""

from __future__ import annotations

import numpy as np

from .paint import Canvas, blurred, edge, rgb


def logo(tone: str) -> Canvas:
    """Draw a mark: a sun that rises over two waves."""
    canvas = Canvas(256, 256)
    canvas.lay(canvas.disc((128, 112), 62) * edge(canvas.y - 122), tone)
    for number in range(2):
        middle = 152 + 40 * number + 10 * np.sin((canvas.x - 40) / 176 * 2 * np.pi)
        band = edge(np.abs(canvas.y - middle) - 10) * canvas.box(36, 0, 220, 256)
        canvas.lay(band, tone)
    for x, y in ((36, 152), (220, 152), (36, 192), (220, 192)):
        canvas.lay(canvas.disc((x, y), 10), tone)
    return canvas


def quotation(tone: str, *, is_mirrored: bool = False) -> Canvas:
    """Draw two opening quotation marks, as wedges; mirrored for what runs from right to left."""
    canvas = Canvas(320, 256)
    for left in (16, 172):
        canvas.lay(canvas.disc((left + 66, 170), 66), tone)
        canvas.lay(
            canvas.polygon(
                [
                    (left, 170),
                    (left + 4, 128),
                    (left + 34, 58),
                    (left + 96, 16),
                    (left + 120, 52),
                    (left + 84, 84),
                    (left + 76, 112),
                ]
            ),
            tone,
        )
    if is_mirrored:
        canvas.pixels = canvas.pixels[:, ::-1]
    return canvas


def bars() -> Canvas:
    """Draw a slide: columns that grow, the last one ours."""
    canvas = _slide()
    heights = (190, 236, 262, 330, 372, 446, 560)
    for number, up in enumerate(heights):
        left = 190 + number * 180
        tone = "#4f46e5" if number == len(heights) - 1 else "#c7cbf5"
        canvas.lay(canvas.box(left, 730 - up, left + 112, 744, 14), tone)
    canvas.lay(canvas.box(0, 730, 1600, 748), "#ffffff")
    canvas.lay(canvas.box(140, 730, 1460, 733), "#c9cddd")
    points = [(246 + number * 180, 660 - up) for number, up in enumerate(heights)]
    canvas.lay(canvas.line(points, 7), "#f59e0b")
    for point in points:
        canvas.lay(canvas.disc(point, 15), "#f59e0b").lay(canvas.disc(point, 7), "#ffffff")
    return canvas


def shares() -> Canvas:
    """Draw a slide: a ring in parts, and a bar for each."""
    canvas = _slide()
    centre, tones, parts = (480.0, 450.0), ("#4f46e5", "#0ea5a4", "#f59e0b", "#c7cbf5"), (0.46, 0.27, 0.15, 0.12)
    turn = (np.arctan2(canvas.x - centre[0], -(canvas.y - centre[1])) / (2 * np.pi)) % 1
    ring, begin = canvas.ring(centre, 210, 104), 0.0
    for tone, part in zip(tones, parts, strict=True):
        canvas.lay(ring * ((turn >= begin + 0.004) & (turn < begin + part - 0.004)), tone)
        begin += part
    for number, (tone, part) in enumerate(zip(tones, parts, strict=True)):
        top = 268 + number * 104
        canvas.lay(canvas.disc((868, top + 14), 16), tone)
        canvas.lay(canvas.box(912, top, 1432, top + 28, 14), "#eceef6")
        canvas.lay(canvas.box(912, top, 912 + 1100 * part, top + 28, 14), tone)
    return canvas


def course() -> Canvas:
    """Draw a slide: a line that climbs, with the ground below it shaded."""
    canvas = _slide()
    share = np.clip((canvas.x - 150) / 1300, 0, 1)
    line = 690 - 470 * share**1.5 - 26 * np.sin(share * 17) * (1 - share)
    within = canvas.box(150, 120, 1450, 730)
    for top in range(210, 740, 130):
        canvas.lay(canvas.box(150, top, 1450, top + 2), "#e4e7f0")
    shade = np.clip(1 - (canvas.y - line) / 520, 0, 1) * (canvas.y > line)
    canvas.lay(within * shade, "#4f46e5", 0.24)
    slope = np.abs(np.gradient(line, axis=1))
    canvas.lay(within * edge(np.abs(canvas.y - line) / np.hypot(1, slope) - 4.5), "#4f46e5")
    canvas.lay(canvas.box(150, 730, 1450, 733), "#c9cddd")
    end = (1450.0, 220.0)
    canvas.lay(canvas.glow(end, 90), "#f59e0b", 0.5).lay(canvas.disc(end, 24), "#f59e0b").lay(
        canvas.disc(end, 10), "#ffffff"
    )
    return canvas


def bottle() -> Canvas:
    """Draw a bottle of amber glass with a light cap and a label."""
    canvas = Canvas(560, 1200)
    _ground(canvas, 280, 1140, 210)
    glass = np.maximum(canvas.box(90, 390, 470, 1150, 54), canvas.box(206, 270, 354, 470, 20))
    shoulder = canvas.polygon([(206, 380), (354, 380), (440, 440), (470, 500), (90, 500), (120, 440)])
    glass = np.maximum(glass, blurred(shoulder, 3))
    canvas.lay(glass, _round(canvas, 280, 196, "#6b2a0f", "#d97a33"))
    canvas.lay(glass * canvas.box(90, 1080, 470, 1150), "#2a0f05", 0.25)
    canvas.lay(canvas.box(190, 60, 370, 290, 22), _round(canvas, 280, 94, "#b9a48c", "#fff6e8"))
    for x in range(206, 360, 14):
        canvas.lay(canvas.box(x, 84, x + 3, 268, 1), "#8d7a63", 0.16)
    canvas.lay(canvas.box(90, 600, 470, 980), _round(canvas, 280, 196, "#cdbfab", "#fffaf0"))
    _emblem(canvas, (280, 730), "#8a3414")
    canvas.lay(canvas.box(200, 846, 360, 854, 4), "#8a3414").lay(canvas.box(226, 878, 334, 884, 3), "#8a3414", 0.6)
    canvas.lay(canvas.box(226, 904, 334, 910, 3), "#8a3414", 0.6)
    canvas.lay(glass * blurred(canvas.box(136, 420, 160, 1110, 12), 7), "#ffffff", 0.38)
    canvas.lay(blurred(canvas.box(222, 76, 236, 276, 7), 4), "#ffffff", 0.7)
    return canvas


def tin() -> Canvas:
    """Draw a tea tin, green, with a golden lid."""
    canvas = Canvas(760, 1000)
    _ground(canvas, 380, 940, 300)
    canvas.lay(canvas.box(100, 210, 660, 950, 30), _round(canvas, 380, 290, "#0c3a2e", "#2f8c6c"))
    canvas.lay(canvas.box(84, 90, 676, 250, 30), _round(canvas, 380, 300, "#7c5a1d", "#f3d48a"))
    canvas.lay(canvas.box(84, 232, 676, 242), "#5f4413", 0.5)
    canvas.lay(canvas.disc((380, 590), 190), "#fbf3df")
    canvas.lay(canvas.ring((380, 590), 172, 5), "#b88a35")
    _emblem(canvas, (380, 570), "#0f4a39", 1.25)
    canvas.lay(canvas.box(310, 672, 450, 680, 4), "#b88a35")
    canvas.lay(blurred(canvas.box(170, 270, 206, 920, 18), 10), "#ffffff", 0.26)
    return canvas


def card() -> Canvas:
    """Draw a payment card that lies at a slant."""
    canvas = Canvas(1040, 760)
    flat = Canvas(1040, 760)
    flat.lay(flat.box(80, 110, 960, 650, 46), flat.sweep("#12343b", "#2fa29b", 35))
    within = flat.box(80, 110, 960, 650, 46)
    for number in range(5):
        flat.lay(within * flat.ring((900, 660), 170 + number * 88, 34), "#ffffff", 0.07)
    flat.lay(flat.box(150, 300, 262, 386, 16), flat.sweep("#f7dc9a", "#c8963c", 60))
    for x in (186, 224):
        flat.lay(flat.box(x, 300, x + 3, 386), "#8f6a25", 0.8)
    for group in range(4):
        for place in range(4):
            left = 150 + group * 168 + place * 32
            flat.lay(flat.disc((left + 8, 470), 9), "#ffffff", 0.9)
    flat.lay(flat.box(150, 560, 430, 572, 6), "#ffffff", 0.75)
    _emblem(flat, (840, 548), "#f7dc9a", 0.9)
    canvas.lay(blurred(canvas.box(110, 190, 950, 700, 46), 26), "#3a2415", 0.4)
    turned = flat.picture().rotate(8, resample=3)
    values = np.asarray(turned) / 255
    return canvas.lay(values[..., 3], values[..., :3])


def _slide() -> Canvas:
    canvas = Canvas(1600, 900)
    canvas.lay(canvas.whole(), "#ffffff")
    return canvas


def _ground(canvas: Canvas, x: float, y: float, reach: float) -> None:
    oval = np.hypot((canvas.x - x) / reach, (canvas.y - y) / (reach * 0.16))
    canvas.lay(blurred(np.clip(1.15 - oval, 0, 1), 10), "#3a2415", 0.55)


def _round(canvas: Canvas, middle: float, radius: float, dark: str, light: str) -> np.ndarray:
    """Shade an upright cylinder, lit from the left."""
    across = np.clip((canvas.x - middle) / radius, -1, 1)
    light_there = np.clip(0.35 + 0.75 * np.cos(np.arcsin(across) + 0.62), 0, 1) ** 1.2
    light_there += 0.18 * np.exp(-(((across - 0.86) / 0.1) ** 2))
    return rgb(dark) + (rgb(light) - rgb(dark)) * np.clip(light_there, 0, 1)[..., None]


def _emblem(canvas: Canvas, centre: tuple[float, float], tone: str, scale: float = 1.0) -> None:
    x, y = centre
    canvas.lay(canvas.disc((x, y), 44 * scale) * edge(canvas.y - y - 6), tone)
    for number in range(2):
        middle = y + (28 + 24 * number) * scale + 6 * scale * np.sin((canvas.x - x) / (64 * scale) * np.pi)
        canvas.lay(edge(np.abs(canvas.y - middle) - 6 * scale) * edge(np.abs(canvas.x - x) - 64 * scale), tone)
