"""Pieces of the patterns of written forms in Japanese text, and how a match becomes something said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.text.japanese.lists import (
    MONEY,
    SPEEDS,
    UNITS,
    any_of,
)
from avatar.text.spoken import Spoken

if TYPE_CHECKING:
    import re

NUM = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+(?!\.?[0-9]))?"


FREE = r"(?<![0-9.])"


WAVE = "[~〜～∼–—]"


UNIT = any_of(UNITS)


SPEED = any_of(SPEEDS)


MONEY_SIGN = any_of(MONEY)


SCALE = "[十百千]?[万億兆]"


MONTH = "(?:1[0-2]|0?[1-9])"


DAY = "(?:[12][0-9]|3[01]|0?[1-9])"


YEAR = "(?:1[0-9]|20|21)[0-9]{2}"


def say(match: re.Match[str], says: str) -> list[Spoken]:
    """Say a match as one piece of Japanese."""
    return [Spoken(match[0].strip(), says, "ja")]


def before(match: re.Match[str], length: int = 20) -> str:
    """Give what is written in front of a match."""
    return match.string[max(0, match.start() - length) : match.start()]


def after(match: re.Match[str], length: int = 12) -> str:
    """Give what is written behind a match."""
    return match.string[match.end() : match.end() + length]


def bare(number: str) -> str:
    """Take the zeros that pad a number away."""
    return number.lstrip("0") or "0"
