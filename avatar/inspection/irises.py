"""Where the irises are: circles fitted to their own sides, between corners of the eyes that go with the head.

Landmarks of irises follow a prior of eyes that look together: of a squint they show half, and single looks differ by
0.8 % of the eye's width. The side of an iris is an edge that no lid covers (Daugman 1993), and is found four times as
well. `tests/measure/squint.py` measures both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.inspection import points

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.inspection.head import HeadFit

SIDES = np.radians([*range(-40, 36, 5), *range(145, 221, 5)])
"""of an iris that no lid covers: right, then left, clockwise from the right"""
REACH, STEP = 0.6, 0.04
"""of the radius: how far from the landmark an iris is looked for, and in which steps"""
INSIDE, OUTSIDE = 0.85, 1.15
"""of the radius: where the light on both sides of the edge is taken"""
BLUR = 0.1
"""of the radius"""
PEAK = 0.9
"""of the strongest edge, from which places count for the middle"""
_CORNERS = [*points.LEFT_EYE, *points.RIGHT_EYE]


def gaze(
    bright: NDArray[np.uint8], landmarks: NDArray[np.float32], fit: HeadFit, model: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Measure how far each iris is to the right of its eye's middle, (2,), left first, in eye widths.

    `bright` is the grey picture (H, W), `landmarks` (478, 3) are its own, px; `fit` says where the head is, whose
    landmarks in the reference are `model` (478, 3).
    """
    marks = landmarks.astype(np.float64)
    if fit.is_followed:
        marks[_CORNERS, :2] = fit.place(model[_CORNERS])
    for iris in points.IRISES:
        ring = model[iris + 1 : iris + 5, :2] - model[iris, :2]
        radius = fit.scale * float(np.linalg.norm(ring, axis=1).mean())
        marks[iris, :2] = circle(bright, marks[iris, :2], radius)
    return points.gaze(marks)


def circle(bright: NDArray[np.uint8], begun: NDArray[np.float64], radius: float) -> NDArray[np.float64]:
    """Find the middle (2,) about which light rises most outward on both sides of a circle, near where it is `begun`.

    Where no side of it is lighter than the circle, or it is too small to be seen, it stays where it is.
    """
    import cv2

    height, width = bright.shape
    pad = (REACH + OUTSIDE) * radius + 3
    x0, y0 = (max(0, int(value - pad)) for value in begun)
    x1, y1 = (min(most, int(value + pad) + 1) for value, most in zip(begun, (width, height), strict=True))
    if radius < 2 or x1 - x0 < 2 * radius or y1 - y0 < radius:
        return begun
    light = cv2.GaussianBlur(bright[y0:y1, x0:x1].astype(np.float32), (0, 0), max(0.5, BLUR * radius))
    steps = np.arange(-REACH, REACH + STEP / 2, STEP) * radius
    places = begun - (x0, y0) + np.stack(np.meshgrid(steps, steps), axis=-1)
    round_ = radius * np.stack([np.cos(SIDES), np.sin(SIDES)], axis=-1)
    rise = _light(light, places, OUTSIDE * round_) - _light(light, places, INSIDE * round_)
    half = len(SIDES) // 2
    score = np.minimum(rise[..., :half].mean(axis=-1), rise[..., half:].mean(axis=-1))
    if score.max() <= 0:
        return begun
    weight = np.clip(score - PEAK * score.max(), 0, None)
    return np.asarray((places * weight[..., None]).sum(axis=(0, 1)) / weight.sum() + (x0, y0))


def _light(light: NDArray[np.float32], places: NDArray[np.float64], ring: NDArray[np.float64]) -> NDArray[np.float32]:
    """Read the light at a ring (S, 2) about each of the places (n, n, 2): (n, n, S)."""
    import cv2

    at = (places[:, :, None] + ring - 0.5).astype(np.float32).reshape(len(places), -1, 2)
    read = cv2.remap(light, at[..., 0], at[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(read.reshape(len(places), len(places), -1))
