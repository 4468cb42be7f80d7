"""How loud sound is to people: the integrated loudness of ITU-R BS.1770-4, for one channel."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from avatar.speech.filtering import convolve

if TYPE_CHECKING:
    from numpy.typing import NDArray

BLOCK, STEP = 0.4, 0.25
"""s that are measured at once, and the share of it from one such block to the next"""
ABSOLUTE_GATE, RELATIVE_GATE = -70.0, -10.0
"""LUFS: softer blocks are silence; LU below the mean of the others: softer blocks are pauses"""
OFFSET = -0.691
"""dB by which K-weighting lifts a tone of 1 kHz, taken back"""
SHELF_HERTZ, SHELF_DECIBELS, SHELF_Q = 1500.0, 4.0, math.sqrt(0.5)
"""the head: it lifts what is above"""
CUT_HERTZ, CUT_Q = 38.0, 0.5
"""the ear's deaf bottom"""
_SETTLED = 0.25
"""s after which nothing is left of an impulse: K-weighting has decayed below 1e-20"""


def measure(samples: NDArray[np.float32], rate: int) -> float:
    """Measure the integrated loudness of mono sound (N,), LUFS; -inf where every block is under the absolute gate.

    Sound shorter than one block is repeated until it fills one.
    """
    if not len(samples) or not np.any(samples):
        return -math.inf
    shortest = math.ceil(BLOCK * rate) + 1
    if len(samples) < shortest:
        samples = np.tile(samples, math.ceil(shortest / len(samples)))
    return gated(_powers(samples, rate))


def gated(powers: NDArray[np.float64]) -> float:
    """Give the loudness, LUFS, of sound whose blocks have these mean squares after K-weighting; -inf for silence."""
    with np.errstate(divide="ignore"):
        levels = OFFSET + 10 * np.log10(powers)
    heard = levels >= ABSOLUTE_GATE
    if not heard.any():
        return -math.inf
    gate = OFFSET + 10 * math.log10(powers[heard].mean()) + RELATIVE_GATE
    return OFFSET + 10 * math.log10(powers[heard & (levels > gate)].mean())


class Meter:
    """Measures sound that comes in pieces."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._before = np.zeros(len(_k_weighting(rate)) - 1)
        self._open = np.zeros(0)
        self._steps: list[float] = []

    def add(self, samples: NDArray[np.float32]) -> None:
        """Hear the next piece (N,)."""
        taps, step = _k_weighting(self._rate), round(self._rate * BLOCK * STEP)
        known = np.concatenate([self._before, samples.astype(np.float64)])
        weighted = convolve(known, taps)[len(self._before) : len(known)]
        self._before = known[-len(self._before) :]
        squares = np.concatenate([self._open, np.square(weighted)])
        whole = len(squares) // step
        self._steps += squares[: whole * step].reshape(whole, step).mean(axis=1).tolist()
        self._open = squares[whole * step :]

    @property
    def loudness(self) -> float:
        """Integrated loudness so far, LUFS; -inf for silence, or less than one block."""
        steps = np.array(self._steps)
        per_block = round(1 / STEP)
        if len(steps) < per_block:
            return gated(steps) if len(steps) else -math.inf
        return gated(np.lib.stride_tricks.sliding_window_view(steps, per_block).mean(axis=1))


def _powers(samples: NDArray[np.float32], rate: int) -> NDArray[np.float64]:
    """Measure the mean square of each block after K-weighting; the last block may reach beyond the end."""
    weighted = convolve(samples.astype(np.float64), _k_weighting(rate))[: len(samples)]
    sums = np.concatenate([[0.0], np.square(weighted).cumsum()])
    blocks = round((len(samples) / rate - BLOCK) / (BLOCK * STEP)) + 1
    begins = [int(BLOCK * (block * STEP) * rate) for block in range(blocks)]
    ends = [min(int(BLOCK * (block * STEP + 1) * rate), len(samples)) for block in range(blocks)]
    return np.asarray((sums[ends] - sums[begins]) / (BLOCK * rate), dtype=np.float64)


@cache
def _k_weighting(rate: int) -> NDArray[np.float64]:
    """Write down what K-weighting makes of one impulse at `rate` Hz."""
    size = 1 << math.ceil(math.log2(2 * _SETTLED * rate))
    delay = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size)
    response = np.ones_like(delay)
    for (b0, b1, b2), (a0, a1, a2) in (_shelf(rate), _cut(rate)):
        response *= (b0 + b1 * delay + b2 * delay**2) / (a0 + a1 * delay + a2 * delay**2)
    return np.asarray(np.fft.irfft(response)[: math.ceil(_SETTLED * rate)], dtype=np.float64)


_Coefficients = tuple[float, float, float]


def _shelf(rate: int) -> tuple[_Coefficients, _Coefficients]:
    """Give the numerator and denominator of a high shelf (R. Bristow-Johnson, Audio EQ Cookbook)."""
    turn = 2 * math.pi * SHELF_HERTZ / rate
    cosine, alpha = math.cos(turn), math.sin(turn) / (2 * SHELF_Q)
    gain = 10 ** (SHELF_DECIBELS / 40)
    up, down, slope = gain + 1, gain - 1, 2 * math.sqrt(gain) * alpha
    return (
        (gain * (up + down * cosine + slope), -2 * gain * (down + up * cosine), gain * (up + down * cosine - slope)),
        (up - down * cosine + slope, 2 * (down - up * cosine), up - down * cosine - slope),
    )


def _cut(rate: int) -> tuple[_Coefficients, _Coefficients]:
    """Give the numerator and denominator of a high pass (R. Bristow-Johnson, Audio EQ Cookbook)."""
    turn = 2 * math.pi * CUT_HERTZ / rate
    cosine, alpha = math.cos(turn), math.sin(turn) / (2 * CUT_Q)
    return ((1 + cosine) / 2, -1 - cosine, (1 + cosine) / 2), (1 + alpha, -2 * cosine, 1 - alpha)
