"""Which language each sentence of a text is in: the text's, unless the sentence itself says otherwise.

A sentence scores the languages that it may be in (`language_scores`, `language_han`); the best way through all of
them, where to change the language costs something, gives each its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.text.language_profiles import COMMON_WORDS, ONLY_LANGUAGE
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
_EAST = ("Han", "Kana", "Hangul")


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
    return _best_way([_scores(each, others, favour) for each in heard], expected or "en")


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
    return {language: score + favour.get(language, 0.0) for language, score in scores.items()}


def _best_way(all_scores: list[dict[str, float]], usual: str) -> list[str]:
    """Find the languages whose scores, less what their changes cost, are highest together (Viterbi)."""
    best: dict[str, float] = {}
    back: list[dict[str, str]] = []
    for scores in all_scores:
        if not scores:
            back.append({language: language for language in best})
            continue
        if not best:
            best = dict(scores)
            back.append(dict.fromkeys(best, ""))
            continue
        leader = max(best, key=best.__getitem__)
        came: dict[str, str] = {}
        total: dict[str, float] = {}
        for language, score in scores.items():
            changed = best[leader] - _CHANGE
            stayed = best.get(language, changed)
            came[language] = language if stayed >= changed and language in best else leader
            total[language] = max(stayed, changed) + score
        best = total
        back.append(came)
    language = max(best, key=best.__getitem__) if best else usual
    way = []
    for came in reversed(back):
        way.append(language)
        language = came.get(language, language) or language
    return way[::-1]
