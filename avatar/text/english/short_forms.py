"""Written short forms of English words: with their point, without it, and before or behind names and digits."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path

from avatar.text.english.numbers import letter_name
from avatar.text.english.patterns import is_lettered, say
from avatar.text.scripts import LATIN
from avatar.text.spoken import Rule, Spoken


@lru_cache
def _tables() -> dict[str, dict[str, str]]:
    return json.loads(Path(__file__).with_name("short_forms.json").read_text("utf-8"))  # type: ignore[no-any-return]


def _with_point(match: re.Match[str]) -> list[Spoken]:
    written = match[0][:-1]
    table = _tables()["with_point"]
    return say(match, table[written] if written in table else table[written.title()])


def _anywhere(match: re.Match[str]) -> list[Spoken]:
    return say(match, _tables()["anywhere"][match[0].rstrip(".")])


def _before_digits(match: re.Match[str]) -> list[Spoken]:
    return say(match, _tables()["before_digits"][match[0].rstrip(".")])


def _versus(match: re.Match[str]) -> list[Spoken]:
    return say(match, "versus")


def _alternatives(name: str) -> str:
    return "|".join(sorted(map(re.escape, _tables()[name]), key=len, reverse=True))


def _initial(match: re.Match[str]) -> list[Spoken] | None:
    if is_lettered(match):
        return None
    return say(match, letter_name(match[0][0]))


def _loud() -> str:
    """Give what may stand in capitals: MR. SMITH."""
    return "|".join(written.upper() for written in _tables()["with_point"] if re.fullmatch("[A-Z][a-z]+", written))


@lru_cache
def short_forms() -> tuple[Rule, ...]:
    """Give the rules; the first match wins."""
    free = rf"(?<![{LATIN}0-9.'’/@-])"
    return (
        Rule(rf"{free}v\.(?=\s[A-Z])", _versus),
        Rule(rf"{free}[A-Z]\.(?=\s(?:[A-Z]\.\s?){{0,3}}[A-Z][a-z])", _initial),
        Rule(rf"{free}(?:{_alternatives('before_digits')})\.(?=\s?[0-9])", _before_digits),
        Rule(rf"{free}(?:{_alternatives('with_point')}|{_loud()})\.(?![{LATIN}0-9])", _with_point),
        Rule(rf"{free}(?:{_alternatives('anywhere')})(?![{LATIN}0-9'’@]|-[A-Za-z])\.?(?![{LATIN}])", _anywhere),
    )
