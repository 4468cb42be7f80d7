"""What people see in a cell of a workbook: a number or date in the form that the cell asks for."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

_DATE_PARTS = re.compile(
    r"AM/PM|A/P|[yY]+|[mM]+|[dD]+|[hH]+|[sS]+(?:\.0+)?"  # of a moment
    r"|\"[^\"]*\"|\\.|\[\$[^\]]*\]|\[[^\]]*\]|.",  # as it stands, a currency, a condition
    re.DOTALL,
)
"""of a date's form"""
_NUMBER_PARTS = re.compile(
    r"\"([^\"]*)\"|\\(.)|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|_.|\*."  # as it stands, a currency, a condition, blanks
    r"|([0#?][0#?,]*(?:\.[0#?]*)?)|(.)",  # the digits, and what stands beside them
    re.DOTALL,
)
"""of a number's form"""
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
"""as a workbook in English shows them"""
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
"""the same of days"""
_BY_SYSTEM = frozenset({"mm-dd-yy", "m/d/yy h:mm"})
"""forms that each computer shows in its own way: here the one that nobody misreads"""


def shown(value: object, form: str) -> str:
    """Write a cell's value in a number format, as the file names it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime | date | time):
        return _moment(value, form)
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    if isinstance(value, int | float):
        return _number(value, form)
    return str(value)


def _moment(value: datetime | date | time, form: str) -> str:
    if form in _BY_SYSTEM or form == "General":
        return _plainly(value)
    form = form.split(";")[0]
    parts = _DATE_PARTS.findall(form)
    is_short_day = any(part.upper() in ("AM/PM", "A/P") for part in parts)
    told, is_after_hour = "", False
    for place, part in enumerate(parts):
        kind = part[0].lower()
        before_seconds = next((each[0].lower() for each in parts[place + 1 :] if each[0].isalpha()), "") == "s"
        if part.upper() in ("AM/PM", "A/P"):
            told += "PM" if _hour(value) >= 12 else "AM"
        elif kind == "m" and len(part) <= 2 and (is_after_hour or before_seconds):
            told += f"{value.minute if isinstance(value, datetime | time) else 0:0{len(part)}}"
        else:
            told += _part(value, part, is_short_day)
        if part[0].isalpha() and part[0] != "\\":
            is_after_hour = kind == "h"
    return told


def _part(value: datetime | date | time, part: str, is_short_day: bool) -> str:
    kind, length = part[0].lower(), len(part)
    if kind == "h":
        hour = (_hour(value) - 1) % 12 + 1 if is_short_day else _hour(value)
        return f"{hour:0{min(length, 2)}}"
    if kind == "s":
        return f"{value.second if isinstance(value, datetime | time) else 0:0{min(length, 2)}}"
    if kind in "ymd" and isinstance(value, date):
        return _of_calendar(value, kind, length)
    if part.startswith("[$"):
        return part[2:-1].split("-")[0]
    if part[0] == "[":
        return ""
    return part[1:-1] if part[0] == '"' else part[1:] if part[0] == "\\" else part


def _of_calendar(value: date, kind: str, length: int) -> str:
    if kind == "y":
        return f"{value.year % 100:02}" if length <= 2 else str(value.year)
    if kind == "m":
        name = _MONTHS[value.month - 1]
        return f"{value.month:0{length}}" if length <= 2 else name[:3] if length == 3 else name
    name = _DAYS[value.weekday()]
    return f"{value.day:0{length}}" if length <= 2 else name[:3] if length == 3 else name


def _hour(value: datetime | date | time) -> int:
    return value.hour if isinstance(value, datetime | time) else 0


def _plainly(value: datetime | date | time) -> str:
    if isinstance(value, datetime):
        is_day = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat() if is_day else value.isoformat(sep=" ", timespec="minutes")
    return value.isoformat(timespec="minutes") if isinstance(value, time) else value.isoformat()


def _number(value: float, form: str) -> str:
    sections = form.split(";")
    if form in ("General", "@", "") or "E+" in form or "/" in form or "?" in form:
        return _generally(value)
    negative = len(sections) > 1 and value < 0
    section = sections[1] if negative else sections[2] if len(sections) > 2 and value == 0 else sections[0]
    if not re.search(r"[0#]", section):
        return _generally(value)
    written = Decimal(repr(abs(value) if negative else value)) * (100 if "%" in section else 1)
    return "".join(_number_part(found, written) for found in _NUMBER_PARTS.finditer(section)).strip()


def _number_part(found: re.Match[str], value: Decimal) -> str:
    text, escaped, currency, digits, other = found.groups()
    if digits:
        return _digits(value, digits)
    return text or escaped or currency or other or ""


def _digits(value: Decimal, form: str) -> str:
    whole, _, after = form.partition(".")
    scale = len(whole) - len(whole.rstrip(","))
    value = value / (1000**scale)
    rounded = value.quantize(Decimal(1).scaleb(-len(after)), ROUND_HALF_UP)
    told = f"{rounded:,f}" if "," in whole.rstrip(",") else f"{rounded:f}"
    if "." in told:
        optional = len(after) - len(after.rstrip("#"))
        kept = len(told) - optional
        told = (told[:kept] + told[kept:].rstrip("0")).rstrip(".") if optional else told
    least = whole.count("0")
    sign, bare = ("-", told[1:]) if told.startswith("-") else ("", told)
    front, dot, rest = bare.partition(".")
    return f"{sign}{front.zfill(least)}{dot}{rest}"


def _generally(value: float) -> str:
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.11g}" if isinstance(value, float) else str(value)
