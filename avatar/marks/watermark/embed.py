"""Put the mark into pictures, in place: one addition of small numbers per frame.

The mark stands still while its strength follows the picture slowly, so that it neither flickers nor costs the encoder
much: what doesn't change is sent once, and averaged by whoever looks for it.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

import cv2
import numpy as np

from avatar.errors import AvatarError, InputError
from avatar.marks.watermark import drawing, masking
from avatar.marks.watermark.balance import rebalance
from avatar.marks.watermark.code import encode, signs
from avatar.marks.watermark.geometry import UNCROPPED, Placement, read_cells
from avatar.marks.watermark.pattern import CELLS, cells_across, lattice, render
from avatar.marks.watermark.payload import pack

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.marks.watermark.payload import Payload

LEAST_SIDE = 128
"""px; below, too few cells are left"""
_PER_CELL = 8
"""samples in the tile that the picture's is interpolated from"""
_LOOK_EVERY = 25
"""frames between looks at the picture"""
_CHANGED, _CUT = 0.25, 0.6
"""mean change of the strength, as a share, at which it is set anew; and at which the bits are weighed anew too"""
_MOST = 2.2
"""root mean square over the picture, levels: 41.2 dB"""
_LIMITED = (16, 235)
"""least and most luma of a film"""
_FULL_RANGE = 255 / 219
"""levels of R, G and B per level of limited-range luma (ITU-R BT.709)"""


class Marker:
    """Mark the frames of one segment, one after the other: all as RGB or all as luma. For one thread."""

    def __init__(self, key: bytes, payload: Payload, size: tuple[int, int]) -> None:
        """Draw the pattern for frames of `size` = (width, height) px. Raise `InputError` if key or size won't do."""
        if min(size) < LEAST_SIDE:
            raise InputError(
                f"A picture of {size[0]}x{size[1]} is too small for a watermark; "
                f"make both sides {LEAST_SIDE} px or more."
            )
        self._size = size
        self._cells = cells_across(size) / min(size)
        self._extent = (size[0] * self._cells, size[1] * self._cells)
        self._lattice = lattice(key)
        self._word = encode(pack(payload, key))
        self._tile = np.zeros((CELLS, CELLS), np.float32)
        self._strength: NDArray[np.float32] | None = None
        self._delta = np.zeros((size[1], size[0]), np.int8)
        self._deltas = np.zeros((size[1], 3 * size[0]), np.int8)

    def again(self) -> Marker:
        """Give one for another thread that goes on from what this one has found out about its pictures."""
        other = copy.copy(self)
        other._delta, other._deltas = self._delta.copy(), self._deltas.copy()
        return other

    def mark(self, image: NDArray[np.uint8], index: int) -> None:
        """Mark an RGB frame (H, W, 3) in place; `index` counts the frames of the film."""
        width, height = self._size
        self._check(image, (height, width, 3))
        if self._is_due(index) and self._look(cv2.cvtColor(self._small(image), cv2.COLOR_RGB2GRAY), _FULL_RANGE):
            self._deltas = cv2.merge([self._delta] * 3).reshape(height, 3 * width)
        drawing.add(image.reshape(height, 3 * width), self._deltas, 0, 255)

    def mark_luma(self, plane: NDArray[np.uint8], index: int) -> None:
        """Mark the encoder's luma (H, W), limited range, in place."""
        self._check(plane, (self._size[1], self._size[0]))
        if self._is_due(index):
            self._look(self._small(plane), 1.0)
        drawing.add(plane, self._delta, *_LIMITED)

    def _is_due(self, index: int) -> bool:
        return self._strength is None or index % _LOOK_EVERY == 0

    def _small(self, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Shrink to two samples per cell."""
        share = 2 * self._cells
        if share <= 0.5 and self._size[0] % 2 == self._size[1] % 2 == 0:
            # Halving is a hundred times faster than any other mean over areas.
            picture = cv2.resize(picture, (self._size[0] // 2, self._size[1] // 2), interpolation=cv2.INTER_AREA)
        small = (round(self._size[0] * share), round(self._size[1] * share))
        return np.asarray(cv2.resize(picture, small, interpolation=cv2.INTER_LINEAR), np.uint8)

    def _look(self, luma: NDArray[np.uint8], factor: float) -> bool:
        """Set the strength by a small picture, and say whether it changed."""
        strength = masking.strength(luma.astype(np.float32), _MOST)
        known = self._strength
        change = np.inf if known is None else float(np.mean(np.abs(strength - known)) / np.mean(known))
        if change < _CHANGED:
            return False
        self._strength = strength
        if change >= _CUT:
            weights = self._balanced(luma.astype(np.float32), strength)
            self._tile = render(self._lattice.cells(self._word, weights), _PER_CELL)
        drawing.draw(self._tile, self._extent, strength, factor, self._delta)
        return True

    def _balanced(self, luma: NDArray[np.float32], strength: NDArray[np.float32]) -> NDArray[np.float64]:
        """Weigh the bits for a small picture, by what a detector would read if all weighed the same."""
        tile = render(self._lattice.cells(self._word), _PER_CELL // 2)
        marked = luma + drawing.stretched(tile, (luma.shape[1], luma.shape[0]), self._extent) * strength
        read = self._lattice.read(read_cells(marked, Placement(self._extent, UNCROPPED, 0.0)))
        return rebalance(np.ones(len(self._word)), read * signs(self._word))

    def _check(self, picture: NDArray[np.uint8], wanted: tuple[int, ...]) -> None:
        if picture.shape != wanted or picture.dtype != np.uint8:
            raise AvatarError(
                f"A frame is {picture.dtype} {picture.shape}, but this watermark is for uint8 {wanted}; "
                "make a marker of the film's size."
            )
        dense = (wanted[2], 1) if len(wanted) == 3 else (1,)
        if not picture.flags.writeable or picture.strides[1:] != dense:
            raise AvatarError("A frame's rows are read-only or not contiguous; copy it with numpy.array first.")
