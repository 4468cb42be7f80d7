"""Dates, years, decades and quarters in English text."""

from __future__ import annotations

import re

from avatar.text.english.numbers import cardinal, ordinal, plural, year
from avatar.text.english.patterns import DASH, DAY, END, FREE, YEAR, before, counts_something, say
from avatar.text.english.words import MONTH_PATTERN, MONTHS, WEEKDAYS
from avatar.text.spoken import Rule, Spoken

_YEARS_FROM = 50
"""Of years with two digits, those from here on belong to the last century and are said without it."""

_AFTER_YEAR_WORD = re.compile(
    r"(?i)\b(?:in|since|until|till|from|by|of|to|and|year|years|fiscal|fy|before|after|during|between|early|late|mid|circa|"
    r"c\.|ca\.|est\.|b\.|d\.|born|died|founded|established|copyright|spring|summer|autumn|fall|winter|©|quarter|"
    r"about|around|class of|january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\W{0,2}$"
)
_ERA = r"(?:B\.?C\.?E?\.?|C\.?E\.?|A\.?D\.?|bce?\b|a\.d\.|b\.c\.)(?![A-Za-z])"
_LINK = rf"\s?(?:{DASH}|\bto\b|\band\b|\buntil\b|\bor\b|/)\s?"


def _date(match: re.Match[str]) -> list[Spoken]:
    written_year, month, day = map(int, re.split("[-/.]", match[0]))
    return say(match, f"{MONTHS[month - 1]} {ordinal(day)} {year(written_year)}")


def _short_year(written: str) -> str:
    if len(written) == 4:
        return year(int(written))
    value = int(written)
    return year(2000 + value) if value < _YEARS_FROM else cardinal(value)


def _us_date(match: re.Match[str]) -> list[Spoken]:
    first, second, written_year = re.split("[-/.]", match[0])
    # Month first, unless there is no such month.
    if int(first) > 12:
        return say(match, f"the {ordinal(int(first))} of {MONTHS[int(second) - 1]} {_short_year(written_year)}")
    return say(match, f"{MONTHS[int(first) - 1]} {ordinal(int(second))} {_short_year(written_year)}")


def _month_and_day(match: re.Match[str]) -> list[Spoken]:
    month, day = map(int, match[0].split("/"))
    return say(match, f"{MONTHS[month - 1]} {ordinal(day)}")


def _month_and_year(match: re.Match[str]) -> list[Spoken]:
    month, written_year = match[0].split("/")
    return say(match, f"{MONTHS[int(month) - 1]} {year(int(written_year))}")


def _month_of(short: str) -> str:
    return next(name for name in MONTHS if name.startswith(short[:3].title()))


def _month_day(match: re.Match[str]) -> list[Spoken]:
    month, *days = re.findall(r"[A-Za-z]{3,}|[0-9]+", match[0])
    return say(match, f"{_month_of(month)} {' to '.join(ordinal(int(day)) for day in days)}")


def _day_month(match: re.Match[str]) -> list[Spoken]:
    found = re.findall(rf"[0-9]+|{MONTH_PATTERN}", match[0], re.IGNORECASE)
    days = " to ".join(ordinal(int(day)) for day in found[:-1])
    is_led = re.search(r"(?i)\bthe $", before(match, 5))
    return say(match, f"{'' if is_led else 'the '}{days} of {_month_of(found[-1])}")


def _month_only(match: re.Match[str]) -> list[Spoken]:
    return say(match, _month_of(match[0]))


def _weekday(match: re.Match[str]) -> list[Spoken]:
    return say(match, next(name for name in WEEKDAYS if name.startswith(match[0][:3])))


def _to(match: re.Match[str]) -> list[Spoken]:
    return [Spoken(match[0].strip() or match[0], "to", "en")]


def _many(match: re.Match[str]) -> list[Spoken]:
    return say(match, {"10": "tens", "100": "hundreds"}.get(match[0][:-1], "thousands"))


def _year(match: re.Match[str]) -> list[Spoken]:
    return say(match, year(int(match[0])))


def _season(match: re.Match[str]) -> list[Spoken]:
    first, second = re.split("[-–/]", match[0])
    follows = int(second) == (int(first) + 1) % 100
    if not follows and second < first[2:] and 1 <= int(second) <= 12:
        return say(match, f"{MONTHS[int(second) - 1]} {year(int(first))}")
    link = "" if "/" in match[0] else "to "
    return say(
        match, f"{year(int(first))} {link}{cardinal(int(second)) if int(second) > 9 else 'oh ' + cardinal(int(second))}"
    )


def _era(match: re.Match[str]) -> list[Spoken]:
    digits = re.sub("[^0-9]", "", match[0])
    return say(match, year(int(digits)) if len(digits) in (3, 4) else cardinal(int(digits)))


def _decade(match: re.Match[str]) -> list[Spoken]:
    digits = re.sub("[^0-9]", "", match[0])
    return say(match, plural(year(int(digits)) if len(digits) == 4 else cardinal(int(digits))))


def _class_of(match: re.Match[str]) -> list[Spoken]:
    value = int(match[0][1:])
    return say(match, f"oh {cardinal(value)}" if value < 10 else cardinal(value))


def _own_year(match: re.Match[str]) -> list[Spoken]:
    return say(match, year(int(match[0][:4])) + "'s")


def _quarter(match: re.Match[str]) -> list[Spoken]:
    letter, digits, written_year = re.fullmatch(r"(Q|H|FY)([0-9]?)[ -]?'?([0-9]*)", match[0]).groups()  # type: ignore[union-attr]
    head = "fiscal year" if letter == "FY" else f"{letter} {cardinal(int(digits))}"
    if letter == "FY":
        written_year = digits + written_year
    said = year(int(written_year)) if len(written_year) == 4 else year(2000 + int(written_year))
    return say(match, f"{head} {said}")


def _half_year(match: re.Match[str]) -> list[Spoken]:
    half, letter, written_year = match[0][0], match[0][1], match[0][2:]
    part = {"H": "half", "Q": "quarter"}[letter]
    return say(match, f"the {ordinal(int(half))} {part} of {_short_year(written_year)}")


def is_year(written: str, before_it: str, after_it: str) -> bool:
    """Tell whether four digits are a year, by what stands before and after them."""
    if not re.fullmatch(YEAR, written) or counts_something(after_it):
        return False
    if _AFTER_YEAR_WORD.search(before_it) or re.search(rf"^{_LINK}[0-9]{{2,4}}\s?{_ERA}", after_it):
        return True
    if re.fullmatch("(?:19|20)[0-9]{2}", written):
        return True
    is_alone = not before_it.strip() and not after_it.strip(" .!?")
    is_enclosed = before_it.endswith("(") and re.match(r"\)|[-–—]", after_it)
    is_described = re.search(r"(?i)\bthe $", before_it) and re.match(r" [a-z]+(?<!s)\b", after_it)
    is_told = not before_it.strip() and re.match(
        r"\s(?:was|is|saw|marked|brought|began|ended|will|has|had)\b", after_it
    )
    if is_told and written >= "1100":
        return True
    return (is_alone and written >= "1100") or bool(is_enclosed) or bool(is_described)


_ISO = "|".join(rf"{mark}(?:1[0-2]|0?[1-9]){mark}{DAY}" for mark in ("-", "/", r"\."))
_MONTH_FIRST = "|".join(
    rf"(?:(?:1[0-2]|0?[1-9]){mark}{DAY}|{DAY}{mark}(?:1[0-2]|0?[1-9])){mark}(?:{YEAR}{more})"
    for mark, more in (("/", "|[0-9]{2}"), (r"\.", ""), ("-", ""))
)
_MONTH = rf"(?:{MONTH_PATTERN})\b\.?"
_LOWER = (
    "(?i:january|february|april|june|july|august|september|october|november|december"
    "|jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec)"
)
_ANY_MONTH = rf"(?:{_MONTH}|{_LOWER}\b\.?|MAY|MAR\b\.?|MARCH)"
_RANK_ONLY = "(?:st|nd|rd|th)"
_RANK = "(?:st|nd|rd|th|ST|ND|RD|TH)?"
_NO_TIME = r"(?![0-9:.]?[0-9]|\s?(?:[AaPp]\.?[Mm]\b|%|o'clock))"
_SHORT_DAY = r"(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)"
_SHORT_DAYS = "Mon|Tue|Wed|Thu|Fri|Sat|Sun"
_AFTER_DAY = f"(?:(?<=day)|(?<=days)|(?<={_SHORT_DAYS}))"
_BEHIND_DAY = f"(?:(?<=(?:{_SHORT_DAYS}|day)[-–])|(?<=(?:{_SHORT_DAYS}|day) [-–] ))"
_MONTH_NAMES = [name for month in MONTHS for name in (month, month[:3])]
_BEHIND_MONTH = "(?:" + "|".join(f"(?<={name}[-–])" for name in _MONTH_NAMES) + ")"
_AFTER_MONTH = "(?:" + "|".join(f"(?<={name})" for name in _MONTH_NAMES) + ")"

CALENDAR: tuple[Rule, ...] = (
    Rule(rf"{FREE}{YEAR}(?:{_ISO}){END}", _date),
    Rule(rf"(?<![0-9./-])(?:{_MONTH_FIRST})(?![0-9]|[./-][0-9])", _us_date),
    Rule(rf"(?:(?<=\bon )|(?<=\bby )|(?<=\bsince )|(?<=\bdue ))(?:1[0-2]|0?[1-9])/{DAY}(?![0-9/])", _month_and_day),
    Rule(r"(?<![0-9/.-])(?:1[0-2]|0?[1-9])/(?:19|20)[0-9]{2}(?![0-9/.-])", _month_and_year),
    Rule(rf"(?<![A-Za-z])(?:{_ANY_MONTH}\s|{_MONTH}-){DAY}{_RANK}(?:{DASH}{DAY}{_RANK})?{_NO_TIME}", _month_day),
    Rule(
        rf"(?<![0-9.$€£¥/:-]){DAY}{_RANK}(?:{DASH}{DAY}{_RANK})?(?:\sof)?[\s/-](?:{_ANY_MONTH})(?![A-Za-z])",
        _day_month,
    ),
    Rule(rf"\bmar\.\s{DAY}{_RANK}{_NO_TIME}", _month_day),
    Rule(rf"\b(?:march|mar|may)\b\.?\s{DAY}(?:{_RANK_ONLY}|(?=,?\s{YEAR}){_NO_TIME})", _month_day),
    Rule(rf"(?<![0-9.$€£¥/:-]){DAY}{_RANK}(?:\sof)?\s(?:march|mar|may)\b\.?(?=,?\s{YEAR}|\s?$)", _day_month),
    Rule(rf"\b(?!May\b){_MONTH}(?=[-,/]?\s?'?[0-9]{{2,4}}\b|\s?{DASH}\s?(?:{MONTH_PATTERN})\b)", _month_only),
    Rule(rf"{_BEHIND_MONTH}(?:{MONTH_PATTERN})\b", _month_only),
    Rule(
        rf"\b{_SHORT_DAY}\b\.?(?=,?\s(?:[0-9]|(?:{MONTH_PATTERN})\b)|\s?{DASH}\s?{_SHORT_DAY}\b|/{_SHORT_DAY}\b)"
        rf"|(?<=[a-z]/){_SHORT_DAY}\b|{_BEHIND_DAY}{_SHORT_DAY}\b\.?|\b(?:Tues?|Wed|Thurs?|Thur|Fri)\b\.?(?=,|\s[a-z]|$)|\bMon\.",
        _weekday,
    ),
    Rule(rf"{_AFTER_DAY}\s?[-–—]\s?(?={_SHORT_DAY}(?:day|sday|nesday|rsday|urday)?\b)", _to),
    Rule(rf"{_AFTER_MONTH}\s?[-–—]\s?(?=(?:{MONTH_PATTERN})\b)", _to),
    Rule(r"(?<![0-9.,$€£])(?:10|100|1,?000)s(?= of)", _many),
    Rule(rf"{FREE}{YEAR}[-–/][0-9]{{2}}(?![0-9,.][0-9]|[0-9/-]|\s?{_ERA})", _season),
    Rule(rf"{FREE}{YEAR}(?=\s?{DASH}\s?(?:{YEAR}|present|today)(?![0-9.,-][0-9]|[0-9]))", _year),
    Rule(rf"(?:(?<=[0-9]{{4}}[-–—])|(?<=[0-9]{{4}} [-–—] )){YEAR}{END}(?![.,-][0-9])", _year),
    Rule(
        rf"{FREE}[0-9]{{1,4}}(?=(?:{_LINK}(?:[Aa]bout\s|c\.\s)?[0-9]{{1,4}})?\s?{_ERA})"
        rf"|(?<=\bAD ){FREE}[0-9]{{1,4}}{END}",
        _era,
    ),
    Rule(rf"(?:{FREE}(?:1[0-9]|20|21)[0-9]0|['’‘][0-9]0|{FREE}[2-9]0)['’]?s\b", _decade),
    Rule(r"(?<![A-Za-z0-9])['’‘][0-9]{2}(?![0-9A-Za-z'’])", _class_of),
    Rule(rf"{FREE}{YEAR}['’]s\b", _own_year),
    Rule(rf"\b(?:[QH][1-4][ -]?'?(?:{YEAR}|[0-9]{{2}})|FY[ -]?'?(?:{YEAR}|[0-9]{{2}})){END}", _quarter),
    Rule(rf"\b[1-4][HQ](?:{YEAR}|[0-9]{{2}}){END}", _half_year),
)
"""First match wins."""
