"""Numbers in English text: dates, times, telephone numbers, money, measures, fractions, and how each is said."""

from __future__ import annotations

import re

from avatar.text.english.numbers import cardinal, digit_by_digit, number, ordinal, plural, year
from avatar.text.english.units import CURRENCIES, MONTH_PATTERN, MONTHS, SCALES, UNITS
from avatar.text.spoken import PAUSE, Rule, Spoken

_NUM = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+(?!\.?[0-9]))?"
_FREE = r"(?<![0-9.])"
_END = r"(?![0-9])"
_YEAR = r"(?:1[1-9]|20|21)[0-9]{2}"
_UNIT = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
_MONEY = "|".join(sorted(map(re.escape, CURRENCIES), key=len, reverse=True))
_SCALE = "thousand|million|billion|trillion|mn|bn|[kKmMB]"
_DAY = r"(?:[12][0-9]|3[01]|0?[1-9])"
_DASH = r"[-–—]"

_AFTER_ID_WORD = re.compile(
    r"(?i)\b(?:ending in|ending with|account|card|code|pin|password|reference|order|case|ticket|tracking|"
    r"policy|room|suite|flight|"
    r"extension|ext|zip|phone|tel|call|dial|hotline|number|no\.?|id)(?: number| no\.?| code| is| at)*[ :#.]*$"
)
_AFTER_YEAR_WORD = re.compile(
    r"(?i)\b(?:in|since|until|till|from|by|of|to|and|year|fiscal|fy|before|after|during|between|early|late|mid|circa|"
    r"spring|summer|autumn|fall|winter|©|copyright|quarter|january|february|"
    r"march|april|may|june|july|august|september|october|"
    r"november|december)\W{0,2}$"
)
_COUNTED = re.compile(
    r"[ ]?(?:dollars|euros|pounds|yuan|people|customers|users|years|days|hours|minutes|times|points|%)\b|[ ][a-z]+s\b"
)


def _say(match: re.Match[str], says: str) -> list[Spoken]:
    return [Spoken(match[0].strip(), says, "en")]


def _date(match: re.Match[str]) -> list[Spoken]:
    written_year, month, day = map(int, re.split("[-/.]", match[0]))
    return _say(match, f"{MONTHS[month - 1]} {ordinal(day)} {year(written_year)}")


def _us_date(match: re.Match[str]) -> list[Spoken]:
    first, second, written_year = map(int, match[0].split("/"))
    # Month first, unless there is no such month.
    month, day = (second, first) if first > 12 else (first, second)
    return _say(match, f"{MONTHS[min(month, 12) - 1]} {ordinal(day)} {year(written_year)}")


def _month_of(short: str) -> str:
    return next(name for name in MONTHS if name.startswith(short[:3].title()))


def _month_day(match: re.Match[str]) -> list[Spoken]:
    month, day = re.findall(r"[A-Za-z]+|[0-9]+", match[0])[:2]
    return [Spoken(match[0], f"{_month_of(month)} {ordinal(int(day))}", "en")]


def _day_month(match: re.Match[str]) -> list[Spoken]:
    day = int(re.findall("[0-9]+", match[0])[0])
    is_led = match.string[max(0, match.start() - 4) : match.start()].lower() == "the "
    return [Spoken(match[0], f"{'' if is_led else 'the '}{ordinal(day)} of", "en")]


def _year(match: re.Match[str]) -> list[Spoken]:
    return _say(match, year(int(match[0])))


def _decade(match: re.Match[str]) -> list[Spoken]:
    digits = re.sub("[^0-9]", "", match[0])
    return _say(match, plural(year(int(digits)) if len(digits) == 4 else cardinal(int(digits))))


def _clock(match: re.Match[str]) -> list[Spoken]:
    found = re.fullmatch(r"([0-9]{1,2})(?:[:.]([0-9]{2}))?(?::([0-9]{2}))?\s?([AaPp]\.?\s?[Mm]\b\.?)?", match[0])
    if found is None:
        return []
    hour, minute, second, half = found.groups()
    half_said = {"a": " A.M.", "p": " P M"}.get((half or " ")[0].lower(), "")
    said = cardinal(int(hour))
    if minute and (int(minute) or second):
        said += f" {'oh ' if minute[0] == '0' else ''}{cardinal(int(minute))}"
    elif not half:
        said += " o'clock" if 0 < int(hour) < 13 else " hundred hours"
    if second:
        said += f" and {cardinal(int(second))} second{'s' if second != '01' else ''}"
    return _say(match, said + half_said)


def _spell(match: re.Match[str]) -> list[Spoken]:
    """Say digits in the groups in which they are written, with a breath between."""
    pieces: list[Spoken] = []
    for part in re.finditer(r"\+?[0-9]+|[^0-9+]+", match[0]):
        if part[0][-1].isdigit():
            pieces.append(Spoken(part[0], ("plus " if part[0][0] == "+" else "") + _group(part[0].lstrip("+")), "en"))
        elif part.start():
            pieces.append(Spoken(part[0].strip() or part[0], PAUSE, "en"))
    return pieces


def _group(digits: str) -> str:
    if re.fullmatch("[1-9]00", digits):
        return cardinal(int(digits))
    return digit_by_digit(digits)


def _percent(match: re.Match[str]) -> list[Spoken]:
    unit = "per mille" if match[0][-1] == "‰" else "percent"
    return _say(match, f"{number(match[0].rstrip('%‰ '))} {unit}")


def _sum(match: re.Match[str]) -> list[Spoken]:
    found = re.fullmatch(rf"({_MONEY})\s?({_NUM})(?:\s?({_SCALE}))?", match[0])
    return _say(match, _amount(found[1], found[2], found[3])) if found else []


def _sum_behind(match: re.Match[str]) -> list[Spoken]:
    found = re.fullmatch(rf"({_NUM})(?:\s?({_SCALE}))?\s?({_MONEY})", match[0])
    return _say(match, _amount(found[3], found[1], found[2])) if found else []


def _amount(sign: str, written: str, scale: str | None) -> str:
    one, several, cent, cents = CURRENCIES[sign]
    if scale:
        return f"{number(written)} {SCALES.get(scale, scale)} {several}"
    whole, point, fraction = written.replace(",", "").partition(".")
    unit = one if whole == "1" else several
    if not point or len(fraction) != 2 or not cent:
        return f"{number(written)} {unit if not point else several}"
    hundredths = int(fraction)
    small = f"{cardinal(hundredths)} {cent if hundredths == 1 else cents}"
    if not int(whole):
        return small if hundredths else f"zero {several}"
    return f"{number(whole)} {unit}" + (f" and {small}" if hundredths else "")


def _measure(match: re.Match[str]) -> list[Spoken]:
    found = re.fullmatch(rf"({_NUM})[\s-]?({_UNIT})", match[0])
    return _say(match, f"{number(found[1])} {UNITS[found[2]][found[1] != '1']}") if found else []


def _scaled(match: re.Match[str]) -> list[Spoken]:
    written = match[0].rstrip("kmbn")
    return _say(match, f"{number(written)} {SCALES[match[0][len(written) :]]}")


_PARTS = {2: ("half", "halves"), 4: ("quarter", "quarters")}
_VULGAR = {
    "½": "a half",
    "⅓": "one third",
    "⅔": "two thirds",
    "¼": "a quarter",
    "¾": "three quarters",
    "⅛": "one eighth",
}


def _fraction(match: re.Match[str]) -> list[Spoken]:
    top, bottom = map(int, re.split("[/⁄]", match[0]))
    if bottom == 1 or bottom > 100 or top > bottom:
        return _say(match, f"{cardinal(top)} over {cardinal(bottom)}")
    one, several = _PARTS.get(bottom, (ordinal(bottom), ordinal(bottom) + "s"))
    return _say(match, f"{cardinal(top)} {one if top == 1 else several}")


def _vulgar(match: re.Match[str]) -> list[Spoken]:
    is_mixed = match.string[match.start() - 1 : match.start()].isdigit()
    return _say(match, ("and " if is_mixed else "") + _VULGAR[match[0]])


def _ordinal(match: re.Match[str]) -> list[Spoken]:
    return _say(match, ordinal(int(re.sub("[^0-9]", "", match[0]))))


def _hash(match: re.Match[str]) -> list[Spoken]:
    return _say(match, f"number {number(re.sub('[^0-9]', '', match[0]))}")


def _version(match: re.Match[str]) -> list[Spoken]:
    return _say(match, " point ".join(number(part) for part in match[0].split(".")))


def _to(match: re.Match[str]) -> list[Spoken]:
    return _say(match, "to")


def _minus(match: re.Match[str]) -> list[Spoken]:
    return _say(match, "minus")


def _plus(match: re.Match[str]) -> list[Spoken]:
    return _say(match, "plus")


def _ratio(match: re.Match[str]) -> list[Spoken]:
    return _say(match, " to ".join(map(number, match[0].split(":"))))


def _number(match: re.Match[str]) -> list[Spoken]:
    before = match.string[max(0, match.start() - 40) : match.start()]
    after = match.string[match.end() : match.end() + 16]
    return _say(match, _in_context(match[0], before, after))


def _in_context(written: str, before: str, after: str) -> str:
    if not written.isdigit() or _COUNTED.match(after):
        return number(written)
    if len(written) >= 8 or (len(written) > 2 and _AFTER_ID_WORD.search(before)):
        return digit_by_digit(written)
    if re.fullmatch(_YEAR, written) and _AFTER_YEAR_WORD.search(before):
        return year(int(written))
    if before[-1:].isalpha() and len(written) > 2:
        return digit_by_digit(written)
    if re.fullmatch("(?:19|20)[0-9]{2}", written):
        return year(int(written))
    return number(written)


def _foreign_digits(match: re.Match[str]) -> list[Spoken]:
    return _say(match, number("".join(str(int(digit)) for digit in match[0])))


_DATE = "|".join(rf"{mark}(?:1[0-2]|0?[1-9]){mark}{_DAY}" for mark in ("-", "/", r"\."))

QUANTITIES: tuple[Rule, ...] = (
    Rule(rf"{_FREE}{_YEAR}(?:{_DATE}){_END}", _date),
    Rule(rf"{_FREE}(?:(?:1[0-2]|0?[1-9])/{_DAY}|{_DAY}/(?:1[0-2]|0?[1-9]))/{_YEAR}{_END}", _us_date),
    Rule(rf"\b(?:{MONTH_PATTERN})\.?\s{_DAY}(?:st|nd|rd|th)?(?![0-9:.][0-9]|[0-9])", _month_day),
    Rule(rf"{_FREE}{_DAY}(?=\s(?:{MONTH_PATTERN})\b)", _day_month),
    Rule(rf"{_FREE}{_YEAR}(?={_DASH}{_YEAR}{_END})", _year),
    Rule(rf"(?<=[0-9]{{4}}[-–—]){_YEAR}{_END}(?![.,-][0-9])", _year),
    Rule(rf"(?:{_FREE}{_YEAR[:-6]}[0-9]0|'[1-9]0|{_FREE}[2-9]0)['’]?s\b", _decade),
    Rule(r"(?<![0-9:.])(?:[01]?[0-9]|2[0-4]):[0-5][0-9](?::[0-5][0-9])?(?:\s?[AaPp]\.?[Mm]\b\.?)?(?![0-9:])", _clock),
    Rule(r"(?<![0-9:.])(?:1[0-2]|0?[1-9])(?:\.[0-5][0-9])?\s?[AaPp]\.?[Mm]\b\.?", _clock),
    Rule(r"\+[0-9]{1,3}(?:[- .]?\(?[0-9]{1,4}\)?){2,6}(?![0-9])", _spell),
    Rule(rf"\([0-9]{{3}}\)\s?[0-9]{{3}}[- .][0-9]{{4}}{_END}", _spell),
    Rule(rf"{_FREE}(?:1[- .])?[0-9]{{3}}[- .][0-9]{{3,4}}[- .][0-9]{{4}}{_END}", _spell),
    Rule(rf"{_FREE}[0-9]{{3}}-[0-9]{{4}}{_END}|{_FREE}[0-9]{{4}}(?:[ -][0-9]{{4}}){{2,4}}{_END}", _spell),
    Rule(rf"{_FREE}[0-9]+(?:-[0-9]+){{2,}}{_END}", _spell),
    Rule(rf"{_NUM}\s?[%‰]", _percent),
    Rule(rf"(?<![A-Za-z])(?:{_MONEY})\s?{_NUM}(?:\s?(?:{_SCALE})(?![A-Za-z0-9]))?", _sum),
    Rule(rf"{_NUM}(?:\s?(?:{_SCALE}))?\s?(?:{_MONEY})(?![A-Za-z0-9])", _sum_behind),
    Rule(rf"{_NUM}(?:k|mn|bn)(?![A-Za-z0-9])", _scaled),
    Rule(rf"{_NUM}[\s-]?(?:{_UNIT})(?![A-Za-z0-9²³'’])", _measure),
    Rule(r"(?<![0-9A-Za-z/.])[0-9]{1,4}[/⁄][1-9][0-9]{0,3}(?![0-9/A-Za-z])", _fraction),
    Rule("[½⅓⅔¼¾⅛]", _vulgar),
    Rule(rf"{_FREE}(?:[0-9]{{1,3}}(?:,[0-9]{{3}})+|[0-9]{{1,12}})(?:st|nd|rd|th)\b", _ordinal),
    Rule(rf"(?:#|\b[Nn]o\.\s?|№\s?)[0-9]{{1,9}}{_END}", _hash),
    Rule(r"(?<![0-9:])[0-9]+:[0-9]+(?![0-9:])", _ratio),
    Rule(rf"{_FREE}[0-9]+(?:\.[0-9]+){{2,}}", _version),
    Rule(rf"(?<=[0-9%])\s?(?:[~～]|{_DASH})\s?(?=[0-9$€£¥])", _to),
    Rule(r"(?<![0-9A-Za-z])[-−–](?=[0-9$€£¥.])|−(?=[0-9])", _minus),
    Rule(r"(?<![0-9A-Za-z])\+(?=[0-9])", _plus),
    Rule(_NUM, _number),
    Rule(r"\d+", _foreign_digits),
)
"""First match wins."""
