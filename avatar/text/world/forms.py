"""Rules whose patterns name their parts."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from avatar.text.spoken import Rule, Spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

FREE = r"(?<![\d.,:/])"
"""No number goes on to the left of here."""
NO_LETTER = r"(?![^\W\d_])"
"""No letter follows."""
MINUS = r"(?:(?<![\w.,%)\]€$£°])[-−–])"
"""A hyphen or dash that is a sign of the number behind it."""
VULGAR = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
"""Fractions of one character."""


def rule(pattern: str, read: Callable[[re.Match[str]], list[Spoken]]) -> Rule:
    """Make a rule of a pattern with named groups, which `read` finds in its match."""

    @cache
    def named() -> re.Pattern[str]:
        return re.compile(pattern)

    def read_parts(match: re.Match[str]) -> list[Spoken]:
        found = named().match(match.string, match.start())
        return read(found if found is not None else match)

    return Rule(re.sub(r"\(\?P<\w+>", "(?:", pattern), read_parts)


def either(words: Iterable[str]) -> str:
    """Give the pattern of one of some words, the longest first; spaces in them may be missing."""
    escaped = (re.escape(word).replace(r"\ ", r"[ \u00a0]?") for word in sorted(words, key=len, reverse=True))
    return "|".join(escaped) or "(?!)"


def say(match: re.Match[str], *words: str) -> list[Spoken]:
    """Say words for what has been found."""
    return [Spoken(match[0].strip() or match[0], " ".join(filter(None, words)), "")]
