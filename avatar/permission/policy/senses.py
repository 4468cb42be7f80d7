"""What words mean, told by some hundred senses that seven languages share, and which senses stand together.

`weights/senses.txt` was written by hand: a line per sense, and in it the words of English, Chinese, Spanish, French,
Italian, Portuguese and Japanese between bars, folded as scripts are. A word that ends in `*` stands for all that begin
so, the longest counts, and `_` joins words that go together. Unlike a kind a sense is narrow ("lawyer", "to forward"),
so that what was learnt of one word holds for its like, in another language too.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from avatar.permission.policy.features import LONGEST_WORD, STEM, english_stems, is_unspaced, tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

ORDER = ("en", "zh", "es", "fr", "it", "pt", "ja")
"""Languages, in the order of a line of the list"""
NEAR = 5
"""Senses apart that two of a pair may be; up to `CLOSE` their order counts too"""
CLOSE = 2
_SHORTEST_STEM = 3


class Senses:
    """Words of some languages by what they mean."""

    def __init__(self, path: Path, languages: Sequence[str]) -> None:
        """Read the list. The sense of figures ("42") comes after those of the list."""
        self._words: dict[str, int] = {}
        self._stems: dict[str, int] = {}
        lines = path.read_text(encoding="utf-8").splitlines()
        for sense, line in enumerate(lines):
            columns = line.split("|")
            for language in languages:
                for word in columns[ORDER.index(language)].split():
                    if word.endswith(STEM):
                        self._stems.setdefault(word[:-1], sense)
                    else:
                        self._words.setdefault(word.replace("_", " "), sense)
        self._figures = len(lines)
        self.count = len(lines) + 1
        self._is_english = "en" in languages
        self._longest_run = max((len(word) for word in self._words if is_unspaced(word)), default=1)
        self._most_words = max((word.count(" ") + 1 for word in self._words), default=1)
        self._longest_stem = min(max(map(len, self._stems), default=0), LONGEST_WORD)
        self._known = lru_cache(maxsize=8192)(self._look_up)

    @property
    def size(self) -> int:
        """Count the indices that `seen` may give."""
        return self.count + 3 * self.count * self.count

    def seen(self, sentence: str) -> frozenset[int]:
        """Give the senses in a folded sentence, pairs of near ones in any order, and of close ones in their order."""
        row = list(self._row(sentence))
        count, found = self.count, set(row)
        for at, one in enumerate(row):
            for apart, other in enumerate(row[at + 1 : at + 1 + NEAR], start=1):
                if one == other:
                    continue
                found.add(count + min(one, other) * count + max(one, other))
                if apart <= CLOSE:
                    found.add(count + (apart * count + one) * count + other)
        return frozenset(found)

    def _row(self, sentence: str) -> Iterator[int]:
        tokens = tokens_of(sentence)
        at = 0
        while at < len(tokens):
            if is_unspaced(tokens[at]):
                yield from self._run(tokens[at])
                at += 1
                continue
            length, sense = self._phrase(tokens, at)
            at += length
            if sense is not None:
                yield sense

    def _run(self, run: str) -> Iterator[int]:
        """Cut what has no spaces into the longest words that are known."""
        at = 0
        while at < len(run):
            for length in range(min(self._longest_run, len(run) - at), 0, -1):
                if (sense := self._words.get(run[at : at + length])) is not None:
                    yield sense
                    at += length
                    break
            else:
                at += 1

    def _phrase(self, tokens: Sequence[str], at: int) -> tuple[int, int | None]:
        """Give how many words from one on belong together, and their sense."""
        for length in range(min(self._most_words, len(tokens) - at), 1, -1):
            if (sense := self._words.get(" ".join(tokens[at : at + length]))) is not None:
                return length, sense
        return 1, self._figures if tokens[at][0].isdigit() else self._known(tokens[at])

    def _look_up(self, word: str) -> int | None:
        if (sense := self._words.get(word)) is not None:
            return sense
        if self._is_english:
            return next((self._words[stem] for stem in english_stems(word) if stem in self._words), None)
        if "'" in word:
            after = word.rsplit("'", 1)[-1]
            return self._look_up(after) if after else None
        for length in range(min(len(word), self._longest_stem), _SHORTEST_STEM - 1, -1):
            if (sense := self._stems.get(word[:length])) is not None:
                return sense
        singular = (word[: -len(ending)] for ending in ("es", "s") if word.endswith(ending))
        return next((self._words[stem] for stem in singular if stem in self._words), None)
