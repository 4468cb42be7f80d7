"""Words that numbers stand beside in Chinese text, read from `quantities.json`, and patterns made of them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LISTS = json.loads(Path(__file__).with_name("quantities.json").read_text("utf-8"))


def any_of(words: Iterable[str]) -> str:
    """Give a pattern that matches one of some words, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


UNITS: dict[str, str] = _LISTS["units"] | {
    unit.replace("²", "2").replace("³", "3"): says for unit, says in _LISTS["units"].items() if unit[-1] in "²³"
}
"""written unit -> what is said; matched case by case, with no letter after it"""

UNITS_ALONE: dict[str, str] = {
    unit: _LISTS["units_alone"].get(unit, says)
    for unit, says in UNITS.items()
    if unit not in _LISTS["too_short_alone"].split()
}
"""Units that are known without a number before them."""

PER: dict[str, str] = _LISTS["per"]
"""Spans of time that a rate is given for, as written after a stroke."""

CURRENCIES: dict[str, str] = _LISTS["currencies"]
"""sign or code before or after an amount -> what is said after it"""

MEASURES = any_of(_LISTS["measures"].split()) + "|分(?!之)|行(?!长)"
"""Pattern of measure words; before these 2 is 两, unless 第 stands before it."""

ID_WORDS = any_of(_LISTS["id_words"].split())
"""Pattern of words after which digits are read one by one."""

SERVICE_NUMBERS = any_of(_LISTS["service_numbers"].split())
"""Pattern of short service numbers of mainland China; read one by one unless something is counted with them."""

EMERGENCY_NUMBERS = any_of(_LISTS["emergency_numbers"].split())
"""Pattern of numbers that are calls for help where the words around say so."""

EMERGENCY_BEFORE = any_of(_LISTS["emergency_before"].split())
EMERGENCY_AFTER = any_of(_LISTS["emergency_after"].split())

GREEK: dict[str, str] = _LISTS["greek"]
"""Greek letter -> its name"""

LETTERS: dict[str, str] = _LISTS["letters"]
"""Latin letter -> how its name sounds in Chinese, for exponents and indices"""

SIGNS: dict[str, str] = _LISTS["signs"]
"""sign of a formula -> what is said"""

SCORE_WORDS = any_of(_LISTS["score_words"].split())
TEAMS = any_of(_LISTS["teams"].split())
REIGNS = any_of(_LISTS["reigns"].split())
"""Pattern of names of reigns, from which years are counted."""

MODEL_NAMES = any_of(_LISTS["model_names"].split())
"""Pattern of names before whose number a hyphen is not said: 长征-5."""

NAMED_DIGITS: dict[str, str] = _LISTS["named_digits"]
"""number that is a name -> pattern of what follows then"""
