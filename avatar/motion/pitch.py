"""Fundamental frequency by the difference function of YIN (de Cheveigné and Kawahara 2002), in numpy alone.

Only the slow melody is wanted here, so it works on about 5.5 kHz sound; a ten-minute speech takes under a second.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

LOWEST, HIGHEST = 60.0, 500.0
"""Hz, voices from bass to child"""
_WORKING_RATE = 5500
"""Hz; the fifth harmonic of a high voice still fits"""
_WINDOW = 0.04
"""s, at least two periods of the lowest voice"""
_DIP = 0.15
"""YIN's threshold on the normalised difference"""
_VOICED = 0.3
"""the deepest dip must go below this to count as voice"""
_AT_ONCE = 4096
"""frames per block, bounds the memory"""


def f0(samples: NDArray[np.float32], sample_rate: int, hop: float) -> NDArray[np.float64]:
    """Measure F0 in Hz every `hop` s, centred on 0, hop, 2 hop, ...; 0 where there is no voice."""
    factor = max(1, sample_rate // _WORKING_RATE)
    rate = sample_rate / factor
    sound = decimated(samples, factor)
    window, longest = round(_WINDOW * rate), int(np.ceil(rate / LOWEST)) + 2
    count = int(len(samples) / sample_rate / hop) + 1
    starts = np.round(np.arange(count) * hop * rate).astype(np.int64)
    padded = np.pad(sound, ((window + longest) // 2, window + 2 * longest + 2))
    blocks = [_block(padded, starts[low : low + _AT_ONCE], window, longest, rate) for low in range(0, count, _AT_ONCE)]
    return _without_jumps(np.concatenate(blocks))


def decimated(samples: NDArray[np.float32], factor: int) -> NDArray[np.float64]:
    """Keep every `factor`-th sample after a windowed-sinc low-pass, without delay."""
    if factor == 1:
        return samples.astype(np.float64)
    reach = 4 * factor
    taps = np.sinc(np.arange(-reach, reach + 1) / factor) * np.hanning(2 * reach + 3)[1:-1]
    taps /= taps.sum()
    padded = np.pad(samples, (reach, reach + factor))
    length = -(-len(samples) // factor)
    kept = np.zeros(length)
    for shift, weight in enumerate(taps):
        kept += weight * padded[shift::factor][:length]
    return kept


def _block(
    sound: NDArray[np.float64], starts: NDArray[np.int64], window: int, longest: int, rate: float
) -> NDArray[np.float64]:
    frames = sound[starts[:, None] + np.arange(window + longest)]
    difference, power = _difference(frames, window, longest)
    running = np.cumsum(difference[:, 1:], axis=1)
    lags = np.arange(1, longest)
    normal = np.ones((len(starts), longest))
    normal[:, 1:] = difference[:, 1:] * lags / np.maximum(running, 1e-12)
    lag, depth = _first_dip(normal, int(rate / HIGHEST))
    is_voiced = (depth < _VOICED) & (power > 1e-8)
    return np.where(is_voiced, rate / np.maximum(lag, 1.0), 0.0)


def _difference(
    frames: NDArray[np.float64], window: int, longest: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give sum (x[j] - x[j + lag])^2 over the window for each lag (F, longest), and the mean power (F,)."""
    size = 1 << int(np.ceil(np.log2(window + longest)))
    spectrum = np.conj(np.fft.rfft(frames[:, :window], size)) * np.fft.rfft(frames, size)
    product = np.fft.irfft(spectrum, size)[:, :longest]
    energy = np.pad(np.cumsum(frames**2, axis=1), ((0, 0), (1, 0)))
    shifted = energy[:, window : window + longest] - energy[:, :longest]
    difference = shifted[:, :1] + shifted - 2 * product
    return np.maximum(difference, 0.0), shifted[:, 0] / window


def _first_dip(normal: NDArray[np.float64], shortest: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Find the first dip below the threshold, or the deepest, refined by a parabola: lags and depths (F,)."""
    middle = normal[:, shortest:-1]
    is_dip = (middle < normal[:, shortest - 1 : -2]) & (middle <= normal[:, shortest + 1 :])
    is_deep = is_dip & (middle < _DIP)
    candidates = np.where(is_dip, middle, np.inf)
    index = np.where(is_deep.any(axis=1), is_deep.argmax(axis=1), candidates.argmin(axis=1)) + shortest
    rows = np.arange(len(normal))
    before, here, after = (normal[rows, index + step] for step in (-1, 0, 1))
    curvature = before - 2 * here + after
    shift = np.where(np.abs(curvature) > 1e-12, 0.5 * (before - after) / np.where(curvature == 0, 1, curvature), 0.0)
    return index + np.clip(shift, -0.5, 0.5), here


def _without_jumps(track: NDArray[np.float64]) -> NDArray[np.float64]:
    """Take out single octave errors and single voiced frames with a median over five."""
    padded = np.pad(track, 2, mode="edge")
    return np.asarray(np.median(np.lib.stride_tricks.sliding_window_view(padded, 5), axis=1))
