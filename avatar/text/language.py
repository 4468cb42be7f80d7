"""Which language each sentence of a text is in: the text's, unless the sentence itself says otherwise.

A sentence scores the languages that it may be in (`language_scores`, `language_han`); the best way through all of
them, where to change the language costs something, gives each its own.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from avatar.errors import TextError
from avatar.text.language_han import scores_of_han, scores_of_marks
from avatar.text.language_profiles import COMMON_WORDS, ONLY_LANGUAGE, owners
from avatar.text.language_scores import scores_of
from avatar.text.language_words import without_addresses, words_of
from avatar.text.scripts import script_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from avatar.text.language_words import Told

_CHANGE = 2.5
"""What it costs to go to another language than that of the sentence before, beside what speaks against it."""
_CERTAIN = 30.0
"""score of the one language that is read from a script"""
_NAMES, _SAID = 1.0, 2.5
"""What speaks for the text's language where a sentence has Latin names alone, and what each common word takes off."""
_EXPECTED, _BOUND = 3.0, 7.0
"""What speaks for the language that is expected, in each sentence; and for one that binds."""
_SAMPLE = 2000
"""Characters of a sentence that are looked at."""
_EAST = ("Han", "Kana", "Hangul")


class _Sentence(NamedTuple):
    scores: dict[str, float]
    """by language, those that its letters may be; empty: none says anything"""
    latin: float | None
    """score for the text's language, if that is written in another script than this sentence, which is in Latin
    letters; None: it isn't"""


def languages_of(sentences: Sequence[str], expected: str = "", binds: bool = False) -> list[str]:
    """Name the language of each sentence of a text (BCP-47 primary subtag, "zh", "en", ...).

    Sentences without evidence enough, names and numbers for instance, are in the language of those around them, else
    in the `expected` one ("": none), else in the commonest of their script ("en" for Latin). Where the expected one
    `binds`, it takes a whole sentence to be in another. Raise `TextError` for a script that no voice reads.
    """
    heard = [_heard(sentence[:_SAMPLE]) for sentence in sentences]
    others = {language for each in heard if each.latin is None for language in each.scores} & _NOT_LATIN
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


def _scores(sentence: _Sentence, others: set[str], favour: dict[str, float]) -> dict[str, float]:
    scores = dict(sentence.scores)
    if sentence.latin is not None:
        for language in others:
            scores[language] = max(sentence.latin, scores.get(language, sentence.latin))
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


def _heard(sentence: str) -> _Sentence:
    plain = without_addresses(sentence)
    scripts = Counter(filter(None, map(script_of, plain))) or Counter(filter(None, map(script_of, sentence)))
    script = _leading(scripts, plain)
    if not script:
        return _Sentence(scores_of_marks(sentence), None)
    if script == "Hangul":
        return _Sentence({"ko": _CERTAIN}, None)
    if script in _EAST:
        return _Sentence(scores_of_han(plain), None)
    if script in ONLY_LANGUAGE:
        return _Sentence({ONLY_LANGUAGE[script]: _CERTAIN}, None)
    if script not in COMMON_WORDS:
        raise TextError(
            f"No voice reads the {script} script of {sentence[:24]!r}; "
            "leave that sentence out or write it in another script."
        )
    scores = scores_of(script, plain)
    if script != "Latin":
        return _Sentence(scores, None)
    names = max(scores.values()) + _NAMES - _SAID * _said(words_of(plain, "Latin"))
    for language, score in scores_of_marks(plain).items():
        scores[language] = names + score
    return _Sentence(scores, names)


def _leading(scripts: Counter[str], sentence: str) -> str:
    """Name the script that decides: another than Latin, unless it only names something in a Latin sentence."""
    east = sum(scripts[script] for script in _EAST)
    if east:
        if scripts["Hangul"] > scripts["Han"] + scripts["Kana"]:
            return _unless_latin("Hangul", scripts, sentence)
        return _unless_latin("Han", scripts, sentence)
    others = [(count, script) for script, count in scripts.items() if script != "Latin"]
    if not others:
        return "Latin" if scripts else ""
    count, script = max(others)
    if count == 1 and scripts["Latin"] > 4:
        return "Latin"  # a letter of a formula
    return _unless_latin(script, scripts, sentence)


def _unless_latin(script: str, scripts: Counter[str], sentence: str) -> str:
    words = words_of(sentence, "Latin") if scripts["Latin"] else []
    if _said(words) < 2:
        return script
    if script in _EAST:
        if scores_of_marks(sentence):
            return script
        count = sum(scripts[each] for each in _EAST)
        is_name = not any(sign in sentence for sign in "的是了我你他她们这吗不はをがでにも는은이가을를")
    else:
        count, is_name = len(words_of(sentence, script)), False
    return "Latin" if len(words) > 2 * count or (is_name and len(words) >= count) else script


def _said(words: list[Told]) -> int:
    """Count the common words among those in Latin letters that are no names."""
    table = owners("Latin")
    return sum(word in table and not is_name for word, is_name in words)
