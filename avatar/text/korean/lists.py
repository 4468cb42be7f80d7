"""Words that numbers and letters stand beside in Korean text, read from `lists.json`."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LISTS = json.loads(Path(__file__).with_name("lists.json").read_text("utf-8"))


def any_of(words: Iterable[str]) -> str:
    """Give a pattern that matches one of some words, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


NATIVE: frozenset[str] = frozenset(_LISTS["native"].split())
"""What is counted in native numbers, as far as these are usual."""

COUNTERS = any_of([*NATIVE, *_LISTS["sino"].split()])
"""Pattern of words that decide about the kind of the number before them."""

NATIVE_UP_TO: dict[str, int] = _LISTS["native_up_to"]
"""counter -> the largest number that is native before it, where that is not `NATIVE_USUALLY_UP_TO`"""

NATIVE_USUALLY_UP_TO = 39
"""Larger numbers are those of Chinese origin before most counters."""

DIGIT_WORDS = any_of(_LISTS["digit_words"].split())
"""Pattern of words after which digits are read one by one."""

HELP_NUMBERS = any_of(_LISTS["help_numbers"].split())
HELP_BEFORE = any_of(_LISTS["help_before"].split())
HELP_AFTER = any_of(_LISTS["help_after"].split())

NUMBERED = any_of(_LISTS["ordinal_after_beon"].split())
"""Pattern of what 번 numbers instead of counting: 3번 출구."""

VEHICLES = any_of(_LISTS["counted_before_dae"].split())
"""Pattern of what 대 counts; elsewhere it is a span of ages or a rank."""

UNITS: dict[str, str] = _LISTS["units"]
SPEEDS: dict[str, list[str]] = _LISTS["speeds"]
"""written unit -> what is said before and after the number"""

MONEY: dict[str, str] = _LISTS["money"]
"""sign or code of a currency -> what is said after the amount"""

LETTERS: dict[str, str] = _LISTS["letters"]
GREEK: dict[str, str] = _LISTS["greek"]
NAMES: dict[str, str] = _LISTS["names"]
"""Latin letters with digits or signs that have a name of their own."""

SAID_AS_WORD: dict[str, str] = _LISTS["said_as_word"]
"""initialism in capitals -> the word it is said as"""

SCORE_WORDS = any_of(_LISTS["score_words"].split())
EVENTS = any_of(_LISTS["events"].split())
