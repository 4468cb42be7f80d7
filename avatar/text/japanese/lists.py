"""Units, currencies, letters and signs in Japanese text and what is said for them, read from `lists.json`."""

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


UNITS: dict[str, str] = _LISTS["units"]
"""written unit -> kana"""

UNITS_COUNTED: dict[str, str] = _LISTS["units_counted"]
"""written unit -> the counter that it is a sign for"""

SPEEDS: dict[str, list[str]] = _LISTS["speeds"]
"""written unit -> kana before and after the number"""

MONEY: dict[str, str] = _LISTS["money"]
"""sign or code of a currency -> what is said after the amount, in Japanese writing"""

LETTERS: dict[str, str] = _LISTS["letters"]
GREEK: dict[str, str] = _LISTS["greek"]
NAMES: dict[str, str] = _LISTS["names"]
"""Latin letters with digits or signs that have a name of their own."""

SAID_AS_WORD: dict[str, str] = _LISTS["said_as_word"]
"""initialism in capitals -> the word it is said as"""

SIGNS: dict[str, str] = _LISTS["signs"]
ADDRESS_SIGNS: dict[str, str] = _LISTS["address_signs"]
SCORE_WORDS = any_of(_LISTS["score_words"].split())
