"""Pieces of the patterns of numbers in Chinese text, and how a match becomes something said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.text.chinese.lists import CURRENCIES, MEASURES, UNITS, any_of
from avatar.text.chinese.numbers import number
from avatar.text.spoken import Spoken

if TYPE_CHECKING:
    import re

NUM = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+(?!\.?[0-9]))?"
TO_SIGN = r"\s?(?:--?|[~～〜∼–—]+)\s?"
TO = r"\s?(?:--?|[~～〜∼–—]+|至|到)\s?"
FREE = r"(?<![0-9.])"
ALONE = r"(?<![0-9A-Za-z.])"
END = r"(?![0-9])"
UNIT = any_of(UNITS)
MONEY = any_of(CURRENCIES)
SCALE = "萬億|千億|百億|十億|億|千萬|百萬|十萬|萬|万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千|百"
MEASURE = rf"(?:{MEASURES}|年|月|日|号|號|时|時|度|%|％|‰|折|后|代|级|(?:{UNIT})(?![A-Za-z])|{MONEY})"
MEASURED = rf"\s?{MEASURE}"
"""What a number that is a quantity stands before."""

YEAR = "(?:1[0-9]|20|21)[0-9]{2}"
MONTH = "(?:1[0-2]|0?[1-9])"
DAY = "(?:[12][0-9]|3[01]|0?[1-9])"


def say(match: re.Match[str], says: str) -> list[Spoken]:
    """Say a match as one piece of Chinese."""
    return [Spoken(match[0].strip(), says, "zh")]


def plain(written: str) -> str:
    """Say a number that counts no things: 2 stays 二."""
    return "二" if written == "2" else number(written)


def before(match: re.Match[str], length: int = 30) -> str:
    """Give what is written in front of a match."""
    return match.string[max(0, match.start() - length) : match.start()]


def after(match: re.Match[str], length: int = 16) -> str:
    """Give what is written behind a match."""
    return match.string[match.end() : match.end() + length]
