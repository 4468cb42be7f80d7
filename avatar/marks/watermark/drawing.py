"""Draw a periodic tile over a picture, as strong as each place may have it.

All is interpolated along rows first, of which there are few, and then between rows, some at a time so that they stay
in the processor's cache. It is done when the strength changes; each frame takes an addition only, which is compiled.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.marks.watermark.pattern import CELLS
from avatar.runtime.compiled import kernel

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Picture = NDArray[np.float32]
    Steps = tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float32]]
    """for each pixel: the sample before, the one after, and the share of the latter"""

_ROWS = 64
_MOST = np.float32(127)


def stretched(tile: Picture, size: tuple[int, int], extent: tuple[float, float]) -> Picture:
    """Repeat a tile (n, n) over a picture of `size` px that is `extent` cells wide and high: (H, W)."""
    across, down = _around(len(tile), size[0], extent[0]), _around(len(tile), size[1], extent[1])
    return _mixed(_along(tile, *across), *down)


def draw(tile: Picture, extent: tuple[float, float], strength: Picture, factor: float, delta: NDArray[np.int8]) -> None:
    """Fill `delta` (H, W) with a tile, repeated, times a strength (h, w), which is stretched, times `factor`."""
    height, width = delta.shape
    rows = _along(tile, *_around(len(tile), width, extent[0]))
    strengths = _along(strength * np.float32(factor), *_between(strength.shape[1], width))
    down, across = _around(len(tile), height, extent[1]), _between(strength.shape[0], height)
    for top in range(0, height, _ROWS):
        some = slice(top, top + _ROWS)
        value = _mixed(rows, *_part(down, some))
        value *= _mixed(strengths, *_part(across, some))
        np.rint(np.clip(value, -_MOST, _MOST, out=value), out=value)
        np.copyto(delta[some], value, casting="unsafe")


def _around(count: int, px: int, cells: float) -> Steps:
    """Place pixels among the samples of a tile, which begins again where it ends, at the picture's corner."""
    places = (np.arange(px) + 0.5) * (count / CELLS * cells / px)
    first = np.floor(places).astype(np.intp)
    return first % count, (first + 1) % count, (places - first).astype(np.float32)


def _between(count: int, px: int) -> Steps:
    """Place pixels among the samples of a small picture."""
    places = np.clip((np.arange(px) + 0.5) * (count / px) - 0.5, 0, count - 1)
    first = np.floor(places).astype(np.intp)
    return first, np.minimum(first + 1, count - 1), (places - first).astype(np.float32)


def _part(steps: Steps, some: slice) -> Steps:
    before, after, share = steps
    return before[some], after[some], share[some]


def _along(samples: Picture, before: NDArray[np.intp], after: NDArray[np.intp], share: NDArray[np.float32]) -> Picture:
    """Interpolate each row: (h, n) to (h, W)."""
    return _between_two(np.take(samples, before, axis=1), np.take(samples, after, axis=1), share)


def _mixed(rows: Picture, before: NDArray[np.intp], after: NDArray[np.intp], share: NDArray[np.float32]) -> Picture:
    """Interpolate between rows: (n, W) to (H, W)."""
    return _between_two(np.take(rows, before, axis=0), np.take(rows, after, axis=0), share[:, None])


def _between_two(one: Picture, other: Picture, share: Picture) -> Picture:
    other -= one
    other *= share
    other += one
    return other


@kernel("uint8[:, :], const int8[:, ::1], int64, int64")
def add(picture: NDArray[np.uint8], delta: NDArray[np.int8], least: int, most: int) -> None:
    """Add small numbers to a picture, both (H, W), and stay in range."""
    height, width = delta.shape
    low, high = np.int16(least), np.int16(most)
    for y in range(height):
        row, change = picture[y], delta[y]
        for x in range(width):
            row[x] = np.uint8(min(max(np.int16(row[x]) + np.int16(change[x]), low), high))
