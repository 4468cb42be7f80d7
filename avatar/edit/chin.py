"""Whether face and neck are of one skin: how far their colours are apart on both sides of the chin line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.edit.garment.colour import cielab, difference
from avatar.errors import PortraitError

if TYPE_CHECKING:
    from numpy.typing import NDArray

_JAW = (172, 136, 150, 149, 176, 148, 152, 377, 400, 378, 379, 365, 397)
"""the chin line from the jaw at the image's left to that at its right"""
_AWAY = 0.13
"""IOD above and below it where skin is looked at"""
_REACH = 0.035
"""IOD, half the side of each place"""


LARGEST_GAIN = 2.5
"""CIEDE2000 by which face and neck may be farther apart than in the photo, where the face keeps its own colour"""


def require_agreeing(before: float, after: float, skin: float) -> None:
    """Raise `PortraitError` where a face that takes on a share `skin`, 0-1, of the body's colour is like a mask.

    `before` and `after` are what `across_chin` gives, of the photo and of what was made of it.
    """
    if skin < 1 and after > before + LARGEST_GAIN:
        raise PortraitError(
            f"Face and neck would be seen to be of two colours: across the chin they would be {after:.1f} apart "
            f"(CIEDE2000), in the photo they are {before:.1f}, and at most {LARGEST_GAIN:g} more will do; raise --skin."
        )


def across_chin(picture: NDArray[np.uint8], landmarks: NDArray[np.float32], iod: float) -> float:
    """Measure CIEDE2000 between face and neck, median along the chin, of equal lightness: the neck lies in shade.

    `picture` is (H, W, 3) RGB with (478, 3) landmarks.
    """
    points = landmarks[list(_JAW), :2].astype(np.float64)
    along = np.gradient(points, axis=0)
    outward = np.column_stack([-along[:, 1], along[:, 0]])
    outward /= np.linalg.norm(outward, axis=1, keepdims=True)
    outward *= np.sign((outward * (points - landmarks[:468, :2].mean(axis=0))).sum(axis=1, keepdims=True))
    sides = [cielab(_sampled(picture, points + way * _AWAY * iod * outward, _REACH * iod)) for way in (-1, 1)]
    one, other = (side * 50 / np.maximum(side[:, :1], 1) for side in sides)
    return float(np.median(difference(one, other)))


def _sampled(picture: NDArray[np.uint8], places: NDArray[np.float64], reach: float) -> NDArray[np.float64]:
    half, (height, width) = max(1, round(reach)), picture.shape[:2]
    found = []
    for x, y in np.rint(places).astype(int):
        x, y = min(max(x, half), width - half - 1), min(max(y, half), height - half - 1)  # noqa: PLW2901 - kept inside
        found.append(np.median(picture[y - half : y + half + 1, x - half : x + half + 1].reshape(-1, 3), axis=0))
    return np.array(found, np.float64)
