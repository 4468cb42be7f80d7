"""The characters of the label as strokes of a pen: the project's own drawing, no font.

A sans-serif of even colour. Lengths are in units of which `CAPITAL` are the height of a capital; y is up from the
baseline, and the ink of a character begins at x = 0.
"""

from __future__ import annotations

from dataclasses import dataclass

CAPITAL = 700
"""height of A and I, units; Chinese characters are an eighth taller"""
PEN = (98.0, 84.0)
"""width and height of the pen, units: the eye takes horizontal strokes for heavier than vertical ones"""


@dataclass(frozen=True, slots=True)
class Stroke:
    """A path that the pen follows, or an area if it ends in Z."""

    path: str
    """SVG path data: absolute M, L, C and Z"""
    weights: tuple[float, ...] = ()
    """of the pen where each command ends, from M on; empty: 1 throughout"""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character."""

    width: int
    """of the ink, units"""
    left: int
    """room before the ink, units: most beside a stem, less beside a bowl, least beside a diagonal"""
    right: int
    """room after the ink, units"""
    strokes: tuple[Stroke, ...]
    weight: float = 1.0
    """of the pen; less where strokes are many"""


GLYPHS: dict[str, Glyph] = {
    "A": Glyph(
        610,
        22,
        24,
        (
            Stroke("M0 0 L104 0 L355 700 L250 700 Z"),
            Stroke("M610 0 L506 0 L255 700 L360 700 Z"),
            Stroke("M110 206 L500 206"),
        ),
    ),
    "I": Glyph(100, 46, 46, (Stroke("M50 0 L50 700"),)),
    "-": Glyph(216, 40, 40, (Stroke("M0 268 L216 268"),)),
    "g": Glyph(
        413,
        32,
        44,
        (
            Stroke(
                "M364 262 C364 400 302 476 214 476 C112 476 49 392 49 262 C49 132 112 48 214 48 C302 48 364 124 364 262"
            ),
            Stroke("M364 510 L364 -14 C364 -122 300 -164 205 -164 C150 -164 105 -152 64 -128", (1, 1, 1, 0.94)),
        ),
    ),
    "e": Glyph(
        416,
        32,
        28,
        (
            Stroke(
                "M367 224 L367 262 C367 398 310 476 212 476 C112 476 49 392 49 255 "
                "C49 116 116 34 222 34 C290 34 340 58 382 102",
                (1, 1, 1, 1, 1, 0.92),
            ),
            Stroke("M60 262 L409 262", (0.9, 0.9)),
        ),
    ),
    "n": Glyph(
        404,
        44,
        44,
        (
            Stroke("M49 0 L49 510"),
            Stroke("M62 300 C66 410 122 476 210 476 C304 476 355 420 355 318 L355 0", (0.6, 1, 1, 1)),
        ),
    ),
    "r": Glyph(
        262,
        44,
        10,
        (
            Stroke("M49 0 L49 510"),
            Stroke("M60 290 C66 410 120 475 228 475 L262 473", (0.6, 1, 1)),
        ),
    ),
    "a": Glyph(
        396,
        28,
        44,
        (
            Stroke("M347 0 L347 322 C347 428 290 476 200 476 C140 476 94 458 54 422", (1, 1, 1, 0.92)),
            Stroke(
                "M347 296 L216 290 C108 285 49 242 49 162 C49 80 100 34 182 34 C262 34 330 84 347 170",
                (0.86, 0.9, 1, 1, 0.66),
            ),
        ),
    ),
    "t": Glyph(
        302,
        18,
        22,
        (
            Stroke("M126 646 L126 150 C126 68 166 36 230 36 C254 36 274 39 290 44"),
            Stroke("M0 468 L284 468"),
        ),
    ),
    "d": Glyph(
        413,
        32,
        44,
        (
            Stroke(
                "M364 255 C364 398 302 476 214 476 C112 476 49 390 49 255 C49 120 112 34 214 34 C302 34 364 112 364 255"
            ),
            Stroke("M364 742 L364 0"),
        ),
    ),
    "生": Glyph(
        796,
        44,
        40,
        (
            Stroke("M200 742 C170 606 116 486 32 384", (1, 0.9)),
            Stroke("M150 552 L752 552"),
            Stroke("M418 752 L418 -6"),
            Stroke("M112 288 L724 288"),
            Stroke("M8 -6 L792 -6"),
        ),
        0.9,
    ),
    "成": Glyph(
        796,
        40,
        40,
        (
            Stroke("M104 582 L788 582"),
            Stroke("M146 614 L146 350 C146 190 122 66 36 -34", (1, 1, 0.9)),
            Stroke("M150 378 L366 378"),
            Stroke(
                "M365 414 L365 340 C364 262 360 200 351 152 C343 114 322 100 282 102 L222 107",
                (1, 0.96, 0.92, 0.92, 0.88),
            ),
            Stroke("M468 750 C472 560 498 340 586 172 C640 72 688 2 720 -4 C746 -8 758 52 768 150", (1, 1, 0.92, 0.62)),
            Stroke("M712 478 C654 300 540 108 334 -30", (1, 0.9)),
            Stroke("M572 750 L700 660"),
        ),
        0.88,
    ),
}
