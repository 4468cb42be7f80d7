"""Short spectra at 16 kHz, and how loud the sound is around each of their cells.

The spreading over critical bands follows Schroeder, Atal and Hall, JASA 66, 1979.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Sound = NDArray[np.float32]
    """(N,), mono, at `RATE`"""
    Spectra = NDArray[np.complex64]
    """(frames, bins)"""

RATE = 16_000
"""Hz at which all is computed"""
WINDOW = 512
HOP = WINDOW // 2
LOWEST, HIGHEST = 500.0, 5500.0
"""Hz between which the mark lies: what every codec for speech keeps"""
_QUIET = 40.0
"""dB below the loud parts from which on a frame counts as silence"""
_DIGITAL_SILENCE = 1e-7
"""mean square of a frame, -70 dBFS"""
_RISE = 4.0
"""by which a frame's power may exceed its neighbours' and still count: nothing is heard before an onset"""
_FLOOR = np.float32(0.01)
"""power relative to the surroundings below which codecs leave noise"""
_LIMIT = np.float32(3.0)
"""by which a cell may count more than the typical one"""
_TINY = np.float32(1e-20)


def resample(samples: NDArray[np.float32], rate: int, to: int) -> NDArray[np.float32]:
    """Bring sound to another rate, linear in phase."""
    if rate == to or not len(samples):
        return samples
    import soxr

    return np.asarray(soxr.resample(samples, rate, to, quality="HQ"), np.float32)


def stft(sound: Sound) -> Spectra:
    """Take spectra of half-overlapping windows; frame i is centred on sample 256 i."""
    frames = -(-len(sound) // HOP) + 1
    padded = np.zeros((frames + 1) * HOP, np.float32)
    padded[HOP : HOP + len(sound)] = sound
    windows = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP]
    return np.fft.rfft(windows * _window(), axis=1).astype(np.complex64)


def istft(spectra: Spectra, length: int) -> Sound:
    """Add the windows up again; the inverse of `stft`."""
    pieces = np.fft.irfft(spectra, axis=1).astype(np.float32) * _window()
    sound = np.zeros((len(pieces) + 1, HOP), np.float32)
    sound[:-1] += pieces[:, :HOP]
    sound[1:] += pieces[:, HOP:]
    return sound.ravel()[HOP : HOP + length]


def surroundings(spectra: Spectra) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Give the power in each cell and the mean power in the critical band around it, 0 in silence.

    Only cells within the band of the mark are anything but 0.
    """
    power = spectra.real**2 + spectra.imag**2
    total = power.sum(axis=1) * np.float32(2 / WINDOW / np.sum(_window() ** 2))
    is_heard = total > max(_DIGITAL_SILENCE, float(np.quantile(total, 0.95)) * 10 ** (-_QUIET / 10))
    around = power @ _spreading() * is_heard[:, None]
    before, after = np.vstack([around[:1], around[:-1]]), np.vstack([around[1:], around[-1:]])
    return power, np.minimum(around, _RISE * np.minimum(before, after))


def whiten(sound: Sound) -> Sound:
    """Make all cells count alike, but those far below their surroundings more: there a mark outweighs the speech."""
    spectra = stft(sound)
    power, around = surroundings(spectra)
    return istft(spectra * sensitivity(power, around), len(sound))


def sensitivity(power: NDArray[np.float32], around: NDArray[np.float32]) -> NDArray[np.float32]:
    """By what `whiten` multiplies each cell: the matched filter, limited where a mark would have no effect."""
    weight = np.sqrt(around) / (power + _FLOOR * around + _TINY)
    limit = _LIMIT / np.sqrt(power + _TINY)
    limited: NDArray[np.float32] = np.minimum(weight, limit)
    return limited


def bark(frequency: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn Hz into Bark (Zwicker and Terhardt, JASA 68, 1980)."""
    barks: NDArray[np.float64] = 13 * np.arctan(0.00076 * frequency) + 3.5 * np.arctan((frequency / 7500) ** 2)
    return barks


def bins() -> NDArray[np.float64]:
    """Give the frequencies of a spectrum's bins, Hz (257,)."""
    return np.asarray(np.arange(WINDOW // 2 + 1) * (RATE / WINDOW), np.float64)


@cache
def _window() -> NDArray[np.float32]:
    window: NDArray[np.float32] = np.sqrt(np.hanning(WINDOW + 1)[:-1]).astype(np.float32)
    return window


@cache
def _spreading() -> NDArray[np.float32]:
    """Say how much each bin's power counts around each other one: (257 from, 257 to); each column sums to 1 or is 0."""
    frequency = bins()
    distance = bark(frequency)[None, :] - bark(frequency)[:, None] + 0.474
    weights = 10 ** ((15.81 + 7.5 * distance - 17.5 * np.sqrt(1 + distance**2)) / 10)
    is_marked = (frequency >= LOWEST - 20) & (frequency <= HIGHEST + 20)
    shares: NDArray[np.float32] = (weights / weights.sum(axis=0) * is_marked).astype(np.float32)
    return shares
