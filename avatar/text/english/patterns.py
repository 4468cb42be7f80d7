"""What the rules for English numbers have in common: parts of patterns, and the piece that a match is said as."""

from __future__ import annotations

import re

from avatar.text.spoken import Spoken

NUM = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+(?!\.?[0-9]))?|(?<![0-9])\.[0-9]+(?!\.?[0-9])"
"""A quantity as written in digits."""
NUMBER = f"(?:{NUM})"
FREE = r"(?<![0-9.])"
"""No number goes on here from the left."""
END = r"(?![0-9])"
DASH = r"[-‐‑–—−~～]"
YEAR = r"(?:1[0-9]|20|21)[0-9]{2}"
DAY = r"(?:[12][0-9]|3[01]|0?[1-9])"

_FUNCTION_WORDS_TEXT = """
is was has as its this does his us vs yes always thus perhaps plus minus versus across towards besides unless are
were and or of to in on at by for from with without that which who will would can could may might must shall should
be been being have had do did not no if so but than then when while where there here it he she they we you i a an
the my our your their her him them before after until since because about into onto over under between
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS_TEXT.split())
"""Words that nobody counts, though some end like a plural."""


def say(match: re.Match[str], says: str) -> list[Spoken]:
    """Give a match as one piece."""
    return [Spoken(match[0].strip(), says, "en")]


def before(match: re.Match[str], characters: int = 40) -> str:
    """Give what is written before a match."""
    return match.string[max(0, match.start() - characters) : match.start()]


def after(match: re.Match[str], characters: int = 40) -> str:
    """Give what is written behind a match."""
    return match.string[match.end() : match.end() + characters]


_NUMBERED = re.compile(
    r"(?i)\b(?:apt|apartment|suite|unit|room|rm|gate|section|seat|row|block|flat|building|platform|exit|terminal|class|bus|seat|runway|track)"
    r"\.?\s$"
)


def is_numbered(match: re.Match[str]) -> bool:
    """Tell whether digits and a letter are a place's: Apt. 4B is neither four billion nor four bytes."""
    return _NUMBERED.search(before(match)) is not None


_LETTERED = re.compile(
    r"(?i)\b(?:vitamin|plan|grade|type|class|group|team|option|section|block|hepatitis|influenza|letter|point|size|level|"
    r"part|exhibit|appendix|schedule|category|series|wing|terminal|gate|an|straight)\s$"
)


def is_lettered(match: re.Match[str]) -> bool:
    """Tell whether a letter is a name of its kind: Plan B, Vitamin A."""
    return _LETTERED.search(before(match)) is not None


_WORD = re.compile(r"[\s-]?([A-Za-z][A-Za-z'’]*)")


def counts_something(following: str) -> bool:
    """Tell whether the words behind a number are what it counts: "people", "years", "new houses"."""
    found = re.match(
        r"[ ]?(?:dollars|euros|pounds|yuan|yen|people|percent|men|women|children|points|%)\b|[ ]%", following
    )
    if found:
        return True
    for match in list(_WORD.finditer(following))[:2]:
        word = match[1]
        if word.lower() in FUNCTION_WORDS or not following.startswith((" ", "-")):
            return False
        if word.islower() and word.endswith("s") and not word.endswith(("ss", "us", "is")):
            return True
    return False


def modifies(match: re.Match[str]) -> bool:
    """Tell whether a quantity stands before its noun: a 40cm gap, the 5 km run, but not 5 km are."""
    led = re.search(
        r"(?i)(?:^|[^\w'’])(a|an|the|this|that|each|every|another|one|his|her|its|my|our|your|their|\w+['’]s)\s$",
        before(match, 12),
    )
    noun = re.match(r"[ -]([a-z]+)", after(match))
    if not noun or noun[1] in FUNCTION_WORDS:
        return False
    return bool(led) and not noun[1].endswith(_ADVERBS)


_ADVERBS = (
    "ly",
    "long",
    "wide",
    "tall",
    "high",
    "deep",
    "away",
    "ago",
    "old",
    "thick",
    "apart",
    "below",
    "above",
    "ahead",
)
