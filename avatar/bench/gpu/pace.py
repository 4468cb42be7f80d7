"""How often a second something can be done."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_FEWEST = 3
"""turns that are timed, however long they take"""


@dataclass(frozen=True, slots=True)
class Pace:
    """How quick turns were of which each makes `count` pictures."""

    count: int
    """pictures in a turn"""
    turns: int
    """that were timed"""
    seconds: float
    """of a turn, the median"""

    @property
    def fps(self) -> float:
        """Pictures per second."""
        return self.count / self.seconds


def paced(turn: Callable[[], object], settle: Callable[[], None], count: int, seconds: float) -> Pace:
    """Do it again and again for some seconds, after two turns that are not counted: libraries choose their ways then.

    `settle` waits until all that was begun is done.
    """
    for _ in range(2):
        turn()
    settle()
    taken = list[float]()
    end = time.perf_counter() + seconds
    while len(taken) < _FEWEST or time.perf_counter() < end:
        began = time.perf_counter()
        turn()
        settle()
        taken.append(time.perf_counter() - began)
    return Pace(count, len(taken), statistics.median(taken))
