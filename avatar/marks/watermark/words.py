"""Tell code words apart that lie over each other.

Whoever encodes a film again leaves what hardly changes as it was: after a change of the mark, still parts of the
picture say the old word until the next key frame, and moving parts the new one. What is known is therefore taken away
before the rest is read ("successive cancellation").
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from avatar.marks.watermark.code import CODE_BITS, decode, signs
from avatar.marks.watermark.payload import Payload, unpack

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Values = NDArray[np.float64]
    """(128,), positive where a bit seems to be 1"""

FIT = 0.72
"""cosine; noise stays below 0.71"""
_CLEAN = 0.85
"""cosine from which a reading says more of a word than its signs do: it knows the picture, too"""
_REST = 0.3
"""of a reading's length, that must be unexplained for another word to be looked for"""
_REACH = 30.0
"""s for which an old word may stay: encoders set key frames more often"""
_PRESENT, _RISE = 0.3, 0.25
"""of a reading's length, at which a word is there (3.4 standard deviations), and which one that takes over must gain"""
_ALONE = 0.5
"""cosine that is needed in a single moment"""


@dataclass(frozen=True, slots=True)
class Window:
    """What a stretch of a film says."""

    first: int
    """index of its first moment"""
    last: int
    """index after its last"""
    start: float
    """s"""
    values: Values
    """(128,)"""


@dataclass(slots=True, eq=False)
class Word:
    """A code word that was read."""

    payload: Payload
    signs: Values
    """(128,)"""
    fit: float = 0.0
    """best cosine so far"""
    form: Values = field(default_factory=lambda: np.zeros(CODE_BITS))
    """(128,), length 1: how it reads"""
    start: float = np.inf
    """s, of the first window in which it was read"""
    end: float = -np.inf
    """s, of the last one"""

    def seen(self, values: Values, fit: float, time: float) -> None:
        """Learn from a reading."""
        self.start, self.end = min(self.start, time), max(self.end, time)
        if fit > self.fit:
            self.fit = fit
            form = values if fit >= _CLEAN else self.signs
            self.form = form / np.linalg.norm(form)

    def is_near(self, time: float) -> bool:
        """Tell whether it may still, or already, be there."""
        return self.start - _REACH <= time <= self.end + _REACH


class Vocabulary:
    """The words of a film, which grow while they are looked for."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._words: dict[Payload, Word] = {}

    def read(self, values: Values, time: float) -> Word | None:
        """Read a word, and remember it."""
        decoded = decode(values)
        payload = unpack(decoded.bits, self._key) if decoded.fit >= FIT else None
        if payload is None:
            return None
        word = self._words.setdefault(payload, Word(payload, signs(decoded.word)))
        word.seen(values, decoded.fit, time)
        return word

    def near(self, time: float) -> list[Word]:
        """List the words that may be there."""
        return [word for word in self._words.values() if word.is_near(time)]

    def search(self, windows: Sequence[Window]) -> None:
        """Read what known words leave of each window, until nothing new is found."""
        tried: set[tuple[int, frozenset[Payload]]] = set()
        is_new = True
        while is_new:
            is_new = False
            for place, window in enumerate(windows):
                known = self.near(window.start)
                turn = (place, frozenset(word.payload for word in known))
                if turn in tried:
                    continue
                tried.add(turn)
                rest = explain(window.values, known)[1]
                if known and float(np.linalg.norm(rest)) >= _REST:
                    is_new |= self.read(rest, window.start) is not None


def explain(values: Values, words: Sequence[Word]) -> tuple[Values, Values]:
    """Split a reading, brought to length 1, into shares of words (n,) and the rest (128,)."""
    unit = values / (np.linalg.norm(values) + 1e-12)
    if not words:
        return np.zeros(0), unit
    forms = np.array([word.form for word in words]).T
    shares = np.linalg.lstsq(forms, unit, rcond=None)[0]
    # Words that aren't there would only take noise away.
    there = shares >= _PRESENT / 2
    shares[there] = np.linalg.lstsq(forms[:, there], unit, rcond=None)[0] if there.any() else 0
    shares[~there] = 0
    return shares, unit - forms @ shares


def current(times: Sequence[float], rows: Sequence[Values], vocabulary: Vocabulary) -> list[Word | None]:
    """Name the word of each moment: of those that are there, the one that came last."""
    told: list[Word | None] = []
    now: Word | None = None
    least: dict[Payload, float] = {}
    for time, values in zip(times, rows, strict=True):
        words = vocabulary.near(time)
        shares = {word.payload: float(share) for word, share in zip(words, explain(values, words)[0], strict=True)}
        there = [word for word in words if shares[word.payload] >= _PRESENT]
        if now not in there:
            now = None
        gains = {word: shares[word.payload] - least.get(word.payload, 0.0) for word in there}
        rising = [word for word in there if now is None or (gains[word] >= _RISE and word is not now)]
        if rising:
            now = max(rising, key=lambda word: gains[word])
            least = shares
        least = {payload: min(least.get(payload, 0.0), share) for payload, share in shares.items()}
        told.append(now)
    return told


def runs(told: Sequence[Word | None]) -> Iterator[tuple[Word, int, int]]:
    """Join equal neighbours: each word with its first moment and the one after its last."""
    edges = [0, *(place for place in range(1, len(told)) if told[place] is not told[place - 1]), len(told)]
    for first, last in pairwise(edges):
        word = told[first] if first < last else None
        if word is not None:
            yield word, first, last


def confidence(word: Word, rows: Sequence[Values], words: Sequence[Word]) -> float:
    """Say how well the moments fit their word, what is known of others taken away."""
    total: Values = np.sum(rows, axis=0)
    shares, rest = explain(total, words)
    mine = [share for each, share in zip(words, shares, strict=True) if each is word]
    alone = rest + (mine[0] if mine else 0.0) * word.form
    return float(word.signs @ alone / (np.linalg.norm(alone) * np.sqrt(CODE_BITS) + 1e-12))


def is_credible(fit: float, moments: int) -> bool:
    """Tell whether a run is no accident of one moment."""
    return moments > 1 or fit >= _ALONE
