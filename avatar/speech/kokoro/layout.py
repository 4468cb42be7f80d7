"""Put spelled phones in a row as the network reads it, and cut a row that is too long."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from avatar.speech.kokoro.sounds import Mark, Sound
from avatar.speech.kokoro.symbols import NUMBERS

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 150
"""symbols in one run: beyond, the network hurries, and takes a gigabyte"""
LEAST = 12
"""symbols below which it mishears itself: so little is said in one run with more"""
_SPACE = " "
_BETWEEN_WORDS, _INSIDE_A_WORD = 40.0, 1000.0
"""symbols that a row may be longer or shorter for, to end at a mark, and to end between words"""


@dataclass(frozen=True, slots=True)
class Placed:
    """A phone, and where in its row it stands."""

    sound: Sound
    first: int
    """index of its first symbol in the row"""
    end: int
    """index after its last one"""
    before_mark: bool
    """a mark follows, or the end, so that it carries silence"""


@dataclass(frozen=True, slots=True)
class Row:
    """What is said in one run."""

    symbols: str
    """in the network's alphabet"""
    phones: tuple[Placed, ...]
    """in order"""

    @property
    def numbers(self) -> list[int]:
        """What the network reads: the number of each symbol, with a pad at both ends."""
        return [0, *(NUMBERS[symbol] for symbol in self.symbols), 0]


def rows(items: Sequence[Sound | Mark]) -> list[Row]:
    """Lay phones and marks out, in as many rows as they need.

    A row ends at the last mark that leaves none longer than `MOST`, else at the last space, else anywhere.
    """
    return [lay_out(part) for part in _parts(list(items))]


def lay_out(items: Sequence[Sound | Mark]) -> Row:
    """Lay phones and marks out in one row: a space between words, and after a mark."""
    symbols, phones = "", list[Placed]()
    for place, item in enumerate(items):
        if isinstance(item, Mark):
            symbols += item.symbols
            continue
        before = items[place - 1] if place else None
        if before is not None and (isinstance(before, Mark) or before.word != item.word):
            symbols += _SPACE
        following = items[place + 1] if place + 1 < len(items) else None
        is_last = following is None or isinstance(following, Mark)
        phones.append(Placed(item, len(symbols), len(symbols) + len(item.symbols), is_last))
        symbols += item.symbols
    return Row(symbols, tuple(phones))


def _parts(items: list[Sound | Mark]) -> list[list[Sound | Mark]]:
    length = len(lay_out(items).symbols)
    if length <= MOST:
        return [items]
    # As even as may be: two halves sound better than a whole and a crumb.
    wanted, so_far = length / -(-length // MOST), [0, *accumulate(len(each.symbols) for each in items)]
    place = min(range(1, len(items)), key=lambda place: _cost(items, place) + abs(so_far[place] - wanted))
    return [*_parts(items[:place]), *_parts(items[place:])]


def _cost(items: list[Sound | Mark], place: int) -> float:
    """Say how bad it is to end a row before the item at `place`, symbols."""
    before, item = items[place - 1], items[place]
    if isinstance(item, Mark):
        return math.inf
    is_whole = isinstance(before, Mark) or before.word != item.word
    return 0.0 if isinstance(before, Mark) else _BETWEEN_WORDS if is_whole else _INSIDE_A_WORD
