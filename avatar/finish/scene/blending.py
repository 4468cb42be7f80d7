"""The loops that lay things over a picture. All of them take whole pictures, whose rows lie one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.runtime.compiled import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray


@kernel(
    "uint8[:, :, ::1], const uint8[:, :, ::1], const uint8[:, ::1], const int32[:, ::1], "
    "int64, int64, int64, int64[::1]"
)
def lay_ink(  # noqa: PLR0913 - what is laid where, how strongly, and what of it
    picture: NDArray[np.uint8],
    ink: NDArray[np.uint8],
    cover: NDArray[np.uint8],
    spans: NDArray[np.int32],
    left: int,
    top: int,
    share: int,
    window: NDArray[np.int64],
) -> None:
    """Lay `ink` (h, w, 3), colour times opacity, with its opacity `cover` (h, w), over a picture (H, W, 3).

    It lies at (left, top). `share` is 0-256 of all of it; `spans` (h, 2) are first and end of what is not clear in each
    row; nothing is drawn outside `window`: x0, y0, x1, y1 px of the picture.
    """
    height = cover.shape[0]
    for row in range(max(0, window[1] - top), min(height, window[3] - top)):
        y = top + row
        first, last = max(np.int64(spans[row, 0]), window[0] - left), min(np.int64(spans[row, 1]), window[2] - left)
        for column in range(first, last):
            x = left + column
            over = (np.int32(cover[row, column]) * share) >> 8
            if over == 0:
                continue
            rest = 255 - over
            for k in range(3):
                light = (np.int32(ink[row, column, k]) * share) >> 8
                picture[y, x, k] = min(255, light + (picture[y, x, k] * rest + 127) // 255)


@kernel("uint8[:, :, ::1], const uint8[:, :, ::1], const uint8[:, ::1], int64, int64, int64, int64[::1]")
def lay_picture(  # noqa: PLR0913 - as above
    picture: NDArray[np.uint8],
    shown: NDArray[np.uint8],
    mask: NDArray[np.uint8],
    left: int,
    top: int,
    share: int,
    window: NDArray[np.int64],
) -> None:
    """Lay a picture (h, w, 3) through a mask (h, w), 255 where it is seen, at (left, top) of another."""
    height, width = mask.shape
    for row in range(max(0, window[1] - top), min(height, window[3] - top)):
        y = top + row
        for column in range(max(0, window[0] - left), min(width, window[2] - left)):
            x = left + column
            over = (np.int32(mask[row, column]) * share) >> 8
            if over >= 255:
                for k in range(3):
                    picture[y, x, k] = shown[row, column, k]
            elif over > 0:
                rest = 255 - over
                for k in range(3):
                    picture[y, x, k] = (shown[row, column, k] * over + picture[y, x, k] * rest + 127) // 255


@kernel(
    "uint8[:, :, ::1], const uint8[:, :, ::1], const uint8[:, ::1], const uint16[::1], int64, int64, int64, int64[::1]"
)
def lay_cut_out(  # noqa: PLR0913 - as above
    picture: NDArray[np.uint8],
    person: NDArray[np.uint8],
    mask: NDArray[np.uint8],
    light: NDArray[np.uint16],
    left: int,
    top: int,
    share: int,
    window: NDArray[np.int64],
) -> None:
    """Lay somebody (h, w, 4), straight alpha, through a mask (h, w), at (left, top) of a picture.

    `light` (h,) is how light each row is, 256 as it was drawn.
    """
    height, width = mask.shape
    for row in range(max(0, window[1] - top), min(height, window[3] - top)):
        y = top + row
        bright = np.int32(light[row])
        for column in range(max(0, window[0] - left), min(width, window[2] - left)):
            alpha = np.int32(person[row, column, 3])
            if alpha == 0:
                continue
            x = left + column
            over = (alpha * mask[row, column] * share + 32640) // 65280
            if over >= 255:
                for k in range(3):
                    picture[y, x, k] = (person[row, column, k] * bright) >> 8
            elif over > 0:
                rest = 255 - over
                for k in range(3):
                    lit = (person[row, column, k] * bright) >> 8
                    picture[y, x, k] = (lit * over + picture[y, x, k] * rest + 127) // 255
