"""Dates, days and times in Japanese text, respelled with 年, 月, 日, 時."""

from __future__ import annotations

import re

from avatar.text.japanese.lists import (
    SCORE_WORDS,
)
from avatar.text.japanese.patterns import (
    DAY,
    FREE,
    MONTH,
    WAVE,
    YEAR,
    after,
    bare,
    before,
    say,
)
from avatar.text.scripts import HAN
from avatar.text.spoken import Rule, Spoken

_ERAS = {"R": "令和", "H": "平成", "S": "昭和", "T": "大正", "M": "明治"}


_WEEK = "月火水木金土日"


def _date(match: re.Match[str]) -> list[Spoken]:
    year, month, day = map(bare, re.findall("[0-9]+", match[0]))
    return say(match, f"{year}年{month}月{day}日")


def _year_month(match: re.Match[str]) -> list[Spoken]:
    year, month = map(bare, re.findall("[0-9]+", match[0]))
    return say(match, f"{year}年{month}月")


def _month_day(match: re.Match[str]) -> list[Spoken]:
    month, day = map(bare, match[0].split("/"))
    return say(match, f"{month}月{day}日")


def _era(match: re.Match[str]) -> list[Spoken]:
    year, *rest = map(bare, re.findall("[0-9]+", match[0]))
    says = f"{_ERAS[match[0][0]]}{'元' if year == '1' else year}年"
    if len(rest) == 2:
        says += f"{rest[0]}月{rest[1]}日"
    return say(match, says)


def _weekday(match: re.Match[str]) -> list[Spoken]:
    days = [day for day in match[0] if day in _WEEK][:: 2 if "曜日" in match[0] else 1]
    says = "から" if re.search(WAVE, match[0]) else "、"
    return say(match, says.join(f"{day}曜日" for day in days) + ("祝日" if "祝" in match[0] else ""))


_DAYS = dict(zip(_WEEK, ("ゲツ", "カ", "スイ", "モク", "キン", "ド", "ニチ"), strict=True))


def _days(match: re.Match[str]) -> list[Spoken]:
    """Read 月〜金, the days of a week."""
    ending = {"曜": "ヨー", "曜日": "ヨービ"}.get(match[0][3:], "")
    return say(match, f"{_DAYS[match[0][0]]}カラ{_DAYS[match[0][2]]}{ending}")


def _clock(match: re.Match[str]) -> list[Spoken] | None:
    found = re.fullmatch(r"([0-9]+)[:：]([0-9]+)(?:[:：]([0-9]+))?\s?([AaPp]\.?[Mm]\.?)?", match[0])
    if found is None or re.search(SCORE_WORDS, before(match, 6) + "\n" + after(match, 4)):
        return None
    minute = bare(found[2])
    says = f"{bare(found[1])}時" + (f"{minute}分" if minute != "0" or found[3] else "")
    half = {"a": "午前", "p": "午後"}.get((found[4] or "")[:1].lower(), "")
    return say(match, half + says + (f"{bare(found[3])}秒" if found[3] else ""))


DATES: tuple[Rule, ...] = (
    Rule(rf"(?<![{HAN}0-9])[{_WEEK}]{WAVE}[{_WEEK}](?:曜日?)?(?![{HAN}])", _days),
    Rule(rf"{FREE}{YEAR}(?:/{MONTH}/{DAY}|-{MONTH}-{DAY}|\.{MONTH}\.{DAY})(?![0-9])", _date),
    Rule(
        rf"{FREE}(?:19|20)[0-9]{{2}}[/.-](?:0[1-9]|1[0-2])(?![0-9./-])|{FREE}(?:19|20)[0-9]{{2}}/{MONTH}(?![0-9./-])",
        _year_month,
    ),
    Rule(
        r"(?<![0-9./-])(?:0[1-9]|1[0-2])/(?:0[1-9]|[12][0-9]|3[01])(?![0-9/.])|(?<![0-9./-])(?:1[0-2]|[1-9])/(?:3[01]|[12][0-9]|[1-9])(?=\s?[(（][月火水木金土日])",
        _month_day,
    ),
    Rule(
        r"(?<![A-Za-z0-9])[RHSTM](?:\.[0-9]{1,2}(?![0-9])(?!\.[0-9])年?|[0-9]{1,2}年|\.?[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{1,2}(?![0-9]))",
        _era,
    ),
    Rule(rf"(?<=[日0-9])\s?[(（][{_WEEK}](?:曜日?)?(?:[・、~〜～/]?[{_WEEK}祝](?:曜日?)?)?[)）]", _weekday),
    Rule(
        r"(?<![0-9:：])(?:[01]?[0-9]|2[0-9])[:：][0-5][0-9](?:[:：][0-5][0-9])?(?:\s?[AaPp]\.?[Mm]\.?(?![A-Za-z]))?(?![0-9:：])",
        _clock,
    ),
)
"""First match wins."""
