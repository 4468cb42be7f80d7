"""The light on what is worn: how it falls off over the body, and the folds, without the old cloth's own colours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.edit.light import linear

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FLOOR = 0.01
_LAYERS = 3
"""kinds of cloth that are told apart at most: a jacket, a shirt and a tie"""
_SAME = 11.0
"""CIELAB within which two kinds are one"""
_SMALL = 0.03
"""share of the clothes from which a kind counts"""
_RIM = 0.06
"""IOD along the edge of a kind whose light is not believed"""
_BROAD, _NARROW = 0.42, 0.11
"""IOD, standard deviations of light on the body, and of what is broader than a fold"""
_RANGE, _FOLD = 0.3, 0.1
"""natural logarithms that light, and a fold, may reach: more is a seam or a print"""
_STRENGTH = 0.85
_PRINTED = 0.16
"""variation from which fine detail is a pattern, not folds"""


@dataclass(frozen=True, slots=True)
class Shade:
    """Light on the clothes, as natural logarithms around 0."""

    slow: NDArray[np.float32]
    """(h, w), how it falls off over the body"""
    folds: NDArray[np.float32]
    """(h, w)"""
    kinds: NDArray[np.int8]
    """(h, w), which cloth is seen, -1 none"""


def shade(picture: NDArray[np.uint8], cloth: NDArray[np.float32], iod: float) -> Shade:
    """Read the light off (h, w, 3) RGB where there is `cloth` (h, w), 0-1."""
    import cv2

    light = np.log(linear(picture.astype(np.float32)) @ np.array([0.2126, 0.7152, 0.0722], np.float32) + _FLOOR)
    light = cv2.GaussianBlur(light, (0, 0), 0.008 * iod)
    kinds = _kinds(picture, cloth > 0.6)
    rel, weight = np.zeros_like(light), np.zeros_like(light)
    folds = np.zeros_like(light)
    for kind in range(int(kinds.max()) + 1):
        place = kinds == kind
        depth = cv2.distanceTransform(place.astype(np.uint8), cv2.DIST_L2, 5) / iod
        sure = np.clip(depth / _RIM - 0.5, 0, 1)
        if (sure > 0.5).sum() < 50:
            continue
        own = light - np.median(light[sure > 0.5])
        rel[place], weight[place] = np.clip(own[place], -2 * _RANGE, 2 * _RANGE), sure[place]
        fine = own - _smooth(own, sure, _NARROW * iod)
        if float(fine[sure > 0.5].std()) < _PRINTED:
            folds += sure * _FOLD * np.tanh(fine / _FOLD) * np.exp(-((fine / 0.22) ** 2))
    slow = _smooth(rel, weight, _BROAD * iod)
    slow = _RANGE * np.tanh(_STRENGTH * slow / _RANGE)
    return Shade(np.asarray(slow, np.float32), np.asarray(folds, np.float32), kinds)


def _kinds(picture: NDArray[np.uint8], cloth: NDArray[np.bool_]) -> NDArray[np.int8]:
    """Tell cloths apart by colour (k-means), as numbers from 0, the largest first."""
    import cv2

    found = np.full(cloth.shape, -1, np.int8)
    if cloth.sum() < 100:
        return found
    lab = cv2.cvtColor(cv2.medianBlur(picture, 5).astype(np.float32) / 255, cv2.COLOR_RGB2Lab)
    lab[..., 0] *= 0.6
    every = max(1, int(cloth.sum()) // 20000)
    samples = lab[cloth][::every]
    cv2.setRNGSeed(1)
    stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 20, 0.5)
    _, _, centres = cv2.kmeans(samples, _LAYERS, None, stop, 3, cv2.KMEANS_PP_CENTERS)
    kept: list[NDArray[np.float32]] = []
    for centre in centres:
        if all(np.linalg.norm(centre - other) > _SAME for other in kept):
            kept.append(centre)
    apart = np.stack([np.linalg.norm(lab - centre, axis=2) for centre in kept])
    nearest = np.where(cloth, apart.argmin(axis=0), -1)
    sizes = [float((nearest == number).mean()) for number in range(len(kept))]
    order = sorted(range(len(kept)), key=lambda number: -sizes[number])
    total = float(cloth.mean())
    for place, number in enumerate(number for number in order if sizes[number] > _SMALL * total):
        found[nearest == number] = place
    return found


def _smooth(values: NDArray[np.float32], weight: NDArray[np.float32], sigma: float) -> NDArray[np.float32]:
    """Average by weight; far from all of that it is nothing."""
    import cv2

    small = max(1.0, sigma / 6)
    size = max(1, round(values.shape[1] / small)), max(1, round(values.shape[0] / small))
    both = np.dstack([values * weight, weight]).astype(np.float32)
    both = cv2.GaussianBlur(cv2.resize(both, size, interpolation=cv2.INTER_AREA), (0, 0), sigma / small)
    ratio = both[..., 0] / (both[..., 1] + 0.02)
    return np.asarray(cv2.resize(ratio, values.shape[::-1], interpolation=cv2.INTER_CUBIC), np.float32)
