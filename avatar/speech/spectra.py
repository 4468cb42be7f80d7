"""What speech sounds like from moment to moment, in few numbers that hardly depend on who speaks."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

RATE = 16_000
"""Hz of the sound that is looked at"""
HOP = 0.005
"""s from one row to the next"""
EMPHASIS = 0.97
"""of each sample that the one before it takes away: high tones are lifted, as the ear does"""
_WINDOW, _TRANSFORM = 400, 512
"""samples of a moment, 25 ms, and of its transform"""
BANDS, _LOWEST, _HIGHEST = 26, 80.0, 7600.0
"""mel bands, and Hz of the first and the last"""
_COEFFICIENTS = 13
"""of a cosine transform that are kept: the shape of the vocal tract, without the pitch"""
_LOUDNESS = 4.0
"""weight of the first of them, which is how loud it is: closures and pauses are heard by it, whoever speaks"""
_SLOPE = 3
"""rows before and after from which a change is measured"""
_FLOOR = 1e-4
"""share of the loudest moment's power below which a band counts as silent"""


def cepstra(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Describe sound (N,) at `RATE` every `HOP` s: (T, 26), mel-frequency cepstra and their changes.

    Davis and Mermelstein 1980. Each column is brought to mean 0 and one spread, which takes away microphone and timbre.
    """
    bands = mel_bands(samples)
    logs = np.log(bands + _FLOOR * bands.max(initial=1e-9))
    still = logs @ cosines()
    padded = np.pad(still, ((_SLOPE, _SLOPE), (0, 0)), mode="edge")
    weights = np.arange(-_SLOPE, _SLOPE + 1) / (2 * np.sum(np.arange(1, _SLOPE + 1) ** 2))
    moving = sum(w * padded[k : k + len(still)] for k, w in enumerate(weights))
    both = np.concatenate([still, moving], axis=1)
    both = (both - both.mean(axis=0)) / np.maximum(both.std(axis=0), 1e-6)
    both[:, [0, _COEFFICIENTS]] *= _LOUDNESS
    return np.asarray(both, np.float32)


def mel_bands(samples: NDArray[np.float32]) -> NDArray[np.float64]:
    """Measure the power (T, bands) of each moment, whose middle is that of its row."""
    hop = round(HOP * RATE)
    rows = max(-(-len(samples) // hop), 1)
    emphasised = np.append(samples[:1], samples[1:] - EMPHASIS * samples[:-1]).astype(np.float64)
    padded = np.pad(emphasised, (_WINDOW // 2 - hop // 2, _WINDOW + hop))
    moments = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::hop][:rows]
    power = np.abs(np.fft.rfft(moments * np.hanning(_WINDOW), _TRANSFORM)) ** 2
    return np.asarray(power @ _triangles(), np.float64)


def true_power(bands: NDArray[np.float32]) -> NDArray[np.float64]:
    """Give the power (T,) of moments whose bands (T, bands) are known, without the emphasis of high tones in them."""
    middles = _hertz(np.linspace(_mel(_LOWEST), _mel(_HIGHEST), BANDS + 2))[1:-1]
    lifted = np.abs(1 - EMPHASIS * np.exp(-2j * np.pi * middles / RATE)) ** 2
    return np.asarray(bands @ (1 / lifted), np.float64)


@cache
def _triangles() -> NDArray[np.float64]:
    """Give the share (frequencies, bands) that each frequency has in each band."""
    frequencies = np.fft.rfftfreq(_TRANSFORM, 1 / RATE)
    edges = _hertz(np.linspace(_mel(_LOWEST), _mel(_HIGHEST), BANDS + 2))
    rising = (frequencies[:, None] - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - frequencies[:, None]) / (edges[2:] - edges[1:-1])
    return np.maximum(np.minimum(rising, falling), 0)


@cache
def cosines() -> NDArray[np.float64]:
    """Give the cosine transform (bands, coefficients) that makes cepstra of the bands' logarithms."""
    middles = (np.arange(BANDS) + 0.5) / BANDS
    return np.cos(np.pi * middles[:, None] * np.arange(_COEFFICIENTS))


def _mel(hertz: float) -> float:
    return float(2595 * np.log10(1 + hertz / 700))


def _hertz(mel: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(700 * (10 ** (mel / 2595) - 1))
