"""Which language a sentence is in: by its script, then by the statistics of its letters and its commonest words."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from math import log

from avatar.errors import TextError
from avatar.text.language_model import likelihoods
from avatar.text.language_profiles import COMMON_WORDS, ONLY_LANGUAGE, TELLING_LETTERS
from avatar.text.scripts import WORD, script_of

_WORD = re.compile(rf"{WORD}(?:['’·]{WORD})*")
_ADDRESS = re.compile(r"\S*(?:://|www\.|@)\S*|\S+\.(?:com|org|net|cn)\S*", re.IGNORECASE)
_GLUE = "the of and to in is it that you was for on are with as at be this have from or by we"
_ENGLISH_GLUE = frozenset(_GLUE.split())
_EVIDENCE = 1.0
"""Lead in score over the second language, below which a sentence asks its neighbours."""
_NAME = 3.0
"""Lead over the script's commonest language, below which one or two words that are no common ones may be a name."""
_RAREST = 1e-9
"""share that a language has at least"""
_TOLD, _UNTOLD = 5.0, 0.2
"""Share of a language that the model was not taught, with and without one of its own letters; the others make up 1."""
_RARE, _COMMON = 1.0, 20
"""What speaks against a language that is seldom met, and how many of a script are met more often than that."""
_SAMPLE = 2000
"""Characters of a sentence that are looked at."""


def languages_of(sentences: list[str]) -> list[str]:
    """Name the language of each sentence (BCP-47 primary subtag, "zh", "en", ...).

    A sentence without enough evidence takes the language of the nearest sentence in its script, earlier ones first;
    without any, the script's commonest ("en" for Latin). Raise `TextError` for a script that no voice reads.
    """
    guesses = [_guess(sentence) for sentence in sentences]
    settled = [language if sure else None for _, language, sure in guesses]
    nearest: dict[str, str] = {}
    for index, (script, _, sure) in enumerate(guesses):
        if sure:
            nearest[script] = guesses[index][1]
        settled[index] = settled[index] or nearest.get(script)
    for index in reversed(range(len(guesses))):
        script, language, sure = guesses[index]
        if sure:
            nearest[script] = language
        settled[index] = settled[index] or nearest.get(script)
    return _without_letters_like_neighbours(
        [settled[index] or (guess[1] if guess[0] else None) for index, guess in enumerate(guesses)]
    )


def language_of_script(script: str) -> str | None:
    """Name the language that letters of this script most likely belong to; None if no voice reads it."""
    return ONLY_LANGUAGE.get(script) or next(iter(COMMON_WORDS.get(script, ())), None)


def _without_letters_like_neighbours(languages: list[str | None]) -> list[str]:
    known = next((language for language in languages if language), "en")
    filled = []
    for language in languages:
        known = language or known
        filled.append(known)
    return filled


def _guess(sentence: str) -> tuple[str, str, bool]:
    """Give script, language and whether there is evidence enough; script "" where there is no letter."""
    sample = sentence[:_SAMPLE]
    scripts = Counter(filter(None, map(script_of, sample)))
    if not scripts:
        return "", "en", False
    if scripts["Han"] or scripts["Kana"]:
        return _guess_east_asian(sample, scripts)
    script = scripts.most_common(1)[0][0]
    if script in ONLY_LANGUAGE:
        return script, ONLY_LANGUAGE[script], True
    if script not in COMMON_WORDS:
        raise TextError(
            f"No voice reads the {script} script of {sample[:24]!r}; "
            "leave that sentence out or write it in another script."
        )
    return _by_statistics(script, sample)


def _guess_east_asian(sample: str, scripts: Counter[str]) -> tuple[str, str, bool]:
    if scripts["Hangul"] > scripts["Han"] + scripts["Kana"]:
        return "Hangul", "ko", True
    words = _WORD.findall(_ADDRESS.sub(" ", "".join(c if script_of(c) == "Latin" else " " for c in sample)))
    glue = sum(word.lower() in _ENGLISH_GLUE for word in words)
    if (glue >= 2 and len(words) > scripts["Han"] + scripts["Kana"]) or len(words) > 3 * (
        scripts["Han"] + scripts["Kana"]
    ):
        return _by_statistics("Latin", " ".join(words))
    # Japanese is a third kana and more; a single の is an ornament in Chinese.
    if scripts["Kana"] * 6 > scripts["Han"]:
        return "Han", "ja", True
    # Han alone is Chinese unless its neighbours are Japanese; a long stretch without kana is Chinese for certain.
    return "Han", "zh", scripts["Han"] > 12 or "Latin" in scripts


def _by_statistics(script: str, sample: str) -> tuple[str, str, bool]:
    sample = _ADDRESS.sub(" ", sample)
    words = [word.lower().replace("’", "'") for word in _WORD.findall(sample)]
    scores = _by_letters(script, sample)
    for word in words:
        for language, weight in _word_weights(script).get(word, {}).items():
            scores[language] += weight / len(words) ** 0.5
    ranked = sorted(scores, key=lambda language: -scores[language])
    lead = scores[ranked[0]] - scores[ranked[1]]
    if lead >= _EVIDENCE:
        return script, ranked[0], True
    return script, _best_without_evidence(script, words, scores), False


def _best_without_evidence(script: str, words: list[str], scores: dict[str, float]) -> str:
    """Choose between the language that seems likeliest and the one that a script is in by default."""
    assumed, best = next(iter(COMMON_WORDS[script])), max(scores, key=scores.__getitem__)
    owners = [_word_weights(script)[word] for word in words if word in _word_weights(script)]
    if len(words) == 1 and owners and assumed not in owners[0]:
        return best
    needed = _NAME if len(words) < 3 and not owners else _EVIDENCE
    return best if scores[best] - scores[assumed] >= needed else assumed


def _by_letters(script: str, sample: str) -> dict[str, float]:
    """Score the languages of a script by what their letters are like, in logarithms; those met often come first."""
    shares = likelihoods(sample)
    whole = sum(shares.get(language, 0.0) for language in COMMON_WORDS[script])
    scores = {}
    for place, language in enumerate(COMMON_WORDS[script]):
        if language in shares:
            share = max(shares[language] / max(whole, _RAREST), _RAREST)
        else:
            share = _TOLD if set(TELLING_LETTERS.get(language, "")) & set(sample) else _UNTOLD
        scores[language] = log(share) - _RARE * min(place, _COMMON) / _COMMON
    return scores


@lru_cache
def _word_weights(script: str) -> dict[str, dict[str, float]]:
    owners: dict[str, list[str]] = {}
    for language, text in COMMON_WORDS[script].items():
        for word in set(text.split()):
            owners.setdefault(word, []).append(language)
    return {
        word: dict.fromkeys(languages, (1.0 + 0.25 * min(len(word), 6)) / len(languages) ** 0.5)
        for word, languages in owners.items()
    }
