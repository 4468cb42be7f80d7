"""What is said in a whole film and when, and where in it a cue is spoken."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from avatar.data import Word

_LIKE = 0.34
"""share of a bullet's pieces that a sentence has to have, if it is the one that says it"""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, as it is written."""

    text: str
    start: float
    """s of the film, when its first word begins"""
    end: float
    """s of the film, when its last word ends"""


@dataclass(frozen=True, slots=True)
class Spoken:
    """All that is said, with times of the film."""

    seconds: float
    """of the whole film"""
    words: tuple[Word, ...] = ()
    sentences: tuple[Sentence, ...] = ()

    @property
    def start(self) -> float:
        """When the first word begins, s."""
        return self.words[0].start if self.words else 0.0

    @property
    def end(self) -> float:
        """When the last word ends, s."""
        return self.words[-1].end if self.words else self.seconds

    def find(self, cue: str, after: float = 0.0) -> float | None:
        """Give when some words are first spoken at or after a time, s; None: never."""
        return found(self.words, cue, after)

    def likest(self, text: str, after: float = 0.0) -> Sentence | None:
        """Give the sentence from a time on that has most of a text's pieces; None where none has enough."""
        wanted = _pieces(text)
        best: tuple[float, Sentence] | None = None
        for sentence in self.sentences:
            share = len(wanted & _pieces(sentence.text)) / max(len(wanted), 1)
            if sentence.start >= after and share >= _LIKE and (best is None or share > best[0] + 1e-9):
                best = share, sentence
        return best[1] if best else None


def found(words: Sequence[Word], cue: str, after: float = 0.0) -> float | None:
    """Give when some words are first spoken at or after a time, s.

    Signs and the size of letters don't matter. In a script without spaces a word may begin or end inside the cue: then
    the time is shared out among its letters.
    """
    wanted = bare(cue)
    if not wanted:
        return None
    letters, times = "", list[float]()
    for word in words:
        plain = bare(word.text)
        step = (word.end - word.start) / max(len(plain), 1)
        letters += plain
        times += [word.start + step * index for index in range(len(plain))]
    starts = _starts(words)
    at = letters.find(wanted)
    while at >= 0:
        is_word = at in starts or unicodedata.east_asian_width(wanted[0]) in "WF" or not wanted[0].isalpha()
        if is_word and times[at] >= after - 1e-6:
            return times[at]
        at = letters.find(wanted, at + 1)
    return None


def bare(text: str) -> str:
    """Give what of a text is letters and digits, in one size and one form."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if _is_said(sign))


def _is_said(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "LNM"


def _starts(words: Sequence[Word]) -> set[int]:
    """List where in the letters of all words a word begins."""
    starts, at = set[int](), 0
    for word in words:
        starts.add(at)
        at += len(bare(word.text))
    return starts


def _pieces(text: str) -> frozenset[str]:
    """Give the words of a text, without their endings, or the pairs of characters where there are no spaces."""
    pieces = set[str]()
    for word in text.split():
        plain = bare(word)
        if any(unicodedata.east_asian_width(sign) in "WF" for sign in plain):
            pieces |= {plain[index : index + 2] for index in range(max(len(plain) - 1, 1))}
        elif len(plain) > 2:
            pieces.add(plain[:5])
    return frozenset(pieces)
