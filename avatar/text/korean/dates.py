"""Dates, days and times in Korean text."""

from __future__ import annotations

import re

from avatar.text.korean.lists import (
    EVENTS,
    SCORE_WORDS,
)
from avatar.text.korean.numbers import cardinal, digit_by_digit, native, number, with_particle
from avatar.text.korean.patterns import (
    DAY,
    FREE,
    MONTH,
    TAIL,
    TO,
    YEAR,
    after,
    before,
    say,
)
from avatar.text.spoken import Rule, Spoken

_MONTHS = {6: "유월", 10: "시월"}


def _month(written: str) -> str:
    return _MONTHS.get(int(written), cardinal(int(written)) + "월")


def _date(match: re.Match[str]) -> list[Spoken]:
    year, month, day = re.findall("[0-9]+", match[0])
    return say(match, f"{number(year)}년 {_month(month)} {cardinal(int(day))}일")


def _short_date(match: re.Match[str]) -> list[Spoken]:
    """Read 26. 3. 1., the year without its hundreds."""
    year, month, day = re.findall("[0-9]+", match[0])
    return say(match, f"{number(year)}년 {_month(month)} {cardinal(int(day))}일")


def _american_date(match: re.Match[str]) -> list[Spoken]:
    month, day, year = re.findall("[0-9]+", match[0])
    return say(match, f"{number(year)}년 {_month(month)} {cardinal(int(day))}일")


def _year_month(match: re.Match[str]) -> list[Spoken]:
    year, month = re.findall("[0-9]+", match[0])
    return say(match, f"{number(year)}년 {_month(month)}")


def _named_month(match: re.Match[str]) -> list[Spoken] | None:
    """Read 6월 and 10월, which have names of their own, with what is joined to them."""
    found = re.fullmatch(rf"([0-9]+)\s?월({TAIL})", match[0])
    if found is None or not 1 <= int(found[1]) <= 12:
        return None
    return say(match, with_particle(_month(found[1]), found[2]))


def _weekday(match: re.Match[str]) -> list[Spoken]:
    days = re.findall("[월화수목금토일](?!요일)|[월화수목금토일](?=요일)", match[0].replace("요일", ""))
    return say(match, "부터 ".join(f"{day}요일" for day in days))


def _event(match: re.Match[str]) -> list[Spoken]:
    """Read the day that an event is named after: 8·15 팔일오, 6·10 육십, 10·26 십이육."""
    found = re.fullmatch(r"([0-9]+)[.·ㆍ]([0-9]+)(.*)", match[0])
    if found is None:
        return say(match, match[0])
    month = cardinal(int(found[1])) if len(found[1]) > 1 else digit_by_digit(found[1])
    is_whole = found[2] == "10" or found[1] == found[2]
    day = cardinal(int(found[2])) if is_whole else digit_by_digit(found[2])
    return say(match, month + day + found[3])


def _quarter(match: re.Match[str]) -> list[Spoken]:
    """Read 2/4분기, the second of four quarters."""
    return say(match, f"{cardinal(int(match[0][0]))}사분기{match[0][5:]}")


def _clock(match: re.Match[str]) -> list[Spoken] | None:
    found = re.fullmatch(rf"([0-9]+):([0-9]+)(?::([0-9]+))?\s?([AaPp]\.?[Mm]\.?)?({TAIL})", match[0])
    if found is None or re.search(f"(?:{SCORE_WORDS}|비율)", before(match) + after(match)):
        return None
    said = _hour(int(found[1])) + "시"
    if int(found[2]) or (found[3] and int(found[3])):
        said += f" {cardinal(int(found[2]))}분"
    if found[3]:
        said += f" {cardinal(int(found[3]))}초"
    half = {"a": "오전 ", "p": "오후 "}.get((found[4] or "")[:1].lower(), "")
    return say(match, half + said + found[5])


def _hour(hour: int) -> str:
    return native(hour) if 1 <= hour <= 12 else cardinal(hour)


def _padded(match: re.Match[str]) -> list[Spoken]:
    """Read 09분, whose zero only pads it."""
    found = re.fullmatch(rf"0([0-9])\s?([월일시분초])({TAIL})", match[0])
    if found is None:
        return say(match, match[0])
    value = int(found[1])
    if found[2] == "월":
        return say(match, _month(found[1]) + found[3])
    said = native(value) if found[2] == "시" and value else cardinal(value)
    return say(match, f"{said} {found[2]}{found[3]}")


def _range_of_dates(match: re.Match[str]) -> list[Spoken]:
    first, last = re.search(r"[0-9]+\s?$", before(match)), re.match(r"[0-9]+\s?(년?)", after(match))
    # 2~3년 is a length of time, 1970~1980년 a time.
    is_length = first is not None and last is not None and last[1] and int(first[0]) < 1000
    return [Spoken(match[0].strip(), "에서" if is_length else "부터", "ko")]


def _date_that_ends(match: re.Match[str]) -> list[Spoken]:
    """Read the second of 2024.8.15.~8.17."""
    month, day = re.findall("[0-9]+", match[0])
    sign = match[0][: match[0].index(month)]
    return [
        Spoken(sign.strip(), "부터", "ko"),
        Spoken(match[0][len(sign) :], f"{_month(month)} {cardinal(int(day))}일", "ko"),
    ]


DATES: tuple[Rule, ...] = (
    Rule(rf"(?<=[0-9].)\s?[~〜～∼–]\s?{MONTH}\.\s?{DAY}\.?(?![0-9])", _date_that_ends),
    Rule(rf"(?<![0-9/])[1-4]/4분기{TAIL}", _quarter),
    Rule(r"(?<![0-9.])[0-9]{1,2}[·ㆍ][0-9]{1,2}(?![0-9]|\s?[개명])", _event),
    Rule(rf"{FREE}{YEAR}(?:[-/]{MONTH}[-/]{DAY}|\.\s?{MONTH}\.\s?{DAY}\.?)(?![0-9])", _date),
    Rule(rf"{FREE}[0-9]{{2}}\.\s?{MONTH}\.\s?{DAY}\.(?![0-9])", _short_date),
    Rule(rf"{FREE}(?:{MONTH}/{DAY}/{YEAR})(?![0-9])", _american_date),
    Rule(rf"{FREE}(?:19|20)[0-9]{{2}}[-/.](?:0[1-9]|1[0-2])(?![0-9/.-])", _year_month),
    Rule(rf"{FREE}[0-9]{{1,2}}[.·ㆍ][0-9]{{1,2}}\s?(?:{EVENTS}){TAIL}", _event),
    Rule(
        rf"(?<![0-9:])(?:[01]?[0-9]|2[0-4]):[0-5][0-9](?::[0-5][0-9])?(?:\s?[AaPp]\.?[Mm]\.?(?![A-Za-z]))?{TAIL}(?![0-9:])",
        _clock,
    ),
    Rule(rf"{FREE}0[0-9]\s?[월일시분초]{TAIL}", _padded),
    Rule(rf"(?<![0-9.])[0-9]{{1,2}}\s?월{TAIL}", _named_month),
    Rule(rf"(?<=[일월년0-9])\s?\([월화수목금토일](?:요일)?(?:{TO}[월화수목금토일](?:요일)?)?\)", _weekday),
    Rule(r"(?<=[일월년대요)])\s?[~〜～∼]\s?(?=[0-9월화수목금토일])", _range_of_dates),
    Rule(r"(?<=[0-9년대만억조천백])\s?[~〜～∼–—]\s?(?=[0-9])(?=[0-9]+\s?(?:년|월|일|세기))", _range_of_dates),
)
"""First match wins."""
