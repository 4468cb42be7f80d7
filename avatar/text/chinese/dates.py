"""Dates, years and times in Chinese text."""

from __future__ import annotations

import re

from avatar.text.chinese.lists import REIGNS
from avatar.text.chinese.numbers import cardinal, counted, digit_by_digit
from avatar.text.chinese.patterns import DAY, END, FREE, MEASURE, MEASURED, MONTH, TO, TO_SIGN, YEAR, after, before, say
from avatar.text.scripts import HAN
from avatar.text.spoken import PAUSE, Rule, Spoken

_SEPARATORS = ("-", "/", r"\.", "·", "–")
_DATE_WORD = r"(?:日期|日|时间|生于|于|截至|自|从|到|至|有效期|出生|[（(]|^)[为是在:：]?\s?$"
_QUANTITY_WORD = (
    "(?:共|约|达|近|超|过|有|了|为|至少|每|价|余|其中|整|满|逾|第|前|后|这|那|用|长达|历时|历经|成立|建国|建校|结婚"
    "|周|高|多|少|仅|才)[^，。0-9]{0,1}$"
)
_AFTER_REIGN = rf"(?:{REIGNS})\s?$"
_AFTER_DAY = (
    r"\s?(?:放假|上午|下午|晚上|早上|凌晨|截止|之前|开业|开售|开播|开学|开始|上映|上线|发布|活动|[^，。0-9]{1,3}节"
    r"|[(（]?(?:周|星期)[一二三四五六日天])"
)
_MERIDIEM = r"\s?(?:[AaPp]\.[Mm]\.|[AaPp]\.?[Mm](?![A-Za-z]))"
_AFTER_SCORE_WORD = "(?:比分|比|局|盘|半场|战胜|击败|胜|负于|不敌|领先|落后|比例|配比)[^，。0-9]{0,3}$"
_CLOCK = r"(?:[01]?[0-9]|2[0-4])[:：][0-5][0-9](?:[:：][0-5][0-9](?:\.[0-9]{1,3})?)?"
_HALVES = {"H1": "上半年", "H2": "下半年", "Q1": "第一季度", "Q2": "第二季度", "Q3": "第三季度", "Q4": "第四季度"}
_SEASON = "赛季|学年|年度|财年|榜季|跨年|雪季|赛年"


def _of(year: str, month: str, day: str = "") -> str:
    return f"{digit_by_digit(year)}年{cardinal(int(month))}月" + (f"{cardinal(int(day))}日" if day else "")


def _date(match: re.Match[str]) -> list[Spoken]:
    return say(match, _of(*re.split("[-/.·–]", match[0])))


def _date_from_behind(match: re.Match[str]) -> list[Spoken]:
    first, second, year = re.split("[-/.]", match[0])
    month, day = (first, second) if int(first) <= 12 else (second, first)
    return say(match, _of(year, month, day)) if int(month) <= 12 else say(match, match[0])


def _short_date(match: re.Match[str]) -> list[Spoken] | None:
    """Read 25/3/15, and 25.3.15 where a word for a date stands before it or nothing else is there."""
    if "/" not in match[0] and not (re.search(_DATE_WORD, before(match)) and not after(match).strip(" 。.，,)）")):
        return None
    return _date(match)


def _year_month(match: re.Match[str]) -> list[Spoken]:
    return say(match, _of(*re.split("[-/.]", match[0])))


def _month_year(match: re.Match[str]) -> list[Spoken]:
    month, year = re.split("[-/.]", match[0])
    return say(match, _of(year, month))


def _month_day(match: re.Match[str]) -> list[Spoken]:
    month, day = match[0].split("/")
    return say(match, f"{cardinal(int(month))}月{cardinal(int(day))}日")


def _day_of_event(match: re.Match[str]) -> list[Spoken] | None:
    """Read 5/1放假 as a date; without such a word it is a fraction."""
    return _month_day(match) if re.match(_AFTER_DAY, after(match)) else None


def _year(match: re.Match[str]) -> list[Spoken]:
    return say(match, digit_by_digit(match[0]))


def _short_year(match: re.Match[str]) -> list[Spoken] | None:
    return None if re.search(_QUANTITY_WORD, before(match)) else _year(match)


def _lone_year(match: re.Match[str]) -> list[Spoken] | None:
    """Read a year before a word that counts nothing: 2024奥运会, 巴黎2024."""
    if re.search(_QUANTITY_WORD, before(match)) or re.match(rf"{MEASURED}|{TO}[0-9]|[左以余来几]", after(match)):
        return None
    return _year(match)


def _era(match: re.Match[str]) -> list[Spoken]:
    """Read 300BC, 公元前221年 and 1823年3月bc; the era is said first."""
    found = re.fullmatch(r"([0-9]{1,4})(年)?(?:([0-9]{1,2})月)?\s?(.+)", match[0])
    if found is None:
        return say(match, match[0])
    era = "公元前" if found[4][0] in "Bb" else "公元"
    month = f"{cardinal(int(found[3]))}月" if found[3] else ""
    return say(match, f"{era}{digit_by_digit(found[1])}年{month}")


def _reign(match: re.Match[str]) -> list[Spoken] | None:
    if not re.search(_AFTER_REIGN, before(match)):
        return None
    return say(match, "元" if match[0] == "1" else cardinal(int(match[0])))


def _years(match: re.Match[str]) -> list[Spoken] | None:
    """Read a span of years: 1998-2003, 2023/24赛季."""
    parts = re.split(r"[^0-9]+", match[0])
    is_span = len(parts[1]) < 4 or int(parts[0]) < int(parts[1])
    if not is_span or re.match(rf"\s?(?!年|{_SEASON}){MEASURE}", after(match)):
        return None
    return say(match, "到".join(map(digit_by_digit, parts)))


def _part_of_year(match: re.Match[str]) -> list[Spoken]:
    year, part = match[0][:-2].strip(" 年-"), match[0][-2:].upper()
    return say(match, f"{digit_by_digit(year)}年{_HALVES[part]}")


def _clock(match: re.Match[str]) -> list[Spoken] | None:
    if re.search(_AFTER_SCORE_WORD, before(match)):
        return None
    written = re.sub(rf"{_MERIDIEM}$", "", match[0])
    suffix = match[0][len(written) :].strip().lower()
    hour, minute, *second = re.split("[:：]", written)
    said = counted(str(int(hour))) + "点"
    # Zeros that pad every part are typography: 03:04:05.
    is_padded = hour[0] == "0" and bool(second)
    if int(minute) or second:
        zero = minute[0] == "0" != minute and minute != "00" and not is_padded
        said += "零" * zero + cardinal(int(minute)) + "分"
    for part in second:
        whole, _, fraction = part.partition(".")
        said += cardinal(int(whole)) + ("点" + digit_by_digit(fraction) if fraction else "") + "秒"
    return say(match, _half_of_day(suffix, int(hour), match) + said)


def _half_of_day(suffix: str, hour: int, match: re.Match[str]) -> str:
    if not suffix or re.search("[上下中]午|凌晨|早[上晨]|晚上?|傍晚", before(match, 6)):
        return ""
    if suffix[0] == "a":
        return "凌晨" if hour == 12 else "上午"
    return "中午" if hour == 12 else "下午" if hour < 6 or hour > 12 else "晚上"


def _clock_behind(match: re.Match[str]) -> list[Spoken]:
    """Read PM 9:30, whose half of the day stands first."""
    written = match[0].lstrip("AaPpMm. ")
    hour, minute, *_ = re.split("[:：]", written)
    minutes = ("零" * (minute[0] == "0") + cardinal(int(minute)) + "分") if int(minute) else ""
    half = _half_of_day(match[0][0].lower(), int(hour), match)
    return say(match, half + counted(str(int(hour))) + "点" + minutes)


def _era_before(match: re.Match[str]) -> list[Spoken]:
    return say(match, f"公元{digit_by_digit(match[0])}年")


def _hour(match: re.Match[str]) -> list[Spoken]:
    hour = int(re.match("[0-9]+", match[0])[0])  # type: ignore[index]  # the pattern begins with digits
    suffix = match[0].lstrip("0123456789 ").lower()
    return say(match, _half_of_day(suffix, hour, match) + counted(str(hour)) + "点")


def _padded(match: re.Match[str]) -> list[Spoken]:
    """Say 02 in 02月03日 as 二, in 9点05分 as 零五."""
    is_minute = after(match, 1) in ("分", "秒") and int(match[0]) > 0
    return say(match, ("零" if is_minute else "") + cardinal(int(match[0])))


def _breath(match: re.Match[str]) -> list[Spoken]:
    return [Spoken(match[0], PAUSE, "")]


def _weekdays(match: re.Match[str]) -> list[Spoken]:
    return say(match, "到")


_FULL = "|".join(
    rf"{YEAR}{mark}{MONTH}{mark}{DAY}" if mark != r"\." else rf"{YEAR}{mark}{MONTH}{mark}{DAY}(?!\.[0-9])"
    for mark in _SEPARATORS
)
_FROM_BEHIND = "|".join(
    rf"(?:0?[1-9]|[12][0-9]|3[01]){mark}(?:0?[1-9]|[12][0-9]|3[01]){mark}(?:19|20)[0-9]{{2}}" for mark in "-/"
)

DATES: tuple[Rule, ...] = (
    Rule(rf"(?<![A-Za-z])[AaPp]\.?[Mm]\.?\s?{_CLOCK}(?![0-9:：])", _clock_behind),
    Rule(r"(?<![A-Za-z])A\.?D\.?\s?[0-9]{1,4}(?![0-9])年?", _era_before),
    Rule(rf"(?<=[（(])[0-9]{{3}}{TO}[0-9]{{3}}(?=年[）)])", _years),
    Rule(rf"(?<![0-9./-])(?:19|20)[0-9]{{2}}-[1-9](?![0-9/-]|\.[0-9])(?!{MEASURED}|{TO_SIGN}[0-9])", _year_month),
    Rule(rf"{FREE}(?:{_FULL}){END}", _date),
    Rule(rf"(?<![0-9./-])(?:{_FROM_BEHIND}|{DAY}\.{DAY}\.(?:19|20)[0-9]{{2}}){END}", _date_from_behind),
    Rule(
        rf"(?<![0-9A-Za-z./-])[0-9]{{2}}/{MONTH}/{DAY}(?![0-9/])|(?<![0-9A-Za-z./-])[0-9]{{2}}\.{MONTH}\.{DAY}(?![0-9]|\.[0-9])",
        _short_date,
    ),
    Rule(
        rf"(?<![0-9./-])(?:19|20)[0-9]{{2}}(?:/{MONTH}|[-.](?:0[1-9]|1[0-2]))(?![0-9/-]|\.[0-9])(?!{MEASURED}|{TO_SIGN}[0-9])",
        _year_month,
    ),
    Rule(rf"(?<![0-9./-])(?:0[1-9]|1[0-2])[-/.](?:19|20)[0-9]{{2}}(?![0-9/-]|\.[0-9])(?!{MEASURED})", _month_year),
    Rule(r"(?<![0-9./-])(?:0[1-9]|1[0-2])/(?:0[1-9]|[12][0-9]|3[01])(?![0-9/.A-Za-z])", _month_day),
    Rule(rf"(?<![0-9./-]){MONTH}/{DAY}(?![0-9/.A-Za-z])", _day_of_event),
    Rule(
        rf"{FREE}[0-9]{{1,4}}(?:年(?:[0-9]{{1,2}}月)?)?\s?(?:[Aa]\.?[Dd]\.?|[Bb]\.?[Cc]\.?(?:[Ee]\.?)?)(?![A-Za-z0-9])",
        _era,
    ),
    Rule(r"(?<=公元)\s?[0-9]{1,4}(?=年)|(?<=公元前)\s?[0-9]{1,4}(?=年)", _year),
    Rule(rf"{FREE}(?:{YEAR}|[0-9]{{2}}(?=[QqHh]))年?[ -]?(?:[Qq][1-4]|[Hh][12])(?![A-Za-z0-9])", _part_of_year),
    Rule(
        rf"{FREE}{YEAR}{TO_SIGN}{YEAR}{END}|{FREE}{YEAR}[-/–~～—][0-9]{{2}}(?=\s?(?:{_SEASON}|学年|年(?![代期])))|{FREE}{YEAR}/{YEAR}(?=\s?(?:{_SEASON}))",
        _years,
    ),
    Rule(rf"{FREE}{YEAR}(?=\s?(?:年(?!期|以|来)|财年|届|款|级|春|夏|秋|冬|赛季))", _year),
    Rule(rf"{FREE}{YEAR}(?={TO}{YEAR}\s?年)", _year),
    Rule(
        rf"{FREE}{YEAR}(?=s(?![A-Za-z]))s",
        lambda match: say(match, digit_by_digit(match[0]) + "年代"),
    ),
    Rule(rf"{FREE}[0-9]{{1,2}}(?=\s?年)", _reign),
    Rule(rf"{FREE}(?:0[0-9]|[6-9][0-9])(?=年(?!代|期|以|来|的历史))", _short_year),
    Rule(rf"{FREE}[05-9][05](?=后(?![0-9天年]))", _year),
    Rule(rf"(?<![0-9:：]){_CLOCK}(?:{_MERIDIEM})?(?![0-9:：])", _clock),
    Rule(rf"{FREE}(?:1[0-2]|0?[1-9])\s?(?:[AaPp]\.[Mm]\.|[AaPp][Mm])(?![A-Za-z])", _hour),
    Rule(r"(?<=[0-9])T(?=[0-2][0-9]:[0-5][0-9])", _breath),
    Rule(rf"{FREE}0[0-9](?=\s?[月日号时点分秒])", _padded),
    Rule(
        rf"{FREE}(?:19[0-9]{{2}}|20[0-4][0-9])(?=[{HAN}])|(?<=[{HAN}])(?:19[0-9]{{2}}|20[0-4][0-9])(?![0-9.,:：%~～/-]|\s?[A-Za-z])",
        _lone_year,
    ),
    Rule(r"(?<=[一二三四五六日天月年号午晚])[~～∼-](?=周|星期|礼拜|[一二三四五六日天]|[上下]午)", _weekdays),
)
"""First match wins."""
