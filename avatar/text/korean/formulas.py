"""Fractions, sums, comparisons and scores in Korean text."""

from __future__ import annotations

import re
import unicodedata

from avatar.text.korean.lists import (
    SCORE_WORDS,
    SPEEDS,
    UNITS,
)
from avatar.text.korean.numbers import ends_in_consonant, number, with_particle
from avatar.text.korean.patterns import (
    NUM,
    SPEED,
    TAIL,
    UNIT,
    after,
    before,
    say,
)
from avatar.text.spoken import Rule, Spoken

_OPERATORS = {
    "+": "더하기",
    "-": "빼기",
    "−": "빼기",
    "–": "빼기",
    "×": "곱하기",
    "*": "곱하기",
    "÷": "나누기",
    "/": "나누기",
}


_RELATIONS = {"<": "보다 작다", ">": "보다 크다", "≤": "보다 작거나 같다", "≥": "보다 크거나 같다"}


def _formula(match: re.Match[str]) -> list[Spoken]:
    pieces: list[Spoken] = []
    for part in re.finditer(rf"{NUM}|\S", match[0]):
        sign = part[0]
        if sign in _OPERATORS:
            pieces.append(Spoken(sign, _OPERATORS[sign], "ko"))
        elif sign in "=≈≠":
            topic = "은" if ends_in_consonant(pieces[-1].says) else "는"
            pieces.append(Spoken(sign, topic + {"≈": " 약", "≠": " 같지 않다"}.get(sign, ""), "ko"))
        elif sign == "√":
            pieces.append(Spoken(sign, "루트", "ko"))
        else:
            pieces.append(Spoken(sign, number(sign), "ko"))
    return pieces


def _comparison(match: re.Match[str]) -> list[Spoken]:
    found = re.fullmatch(rf"({NUM})\s?([<>≤≥])\s?({NUM})", match[0])
    if found is None:
        return say(match, match[0])
    first = with_particle(number(found[1]), "은")
    return say(match, f"{first} {number(found[3])}{_RELATIONS[found[2]]}")


def _power(match: re.Match[str]) -> list[Spoken]:
    found = re.fullmatch(rf"({NUM}|[A-Za-z])(?:\^(-?[0-9]+)|(⁻?[²³¹⁰⁴-⁹]+))({TAIL})", match[0])
    if found is None:
        return say(match, match[0])
    exponent = found[2] or unicodedata.normalize("NFKC", found[3]).replace("−", "-")
    base = number(found[1]) if found[1][0].isdigit() else found[1]
    said = f"{base}의 " + {"2": "제곱", "3": "세제곱"}.get(
        exponent, f"{'마이너스 ' * exponent.startswith('-')}{number(exponent.lstrip('-'))}제곱"
    )
    return say(match, with_particle(said, found[4]))


def _vulgar(match: re.Match[str]) -> list[Spoken]:
    top, bottom = unicodedata.normalize("NFKC", match[0]).split("⁄")
    return say(match, f"{number(bottom)}분의 {number(top)}")


def _fraction(match: re.Match[str]) -> list[Spoken]:
    found = re.fullmatch(
        rf"(-)?(?:({NUM})(?:\s?과\s?| ))?(√)?([0-9]+)\s?/\s?([0-9]+)\s?({SPEED}|{UNIT})?({TAIL})", match[0]
    )
    if found is None:
        return say(match, match[0])
    sign, whole, root, top, bottom, unit, tail = found.groups()
    said = ("마이너스 " if sign else "") + (f"{number(whole)}과 " if whole else "")
    said += f"{number(bottom)}분의 {'루트 ' if root else ''}{number(top)}"
    if unit in SPEEDS:
        lead, name = SPEEDS[unit]
        return say(match, with_particle(f"{lead} {said} {name}", tail))
    return say(match, with_particle(said + (f" {UNITS[unit]}" if unit else ""), tail))


def _part(match: re.Match[str]) -> list[Spoken]:
    found = re.fullmatch(rf"(-?)(√?)([0-9]+)\s?분의\s?(√?)([0-9]+)({TAIL})", match[0])
    if found is None:
        return say(match, match[0])
    said = ("마이너스 " if found[1] else "") + ("루트 " if found[2] else "")
    said += f"{number(found[3])}분의 {'루트 ' if found[4] else ''}{number(found[5])}"
    return say(match, with_particle(said, found[6]))


def _score(match: re.Match[str]) -> list[Spoken] | None:
    if "-" in match[0] and not re.search(SCORE_WORDS, before(match) + "\n" + after(match)):
        return None
    found = re.fullmatch(rf"([0-9]+)\s?[:∶-]\s?([0-9]+)({TAIL})", match[0])
    return say(match, f"{number(found[1])} 대 {number(found[2])}{found[3]}" if found else match[0])


FORMULAS: tuple[Rule, ...] = (
    Rule(
        rf"-?(?:{NUM}(?:\s?과\s?| ))?√?[0-9]+\s?/\s?[1-9][0-9]*\s?(?:(?:{SPEED}|{UNIT})(?![A-Za-z/]))?{TAIL}(?![0-9/])",
        _fraction,
    ),
    Rule(rf"(?<![0-9A-Za-z])-?√?[0-9]+\s?분의\s?√?[0-9]+{TAIL}", _part),
    Rule(
        rf"(?<![0-9A-Za-z.]){NUM}(?:\s?[-+−–×*÷]\s?√?{NUM})*\s?[=≈≠]\s?{NUM}(?:\s?[-+×*÷=]\s?{NUM})*|{NUM}(?:\s?[+×÷]\s?{NUM})+",
        _formula,
    ),
    Rule(rf"{NUM}\s?[<>≤≥]\s?{NUM}", _comparison),
    Rule(rf"(?<![A-Za-z])(?:{NUM}|[A-Za-z])(?:\^-?[0-9]+|⁻?[²³¹⁰⁴-⁹]+(?![A-Za-z])){TAIL}", _power),
    Rule(rf"(?<![0-9:.])[0-9]{{1,3}}\s?[:∶-]\s?[0-9]{{1,3}}(?![0-9:.-]){TAIL}", _score),
    Rule("[¼-¾⅐-⅞]", _vulgar),
)
"""First match wins."""
