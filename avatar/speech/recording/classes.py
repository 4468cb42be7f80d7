"""Phones out of sound alone, where nobody knows what is said: which way the mouth is shaped, not which sound it is."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from avatar.data import Phone
from avatar.speech import sounds, spectra
from avatar.speech.joining import resample

if TYPE_CHECKING:
    from numpy.typing import NDArray

CHANGE = 2.2
"""what it costs, nats, to go from one kind of sound to another: a phone lasts some moments"""
QUIET = -38.0
"""dB below the loudest of a stretch, where nothing is said, whatever the network thinks"""
PIECE = 30.0
"""s that are heard at once: longer speech is taken in pieces, so that memory stays flat"""


def guess(sound: NDArray[np.float32], rate: int) -> tuple[Phone, ...]:
    """Guess phones in a stretch of speech (N,) at `rate` Hz; their times count from its beginning.

    Nearly half of the kinds are right; the rest mostly look alike (docs/recording.md).
    """
    size, phones = round(PIECE * rate), list[Phone]()
    for first in range(0, len(sound), size):
        phones += _guess(sound[first : first + size], rate, first / rate)
    return tuple(phones)


def _guess(sound: NDArray[np.float32], rate: int, begin: float) -> list[Phone]:
    if not np.any(sound):
        return []
    small = resample(sound, rate, spectra.RATE)
    scores = sounds.heard(small)
    scores[_quiet(small, len(scores)), 1:] -= 10.0
    kinds = _way(scores)
    borders = np.flatnonzero(np.diff(kinds)) + 1
    edges = [0, *borders.tolist(), len(kinds)]
    end = len(sound) / rate
    return [
        Phone(sounds.NAMES[kinds[first]], begin + first * sounds.HOP, begin + min(last * sounds.HOP, end))
        for first, last in pairwise(edges)
        if kinds[first] and first * sounds.HOP < end
    ]


def _quiet(sound: NDArray[np.float32], rows: int) -> NDArray[np.bool_]:
    size = round(sounds.HOP * spectra.RATE)
    padded = np.pad(sound, (0, max(rows * size - len(sound), 0)))[: rows * size].reshape(rows, size)
    power = np.square(padded.astype(np.float64)).mean(axis=1)
    return np.asarray(power < power.max() * 10 ** (QUIET / 10), np.bool_)


def _way(scores: NDArray[np.float32]) -> NDArray[np.int64]:
    """Find the kind of each row (T,) that is likely as a whole (Viterbi)."""
    best = scores[0].astype(np.float64)
    came = np.zeros(scores.shape, np.int64)
    own = np.arange(scores.shape[1])
    for row in range(1, len(scores)):
        other = int(best.argmax())
        is_changed = best[other] - CHANGE > best
        came[row] = np.where(is_changed, other, own)
        best = np.where(is_changed, best[other] - CHANGE, best) + scores[row]
    kinds = np.empty(len(scores), np.int64)
    kinds[-1] = best.argmax()
    for row in range(len(scores) - 1, 0, -1):
        kinds[row - 1] = came[row, kinds[row]]
    return kinds
