"""Written English to spoken English: every number, sign and short form becomes words."""

from __future__ import annotations

import re
from functools import lru_cache

from avatar.text.abbreviations import SAID_AS_WORD, spelled
from avatar.text.english.capitals import read_capitals
from avatar.text.english.electronic import ELECTRONIC
from avatar.text.english.formulas import CHEMISTRY, FORMULAS
from avatar.text.english.homographs import homograph
from avatar.text.english.numbers import letter_name
from avatar.text.english.patterns import after, before, is_lettered
from avatar.text.english.quantities import quantities
from avatar.text.english.roman import ROMAN
from avatar.text.english.short_forms import short_forms
from avatar.text.english.streets import streets
from avatar.text.english.words import GREEK, SIGNS
from avatar.text.language import language_of_script
from avatar.text.scripts import HAN, LATIN, WORD, script_of
from avatar.text.spoken import PAUSES, Rule, Rules, Spoken, pause


def speak_english(text: str) -> list[Spoken]:
    """Give the pieces of an English sentence in order, with English words, Chinese characters or a pause to be said."""
    return _rules().read(text)


def _letters(match: re.Match[str]) -> list[Spoken]:
    return [Spoken(match[0], _reading(match), "en")]


def _reading(match: re.Match[str]) -> str:
    word = match[0]
    if len(word) == 1:
        is_letter = before(match, 1).isdecimal() or (word == "A" and is_lettered(match))
        return letter_name(word) if is_letter or word not in ("A", "a", "I") else word
    if word.lower() == "us" and _NATIONAL.match(after(match)):
        return "U S"
    if re.fullmatch("[a-z][A-Z]{2,4}", word) and word.lower() not in SAID_AS_WORD and word != "iOS":
        return f"{word[0].upper()} {spelled(word[1:])}"
    return homograph(match) or read_capitals(match)


_NATIONAL = re.compile(r"\s(?:dollar|govern|president|congress|senat|army|navy|econom)")
"""After these "us" is the United States, in small letters too."""


def _sign(match: re.Match[str]) -> list[Spoken]:
    sign = match[0].strip()
    return [Spoken(sign, SIGNS[sign], "en")]


def _greek(match: re.Match[str]) -> list[Spoken]:
    return [Spoken(match[0], GREEK[match[0]], "en")]


def _chinese(match: re.Match[str]) -> list[Spoken]:
    return [Spoken(match[0], match[0], "zh")]


def _foreign(match: re.Match[str]) -> list[Spoken]:
    language = language_of_script(script_of(match[0][0]))
    return [Spoken(match[0], match[0], language)] if language else []


_WORD = rf"[{LATIN}]+(?:['’-][{LATIN}]+)*['’]?"
_SAID_SIGN = (
    r"[&@=≈≠≤≥±×÷%‰²³©®™°√∞§¶]|[$€£¥¢₹](?!\s?[0-9.])|(?<=[0-9A-Za-z)] )[+<>](?= ?[0-9A-Za-z(])(?![A-Za-z][^<>]{0,60}>)"
    r"|(?<=[0-9A-Za-z])(?:\+|<(?=[0-9]))|(?<=[A-Za-z])>(?=[0-9])"
    r"|(?<=[0-9)])\s?\*\s?(?=[0-9(])|(?<=\w)\s/(?=\s\w)|(?<=[a-z]{5})/(?=[a-z]{5})|(?<=[0-9])/(?=\s)|~(?=\s?[0-9$€£])|(?<=[\s0-9])#(?=[\s.,;]|$)"
)
"""A sign that is said; one of a run, such as ====, is no sign but a line."""
_GREEK = "".join(GREEK)


def _all_rules() -> tuple[Rule, ...]:
    return (
        *ELECTRONIC,
        *CHEMISTRY,
        *FORMULAS,
        *streets(),
        *quantities(),
        *short_forms(),
        Rule(r"(?<![A-Za-z])[A-Z]{1,3}&[A-Z]{1,3}(?![A-Za-z])", _letters),
        *ROMAN,
        Rule(
            rf"[A-Za-z]2[A-Za-z](?![{LATIN}0-9])|(?:[A-Za-z]\.){{2,}}|(?:['’](?=[A-Za-z]))?{_WORD}",
            _letters,
        ),
        Rule(f"[{HAN}]+", _chinese),
        Rule(rf"(?<![{_GREEK}])[{_GREEK}](?![{_GREEK}])", _greek),
        Rule(
            rf"(?<![=+*#~@%&<>/\\])(?:{_SAID_SIGN})(?![=+*#~@$%&<>\\])",
            _sign,
        ),
        Rule(rf"{PAUSES}|(?<=[0-9A-Za-z])/(?=[A-Za-z])", pause),
        Rule(WORD, _foreign),
    )


@lru_cache
def _rules() -> Rules:
    return Rules(_all_rules(), "en")
