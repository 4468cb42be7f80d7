"""Whether a motion repeats itself: its autocorrelation beside that of noise with the same spectrum."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

FROM = 3.0
"""s, from which on somebody would notice"""
_LINE = 0.08
"""Hz over which the spectrum is smoothed: what is left of it knows nothing of repetitions after some seconds"""


def echo(track: NDArray[np.float64], fps: float) -> float:
    """Give the highest autocorrelation of a track (T,) beyond `FROM` s, at up to two thirds of its length."""
    centred = track - track.mean()
    size = 1 << (2 * len(track)).bit_length()
    products = np.fft.irfft(np.abs(np.fft.rfft(centred, size)) ** 2, size)[: len(track)]
    # Each lag by the energy of what overlaps there, so that a repetition shows wholly however late it comes.
    energy = np.cumsum(centred**2)
    lags = np.arange(round(FROM * fps), 2 * len(track) // 3)
    head, tail = energy[len(track) - 1 - lags], energy[-1] - energy[lags - 1]
    return float((products[lags] / np.sqrt(head * tail)).max())


def echo_by_chance(track: NDArray[np.float64], fps: float, rng: np.random.Generator, tries: int = 200) -> float:
    """Give the highest such echo of that many tracks of random phases with the spectrum of `track` (T,)."""
    power = np.abs(np.fft.rfft(track - track.mean(), 2 * len(track))) ** 2
    width = _LINE * 2 * len(track) / fps
    away = np.arange(-int(3 * width), int(3 * width) + 1)
    smooth = np.convolve(np.pad(power, len(away) // 2, mode="reflect"), np.exp(-0.5 * (away / width) ** 2), "valid")
    highest = 0.0
    for _ in range(tries):
        noise = rng.normal(size=(len(smooth), 2)) @ (1.0, 1.0j)
        drawn = np.fft.irfft(np.sqrt(smooth) * noise)[: len(track)]
        highest = max(highest, echo(drawn, fps))
    return highest
