"""Which language each sentence of a text is in: the text's, unless the sentence itself says otherwise.

A sentence scores the languages that it may be in (`language_scores`, `language_han`); the best way through all of
them, where to change the language costs something, gives each its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.text.language_profiles import COMMON_WORDS, ONLY_LANGUAGE, prior
from avatar.text.language_sentence import heard_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from avatar.text.language_sentence import Heard

_CHANGE = 2.5
"""What it costs to go to another language than that of the sentence before, beside what speaks against it."""
_EXPECTED, _BOUND = 3.0, 7.0
"""What speaks for the language that is expected, in each sentence; and for one that binds."""
_SAMPLE = 2000
"""Characters of a sentence that are looked at."""


def languages_of(sentences: Sequence[str], expected: str = "", binds: bool = False) -> list[str]:
    """Name the language of each sentence of a text (BCP-47 primary subtag, "zh", "en", ...).

    Sentences without evidence enough, names and numbers for instance, are in the language of those around them, else
    in the `expected` one ("": none), else in the commonest of their script ("en" for Latin). Where the expected one
    `binds`, it takes a whole sentence to be in another. Raise `TextError` for a script that no voice reads.
    """
    heard = [heard_in(sentence[:_SAMPLE]) for sentence in sentences]
    others = {language for each in heard if each.names is None for language in each.scores} & _NOT_LATIN
    if expected in _NOT_LATIN:
        others.add(expected)
    favour = {expected: _BOUND if binds else _EXPECTED}
    steps = [(_scores(each, others, favour), each.weight) for each in heard]
    way = iter(_best_way([step for step in steps if step[0]]))
    told = [next(way) if scores else "" for scores, _ in steps]
    known = next(filter(None, told), expected or "en")
    return [known := language or known for language in told]


def language_of_script(script: str) -> str | None:
    """Name the language that letters of this script most likely belong to; None if no voice reads it."""
    return ONLY_LANGUAGE.get(script) or next(iter(COMMON_WORDS.get(script, ())), None)


_NOT_LATIN = frozenset(ONLY_LANGUAGE.values()) | {
    language for script, languages in COMMON_WORDS.items() if script != "Latin" for language in languages
}


def _scores(sentence: Heard, others: set[str], favour: dict[str, float]) -> dict[str, float]:
    scores = dict(sentence.scores)
    if sentence.names is not None:
        for language in others:
            scores[language] = max(sentence.names, scores.get(language, sentence.names))
    return {language: sentence.share * score + favour.get(language, 0.0) for language, score in scores.items()}


def _best_way(steps: list[tuple[dict[str, float], float]]) -> list[str]:
    """Find the languages whose scores, less what their changes cost, are highest together (Viterbi).

    Each step has the scores of its languages, none of which is empty, and what their rarity counts.
    """
    # What is rare counts once, where its first sentence is: a text is seldom in many languages.
    start = min((weight for _, weight in steps), default=1.0)
    best: dict[str, float] = {}
    came: list[dict[str, str]] = []
    for scores, weight in steps:
        leader = max(best, key=best.__getitem__, default="")
        total, before = {}, {}
        for language, score in scores.items():
            entered = best[leader] - _CHANGE - weight * prior(language) if best else -start * prior(language)
            stays = language in best and best[language] >= entered
            total[language] = score + (best[language] if stays else entered)
            before[language] = language if stays else leader
        best = total
        came.append(before)
    way = [max(best, key=best.__getitem__)] if best else []
    for before in reversed(came[1:]):
        way.append(before[way[-1]])
    return way[::-1]
