"""Linear filters of finite length, designed and applied by Fourier transforms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BLOCK = 1 << 16
"""samples that are transformed at once, unless the filter itself needs more"""


def design(taps: int, frequencies: NDArray[np.float64], gains: NDArray[np.float64], rate: int) -> NDArray[np.float64]:
    """Make a symmetric filter (taps,) that comes near to `gains` at `frequencies`, Hz, from 0 to half of `rate`.

    Between them the gain goes straight; a Hamming window keeps it from ringing. `taps` is odd.
    """
    bins = 1 << (taps - 1).bit_length()
    wanted = np.interp(np.linspace(0.0, rate / 2, bins + 1), frequencies, gains)
    centred = np.exp(-0.5j * np.pi * (taps - 1) * np.arange(bins + 1) / bins)
    return np.asarray(np.fft.irfft(wanted * centred)[:taps] * np.hamming(taps), dtype=np.float64)


def convolve(samples: NDArray[np.float64], taps: NDArray[np.float64]) -> NDArray[np.float64]:
    """Convolve samples (N,) with a filter (M,) of the same rate: (N + M - 1,). Costs and memory grow with N only."""
    whole = len(samples) + len(taps) - 1
    size = 1 << (min(max(_BLOCK, 4 * len(taps)), whole) - 1).bit_length()
    step = size - len(taps) + 1
    response = np.fft.rfft(taps, size)
    result = np.zeros(whole)
    for begin in range(0, len(samples), step):
        part = np.fft.irfft(np.fft.rfft(samples[begin : begin + step], size) * response, size)
        result[begin : begin + size] += part[: whole - begin]
    return result
