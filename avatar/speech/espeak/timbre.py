"""Take the edge off formant synthesis."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from avatar.speech.filtering import convolve, design

if TYPE_CHECKING:
    from numpy.typing import NDArray

BODY = ((0.0, -60.0), (40.0, -40.0), (80.0, 0.0), (180.0, 1.5), (600.0, 0.5), (1000.0, 0.0))
"""Hz, dB: nobody speaks under 60 Hz, and espeak is a little thin."""
PRESENCE = ((1000.0, 0.0), (1500.0, 0.3), (2500.0, 0.8), (3200.0, 1.0), (4200.0, 1.0), (5500.0, 0.5), (8000.0, 0.0))
"""Hz, share of the card's presence.

Measured against the long-term average spectrum of speech (Byrne et al. 1994, twelve languages) espeak has 5-10 dB too
much from 2.5 to 4 kHz, which makes it buzz; how much depends on the variant.
"""
TAPS = 2047
"""Odd and symmetric: the filter is centred on each sample, so that no time moves."""


def polish(samples: NDArray[np.float32], rate: int, presence: float) -> NDArray[np.float32]:
    """Bring the spectrum of espeak's sound (N,) at `rate` Hz nearer to that of people; N and times stay.

    `presence` is the gain around 3.5 kHz, dB.
    """
    if not len(samples):
        return samples
    polished = convolve(samples.astype(np.float64), _filter(rate, presence))
    return polished[TAPS // 2 : TAPS // 2 + len(samples)].astype(np.float32)


@cache
def _filter(rate: int, presence: float) -> NDArray[np.float64]:
    frequencies = np.union1d([f for f, _ in (*BODY, *PRESENCE) if f < rate / 2], [rate / 2])
    decibels = _along(BODY, frequencies) + presence * _along(PRESENCE, frequencies)
    return design(TAPS, frequencies, 10 ** (decibels / 20), rate)


def _along(curve: tuple[tuple[float, float], ...], frequencies: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.interp(frequencies, [frequency for frequency, _ in curve], [value for _, value in curve])
