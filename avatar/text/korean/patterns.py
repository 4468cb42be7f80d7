"""Pieces of the patterns of numbers in Korean text, and how a match becomes something said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.text.korean.lists import (
    MONEY,
    SPEEDS,
    UNITS,
    any_of,
)
from avatar.text.spoken import Spoken

if TYPE_CHECKING:
    import re

HANGUL = "가-힣ㄱ-ㆎ"
"""Letters of Korean, for use inside a regular expression's brackets."""


NUM = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+(?!\.?[0-9]))?"


TAIL = rf"[{HANGUL}]*"


FREE = r"(?<![0-9.])"


TO = r"\s?[~〜～∼–—-]\s?"


SCALE = "[천백]?[만억조경]|천|백"


UNIT = any_of(UNITS)


SPEED = any_of(SPEEDS)


MONEY_SIGN = any_of(MONEY)


MONTH = "(?:1[0-2]|0?[1-9])"


DAY = "(?:[12][0-9]|3[01]|0?[1-9])"


YEAR = "(?:1[0-9]|20|21)[0-9]{2}"


def say(match: re.Match[str], says: str) -> list[Spoken]:
    """Say a match as one piece of Korean."""
    return [Spoken(match[0].strip(), says.strip(), "ko")]


def before(match: re.Match[str], length: int = 24) -> str:
    """Give what is written in front of a match."""
    return match.string[max(0, match.start() - length) : match.start()]


def after(match: re.Match[str], length: int = 16) -> str:
    """Give what is written behind a match."""
    return match.string[match.end() : match.end() + length]
