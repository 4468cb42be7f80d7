"""Lay two recordings of the same words over each other: which moment of one is which moment of the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

RELUCTANCE = 4.0
"""distance that it costs to stay in one recording while the other goes on: otherwise a sound that is alike but for the
speaker is skipped, and another of its kind is stretched (tests/measure/alignment_trials.py)"""
_FIRST, _SECOND = 1, 2
"""which of the two went on alone to reach a pair of moments; 0: both did"""


def path(
    one: NDArray[np.float32],
    other: NDArray[np.float32],
    unlike: Callable[[NDArray[np.int64], NDArray[np.int64]], NDArray[np.float32]] | None = None,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Find the pairs of rows of `one` (N, F) and `other` (M, F) that are most alike, in order, from first to last.

    `unlike` gives what is added to the distance of pairs, of which it is told the rows of each. Dynamic time warping
    with the symmetric steps of Sakoe and Chiba 1978. Gives the rows of each, (P,), ascending. Takes N * M bytes.
    """
    came_by = np.zeros((len(one), len(other)), np.int8)
    before, last = np.full(len(one), np.inf), np.full(len(one), np.inf)
    # Pairs whose rows add up to the same number do not depend on each other: a diagonal is worked out at once.
    for diagonal in range(len(one) + len(other) - 1):
        rows = np.arange(max(0, diagonal - len(other) + 1), min(len(one), diagonal + 1))
        columns = diagonal - rows
        distance = np.linalg.norm(one[rows] - other[columns], axis=1)
        if unlike is not None:
            distance += unlike(rows, columns)
        now = np.full(len(one), np.inf)
        if diagonal == 0:
            now[0] = distance[0]
        else:
            both, first = (np.where(rows > 0, sums[rows - 1], np.inf) for sums in (before, last))
            ways = np.stack([both + distance, first + RELUCTANCE, last[rows] + RELUCTANCE])
            best = ways.argmin(axis=0)
            now[rows] = ways[best, np.arange(len(rows))] + distance
            came_by[rows, columns] = best
        before, last = last, now
    return _back(came_by)


def _back(came_by: NDArray[np.int8]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Go the way back from the last pair."""
    row, column = came_by.shape[0] - 1, came_by.shape[1] - 1
    pairs = [(row, column)]
    while row or column:
        step = came_by[row, column]
        row, column = row - int(step != _SECOND), column - int(step != _FIRST)
        pairs.append((row, column))
    rows, columns = np.array(pairs[::-1], np.int64).T
    return rows, columns
