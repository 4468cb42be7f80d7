"""Lay what is drawn over a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.runtime.compiled import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray


@kernel("uint8[:, :, :], const uint8[:, :, ::1], const uint8[:, ::1]")
def lay(place: NDArray[np.uint8], ink: NDArray[np.uint8], cover: NDArray[np.uint8]) -> None:
    """Lay `ink` (h, w, 3), colour times opacity, with its opacity `cover` (h, w), over `place` (h, w, 3 or 4).

    The fourth channel of a picture is its own opacity, which its colours are not multiplied with.
    """
    height, width = cover.shape
    for y in range(height):
        for x in range(width):
            over = np.int32(cover[y, x])
            if over == 0:
                continue
            left = 255 - over
            if place.shape[2] == 3:
                for k in range(3):
                    place[y, x, k] = ink[y, x, k] + (place[y, x, k] * left + 127) // 255
            else:
                under = (np.int32(place[y, x, 3]) * left + 127) // 255
                whole = over + under
                for k in range(3):
                    place[y, x, k] = min(255, (ink[y, x, k] * 255 + place[y, x, k] * under + whole // 2) // whole)
                place[y, x, 3] = whole
