"""Street addresses in English: house numbers in pairs, Street or Saint, Drive or Doctor, states before their codes."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

from avatar.text.english.numbers import digit_by_digit, letter_name, pairs
from avatar.text.english.patterns import after, before, say
from avatar.text.spoken import Rule, Spoken


@lru_cache
def _tables() -> dict[str, dict[str, str]]:
    return json.loads(Path(__file__).with_name("streets.json").read_text("utf-8"))  # type: ignore[no-any-return]


def _house(match: re.Match[str]) -> list[Spoken]:
    digits = match[0].rstrip("ABCDEFGHabcdefgh")
    return say(match, f"{pairs(digits)} {letter_name(match[0][-1])}" if digits != match[0] else pairs(digits))


def _side(match: re.Match[str]) -> list[Spoken]:
    return say(match, _tables()["sides"][match[0].rstrip(".")])


def _kind(match: re.Match[str]) -> list[Spoken] | None:
    if match[0].rstrip(".") in ("Ln", "Ct", "Pl", "Av") and not _NUMBERED.search(before(match)):
        return None
    return say(match, _tables()["kinds"][match[0].rstrip(".").title()])


_DEGREES = frozenset(("MD", "MA", "MS", "PA", "DC"))
"""States that are degrees behind a name, or spelled anyway, unless a code follows."""


def _state(match: re.Match[str]) -> list[Spoken] | None:
    has_code = re.match(r"\s[0-9]{5}", after(match))
    is_of_city = re.search(r"[A-Z][a-z]{2,},\s$", before(match)) and match[0] not in _DEGREES
    if not has_code and not is_of_city:
        return None
    return say(match, _tables()["states"][match[0]])


def _zip(match: re.Match[str]) -> list[Spoken]:
    return say(match, " ".join(digit_by_digit(part) for part in match[0].split("-")))


def _street_or_saint(match: re.Match[str]) -> list[Spoken]:
    word = match[0].rstrip(".").title()
    named = _NAME_BEFORE.search(before(match))
    follows = re.match(r"\s(?:the )?[A-Z][a-z’']+", after(match))
    is_after = bool(named) and not (follows and not _ends_address(match))
    table = {
        "Dr": ("doctor", "drive"),
        "St": ("saint", "street"),
        "Sts": ("saints", "streets"),
        "Ste": ("saint", "suite"),
    }
    if word == "Ste" and re.match(r"\s[0-9]", after(match)):
        is_after = True
    return say(match, table[word][is_after])


def _ends_address(match: re.Match[str]) -> bool:
    """Tell whether a new sentence or the next part of an address follows: Elm St. It was."""
    return bool(_NUMBERED.search(before(match)))


_NAME_BEFORE = re.compile(r"(?:[A-Z][A-Za-z’'-]*|[0-9]+(?:st|nd|rd|th))\s$")
_NUMBERED = re.compile(
    r"(?:^|\s)(?:[0-9]+[A-H]?\s(?:[NSEW]{1,2}\.?\s)?(?:[A-Z][A-Za-z’'-]*\s){1,3}|[0-9]+(?:st|nd|rd|th)\s)$"
)


_BEHIND_KIND = "|".join(rf"(?<={kind} )" for kind in ("Ave", "St", "Rd", "Street", "Avenue", r"Ave\.", r"St\."))


@lru_cache
def streets() -> tuple[Rule, ...]:
    """Give the rules; the first match wins."""
    tables = _tables()
    kinds = "|".join(sorted(tables["kinds"], key=len, reverse=True))
    states = "|".join(tables["states"])
    sides = "NE|NW|SE|SW|[NSEW]"
    name = rf"(?:(?:{sides})\.?\s)?(?:[A-Z0-9][A-Za-z0-9’'-]*\s){{1,4}}?"
    return (
        Rule(rf"(?<![0-9.,$€£#/:-])(?:[1-9][0-9]{{2,4}}[A-H]?|[1-9][0-9]?[A-H])(?=\s{name}(?:{kinds})\b)", _house),
        Rule(
            rf"(?<![0-9.,$€£#/:-])[1-9][0-9]?(?=\s(?:{sides})\.?\s(?:[A-Z0-9][\w’'-]*\s){{1,3}}?(?:{kinds}|st|ave|rd)\b)",
            _house,
        ),
        Rule(
            rf"(?:{_BEHIND_KIND})(?:NE|NW|SE|SW)\b",
            _side,
        ),
        Rule(rf"\b(?:{sides})\b\.?(?=\s[0-9]+(?:st|nd|rd|th)\s(?:{kinds})\b)", _side),
        Rule(rf"(?:(?<=[0-9]\s)|(?<=[0-9]\s\s))(?:{sides})\b\.?(?=\s(?:[A-Z][a-z]|[0-9]+(?:st|nd|rd|th)))", _side),
        Rule(
            rf"\b(?:{states})(?=\s[0-9]{{5}}(?:-[0-9]{{4}})?(?![0-9]))|(?<=[a-z],\s)(?:{states})\b(?=[.,;]|$|\s[a-z0-9])",
            _state,
        ),
        Rule(r"(?<=\b[A-Z]{2}\s)[0-9]{5}(?:-[0-9]{4})?(?![0-9,])", _zip),
        Rule(r"\b(?:Dr|Sts?|DR|ST)\b\.?(?!')|\b(?:dr|st)\.(?=\s)|\bSte\b\.?(?=\s)", _street_or_saint),
        Rule(
            r"(?:(?<=[a-z]\s)|(?<=[0-9](?:st|nd|rd|th)\s))(?:Ave|Av|Rd|Ln|Blvd|Ct|Pl|Hwy|Pkwy|Expy|Fwy|Cres)\b\.?|(?<=[0-9](?:st|nd|rd|th)\s)(?:st|ave|rd)\b\.?",
            _kind,
        ),
    )
