"""What was seen of a performer, picture by picture: a few numbers, and no picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

BROWS = (70, 63, 105, 66, 107, 336, 296, 334, 293, 300, 46, 53, 52, 65, 55, 285, 295, 282, 283, 276)
INNER_LIPS = (78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308, 324, 318, 402, 317, 14, 87, 178, 88, 95)
OUTER_LIPS = (61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146)
CHIN = (152, 148, 176, 149, 150, 377, 400, 378, 379, 200, 199, 175, 18, 83, 313)
JAW = (136, 172, 58, 365, 397, 288)
CHEEKS = (205, 425, 50, 280, 36, 266, 207, 427, 187, 411, 118, 347)
NOSE = (2, 98, 327, 48, 278, 129, 358)
TRACKED: tuple[int, ...] = (*BROWS, *INNER_LIPS, *OUTER_LIPS, *CHIN, *JAW, *CHEEKS, *NOSE)
"""landmarks whose places tell what the face does, in the order of `Observed.points`"""


@dataclass(frozen=True, slots=True)
class Observed:
    """A performance as it was seen. Where no face was, everything but the time is NaN."""

    times: NDArray[np.float64]
    """(T,), s, ascending, from the beginning of the performance"""
    points: NDArray[np.float32]
    """(T, `TRACKED`, 2), right + and down +, IOD from between the eyes, as if the head looked straight ahead"""
    gap: NDArray[np.float32]
    """(T,), between the inner lips, IOD"""
    lids: NDArray[np.float32]
    """(T, 2), opening of the eye at the image's left and right, IOD"""
    irises: NDArray[np.float32]
    """(T, 2, 2), from the middle of each eye's corners, right + and down +, IOD"""
    mesh: NDArray[np.float32]
    """(T, 3), pitch, yaw, roll of the head by its landmarks, rad"""
    head: NDArray[np.float32]
    """(T, 3), the same by its texture, since a reference picture, rad; NaN where that could not be followed"""
    place: NDArray[np.float32]
    """(T, 3): where between the eyes is, x and y, and the inter-ocular distance, in those of the median picture"""
    faces: NDArray[np.float16]
    """(T, 468, 3), all landmarks of the same straightened face, which need no more exactness than that"""

    def __len__(self) -> int:
        return len(self.times)

    @property
    def seen(self) -> NDArray[np.bool_]:
        """(T,) a face was seen."""
        return np.asarray(np.isfinite(self.gap))
