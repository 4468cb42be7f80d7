"""What the trained classifier sees of a folded text: pieces of words, and kinds of words side by side."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

BUCKETS = 1 << 19
"""Places for pieces; which one a piece has is its CRC-32, so that no list of pieces is kept."""
_TOKEN = re.compile(r"[a-z][a-z']*|\d+|[\u3041-\u30fa\u30fc\u3400-\u9fff]+")
_UNSPACED = "\u3041"
"""From here on tokens are runs of signs, not words."""
_ENDINGS = (
    ("'s", ""),
    ("ies", "y"),
    ("es", ""),
    ("s", ""),
    ("ing", ""),
    ("ing", "e"),
    ("ed", ""),
    ("ed", "e"),
    ("ly", ""),
    ("er", ""),
)
LONGEST_WORD = 64
"""letters of a word whose pieces are looked at"""
_LONGEST = 10
"""Signs of the longest word without spaces in a list of kinds"""
STEM = "*"
"""At the end of a word in a list of kinds: whatever begins like this"""


class Seen(NamedTuple):
    """What is in a sentence, each thing once."""

    pieces: frozenset[int]
    """buckets of n-grams of characters (Chinese and Japanese 1 to 3, others 4 and 5) and of words (1 to 3)"""
    kinds: frozenset[int]
    """indices of kinds of words, of pairs of them in the sentence, and of neighbours"""
    senses: frozenset[int] = frozenset()
    """indices of senses of words, and of pairs of them"""


class Kinds:
    """Words by what they are about ("code", "hurry", "warn"), the same kinds in every language."""

    def __init__(self, path: Path) -> None:
        """Read lines "kind: word, words that go together, stem*, ..."."""
        self._of: dict[str, tuple[int, ...]] = {}
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
        for index, line in enumerate(lines):
            for word in line.split(": ", 1)[1].split(", "):
                own = self._of.get(word, ())
                self._of[word] = own if index in own else (*own, index)
        self.count = len(lines)
        self.names = tuple(line.split(":", 1)[0] for line in lines)
        self._stems = {word[:-1]: own for word, own in self._of.items() if word.endswith(STEM)}
        self._phrases = [word for word in self._of if " " in word or "-" in word]
        self._words: dict[str, tuple[int, ...]] = {}

    @property
    def size(self) -> int:
        """Count the indices that `seen` may give."""
        return self.count + 2 * self.count * self.count

    def seen(self, sentence: str) -> frozenset[int]:
        """Give the kinds in a folded sentence, then pairs in any order, then neighbours in their order."""
        row = self._row(sentence)
        there = sorted({kind for _, own in row for kind in own})
        count, pairs = self.count, self.count * (self.count + 1)
        found = set(there)
        found.update(count + low * count + high for at, low in enumerate(there) for high in there[at + 1 :])
        for (_, own), (_, following) in pairwise(row):
            found.update(pairs + one * count + other for one in own for other in following)
        return frozenset(found)

    def _row(self, sentence: str) -> list[tuple[int, tuple[int, ...]]]:
        row: list[tuple[int, tuple[int, ...]]] = []
        for match in _TOKEN.finditer(sentence):
            token = match[0]
            if is_unspaced(token):
                row += self._chinese(token, match.start())
            elif own := self._of.get("#", ()) if token[0].isdigit() else self._word(token):
                row.append((match.start(), own))
        for phrase in self._phrases:
            if phrase in sentence:
                row += [(match.start(), self._of[phrase]) for match in _whole(phrase).finditer(sentence)]
        row.sort()
        return row

    def _chinese(self, run: str, start: int) -> Iterator[tuple[int, tuple[int, ...]]]:
        at = 0
        while at < len(run):
            for length in range(min(_LONGEST, len(run) - at), 0, -1):
                if own := self._of.get(run[at : at + length]):
                    yield start + at, own
                    at += length
                    break
            else:
                at += 1

    def _word(self, word: str) -> tuple[int, ...]:
        if word not in self._words:
            self._words[word] = self._begun(word) if self._stems else self._english(word)
        return self._words[word]

    def _english(self, word: str) -> tuple[int, ...]:
        return next((self._of[stem] for stem in (word, *english_stems(word)) if stem in self._of), ())

    def _begun(self, word: str) -> tuple[int, ...]:
        """Look up a word of a language that has stems; what is before an apostrophe is a word of its own."""
        word = word.rsplit("'", 1)[-1] or word
        stems = (word[:length] for length in range(min(len(word), LONGEST_WORD), 1, -1))
        own = (self._of.get(word, ()), *(self._stems.get(stem, ()) for stem in stems))
        return tuple(dict.fromkeys(kind for kinds in own for kind in kinds))


def pieces(sentence: str) -> frozenset[int]:
    """Give the buckets of the n-grams of a folded sentence."""
    found: set[int] = set()
    words: list[str] = []
    for token in tokens_of(sentence):
        if is_unspaced(token):
            found.update(
                _bucket(token[at : at + length]) for length in (1, 2, 3) for at in range(len(token) - length + 1)
            )
        else:
            words.append("#" if token[0].isdigit() else token)
    for word in words:
        if len(word) <= LONGEST_WORD:
            found |= _inside(word)
    for length in (2, 3):
        found.update(_bucket(" ".join(words[at : at + length])) for at in range(len(words) - length + 1))
    return frozenset(found)


def tokens_of(sentence: str) -> list[str]:
    """Cut a folded sentence into words, figures, and runs of signs without spaces."""
    return _TOKEN.findall(sentence)


def is_unspaced(token: str) -> bool:
    """Say whether a token is such a run."""
    return token[0] >= _UNSPACED


def english_stems(word: str) -> Iterator[str]:
    """Give what an English word may be a form of."""
    return (word[: -len(end)] + new for end, new in _ENDINGS if _can_lose(word, end))


def array_of(indices: frozenset[int]) -> NDArray[np.int64]:
    """Give indices as an ordered array, shape (count,)."""
    return np.array(sorted(indices), dtype=np.int64)


@lru_cache(maxsize=8192)
def _inside(word: str) -> frozenset[int]:
    marked = f"<{word}>"
    parts = {marked[at : at + length] for length in (4, 5) for at in range(len(marked) - length + 1)}
    return frozenset({_bucket(word), *(_bucket(f"-{part}") for part in parts)})


@lru_cache(maxsize=32768)
def _bucket(piece: str) -> int:
    return crc32(piece.encode()) % BUCKETS


@lru_cache(maxsize=1024)
def _whole(phrase: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z]){re.escape(phrase)}(?![a-z])")


def _can_lose(word: str, ending: str) -> bool:
    return word.endswith(ending) and len(word) - len(ending) >= 3
