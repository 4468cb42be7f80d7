"""Lowest, highest and mean values around each sample of a row; beyond its ends a row goes on as its last value."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Real = TypeVar("Real", np.float32, np.float64)


def lowest(values: NDArray[Real], reach: int) -> NDArray[Real]:
    """Find the lowest of the values (N,) up to `reach` before and after each of them.

    The row is cut into blocks as long as the stretch that is looked at, so that each stretch is the end of one block
    and the beginning of the next: two running minima answer for all of them (van Herk 1992).
    """
    count, size = len(values), 2 * reach + 1
    blocks = -(-(count + 2 * reach) // size)
    padded = np.full(blocks * size, np.inf, dtype=values.dtype)
    padded[reach : reach + count] = values
    rows = padded.reshape(blocks, size)
    from_start = np.minimum.accumulate(rows, axis=1).ravel()
    to_end = np.minimum.accumulate(rows[:, ::-1], axis=1)[:, ::-1].ravel()
    found: NDArray[Real] = np.minimum(to_end[:count], from_start[2 * reach : 2 * reach + count])
    return found


def highest(values: NDArray[Real], reach: int) -> NDArray[Real]:
    """Find the highest of the values (N,) up to `reach` before and after each of them."""
    found: NDArray[Real] = -lowest(-values, reach)
    return found


def mean(values: NDArray[Real], reach: int) -> NDArray[Real]:
    """Average the values (N,) from `reach` before to `reach` after each of them."""
    size = 2 * reach + 1
    sums = np.concatenate([[0.0], np.pad(values.astype(np.float64), reach, mode="edge").cumsum()])
    averages: NDArray[Real] = ((sums[size:] - sums[:-size]) / size).astype(values.dtype)
    return averages
