"""Every number in English text, and the signs beside it: the rules in their order."""

from __future__ import annotations

import re
from functools import lru_cache

from avatar.text.english.calendar import CALENDAR, is_year
from avatar.text.english.clock import CLOCK
from avatar.text.english.codes import CODES, is_identifier
from avatar.text.english.measures import measures
from avatar.text.english.money import MONEY
from avatar.text.english.numbers import digit_by_digit, number, ordinal, plural, scaled, year
from avatar.text.english.patterns import DASH, FREE, NUMBER, after, before, counts_something, say
from avatar.text.spoken import Rule, Spoken

_HOURS = 24
"""What is above it and written like a time is minutes and seconds: 25:30."""


def _plural(match: re.Match[str]) -> list[Spoken]:
    return say(match, plural(number(match[0][:-1])))


def _scientific(match: re.Match[str]) -> list[Spoken]:
    base, power = re.split("[eE]", match[0])
    sign = "minus " if power.startswith("-") else ""
    return say(match, f"{number(base)} times ten to the power of {sign}{number(power.lstrip('+-'))}")


def _ordinal(match: re.Match[str]) -> list[Spoken]:
    return say(match, ordinal(int(re.sub("[^0-9]", "", match[0]))))


def _to(match: re.Match[str]) -> list[Spoken]:
    return say(match, "to")


def _minus(match: re.Match[str]) -> list[Spoken]:
    return say(match, "minus")


def _plus(match: re.Match[str]) -> list[Spoken]:
    return say(match, "plus")


def _or_more(match: re.Match[str]) -> list[Spoken]:
    return say(match, "plus")


def _ratio(match: re.Match[str]) -> list[Spoken]:
    first, second = match[0].split(":")
    if int(first) > _HOURS and re.fullmatch("[0-5][0-9]", second):
        return say(match, f"{number(first)} {number(second) if second[0] != '0' else 'oh ' + number(second[1])}")
    return say(match, " to ".join(map(number, match[0].split(":"))))


def _number(match: re.Match[str]) -> list[Spoken]:
    return say(match, _in_context(match[0], before(match), after(match)))


def _in_context(written: str, before_it: str, after_it: str) -> str:
    if scale := re.match(r"\s(million|billion|trillion)\b", after_it):
        return scaled(written, scale[1]).removesuffix(f" {scale[1]}")
    if not written.isdigit() or (counts_something(after_it) and len(written) < 8):
        return number(written)
    if is_identifier(written, before_it):
        return number(written) if re.fullmatch("[1-9]00", written) else digit_by_digit(written)
    if is_year(written, before_it, after_it):
        return year(int(written))
    if len(written) > 2 and (before_it[-1:].isalpha() or re.match("[A-Za-z]", after_it)):
        return digit_by_digit(written)
    return number(written)


def _foreign_digits(match: re.Match[str]) -> list[Spoken]:
    return say(match, number("".join(str(int(digit)) for digit in match[0])))


_RANK = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,12})"
_ENDINGS = (
    r"(?:(?<=1)(?<!11)(?:st|ST)|(?<=2)(?<!12)(?:nd|ND)|(?<=3)(?<!13)(?:rd|RD)|(?:(?<=[04-9])|(?<=1[123]))(?:th|TH))\b"
)


@lru_cache
def quantities() -> tuple[Rule, ...]:
    """Give the rules; the first match wins."""
    return (
        *CALENDAR,
        *CLOCK,
        Rule(rf"{FREE}{_RANK}{_ENDINGS}", _ordinal),
        Rule(r"(?<![\w.])[0-9](?:\.[0-9]+)?[eE][+-]?[0-9]{1,3}(?![\w.])", _scientific),
        Rule(r"(?<=[A-Za-z]-)[0-9]{1,3}s\b", _plural),
        *CODES,
        *MONEY,
        *measures(),
        Rule(r"(?<=Q[1-4])\s?[-–]\s?(?=Q[1-4])", _to),
        Rule(r"(?<![0-9:])[0-9]+:[0-9]+(?![0-9:])", _ratio),
        Rule(rf"(?<=[0-9%A-Za-z°.])\s?{DASH}\s?(?=[$€£¥])|(?<=[0-9%°])\s?(?:{DASH})\s?(?=[0-9])", _to),
        Rule(
            r"(?:(?<=[ap]m)|(?<=noon)|(?<=[AP]M)|(?<=[ap]\.m\.)|(?<=[0-9]s)|(?<=[0-9][kmMCFB])|(?<=km|kg|cm|bn))\s?[-–—]\s?(?=[0-9$€£])",
            _to,
        ),
        Rule(r"(?<![0-9A-Za-z)])[-−–](?=[0-9$€£¥.])|−(?=[0-9])", _minus),
        Rule(r"(?<![0-9A-Za-z+])\+(?=[0-9.])", _plus),
        Rule(r"(?<=[0-9%kKmMB])\+(?![0-9+])", _or_more),
        Rule(NUMBER, _number),
        Rule(r"\d+", _foreign_digits),
    )
