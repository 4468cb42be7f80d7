"""Draw a periodic tile over a picture, as strong as each place may have it.

All is interpolated along rows first, of which there are few, and then between rows, which the compiler turns into
vector code: three times as fast as a remap of the whole picture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.kernels import njit
from avatar.provenance.watermark.pattern import CELLS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Picture = NDArray[np.float32]
    Steps = tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float32]]
    """for each pixel: the sample before, the one after, and the share of the latter"""


def stretched(tile: Picture, size: tuple[int, int], extent: tuple[float, float]) -> Picture:
    """Repeat a tile (n, n) over a picture of `size` px that is `extent` cells wide and high: (H, W)."""
    across, down = _around(len(tile), size[0], extent[0]), _around(len(tile), size[1], extent[1])
    picture = np.empty((size[1], size[0]), np.float32)
    _between_rows(_along(tile, *across), *down, picture)
    return picture


def draw(tile: Picture, extent: tuple[float, float], strength: Picture, factor: float, delta: NDArray[np.int8]) -> None:
    """Fill `delta` (H, W) with a tile, repeated, times a strength (h, w), which is stretched, times `factor`."""
    height, width = delta.shape
    rows = _along(tile, *_around(len(tile), width, extent[0]))
    strengths = _along(strength * np.float32(factor), *_between(strength.shape[1], width))
    _multiply(rows, *_around(len(tile), height, extent[1]), strengths, *_between(strength.shape[0], height), delta)


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


@njit(nogil=True, cache=True)  # type: ignore[misc]
def _along(samples: Picture, before: NDArray[np.intp], after: NDArray[np.intp], share: NDArray[np.float32]) -> Picture:
    """Interpolate each row: (h, n) to (h, W)."""
    rows = np.empty((len(samples), len(share)), np.float32)
    for y in range(len(samples)):
        for x in range(len(share)):
            one = samples[y, before[x]]
            rows[y, x] = one + share[x] * (samples[y, after[x]] - one)
    return rows


@njit(nogil=True, cache=True)  # type: ignore[misc]
def _between_rows(
    rows: Picture, before: NDArray[np.intp], after: NDArray[np.intp], share: NDArray[np.float32], picture: Picture
) -> None:
    for y in range(len(share)):
        one, other, part = rows[before[y]], rows[after[y]], share[y]
        for x in range(rows.shape[1]):
            picture[y, x] = one[x] + part * (other[x] - one[x])


@njit(nogil=True, cache=True)  # type: ignore[misc]
def _multiply(  # noqa: PLR0913 - two pictures to be interpolated
    rows: Picture,
    before: NDArray[np.intp],
    after: NDArray[np.intp],
    share: NDArray[np.float32],
    strengths: Picture,
    strength_before: NDArray[np.intp],
    strength_after: NDArray[np.intp],
    strength_share: NDArray[np.float32],
    delta: NDArray[np.int8],
) -> None:
    most = np.float32(127)
    for y in range(len(share)):
        one, other, part = rows[before[y]], rows[after[y]], share[y]
        weak, strong, mix = strengths[strength_before[y]], strengths[strength_after[y]], strength_share[y]
        for x in range(rows.shape[1]):
            value = (one[x] + part * (other[x] - one[x])) * (weak[x] + mix * (strong[x] - weak[x]))
            delta[y, x] = np.int8(np.rint(min(max(value, -most), most)))


@njit(nogil=True, cache=True)  # type: ignore[misc]
def add(picture: NDArray[np.uint8], delta: NDArray[np.int8], least: int, most: int) -> None:
    """Add small numbers to a picture, both (H, W), and stay in range."""
    height, width = delta.shape
    low, high = np.int16(least), np.int16(most)
    for y in range(height):
        for x in range(width):
            picture[y, x] = np.uint8(min(max(np.int16(picture[y, x]) + np.int16(delta[y, x]), low), high))
