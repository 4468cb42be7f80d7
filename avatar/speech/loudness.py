"""Bring speech to one loudness without clipping."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.speech import running
from avatar.speech.meter import measure

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.settings import SpeechSettings

LOOK_AHEAD = 0.006
"""s; the limiter turns down this long before a peak and back up as long after it"""
OVERSAMPLING = 4
"""between two samples the wave can be higher than both (BS.1770-4 annex 2)"""
STRETCH, OVERLAP = 1 << 18, 64
"""samples that are oversampled at once, and those on each side of them that settle the resampler"""
PASSES = 3
"""of gain: each gives back what the limiter took away in the one before"""
SILENT = -69.0
"""LUFS; what is softer is silence, and isn't made loud (the absolute gate of BS.1770-4 is -70)"""
CLOSE_ENOUGH = 0.05
"""dB"""


def normalise(samples: NDArray[np.float32], rate: int, settings: SpeechSettings) -> NDArray[np.float32]:
    """Bring `samples` (N,) at `rate` Hz to `settings.loudness` LUFS with no peak above `settings.peak`.

    Silence stays silence.
    """
    result, gain = samples, 0.0
    for _ in range(PASSES):
        missing = settings.loudness - measure(result, rate)
        if abs(missing) < CLOSE_ENOUGH or missing > settings.loudness - SILENT:
            break
        gain += missing
        result = limit(samples * np.float32(10 ** (gain / 20)), rate, settings.peak)
    return result if result is not samples else limit(samples, rate, settings.peak)


def limit(samples: NDArray[np.float32], rate: int, peak: float) -> NDArray[np.float32]:
    """Turn `samples` down around peaks above `peak`, smoothly and without delay; the rest stays bit for bit."""
    heights = _heights(samples)
    if heights.max(initial=0.0) <= peak:
        return samples.astype(np.float32, copy=False)
    gain = peak / np.maximum(heights, np.float32(peak))
    # The lowest gain within reach, averaged over the same reach, is at every sample at most the gain needed there.
    reach = round(LOOK_AHEAD * rate / 2)
    gain = running.lowest(gain, 2 * reach)
    for _ in range(2):
        gain = running.mean(gain, reach)
    return np.asarray(np.clip(samples * gain, -peak, peak), dtype=np.float32)


def _heights(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Measure how high the wave goes at and right after each sample."""
    import soxr

    heights = np.abs(samples).astype(np.float32)
    for begin in range(0, len(samples), STRETCH):
        end = min(begin + STRETCH, len(samples))
        first = max(begin - OVERLAP, 0)
        dense = np.abs(soxr.resample(samples[first : end + OVERLAP], 1, OVERSAMPLING))
        dense = dense[(begin - first) * OVERSAMPLING :][: (end - begin) * OVERSAMPLING]
        dense = np.pad(dense, (0, (end - begin) * OVERSAMPLING - len(dense)))
        np.maximum(heights[begin:end], dense.reshape(-1, OVERSAMPLING).max(axis=1), out=heights[begin:end])
    return heights
