"""Where the neck of a garment that lies flat is open: the front edge, before the inside of the back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.portrait.pixels.fill import push_pull

if TYPE_CHECKING:
    from numpy.typing import NDArray

_ANGLES = 61
"""directions from one shoulder down to the other"""
_NEAREST, _FARTHEST = 0.62, 3.5
"""of the neck's half width, how far off its middle the edge may lie"""
_RARE = 1.0
"""what a deep neck must be better by"""
_RADII = 110
_STRETCHES = (1.0, 2.5)
"""times as deep as wide: necks of tops, and of jackets"""
_STEEPEST = 8
"""steps of the radius from one direction to the next"""
_BEND = 0.015
"""cost of such a step, squared"""
_LIGHT = 0.5
"""worth of an edge beyond which it is darker: mostly a neck is in shade inside"""
_CLEAR = 0.03
"""of the lightness per px: what is clearer, such as a stripe, is no more of an edge"""
_FIRST = 0.2
"""by how much an edge that lies further out is worth less, per natural logarithm"""


def neckline(
    pixels: NDArray[np.uint8], mask: NDArray[np.bool_], axis: float, neck: NDArray[np.float32]
) -> tuple[NDArray[np.float32], float]:
    """Give the front's edge from the left shoulder (image) to the right, (n, 2) px, and how deep it lies, px.

    Both sides are one curve, as the garment is symmetric: the way of the strongest edges, by dynamic programming.
    """
    half, height = float(neck[0]), float(neck[1])
    edges = _edges(pixels, mask, half)
    found = min((_traced(edges, (axis, height), half, stretch) for stretch in _STRETCHES), key=lambda one: one.cost)
    right = _rounded(np.column_stack([found.away, height + found.down]))
    curve = np.concatenate([right[:-1] * (-1, 1), right[::-1]]) + np.array((axis, 0.0))
    return np.asarray(curve, np.float32), float(found.down[-1])


def _rounded(path: NDArray[np.float64]) -> NDArray[np.float64]:
    """Take the steps out of half a neckline, (n, 2), whose ends stay: the tip of a V is one."""
    lengths = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    even = np.linspace(0, lengths[-1], 4 * _ANGLES)
    found = np.column_stack([np.interp(even, lengths, path[:, column]) for column in range(2)])
    reach = _SOFT * len(found)
    kernel = np.exp(-0.5 * (np.arange(-3 * round(reach), 3 * round(reach) + 1) / reach) ** 2)
    pad = len(kernel) // 2
    before, after = 2 * found[:1] - found[pad:0:-1], 2 * found[-1:] - found[-2 : -pad - 2 : -1]
    long = np.concatenate([before, found, after])
    smooth = [np.convolve(long[:, column], kernel / kernel.sum(), mode="valid") for column in range(2)]
    return np.column_stack(smooth)


_SOFT = 0.03
"""of half a neckline's length, standard deviation over which it is smoothed"""


@dataclass(frozen=True, slots=True)
class _Way:
    cost: float
    away: NDArray[np.float64]
    down: NDArray[np.float64]


def _traced(edges: NDArray[np.float32], middle: tuple[float, float], half: float, stretch: float) -> _Way:
    """Find the best way in a fan of directions, which is stretched downward for a neck that is deep."""
    import cv2

    angle = np.linspace(0, np.pi / 2, _ANGLES)
    radius = half * np.geomspace(_NEAREST, _FARTHEST, _RADII)
    away = radius[None] * np.cos(angle)[:, None]
    down = stretch * radius[None] * np.sin(angle)[:, None]
    outward = np.stack([np.cos(angle), np.sin(angle) / stretch], axis=1)
    outward /= np.linalg.norm(outward, axis=1, keepdims=True)
    sides = []
    for sign in (-1, 1):
        places = np.stack([middle[0] + sign * away, middle[1] + down], axis=2).astype(np.float32)
        sampled = cv2.remap(edges, places[..., 0], places[..., 1], cv2.INTER_LINEAR)
        rise = (sampled * (outward * (sign, 1))[:, None]).sum(axis=2)
        sides.append(np.maximum(rise, -_LIGHT * rise))
    strength = np.minimum(*sides)
    strong = float(np.clip(np.percentile(strength, 94), 1e-6, _CLEAR))
    cost = -np.minimum(strength / strong, 1) + _FIRST * np.maximum(np.log(np.hypot(away, down) / half), 0)
    # Beside the middle the neck ends at the shoulder line; below, nowhere before the hem.
    cost[away > 1.12 * half] = 10
    cost[middle[1] + down > 0.9 * edges.shape[0]] = 10
    path, total = _cheapest(np.asarray(cost, np.float64))
    total += _RARE * (stretch > 1)
    return _Way(total, radius[path] * np.cos(angle), stretch * radius[path] * np.sin(angle))


def _edges(pixels: NDArray[np.uint8], mask: NDArray[np.bool_], half: float) -> NDArray[np.float32]:
    """Give the change of lightness, (H, W, 2), as a share of what is there: dark cloth has edges too."""
    import cv2

    lab = cv2.cvtColor(pixels.astype(np.float32) / 255, cv2.COLOR_RGB2Lab)
    inside = cv2.erode(mask.astype(np.uint8), np.ones((5, 5), np.uint8)).astype(np.float32)
    light = push_pull(lab, inside)[..., 0]
    light = cv2.GaussianBlur(light, (0, 0), max(1.0, 0.03 * half))
    both = [cv2.Scharr(light, cv2.CV_32F, *along) / 32 for along in ((1, 0), (0, 1))]
    return np.asarray(np.stack(both, axis=2) / (light[..., None] + 8), np.float32)


def _cheapest(cost: NDArray[np.float64]) -> tuple[NDArray[np.intp], float]:
    """Give the radius, by its number, for each direction, so that the sum of costs is least."""
    count, radii = cost.shape
    total, back = cost[0].copy(), np.zeros((count, radii), np.intp)
    places = np.arange(radii)
    for row in range(1, count):
        best = np.full(radii, np.inf)
        for step in range(-_STEEPEST, _STEEPEST + 1):
            source = places - step
            is_inside = (source >= 0) & (source < radii)
            candidate = np.where(is_inside, total[np.clip(source, 0, radii - 1)] + _BEND * step**2, np.inf)
            better = candidate < best
            best[better], back[row][better] = candidate[better], source[better]
        total = best + cost[row]
    path = np.zeros(count, np.intp)
    path[-1] = int(np.argmin(total))
    for row in range(count - 1, 0, -1):
        path[row - 1] = back[row][path[row]]
    return path, float(total.min())
