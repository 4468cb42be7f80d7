"""Find each sentence of a text in a long recording: all of them at once, in order, with room for what differs.

The text is a row of states: the rows of a sketch of each utterance, and before, between and after them something else,
which may be silence, a cough, or words that nobody wrote down. The way through them that costs least is found moment by
moment (Viterbi). No table of all pairs is kept: each way only remembers where it entered its utterance, so that an hour
fits into little memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

STAY, SKIP = 0.10, 0.12
"""what it costs if the recording is slower or quicker by one row than the sketch"""
OTHER, QUIET = 1.12, 0.55
"""what a row costs that belongs to no utterance, where somebody speaks and where nobody does"""
HESITATION = 0.06
"""more than those where it lies inside an utterance"""
LEFT_OUT = 0.2
"""what it costs to leave an utterance out, for each of its rows"""
REACH = 1500
"""rows of the text, a minute, before and after the best way that are looked at"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an utterance lies."""

    index: int
    """of the utterance"""
    first: int
    """row of the recording in which it begins"""
    end: int
    """row after its last"""
    cost: float
    """mean over its rows"""


def find(
    sketches: Sequence[NDArray[np.float32]], recording: NDArray[np.float32], heard: NDArray[np.bool_]
) -> list[Place]:
    """Place utterances, features (T, F) each, in a recording (R, F), of whose rows `heard` (R,) tells if one speaks.

    Gives those that are in it, in order.
    """
    return _Search(sketches).through(recording, heard)


class _Search:
    """The ways through a text that are still open at one moment."""

    def __init__(self, sketches: Sequence[NDArray[np.float32]]) -> None:
        self._model = np.concatenate(sketches)
        lengths = np.array([len(each) for each in sketches])
        self._ends = lengths.cumsum()
        self._firsts = self._ends - lengths
        self._penalties = np.concatenate([[0.0], (LEFT_OUT * lengths).cumsum()])
        rows, gaps = len(self._model), len(sketches) + 1
        # Of each way: its cost, where it entered its utterance, what it had cost then, and the link before.
        self._cost, self._between = np.full(rows, np.inf), np.full(gaps, np.inf)
        self._entry, self._paid, self._link = np.zeros(rows, np.int64), np.zeros(rows), np.full(rows, -1)
        self._between_link = np.full(gaps, -1)
        self._links: list[tuple[NDArray[np.int64], ...]] = []
        self._costs: list[NDArray[np.float64]] = []
        self._count = 0

    def through(self, recording: NDArray[np.float32], heard: NDArray[np.bool_]) -> list[Place]:
        squares = np.square(self._model).sum(axis=1)
        self._between[:] = self._penalties
        low, high = 0, min(2 * REACH, len(self._model))
        for column, row in enumerate(recording):
            away = squares[low:high] - 2 * (self._model[low:high] @ row) + float(row @ row)
            self._step(column, low, high, np.sqrt(np.maximum(away, 0.0)), OTHER if heard[column] else QUIET)
            if high - low < len(self._model) and column % 25 == 0:
                low, high = self._window(low, high)
        return self._back(len(recording))

    def _step(self, column: int, low: int, high: int, away: NDArray[np.float64], other: float) -> None:
        """Take all ways one row of the recording on."""
        # Utterances whose first row, and whose last, lie in what is looked at.
        begun = np.searchsorted(self._firsts, low), np.searchsorted(self._firsts, high)
        over = np.searchsorted(self._ends, low + 1), np.searchsorted(self._ends, high, side="right")
        first = slice(*begun)
        ended = np.arange(*over)
        left = self._left(column, ended)

        cost, before = self._cost[low:high], self._cost
        stay = cost + np.minimum(away + STAY, other + HESITATION)
        one = np.full(len(cost), np.inf)
        one[1:] = cost[:-1]
        two = np.full(len(cost), np.inf)
        two[2:] = cost[:-2] + SKIP
        at = self._firsts[first] - low
        one[at], two[at] = np.inf, np.inf
        second = at + 1
        two[second[second < len(two)]] = np.inf
        came = np.where(two < one, 2, 1)
        moved = np.minimum(one, two) + away
        came = np.where(stay <= moved, 0, came)
        best = np.minimum(stay, moved)
        source = np.maximum(np.arange(low, high) - came, low)
        entry, paid, link = self._entry[source], self._paid[source], self._link[source]

        # Into an utterance: from what lies before it, or from the end of the one before.
        numbers = np.arange(*begun)
        enter, enter_link = self._between[numbers].copy(), self._between_link[numbers].copy()
        straight = np.full(len(self._ends) + 1, np.inf)
        straight_link = np.full(len(self._ends) + 1, -1)
        straight[ended + 1], straight_link[ended + 1] = before[self._ends[ended] - 1], left
        is_straight = straight[numbers] < enter
        enter = np.where(is_straight, straight[numbers], enter)
        enter_link = np.where(is_straight, straight_link[numbers], enter_link)
        entered = enter + away[at] < best[at]
        places = at[entered]
        best[places] = enter[entered] + away[places]
        entry[places], paid[places], link[places] = column, enter[entered], enter_link[entered]

        # Between utterances: staying there, leaving one, or leaving out the next.
        between, between_link = self._between.copy(), self._between_link.copy()
        is_left = straight < between
        between[is_left], between_link[is_left] = straight[is_left], straight_link[is_left]
        relative = between - self._penalties
        lowest = np.minimum.accumulate(relative)
        holder = np.maximum.accumulate(np.where(relative <= lowest, np.arange(len(relative)), 0))
        self._between = lowest + self._penalties + other
        self._between_link = between_link[holder]

        self._cost[low:high], self._entry[low:high], self._paid[low:high], self._link[low:high] = (
            best,
            entry,
            paid,
            link,
        )

    def _left(self, column: int, ended: NDArray[np.int64]) -> NDArray[np.int64]:
        """Note the ways that are at the end of an utterance, and give the numbers of the notes."""
        rows = self._ends[ended] - 1
        open_ = np.isfinite(self._cost[rows])
        numbers = np.full(len(ended), -1)
        numbers[open_] = self._count + np.arange(int(open_.sum()))
        rows = rows[open_]
        self._links.append((ended[open_], self._entry[rows], np.full(len(rows), column), self._link[rows]))
        self._costs.append(self._cost[rows] - self._paid[rows])
        self._count += len(rows)
        return numbers

    def _window(self, low: int, high: int) -> tuple[int, int]:
        """Look around the best way."""
        best = low + int(np.argmin(self._cost[low:high])) if np.isfinite(self._cost[low:high]).any() else low
        if self._between.min() < self._cost[low:high].min(initial=np.inf):
            number = int(np.argmin(self._between))
            best = int(self._firsts[min(number, len(self._firsts) - 1)])
        width = high - low
        new = min(max(best - width // 2, 0), len(self._model) - width)
        self._cost[low:new] = np.inf
        self._cost[new + width : high] = np.inf
        return new, new + width

    def _back(self, columns: int) -> list[Place]:
        """Follow the cheapest way back."""
        ended = np.arange(len(self._ends))
        left = self._left(columns, ended)
        last = self._cost[self._ends[-1] - 1]
        rest = self._between[-1]
        link = int(left[-1]) if last < rest else int(self._between_link[-1])
        notes = [np.concatenate(each) for each in zip(*self._links, strict=True)]
        costs = np.concatenate(self._costs)
        places = []
        while link >= 0:
            index, first, end, before = (int(each[link]) for each in notes)
            places.append(Place(index, first, end, float(costs[link]) / max(end - first, 1)))
            link = before
        return places[::-1]
