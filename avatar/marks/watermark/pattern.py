"""What a key and a code word look like: a tile of 64 x 64 cells, repeated over the picture.

Each cell carries a sign. Two in seven cells are the same for every word, by which a detector finds the tile's place;
each of the others carries one bit of the word, times a sign of its own. Places and signs come from the key.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from avatar.marks.watermark.code import CODE_BITS, signs
from avatar.marks.watermark.payload import Bits, check_key, subkey

if TYPE_CHECKING:
    from numpy.typing import NDArray

CELLS = 64
"""of a tile's side"""
_SYNC_CELLS = 1152
_DATA_CELLS = CELLS * CELLS - _SYNC_CELLS
LADDER = ((192, 64), (384, 96), (640, 128), (800, 160), (1200, 224), (1600, 288), (1 << 30, 384))
"""up to how many px the shorter side of a picture has how many cells"""
_BAND = (0.12, 0.18, 0.30, 0.45)
"""cycles per cell between which the mark lies: it rises to the second and falls from the third"""


@dataclass(frozen=True, slots=True)
class Lattice:
    """A key's tile."""

    sync: NDArray[np.float64]
    """(64, 64): signs of the cells that are the same for all words, 0 elsewhere"""
    places: NDArray[np.intp]
    """(128, 23): flat indices of each bit's cells"""
    spread: NDArray[np.float64]
    """(128, 23): their signs"""

    def cells(self, word: Bits, weights: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
        """Write a word into the tile: (64, 64) of signs, each bit's times its weight (128,)."""
        tile = np.array(self.sync, np.float64)
        values = signs(word) if weights is None else signs(word) * weights
        tile.flat[self.places] = self.spread * values[:, None]
        return tile

    def read(self, tile: NDArray[np.float64]) -> NDArray[np.float64]:
        """Add up each bit's cells of a tile (64, 64): (128,), positive for a 1."""
        values: NDArray[np.float64] = (tile.flat[self.places] * self.spread).sum(axis=1)
        return values


@lru_cache(8)
def lattice(key: bytes) -> Lattice:
    """Draw a key's tile, whose arrays are not to be changed. Raise `InputError` unless the key has 32 bytes."""
    check_key(key)
    # A seed sequence and PCG64 give the same numbers in every version of numpy; `permutation` promises nothing.
    raw = np.random.PCG64(int.from_bytes(subkey(key, "pattern"), "big")).random_raw(CELLS * CELLS)
    order = np.argsort(raw, kind="stable")
    sign = np.where(raw & 1, 1.0, -1.0)
    sync = np.zeros(CELLS * CELLS)
    sync[order[:_SYNC_CELLS]] = sign[order[:_SYNC_CELLS]]
    places = order[_SYNC_CELLS:].reshape(CODE_BITS, _DATA_CELLS // CODE_BITS)
    tile = Lattice(sync.reshape(CELLS, CELLS), places, sign[places])
    for array in (tile.sync, tile.places, tile.spread):
        array.flags.writeable = False
    return tile


def cells_across(size: tuple[int, int]) -> int:
    """Count the cells along the shorter side of a picture of `size` = (width, height) px."""
    return next(cells for limit, cells in LADDER if min(size) <= limit)


def band(per_cell: int) -> NDArray[np.float64]:
    """Weigh the frequencies of a tile with `per_cell` samples per cell: (64 n, 64 n), as `fft2` orders them."""
    frequency = np.fft.fftfreq(CELLS * per_cell, 1 / per_cell)
    radius = np.hypot(frequency[:, None], frequency[None])
    low, lower, upper, high = _BAND
    rise = np.clip((radius - low) / (lower - low), 0, 1)
    fall = np.clip((high - radius) / (high - upper), 0, 1)
    weights: NDArray[np.float64] = np.sin(np.pi / 2 * rise) ** 2 * np.sin(np.pi / 2 * fall) ** 2
    return weights


def render(tile: NDArray[np.float64], per_cell: int) -> NDArray[np.float32]:
    """Draw cells (64, 64) as a smooth periodic picture (64 n, 64 n), n > 1, whose root mean square is 1."""
    # The band ends below half a cycle per cell, so the cells' own spectrum holds all of it.
    spectrum = np.fft.rfft2(tile) * _filter(per_cell)
    side, half = CELLS * per_cell, CELLS // 2
    wide = np.zeros((side, side // 2 + 1), np.complex128)
    wide[:half, : half + 1], wide[-half:, : half + 1] = spectrum[:half], spectrum[half:]
    picture = np.fft.irfft2(wide)
    return np.asarray(picture / np.sqrt(np.mean(picture * picture)), np.float32)


@cache
def _filter(per_cell: int) -> NDArray[np.complex128]:
    """Weigh frequencies, and move each cell from its corner to its middle: (64, 33)."""
    shift = (per_cell // 2) / per_cell
    down, right = np.fft.fftfreq(CELLS), np.fft.rfftfreq(CELLS)
    turn = np.exp(-2j * np.pi * shift * (down[:, None] + right[None]))
    return np.asarray(band(1)[:, : CELLS // 2 + 1] * turn, np.complex128)
