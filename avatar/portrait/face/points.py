"""Which of our mesh's 478 points lie where others mark a face: the 68 points of Multi-PIE and 300-W, and 106 points.

All are places of the anatomy: along the jaw from ear to ear, the brows, the ridge and the base of the nose, the rims of
lids and lips. The 68 run from the image's left to its right; of the 106 those are named that lie at these 68 places.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from avatar.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PARTS: tuple[tuple[tuple[int, ...], float], ...] = (
    ((127, 234, 93, 132, 58, 136, 150, 176, 152, 400, 379, 365, 288, 361, 323, 454, 356), 0.3),  # jaw, ear to ear
    ((70, 63, 105, 66, 107, 336, 296, 334, 293, 300), 0.6),  # brows
    ((168, 6, 195, 4), 1.0),  # ridge of the nose, to its tip
    ((98, 97, 2, 326, 327), 1.0),  # its base, from nostril to nostril
    ((33, 160, 158, 133, 153, 144), 1.0),  # the eye at the image's left: outer corner, upper lid, inner corner, lower
    ((362, 385, 387, 263, 373, 380), 1.0),  # the other one, from its inner corner
    (
        (61, 39, 37, 0, 267, 269, 291, 405, 314, 17, 84, 181),
        1.0,
    ),  # outer rim of the lips, over the top
    ((78, 81, 13, 311, 308, 402, 14, 178), 1.0),  # the inner rim
)
"""landmarks of our mesh, and how far points there are believed, 0-1: of the jaw others see the outline, not a place"""
OURS = tuple(point for part, _ in _PARTS for point in part)
"""of our mesh: where each of the 68 points lies"""
TRUST = np.array([trust for part, trust in _PARTS for _ in part])
"""(68,), 0-1"""
_OF_106 = (
    *(1, 10, 12, 14, 16, 3, 5, 7, 0, 23, 21, 19, 32, 30, 28, 26, 17),
    *(43, 48, 49, 51, 50, 102, 103, 104, 105, 101),
    *(72, 73, 74, 86, 78, 79, 80, 85, 84),
    *(35, 41, 42, 39, 37, 36, 89, 95, 96, 93, 91, 90),
    *(52, 64, 63, 71, 67, 68, 61, 58, 59, 53, 56, 55, 65, 66, 62, 70, 69, 57, 60, 54),
)
"""of the 106 points: the one at each of the 68 places"""


def as_68(points: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """Give the (68, 2) points among (68, 2) or (106, 2) of a face, px. Raise `InputError` for another number."""
    if len(points) == len(_OF_106):
        return np.asarray(points[:, :2], np.float64)
    if len(points) == 106:
        return np.asarray(points[list(_OF_106), :2], np.float64)
    raise InputError(f"A network has marked a face with {len(points)} points, and 68 or 106 can be used; name another.")
