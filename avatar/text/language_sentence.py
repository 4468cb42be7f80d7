"""Which languages a sentence may be in, and how well each fits, whatever stands around it."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from avatar.errors import TextError
from avatar.text.language_profiles import COMMON_WORDS, ONLY_LANGUAGE, owners, prior
from avatar.text.language_words import letters_of, without_addresses, words_of
from avatar.text.scripts import HAN, KANA, script_of

if TYPE_CHECKING:
    from avatar.text.language_words import Told

_CERTAIN = 30.0
"""score of the one language that is read from a script"""
_NAMES, _SAID = 1.0, 2.5
"""What speaks for the text's language where a sentence has Latin names alone, and what each common word takes off."""
_DOUBT, _FEW = 2.0, 8
"""How much more the rarity of a language counts without any letters but of names, and with how many it does not."""
_WHOLE = 4
"""Words, with one more, from which on a sentence counts in full: a heading seldom leaves the language of a text."""
_EAST = ("Han", "Kana", "Hangul")
_FULL_WIDTH = re.compile("[，。、；：！？（）《》「」]")
_CHINESE_ALONE = re.compile("[，；：《》]")
_WITHOUT_SPACE = re.compile(f"[A-Za-z][{HAN}{KANA}]|[{HAN}{KANA}][A-Za-z]")
"""as Chinese and Japanese write names in Latin letters, but English does not write theirs"""
_GRAMMAR = re.compile("[的是了我你他她们这吗不はをがでにも은는이가을를]")
"""What no name has, in Chinese, Japanese and Korean."""


class Heard(NamedTuple):
    """What a sentence says of its language."""

    scores: dict[str, float]
    """by language, those that its letters may be of; empty: it says nothing"""
    names: float | None
    """score of the text's language where that is not written in Latin letters, but this sentence is, for it may be
    nothing but names; None: it isn't"""
    weight: float = 1.0
    """what the rarity of a language counts: 1, more where few letters are of words that are no names"""
    share: float = 1.0
    """what the scores count beside those of other sentences: 1, less where there are few words"""


def heard_in(sentence: str) -> Heard:
    """Score the languages that a sentence may be in. Raise `TextError` for a script that no voice reads."""
    plain = without_addresses(sentence)
    scripts = Counter(filter(None, map(script_of, plain))) or Counter(filter(None, map(script_of, sentence)))
    script = _leading(scripts, plain)
    if not script:
        return Heard(_by_marks(sentence), None)
    if script == "Han":
        from avatar.text.language_han import scores_of_han

        return Heard(scores_of_han(plain), None)
    if script in ONLY_LANGUAGE:
        return Heard({ONLY_LANGUAGE[script]: _CERTAIN}, None)
    if script not in COMMON_WORDS:
        raise TextError(
            f"No voice reads the {script} script of {sentence[:24]!r}; "
            "leave that sentence out or write it in another script."
        )
    # Late: its model and its words cost a tenth of a second, which other scripts do without.
    from avatar.text.language_scores import scores_of

    words = words_of(plain, script)
    if script == "Latin" and all(len(told.word) == 1 for told in words):
        return Heard(_by_marks(plain), None)
    scores = scores_of(script, plain, words)
    weight = 1.0 + _DOUBT * max(0.0, 1.0 - letters_of(words) / _FEW)
    share = min(1.0, (1 + len(words)) / _WHOLE)
    if script != "Latin":
        return Heard(scores, None, weight, share)
    best = max(score - weight * prior(language) for language, score in scores.items())
    names = best + _NAMES - _SAID * _said(words)
    by_marks = {language: names + score for language, score in _by_marks(plain).items()}
    return Heard(scores | by_marks, names, weight, share)


def _by_marks(sentence: str) -> dict[str, float]:
    """Score Chinese and Japanese for a sentence with none of their letters by its full-width marks; {} without any."""
    marks = len(_FULL_WIDTH.findall(sentence))
    if not marks:
        return {}
    return {"zh": 1.0 + marks + len(_CHINESE_ALONE.findall(sentence)), "ja": float(marks)}


def _leading(scripts: Counter[str], sentence: str) -> str:
    """Name the script that decides: another than Latin, unless it only names something in a Latin sentence."""
    east = sum(scripts[script] for script in _EAST)
    if east and (scripts["Han"] or scripts["Kana"] or _has_word(sentence)):
        is_korean = scripts["Hangul"] > scripts["Han"] + scripts["Kana"]
        return _unless_latin("Hangul" if is_korean else "Han", scripts, sentence)
    signs = {"Latin"} | ({"Greek"} if _has_signs_alone(sentence) else set())
    others = [(count, script) for script, count in scripts.items() if script not in signs]
    if not others:
        return "Latin" if scripts["Latin"] else ""
    if len(scripts) > 1 and not _has_word(sentence):
        return ""  # a face that is drawn with letters
    count, script = max(others)
    if count == 1 and scripts["Latin"] > 4 and not _is_word(script, sentence):
        return "Latin"  # a letter of a formula
    return _unless_latin(script, scripts, sentence)


def _has_signs_alone(sentence: str) -> bool:
    """Tell whether Greek letters are signs of mathematics: each stands alone."""
    return all(script_of(left) != "Greek" or script_of(right) != "Greek" for left, right in pairwise(sentence))


def _has_word(sentence: str) -> bool:
    """Tell whether two letters of one script stand side by side."""
    return any(script_of(left) and script_of(left) == script_of(right) for left, right in pairwise(sentence))


def _is_word(script: str, sentence: str) -> bool:
    """Tell whether the one letter of a script is a word, as the Russian for "and" is."""
    return script in COMMON_WORDS and any(told.word in owners(script) for told in words_of(sentence, script))


def _unless_latin(script: str, scripts: Counter[str], sentence: str) -> str:
    words = words_of(sentence, "Latin") if scripts["Latin"] else []
    if _said(words) < 2:
        return script
    if _is_around(sentence):
        return script
    if script in _EAST:
        if _by_marks(sentence) or _WITHOUT_SPACE.search(sentence):
            return script
        count = sum(scripts[each] for each in _EAST)
        is_name = not _GRAMMAR.search(sentence)
    else:
        count, is_name = len(words_of(sentence, script)), False
    return "Latin" if len(words) > 2 * count or (is_name and 2 * len(words) >= count) else script


def _is_around(sentence: str) -> bool:
    """Tell whether a sentence begins and ends with other letters than Latin ones."""
    scripts = [script for script in map(script_of, sentence) if script]
    return scripts[0] != "Latin" != scripts[-1]


def _said(words: list[Told]) -> int:
    """Count the common words among those in Latin letters that are no names."""
    table = owners("Latin")
    return sum(word in table and not is_name for word, is_name in words)
