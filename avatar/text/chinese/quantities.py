"""Numbers in Chinese text: dates, times, telephone numbers, money, measures, fractions, and how each is said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from avatar.text.abbreviations import read_latin
from avatar.text.chinese.numbers import cardinal, counted, digit_by_digit, number
from avatar.text.chinese.units import CURRENCIES, ID_WORDS, MEASURES, SERVICE_NUMBERS, UNITS
from avatar.text.scripts import HAN
from avatar.text.spoken import PAUSE, Rule, Spoken

if TYPE_CHECKING:
    from collections.abc import Iterable


def _any_of(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_NUM = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+(?!\.?[0-9]))?"
_TO = r"\s?(?:--?|[~～〜∼–—]+|至|到)\s?"
_FREE = r"(?<![0-9.])"
_END = r"(?![0-9])"
_UNIT = _any_of(UNITS)
_MONEY = _any_of(CURRENCIES)
_SCALE = "万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千|百"
_MEASURED = rf"\s?(?:{MEASURES}|年|月|日|号|时|度|%|％|‰|折|后|代|级|(?:{_UNIT})(?![A-Za-z])|{_MONEY})"

_AFTER_ID_WORD = re.compile(
    rf"(?:{ID_WORDS})(?:[0-9-]+\s?[或和、及/]\s?)*[^0-9\n，。；,;]{{0,6}}(?:[0-9-]+\s?[或和、及/]\s?)*$"
)
_COUNTED = re.compile(rf"(?:{_TO}[0-9]+)?\s?(?:{MEASURES})")
_SUM_OF_MONEY = re.compile(r"\s?(?:元|块|美元|欧元|英镑|港元|日元|人民币)")
_QUANTITY = re.compile(rf"{_MEASURED}|{_TO}[0-9]+{_MEASURED}")


def _say(match: re.Match[str], says: str) -> list[Spoken]:
    return [Spoken(match[0].strip(), says, "zh")]


def _plain(written: str) -> str:
    """Say a number that counts no things: 2 stays 二."""
    return "二" if written == "2" else number(written)


def _date(match: re.Match[str]) -> list[Spoken]:
    year, month, day = re.split("[-/.]", match[0])
    return _say(match, f"{digit_by_digit(year)}年{cardinal(int(month))}月{cardinal(int(day))}日")


def _year(match: re.Match[str]) -> list[Spoken]:
    return _say(match, digit_by_digit(match[0]))


def _clock(match: re.Match[str]) -> list[Spoken]:
    hour, minute, *second = re.split("[:：]", match[0])
    said = counted(str(int(hour))) + "点"
    if int(minute) or second:
        said += ("零" if minute[0] == "0" != minute else "") * (minute != "00") + cardinal(int(minute)) + "分"
    return _say(match, said + "".join(cardinal(int(part)) + "秒" for part in second))


def _padded(match: re.Match[str]) -> list[Spoken]:
    """Say 02 in 02月03日 as 二, in 9点05分 as 零五."""
    is_minute = match.string[match.end() : match.end() + 1] in ("分", "秒") and int(match[0]) > 0
    return _say(match, ("零" if is_minute else "") + cardinal(int(match[0])))


def _spell(match: re.Match[str]) -> list[Spoken]:
    """Say digits one by one, with a breath between groups that a hyphen parts."""
    pieces: list[Spoken] = []
    for part in re.finditer(r"[0-9]+|[A-Za-z]+|[^0-9A-Za-z]+", match[0]):
        if part[0].isdigit():
            pieces.append(Spoken(part[0], digit_by_digit(part[0], one="幺"), "zh"))
        elif part[0].isalpha():
            pieces.append(Spoken(part[0], read_latin(part[0].upper()), "en"))
        elif "+" in part[0]:
            pieces.append(Spoken("+", "加", "zh"))
        elif mark := part[0].strip():
            pieces.append(Spoken(mark, PAUSE, "zh"))
    return pieces


def _mobile(match: re.Match[str]) -> list[Spoken]:
    groups = (match[0][:3], match[0][3:7], match[0][7:])
    return [Spoken(group, digit_by_digit(group, one="幺"), "zh") for group in groups]


def _percent(match: re.Match[str]) -> list[Spoken]:
    written = re.sub(r"\s", "", match[0])
    return _say(match, f"{'千' if written[-1] == '‰' else '百'}分之{_plain(written[:-1])}")


def _sum(match: re.Match[str]) -> list[Spoken]:
    found = re.fullmatch(rf"({_MONEY})\s?({_NUM})\s?({_SCALE})?\s?(?:元|圆|块)?", match[0])
    return _say(
        match, counted(re.sub(r"\.00$", "", found[2])) + (found[3] or "") + CURRENCIES[found[1]] if found else match[0]
    )


def _currency(match: re.Match[str]) -> list[Spoken]:
    return _say(match, CURRENCIES[match[0].strip()])


def _measure(match: re.Match[str]) -> list[Spoken]:
    found = re.fullmatch(rf"({_NUM})\s?({_UNIT})", match[0])
    if found is None:
        return []
    unit = UNITS[found[2]]
    return _say(match, (_plain(found[1]) if unit.endswith("度") else counted(found[1])) + unit)


def _below_zero(match: re.Match[str]) -> list[Spoken]:
    found = re.fullmatch(rf".({_NUM})\s?(°[CF]?)", match[0])
    return _say(match, "零下" + _plain(found[1]) + UNITS[found[2]] if found else match[0])


def _unit_alone(match: re.Match[str]) -> list[Spoken]:
    return _say(match, UNITS[match[0].strip()])


def _fraction(match: re.Match[str]) -> list[Spoken]:
    top, bottom = re.split("[/⁄]", match[0])
    return _say(match, f"{_plain(bottom)}分之{_plain(top)}")


_VULGAR = {"½": "二分之一", "⅓": "三分之一", "⅔": "三分之二", "¼": "四分之一", "¾": "四分之三", "⅛": "八分之一"}


def _vulgar(match: re.Match[str]) -> list[Spoken]:
    is_mixed = match.string[match.start() - 1 : match.start()].isdigit()
    return _say(match, ("又" if is_mixed else "") + _VULGAR[match[0]])


def _ratio(match: re.Match[str]) -> list[Spoken]:
    return _say(match, "比".join(map(_plain, re.split("[:：]", match[0]))))


def _version(match: re.Match[str]) -> list[Spoken]:
    return _say(match, "点".join(map(digit_by_digit, match[0].split("."))))


def _to(match: re.Match[str]) -> list[Spoken]:
    return _say(match, "到")


def _minus(match: re.Match[str]) -> list[Spoken]:
    return _say(match, "负")


def _plus(match: re.Match[str]) -> list[Spoken]:
    return _say(match, "正")


def _roman(match: re.Match[str]) -> list[Spoken]:
    return _say(match, cardinal((ord(match[0]) - 0x2160) % 16 + 1))


def _number(match: re.Match[str]) -> list[Spoken]:
    before = match.string[max(0, match.start() - 30) : match.start()]
    after = match.string[match.end() : match.end() + 16]
    return _say(match, _in_context(match[0], before, after))


def _in_context(written: str, before: str, after: str) -> str:
    if not written.isdigit():
        # Nobody says the zeros of 100.00元.
        return number(re.sub(r"\.00$", "", written) if _SUM_OF_MONEY.match(after) else written)
    is_after_letter = before[-1:].isascii() and before[-1:].isalpha()
    if not _QUANTITY.match(after):
        if len(written) >= 9 or (len(written) > 1 and _AFTER_ID_WORD.search(before)):
            return digit_by_digit(written, one="幺")
        if is_after_letter and len(written) > 2:
            return digit_by_digit(written)
    if written == "2":
        return "两" if _COUNTED.match(after) and not before.endswith("第") else "二"
    return number(written)


def _foreign_digits(match: re.Match[str]) -> list[Spoken]:
    return _say(match, number("".join(str(int(digit)) for digit in match[0])))


QUANTITIES: tuple[Rule, ...] = (
    Rule(
        _FREE
        + r"(?:1[0-9]|2[01])[0-9]{2}(?:"
        + "|".join(rf"{mark}(?:0?[1-9]|1[0-2]){mark}(?:[12][0-9]|3[01]|0?[1-9])" for mark in ("-", "/", r"\."))
        + ")"
        + _END,
        _date,
    ),
    Rule(rf"{_FREE}(?:1[0-9]|2[01])[0-9]{{2}}(?=\s?(?:年(?!期|以|来)|财年|届|款))", _year),
    Rule(rf"{_FREE}(?:1[0-9]|2[01])[0-9]{{2}}(?={_TO}(?:1[0-9]|2[01])[0-9]{{2}}\s?年)", _year),
    Rule(rf"{_FREE}(?:0[0-9]|[6-9][0-9])(?=年(?!代|期|以|来|的历史))|{_FREE}[05-9][05](?=后(?![0-9天年]))", _year),
    Rule(r"(?<![0-9:：])(?:[01]?[0-9]|2[0-4])[:：][0-5][0-9](?:[:：][0-5][0-9])?(?![0-9:：])", _clock),
    Rule(rf"{_FREE}0[0-9](?=\s?[月日号时点分秒])", _padded),
    Rule(rf"{_FREE}(?:\+?86[- ]?)?1[3-9][0-9](?:[- ][0-9]{{4}}){{2}}{_END}", _spell),
    Rule(rf"{_FREE}1[3-9][0-9]{{9}}{_END}(?!{_MEASURED})", _mobile),
    Rule(rf"\+[0-9]{{1,3}}[- ][0-9][0-9 -]{{5,15}}[0-9]{_END}", _spell),
    Rule(rf"{_FREE}0[0-9]{{2,3}}[- ]?[0-9]{{7,8}}(?:-[0-9]{{1,5}})?{_END}", _spell),
    Rule(rf"{_FREE}[48]00[- ]?[0-9]{{3,4}}[- ]?[0-9]{{3,4}}{_END}(?!{_MEASURED})", _spell),
    Rule(rf"{_FREE}(?:955[0-9]{{2}}|{SERVICE_NUMBERS}){_END}(?![.,][0-9]|{_MEASURED}|{_TO}[0-9])", _spell),
    Rule(rf"{_FREE}[0-9]{{4}}(?: [0-9]{{4}}){{1,4}}(?: [0-9]{{1,3}})?{_END}", _spell),
    Rule(rf"{_FREE}[0-9]{{17}}[Xx](?![0-9A-Za-z])", _spell),
    Rule(rf"{_FREE}[0-9]+(?:-[0-9]+){{2,}}{_END}", _spell),
    Rule(rf"(?<![0-9A-Za-z{HAN})）])[-−–]{_NUM}\s?°[CF]?|−{_NUM}\s?°[CF]?|(?<=[{HAN}])[-−–]{_NUM}\s?°C", _below_zero),
    Rule(rf"{_NUM}\s?[%％‰]", _percent),
    Rule(rf"(?<![A-Za-z])(?:{_MONEY})\s?{_NUM}\s?(?:{_SCALE})?\s?(?:元|圆|块)?", _sum),
    Rule(rf"(?<=[0-9万亿])\s?(?:{_MONEY})(?![A-Za-z0-9])", _currency),
    Rule(rf"{_NUM}\s?(?:{_UNIT})(?![A-Za-z0-9²³])", _measure),
    Rule(rf"(?<=[每/])(?:{_UNIT})(?![A-Za-z0-9²³])", _unit_alone),
    Rule(r"(?<![0-9A-Za-z/.])[0-9]{1,4}[/⁄][1-9][0-9]{0,4}(?![0-9/A-Za-z])", _fraction),
    Rule("[½⅓⅔¼¾⅛]", _vulgar),
    Rule(r"(?<![0-9:：])[0-9]+[:：][0-9]+(?![0-9:：])", _ratio),
    Rule(rf"{_FREE}[0-9]+(?:\.[0-9]+){{2,}}", _version),
    Rule(r"(?<=[0-9%％‰°C℃元万亿年月日号点分期岁天个时周级秒])\s?(?:--?|[~～〜∼–—]+)\s?(?=[0-9¥￥$€£])", _to),
    Rule(r"(?<![0-9A-Za-z])[-−–](?=[0-9¥￥$€£])|−(?=[0-9])", _minus),
    Rule(r"(?<![0-9A-Za-z])\+(?=[0-9])", _plus),
    Rule("[Ⅰ-Ⅻⅰ-ⅻ]", _roman),
    Rule(rf"{_FREE}[0-9]{{3,4}}(?=室|房(?!间|产|子)|号房)", _spell),
    Rule(rf"{_FREE}(?:720|1080|1440|2160)(?=[Pp](?![A-Za-z]))", _year),
    Rule(_NUM, _number),
    Rule(r"\d+", _foreign_digits),
)
"""First match wins."""
