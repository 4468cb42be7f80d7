"""What a key sounds like: 129 noises that repeat every 1.024 s, one for the place and one for each bit of a word.

Each is given by its spectrum: lines of equal strength between 500 and 5500 Hz, whose phases come from the key.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from avatar.marks.audiomark.spectrum import HIGHEST, LOWEST, RATE
from avatar.marks.watermark.code import CODE_BITS
from avatar.marks.watermark.payload import check_key, subkey

if TYPE_CHECKING:
    from numpy.typing import NDArray

PERIOD = 16_384
"""samples"""
FIRST_LINE = int(LOWEST * PERIOD / RATE)
LINES = int(HIGHEST * PERIOD / RATE) - FIRST_LINE
NOISES = CODE_BITS + 1
SYNC = CODE_BITS
"""index of the noise that tells the place"""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A key's noises."""

    lines: NDArray[np.complex64]
    """(129, 5120), of modulus 1"""

    def correlate(self, sound: NDArray[np.float32]) -> NDArray[np.float32]:
        """Compare each period of `sound` (n * 16384,) with all noises: (n, 129)."""
        return self.compare(spectrum_lines(sound))

    def compare(self, lines: NDArray[np.complex64]) -> NDArray[np.float32]:
        """Compare lines (n, 5120) with those of all noises: (n, 129)."""
        return np.asarray((lines @ self.lines.conj().T).real, np.float32)

    def play(self, weights: NDArray[np.float64]) -> NDArray[np.float32]:
        """Mix the noises, period by period with `weights` (n, 129): (n, 16384), of unit power where a row is."""
        spectra = np.zeros((len(weights), PERIOD // 2 + 1), np.complex64)
        spectra[:, FIRST_LINE : FIRST_LINE + LINES] = weights.astype(np.float32) @ self.lines
        return np.asarray(np.fft.irfft(spectra, axis=1) * (PERIOD / np.sqrt(2 * LINES)), np.float32)


def spectrum_lines(sound: NDArray[np.float32]) -> NDArray[np.complex64]:
    """Give the lines of each period: (n, 5120)."""
    spectra = np.fft.rfft(sound.reshape(-1, PERIOD), axis=1)
    return spectra[:, FIRST_LINE : FIRST_LINE + LINES].astype(np.complex64)


def whole_periods(sound: NDArray[np.float32]) -> NDArray[np.float32]:
    """Fill up the last period with zeros."""
    return np.pad(sound, (0, -len(sound) % PERIOD))


@lru_cache(maxsize=4)
def pattern(key: bytes) -> Pattern:
    """Derive the pattern of a 32-byte key. Raise `InputError` for another length."""
    check_key(key)
    stream = hashlib.shake_256(subkey(key, "sound")).digest(NOISES * LINES // 4)
    signs = np.unpackbits(np.frombuffer(stream, np.uint8)).reshape(NOISES, LINES, 2) * np.float32(2) - np.float32(1)
    return Pattern((signs[..., 0] + 1j * signs[..., 1]).astype(np.complex64) * np.float32(np.sqrt(0.5)))
