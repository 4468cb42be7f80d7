"""Quick speech undershoots: with little time the jaw does not go all the way, neither down nor up (Lindblom 1963).

How much movement a viewer has seen people make sets the limit: real talking clips show a mean speed of the opening of
0.43 to 1.12 IOD/s. Where the plan would exceed it, jaw and lips are drawn toward the mean of their surroundings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.visemes.dominance import RATE, smoothed

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

LIVELIEST = 0.9
"""IOD/s, mean speed of the planned opening; a landmark detector sees up to 1.3 times as much on some faces"""

_SENTENCE = 0.6
"""s, standard deviation of the stretch of speech whose mean speed counts"""
_LEAST_SPEECH = 0.6
"""of that stretch must be speech for its mean to be taken as it is"""
_AROUND = 0.08
"""s, standard deviation of the surroundings toward which the jaw is drawn"""
_LEAST = 0.35
"""of its movement that the jaw keeps, however quick"""
_ROUNDS = 4


def undershoot(
    parting: NDArray[np.float64],
    opens: Callable[[NDArray[np.float64]], NDArray[np.float64]],
    is_spoken: NDArray[np.bool_],
    liveliest: float = LIVELIEST,
) -> NDArray[np.float64]:
    """Give jaw and lips (T, C) with less movement wherever the opening (T,), IOD, that `opens` reads is too quick."""
    around = smoothed(parting, _AROUND)
    kept = np.ones(len(parting))
    for _ in range(_ROUNDS):
        speed = _speed(opens(_drawn(parting, around, kept)), is_spoken)
        kept = np.maximum(kept * np.minimum(1.0, liveliest / np.maximum(speed, 1e-6)), _LEAST)
    return _drawn(parting, around, kept)


def _drawn(parting: NDArray[np.float64], around: NDArray[np.float64], kept: NDArray[np.float64]) -> NDArray[np.float64]:
    share = kept[:, None]
    return np.asarray(np.sqrt(share) * (around + share * (parting - around)))


def _speed(gap: NDArray[np.float64], is_spoken: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Measure the mean speed of the opening in the speech around each sample (T,), IOD/s."""
    steps = np.abs(np.diff(gap, prepend=gap[:1])) * RATE
    both = np.stack([steps * is_spoken, is_spoken.astype(np.float64)], axis=1)
    moved, spoken = smoothed(both, _SENTENCE).T
    return np.asarray(moved / np.maximum(spoken, _LEAST_SPEECH))
