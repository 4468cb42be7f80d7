"""Find where a key's periods begin, by the noise that is the same for every word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.marks.audiomark.pattern import FIRST_LINE, LINES, PERIOD, SYNC, Pattern, whole_periods

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

LENGTHS = (2, 3, 4, 6, 9, 13, 19)
"""periods that are summed up, to find short and long passages alike"""
CLEAR = 5.3
"""standard deviations by which a place stands out; in 5 s without a mark, one place does in 18 tries"""


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of periods that may carry a mark."""

    start: int
    """samples at 16 kHz, below 0 where the first period began before the sound does"""
    periods: int
    height: float
    """by how many standard deviations it stands out"""

    @property
    def end(self) -> int:
        """First sample after it."""
        return self.start + self.periods * PERIOD


def places(whitened: NDArray[np.float32], noises: Pattern) -> Iterator[Place]:
    """Give the places that stand out, the clearest first."""
    matches = _matches(whitened, noises)
    found = []
    sums = np.concatenate([np.zeros((1, PERIOD), np.float32), np.cumsum(matches, axis=0, dtype=np.float32)])
    for length in sorted({min(length, len(matches)) for length in LENGTHS}):
        for first in range(len(matches) - length + 1):
            row = sums[first + length] - sums[first]
            deviation = 1.4826 * float(np.median(np.abs(row)))
            best = int(np.argmax(row))
            if row[best] > CLEAR * deviation > 0:
                found.append(Place((first - 1) * PERIOD + best, length, float(row[best]) / deviation))
    yield from sorted(found, key=lambda place: -place.height)


def _matches(whitened: NDArray[np.float32], noises: Pattern) -> NDArray[np.float32]:
    """Compare each stretch of a period with the noise of the place: (n, 16384), from one period before the sound on."""
    blocks = np.concatenate([np.zeros((1, PERIOD), np.float32), whole_periods(whitened).reshape(-1, PERIOD)])
    blocks = np.concatenate([blocks, np.zeros((1, PERIOD), np.float32)])
    once = np.zeros(PERIOD // 2 + 1, np.complex64)
    once[FIRST_LINE : FIRST_LINE + LINES] = noises.lines[SYNC]
    template = np.fft.rfft(np.fft.irfft(once), n=2 * PERIOD).conj()
    matches = np.empty((len(blocks) - 1, PERIOD), np.float32)
    for row in range(len(matches)):  # one by one: some releases of numpy calculate in twice the width
        matches[row] = np.fft.irfft(np.fft.rfft(blocks[row : row + 2].ravel()) * template)[:PERIOD]
    return matches
