"""How well each language of a script fits a sentence: by its words, its letters and their statistics."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING

from avatar.text.language_model import likelihoods
from avatar.text.language_profiles import COMMON_WORDS, LETTERS, PRIORS, TELLING_LETTERS, owners, wealth
from avatar.text.language_words import known, letters_of
from avatar.text.scripts import script_of

if TYPE_CHECKING:
    from avatar.text.language_words import Told

_RAREST = 1e-9
"""share that a language has at least"""
_TOLD, _UNTOLD = 6.0, -0.5
"""What a language that the model was not taught scores with and without one of its own letters."""
_MODEL = 1.0
"""What the statistics count beside words: they take letters that overlap for evidence of their own."""
_FEW = 16
"""Letters of words that are no names, from which on the statistics count in full."""
_KNOWN, _SHORT = 3.0, 0.25
"""What a common word counts for its languages, and how much of that for each of its letters up to four."""
_UNKNOWN = 0.2, 0.4
"""What a word that is not known counts against a language of few words, and what more against one of many."""
_UNPROVEN = 3.0
"""What counts against a rare language none of whose common words is there."""
_NAMED = 0.3
"""What a word that may be a name counts, beside others."""
_FOREIGN = 2.5
"""What speaks against a language: a letter that it does not write."""


def scores_of(script: str, sentence: str, words: list[Told]) -> dict[str, float]:
    """Score the languages of a script for a sentence and its words, in logarithms of likelihood; the best fits."""
    scores = _by_statistics(script, sentence, words)
    _add_words(scores, script, words)
    _add_letters(scores, words)
    if script == "Latin":
        scores["es"] += _by_spanish_marks(sentence)
    return scores


def _by_spanish_marks(sentence: str) -> float:
    """Score Spanish by its marks in front of questions and calls, which it seldom goes without."""
    if "¿" in sentence or "¡" in sentence:
        return 2 * _KNOWN
    return -_KNOWN / 2 if sentence.rstrip().endswith(("?", "!")) else 0.0


def _by_statistics(script: str, sentence: str, words: list[Told]) -> dict[str, float]:
    weight = _MODEL * (0.25 + 0.75 * min(1.0, letters_of(words) / _FEW))
    only = "".join(c if not c.isalpha() or script_of(c) == script else " " for c in sentence)
    shares = likelihoods(only.lower() if only.isupper() else only) if words else {}
    whole = sum(shares.get(language, 0.0) for language in COMMON_WORDS[script])
    scores = {}
    for language in COMMON_WORDS[script]:
        if language in shares:
            scores[language] = weight * log(max(shares[language] / max(whole, _RAREST), _RAREST))
        else:
            told = set(TELLING_LETTERS.get(language, "")) & set(sentence)
            scores[language] = _TOLD if told else _UNTOLD
    return scores


def _add_words(scores: dict[str, float], script: str, words: list[Told]) -> None:
    table, rich = owners(script), wealth(script)
    unknown = {language: _UNKNOWN[0] + _UNKNOWN[1] * rich[language] for language in scores}
    judged = 0
    met: set[str] = set()
    for word, is_name in dict.fromkeys(words):
        judges = len(word) > 1 and not is_name
        judged += judges
        gain = (_NAMED if is_name else 1.0) * _KNOWN * _SHORT * min(4, len(word))
        of = known(word, table)
        met.update(of)
        for language in of:
            scores[language] += gain + (unknown[language] if judges else 0.0)
    for language in scores:
        scores[language] -= judged * unknown[language]
        if language not in met and language not in PRIORS and script == "Latin":
            scores[language] -= _UNPROVEN


def _add_letters(scores: dict[str, float], words: list[Told]) -> None:
    for word, is_name in words:
        letters = {letter for letter in word if letter.isalpha() and not letter.isascii()}
        if not letters:
            continue
        for language in scores:
            if language in LETTERS and not letters.issubset(LETTERS[language]):
                scores[language] -= _FOREIGN * (_NAMED if is_name else 1.0)
