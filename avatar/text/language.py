"""Which language a sentence is in: by its script, then by the statistics of its words and letters."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from math import log

from avatar.errors import TextError
from avatar.text.language_profiles import COMMON_WORDS, ONLY_LANGUAGE, TELLING_LETTERS
from avatar.text.scripts import WORD, script_of

_WORD = re.compile(rf"{WORD}(?:['’·]{WORD})*")
_ADDRESS = re.compile(r"\S*(?:://|www\.|@)\S*|\S+\.(?:com|org|net|cn)\S*", re.IGNORECASE)
_GLUE = "the of and to in is it that you was for on are with as at be this have from or by we"
_ENGLISH_GLUE = frozenset(_GLUE.split())
_EVIDENCE = 1.0
"""Lead in score over the second language, below which a sentence asks its neighbours."""
_SMOOTHING = 0.2
"""Count given to a trigram that a language's words do not show."""
_TRIGRAMS = 4000
"""How many different trigrams a language uses, roughly."""
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
    words = [word.lower().replace("’", "'") for word in _WORD.findall(_ADDRESS.sub(" ", sample))]
    scores = dict.fromkeys(COMMON_WORDS[script], 0.0)
    letters = set("".join(words)) | (set(sample) & set("¿¡"))
    for word in words:
        for language, weight in _word_weights(script).get(word, {}).items():
            scores[language] += weight
    for language in scores:
        telling = letters & set(TELLING_LETTERS.get(language, ""))
        scores[language] += sum(_letter_weights(script)[letter] for letter in telling)
        # Letters that a language never writes speak against it.
        scores[language] -= 1.5 * len({letter for letter in letters - telling if letter in _letter_weights(script)})
    grams = Counter(gram for word in words for gram in _trigrams(word))
    total = sum(grams.values()) or 1
    for language in scores:
        table = _trigram_tables(script)[language]
        fit = sum(count * table.get(gram, table[""]) for gram, count in grams.items()) / total
        scores[language] += fit * min(3.0, 0.25 * len(words))
    ranked = sorted(scores, key=lambda language: -scores[language])
    lead = scores[ranked[0]] - scores[ranked[1]] if len(ranked) > 1 else _EVIDENCE
    if len(words) < 2:
        return script, *_of_one_word(script, "".join(words))
    if lead >= _EVIDENCE:
        return script, ranked[0], True
    assumed = next(iter(COMMON_WORDS[script]))
    is_close = scores[ranked[0]] - scores[assumed] < (2.0 if len(words) < 3 else 0.5) * _EVIDENCE
    return script, assumed if is_close else ranked[0], False


def _of_one_word(script: str, word: str) -> tuple[str, bool]:
    """Guess from a single word: who lists it, else who writes its letters, in the order of the profiles."""
    owners = list(_word_weights(script).get(word, ()))
    if owners:
        return owners[0], len(owners) == 1
    special = {letter for letter in word if letter in _letter_weights(script)}
    writers = [language for language in COMMON_WORDS[script] if special <= set(TELLING_LETTERS.get(language, ""))]
    return (writers or list(COMMON_WORDS[script]))[0], False


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


@lru_cache
def _letter_weights(script: str) -> dict[str, float]:
    owners = Counter(
        letter for language in COMMON_WORDS[script] for letter in set(TELLING_LETTERS.get(language, "")) - {" "}
    )
    return {letter: 2.5 / count**0.5 for letter, count in owners.items()}


def _trigrams(word: str) -> list[str]:
    padded = f" {word} "
    return [padded[start : start + 3] for start in range(len(padded) - 2)]


@lru_cache
def _trigram_tables(script: str) -> dict[str, dict[str, float]]:
    tables = {}
    for language, text in COMMON_WORDS[script].items():
        counts = Counter(gram for word in set(text.split()) for gram in _trigrams(word))
        room = counts.total() + _SMOOTHING * _TRIGRAMS
        tables[language] = {gram: log((count + _SMOOTHING) / room) for gram, count in counts.items()}
        tables[language][""] = log(_SMOOTHING / room)
    return tables
