"""The speech as a stream of 48 kHz blocks, so that an hour of it is never held twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Generator

    from numpy.typing import NDArray

    from avatar.data import Speech

RATE = 48_000
"""Hz, what players and platforms expect beside H.264"""


class Soundtrack:
    """Hand out the samples of a speech at 48 kHz, in order; silence follows its end."""

    def __init__(self, speech: Speech) -> None:
        self._chunks = _resampled(speech)
        self._rest = np.empty(0, np.float32)

    def close(self) -> None:
        """Free the resampler now: its binding complains on standard error when it outlives the interpreter."""
        self._chunks.close()

    def take(self, count: int) -> NDArray[np.float32]:
        """Give the next `count` samples, float32 (count,) in [-1, 1]."""
        parts = [self._rest]
        while (missing := count - sum(map(len, parts))) > 0:
            parts.append(next(self._chunks, np.zeros(missing, np.float32)))
        joined = np.concatenate(parts)
        self._rest = joined[count:]
        return joined[:count]


def _resampled(speech: Speech) -> Generator[NDArray[np.float32], None, None]:
    import soxr

    stream = soxr.ResampleStream(speech.sample_rate, RATE, 1, dtype="float32")
    step = speech.sample_rate
    for start in range(0, len(speech.samples), step):
        chunk = speech.samples[start : start + step]
        if speech.sample_rate != RATE:
            chunk = stream.resample_chunk(chunk, last=start + step >= len(speech.samples))
        yield np.clip(chunk, -1, 1)
