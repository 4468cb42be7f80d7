"""The symbols that a network knows, and a row of them that becomes longer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from avatar.speech.espeak.segments import Segment


@dataclass(frozen=True, slots=True)
class Alphabet:
    """What a network can be told."""

    symbols: dict[str, tuple[int, ...]]
    """ids of each symbol"""
    begin: tuple[int, ...] = ()
    """ids before all others"""
    pad: tuple[int, ...] = ()
    """ids after each symbol"""
    end: tuple[int, ...] = ()
    """ids after all others"""
    clusters: frozenset[str] = frozenset()
    """letters that are one symbol together, such as diphthongs"""


@dataclass(frozen=True, slots=True)
class Sign:
    """One phone, and the symbols that it is written with."""

    segment: Segment
    """as espeak says it, with its own times, s"""
    word: int
    """index of the written word"""
    first: int
    """index of the first of its ids"""
    last: int
    """of the last"""
    is_after_pause: bool
    """a mark, or nothing, stands before it"""


@dataclass(frozen=True, slots=True)
class Spelled:
    """An utterance in the symbols of a network."""

    ids: tuple[int, ...]
    """what the network reads"""
    signs: tuple[Sign, ...]
    """its phones, in order; those that share the same ids are the phones of one final; () : nobody knows them"""
    words: tuple[str, ...]
    """as written"""


class Row:
    """Ids that become more."""

    def __init__(self, alphabet: Alphabet) -> None:
        self._alphabet = alphabet
        self._ids = list(alphabet.begin)
        self._is_paused = True

    def has(self, symbol: str) -> bool:
        """Tell whether there is a symbol."""
        return symbol in self._alphabet.symbols

    def put(self, symbols: Sequence[str]) -> tuple[int, int]:
        """Write symbols that there are; give the index of the first id of the first, and of the last id of the last."""
        first = last = len(self._ids)
        for symbol in symbols:
            ids = self._alphabet.symbols[symbol]
            last = len(self._ids) + len(ids) - 1
            self._ids += [*ids, *self._alphabet.pad]
        return first, last

    def group(self, symbols: Sequence[str], pad: str) -> tuple[int, int]:
        """Write symbols and then one pad for all; give the same."""
        place = self.put(symbols)
        self.put([pad])
        return place

    def space(self) -> None:
        """Write the space between two words, if there is one."""
        self.put([" "] if self.has(" ") else [])

    def pause(self, mark: str) -> bool:
        """Write a mark, if there is such; what follows comes after a pause. Tell whether it was written."""
        self._is_paused = self._is_paused or bool(mark)
        self.put([mark] if self.has(mark) else [])
        return self.has(mark)

    def sign(self, segment: Segment, word: int, place: tuple[int, int]) -> Sign:
        """Take note of a phone that was put at a place."""
        is_after_pause, self._is_paused = self._is_paused, False
        return Sign(segment, word, *place, is_after_pause)

    def ended(self) -> tuple[int, ...]:
        """Give all ids, with the last."""
        return (*self._ids, *self._alphabet.end)
