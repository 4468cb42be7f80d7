"""Put the mark into pictures, in place: one addition of small numbers per frame.

The mark stands still while its strength follows the picture slowly, so that it neither flickers nor costs the encoder
much: what doesn't change is sent once, and averaged by whoever looks for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
from numba import njit

from avatar.errors import AvatarError
from avatar.provenance.watermark import masking
from avatar.provenance.watermark.code import encode
from avatar.provenance.watermark.pattern import CELLS, cells_across, lattice, render
from avatar.provenance.watermark.payload import pack

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.provenance.watermark.payload import Payload

LEAST_SIDE = 128
"""px; below, too few cells are left"""
_PER_CELL = 8
"""samples in the tile that the picture's is interpolated from"""
_LOOK_EVERY = 25
"""frames between looks at the picture"""
_CHANGED = 0.15
"""mean change of the strength, as a share, at which it is set anew"""
_MOST = 2.15
"""root mean square over the picture, levels: 41.5 dB"""
_FULL_RANGE = 255 / 219
"""levels of R, G and B per level of limited-range luma (ITU-R BT.709)"""


class Marker:
    """Mark the frames of one segment, one after the other. For one thread."""

    def __init__(self, key: bytes, payload: Payload, size: tuple[int, int]) -> None:
        """Draw the pattern for frames of `size` = (width, height) px. Raise `InputError` for a wrong key."""
        self._size = size
        self._pattern = _pattern(key, payload, size)
        self._strength: NDArray[np.float32] | None = None
        self._delta = np.zeros((size[1], size[0]), np.int8)

    def mark(self, image: NDArray[np.uint8], index: int) -> None:
        """Mark an RGB frame (H, W, 3), whose `index` counts the frames of the film."""
        self._check(image.shape, image.dtype, (self._size[1], self._size[0], 3))
        if self._is_due(index):
            self._look(cv2.cvtColor(self._small(image), cv2.COLOR_RGB2GRAY), _FULL_RANGE)
        _add_to_colours(image, self._delta)

    def mark_luma(self, plane: NDArray[np.uint8], index: int) -> None:
        """Mark the encoder's luma (H, W), limited range."""
        self._check(plane.shape, plane.dtype, (self._size[1], self._size[0]))
        if self._is_due(index):
            self._look(self._small(plane), 1.0)
        _add_to_luma(plane, self._delta)

    def _is_due(self, index: int) -> bool:
        return self._strength is None or index % _LOOK_EVERY == 0

    def _small(self, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Shrink to two samples per cell."""
        share = 2 * cells_across(self._size) / min(self._size)
        small = (max(1, round(self._size[0] * share)), max(1, round(self._size[1] * share)))
        return np.asarray(cv2.resize(picture, small, interpolation=cv2.INTER_AREA), np.uint8)

    def _look(self, luma: NDArray[np.uint8], factor: float) -> None:
        strength = masking.strength(luma.astype(np.float32), _MOST)
        known = self._strength
        if known is not None and float(np.mean(np.abs(strength - known))) < _CHANGED * float(np.mean(known)):
            return
        self._strength = strength
        wide = cv2.resize(strength * factor, self._size, interpolation=cv2.INTER_LINEAR)
        self._delta = np.rint(np.clip(self._pattern * wide, -127, 127)).astype(np.int8)

    def _check(self, shape: tuple[int, ...], kind: np.dtype[np.uint8], wanted: tuple[int, ...]) -> None:
        if shape != wanted or kind != np.uint8:
            raise AvatarError(f"A frame is {kind} {shape}, but this watermark is for uint8 {wanted}; make one for it.")


def _pattern(key: bytes, payload: Payload, size: tuple[int, int]) -> NDArray[np.float32]:
    """Draw the mark at the size of the picture, root mean square 1: (H, W)."""
    tile = render(lattice(key).cells(encode(pack(payload, key))), _PER_CELL)
    samples_per_px = _PER_CELL * cells_across(size) / min(size)
    # A margin all around makes interpolation go over the tile's edge; coordinates are those of sample centres.
    margin = 4
    padded = np.pad(tile, margin, mode="wrap")
    along = [((np.arange(length) + 0.5) * samples_per_px - 0.5) % (CELLS * _PER_CELL) + margin for length in size]
    across, down = np.meshgrid(along[0].astype(np.float32), along[1].astype(np.float32))
    return np.asarray(cv2.remap(padded, across, down, cv2.INTER_CUBIC), np.float32)


@njit(nogil=True, cache=True)  # type: ignore[misc]
def _add_to_luma(plane: NDArray[np.uint8], delta: NDArray[np.int8]) -> None:
    height, width = delta.shape
    for y in range(height):
        for x in range(width):
            value = np.int16(plane[y, x]) + np.int16(delta[y, x])
            plane[y, x] = np.uint8(min(max(value, np.int16(16)), np.int16(235)))


@njit(nogil=True, cache=True)  # type: ignore[misc]
def _add_to_colours(image: NDArray[np.uint8], delta: NDArray[np.int8]) -> None:
    height, width = delta.shape
    for y in range(height):
        for x in range(width):
            for channel in range(3):
                value = np.int16(image[y, x, channel]) + np.int16(delta[y, x])
                image[y, x, channel] = np.uint8(min(max(value, np.int16(0)), np.int16(255)))
