"""Put spelled phones in a row as the network reads it, and cut a row that is too long."""

from __future__ import annotations

from dataclasses import dataclass
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
            symbols += item.symbol
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
    lengths = [len(item.symbols) + 1 if isinstance(item, Sound) else 2 for item in items]
    if len(lay_out(items).symbols) <= MOST:
        return [items]
    # As even as may be: two halves sound better than a whole and a crumb.
    count = -(-sum(lengths) // MOST)
    wanted, total = sum(lengths) / count, 0
    best: tuple[float, int] | None = None
    for place in range(1, len(items)):
        total += lengths[place - 1]
        before, item = items[place - 1], items[place]
        if isinstance(item, Mark):
            continue
        cost = 0.0 if isinstance(before, Mark) else 40.0 if before.word != item.word else 1000.0
        cost += abs(total - wanted)
        if best is None or cost < best[0]:
            best = cost, place
    if best is None:
        return [items]
    return [*_parts(items[: best[1]]), *_parts(items[best[1] :])]
