"""Find the question that somebody means among those of a file, by the words that both have, and parts of them."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from avatar.service.brain.faq.entry import Entry, Faq
from avatar.service.brain.faq.folding import COMMON, Synonyms, fold, grams, is_spaced, likeness, tokens, weight

ALIKE = 0.5
"""share of common parts from which on two words may be forms of one"""
MOST_TOKENS = 60
"""of a question that are looked at"""
STRANGE, STRANGE_RARE, STRANGE_PAIR = 0.5, 1.4, 0.4
"""what a common word, another, or a pair of letters counts that is nowhere in the file"""
ANSWERED = 0.4
"""what a word of a question counts that is only in the answer"""
_OWN = 0.6
"""what the closest way of asking counts; the rest is for all of the entry's ways together"""


@dataclass(frozen=True, slots=True)
class Found:
    """An entry that may be meant."""

    entry: Entry
    score: float
    """0..1: 1 for the very words of the file"""
    language: str
    """of the way of asking that is closest, BCP-47"""


@dataclass(frozen=True, slots=True)
class _Way:
    """One way of asking for an entry."""

    entry: int
    language: str
    words: dict[str, float]
    """what each token counts, in the order of the question"""


class Index:
    """The questions of one file, ready to be searched."""

    def __init__(self, faq: Faq) -> None:
        """Take the questions apart."""
        self._entries, self._synonyms = faq.entries, Synonyms(faq.synonyms)
        asked = [
            (number, language, self._tokens(text))
            for number, entry in enumerate(faq.entries)
            for language, texts in entry.asked.items()
            for text in texts
        ]
        holders: dict[str, set[int]] = {}
        for number, _, words in asked:
            for word in words:
                holders.setdefault(word, set()).add(number)
        self._holders, self._total = holders, len(faq.entries)
        self._grams: dict[str, list[str]] = {}
        for word in holders:
            for gram in grams(word) if _has_forms(word) else ():
                self._grams.setdefault(gram, []).append(word)
        self._ways = [
            _Way(number, language, {word: self._weight(word) for word in words}) for number, language, words in asked
        ]
        self._answered = [self._answer_words(entry) for entry in faq.entries]
        self._of_entry: list[dict[str, list[int]]] = [{} for _ in faq.entries]
        for place, way in enumerate(self._ways):
            for word in way.words:
                self._of_entry[way.entry].setdefault(word, []).append(place)

    def search(self, text: str, among: Iterable[str] | None = None) -> list[Found]:
        """Rank the entries that may be meant, the likeliest first; only those of the names in `among`, if given."""
        forms = {word: self._forms(word) for word in self._tokens(text)}
        asked = {word: self._asked_weight(word, known) for word, known in forms.items()}
        total = sum(asked.values())
        if not total:
            return []
        candidates = {number for known in forms.values() for form in known for number in self._holders[form]}
        names = None if among is None else frozenset(among)
        found = [
            self._score(number, asked, total, forms)
            for number in candidates
            if names is None or self._entries[number].name in names
        ]
        return sorted(found, key=lambda each: -each.score)

    def _answer_words(self, entry: Entry) -> frozenset[str]:
        """Give the words of the answers that are not in every other answer."""
        texts = (*entry.answers.values(), *entry.more.values())
        return frozenset(word for text in texts for word in self._tokens(text) if weight(word) >= COMMON)

    def _score(
        self, number: int, asked: Mapping[str, float], total: float, forms: Mapping[str, Mapping[str, float]]
    ) -> Found:
        own = self._of_entry[number]
        together = 0.0
        hits: dict[int, dict[str, float]] = {}
        for word, worth in asked.items():
            likeness = 0.0
            for form, alike in forms[word].items():
                if form not in own:
                    continue
                likeness = max(likeness, alike)
                for place in own[form]:
                    best = hits.setdefault(place, {})
                    best[word] = max(best.get(word, 0.0), alike)
            if word in self._answered[number]:
                likeness = max(likeness, ANSWERED)
            together += worth * likeness
        closest, place = max((self._closeness(place, hit, asked, total, forms), place) for place, hit in hits.items())
        score = _OWN * closest + (1 - _OWN) * together / total
        return Found(self._entries[number], score, self._ways[place].language)

    def _closeness(
        self,
        place: int,
        hits: Mapping[str, float],
        asked: Mapping[str, float],
        total: float,
        forms: Mapping[str, Mapping[str, float]],
    ) -> float:
        """Say how much of a way of asking, and of the question, is in the other."""
        way = self._ways[place].words
        covered = sum(asked[word] * alike for word, alike in hits.items()) / total
        met = dict.fromkeys(way, 0.0)
        for word in hits:
            for form, alike in forms[word].items():
                if form in met:
                    met[form] = max(met[form], alike)
        whole = sum(way.values())
        back = sum(way[word] * alike for word, alike in met.items()) / whole if whole else 0.0
        return 2 * covered * back / (covered + back) if covered + back else 0.0

    def _tokens(self, text: str) -> list[str]:
        return list(dict.fromkeys(tokens(self._synonyms.settle(fold(text)))))[:MOST_TOKENS]

    def _weight(self, word: str) -> float:
        count = len(self._holders.get(word, ()))
        rarity = math.log(1 + (self._total - count + 0.5) / (count + 0.5))
        return weight(word) * max(rarity, 0.2)

    def _asked_weight(self, word: str, forms: Mapping[str, float]) -> float:
        """Weigh a word of a question: as its form in the file; one that the file lacks says less against it."""
        if word in forms:
            return self._weight(word)
        if forms:
            return self._weight(max(forms, key=lambda form: forms[form]))
        if not is_spaced(word):
            return self._weight(word) * STRANGE_PAIR
        return self._weight(word) * (STRANGE if weight(word) <= COMMON else STRANGE_RARE)

    def _forms(self, word: str) -> dict[str, float]:
        """Find a word, or others that look like forms of it, with how alike they are, 0..1."""
        found = {word: 1.0} if word in self._holders else {}
        if not _has_forms(word):
            return found
        own = grams(word)
        near = {other for gram in own for other in self._grams.get(gram, ()) if other != word}
        for other in near:
            theirs = grams(other)
            alike = likeness(own, theirs)
            if alike >= ALIKE:
                found[other] = alike
        return found


def _has_forms(word: str) -> bool:
    """Tell whether a word may have endings, or be mistyped: no number, no pair of Chinese letters."""
    return len(word) > 3 and word.isalpha() and not word.startswith("syn")
