"""Digits that name something in Korean text: telephones, cards, versions."""

from __future__ import annotations

import re

from avatar.text.korean.lists import (
    DIGIT_WORDS,
    HELP_AFTER,
    HELP_BEFORE,
    HELP_NUMBERS,
)
from avatar.text.korean.numbers import cardinal, digit_by_digit
from avatar.text.korean.patterns import (
    FREE,
    HANGUL,
    after,
    before,
    say,
)
from avatar.text.spoken import PAUSE, Rule, Spoken


def _groups(written: str, zero: str) -> list[Spoken]:
    pieces: list[Spoken] = []
    for part in re.finditer("[0-9]+|[^0-9]+", written):
        if part[0].isdigit():
            pieces.append(Spoken(part[0], digit_by_digit(part[0], zero), "ko"))
        elif "+" in part[0]:
            pieces.append(Spoken("+", "국가번호", "ko"))
        elif pieces and (mark := part[0].strip()):
            pieces.append(Spoken(mark, PAUSE, ""))
    return pieces


def _telephone(match: re.Match[str]) -> list[Spoken]:
    is_korean = match[0].lstrip("(").startswith(("0", "+82")) and not match[0].lstrip("(").startswith("00")
    return _groups(match[0], "공" if is_korean else "영")


def _digit_groups(match: re.Match[str]) -> list[Spoken]:
    return _groups(match[0], "영")


def _after_word_for_digits(match: re.Match[str]) -> list[Spoken] | None:
    if not re.search(rf"(?:{DIGIT_WORDS})(?:는|은|이|가|의)?[^0-9.,]{{0,6}}$", before(match)):
        return None
    return say(match, digit_by_digit(match[0]))


def _help(match: re.Match[str]) -> list[Spoken] | None:
    is_meant = re.search(rf"(?:{HELP_BEFORE})[{HANGUL}]{{0,3}}[\s:(]*$", before(match)) or re.match(
        rf"\s?(?:{HELP_AFTER})", after(match)
    )
    return say(match, digit_by_digit(match[0])) if is_meant else None


def _roman(match: re.Match[str]) -> list[Spoken]:
    return say(match, cardinal((ord(match[0]) - 0x2160) % 16 + 1))


CODES: tuple[Rule, ...] = (
    Rule(r"\+[0-9]{1,3}[-. ]?\(?[0-9]{1,4}\)?(?:[-. ][0-9]{3,4}){1,3}(?![0-9])", _telephone),
    Rule(r"\([0-9]{2,4}\)[- ]?[0-9]{3,4}[-. ]?[0-9]{4}(?![0-9])", _telephone),
    Rule(
        rf"{FREE}0[0-9]{{1,3}}[-. ][0-9]{{3,4}}[-. ][0-9]{{4}}(?![0-9])|{FREE}01[016789][0-9]{{7,8}}(?![0-9])",
        _telephone,
    ),
    Rule(rf"{FREE}(?:1[568][0-9]{{2}})-[0-9]{{4}}(?![0-9])", _telephone),
    Rule(rf"{FREE}[0-9]{{3}}[-.][0-9]{{3,4}}[-.][0-9]{{4}}(?![0-9])", _telephone),
    Rule(r"(?<![0-9.])0[0-9]{1,2}\)\s?[0-9]{3,4}-[0-9]{4}(?![0-9])", _telephone),
    Rule(rf"{FREE}[0-9]{{4}}(?:[- ][0-9]{{4}}){{2,4}}(?![0-9])|{FREE}[0-9]{{6}}-[0-9]{{7}}(?![0-9])", _digit_groups),
    Rule(rf"{FREE}(?:{HELP_NUMBERS})(?![0-9.,A-Za-z])", _help),
    Rule(rf"{FREE}[0-9]{{3,}}(?![0-9:%A-Za-z-]|[.,][0-9])(?!\s?[원개명년월일시분초])", _after_word_for_digits),
    Rule("[Ⅰ-Ⅻⅰ-ⅻ]", _roman),
)
"""First match wins."""
