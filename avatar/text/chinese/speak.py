"""Written Chinese to spoken Chinese: every digit, sign and Latin word becomes what a speaker says."""

from __future__ import annotations

import re
from functools import lru_cache

from avatar.text.abbreviations import read_latin
from avatar.text.addresses import ADDRESS, parts_of, read_label
from avatar.text.chinese.numbers import digit_by_digit
from avatar.text.chinese.quantities import QUANTITIES
from avatar.text.english.numbers import cardinal
from avatar.text.language import language_of_script
from avatar.text.scripts import HAN, LATIN, WORD, script_of
from avatar.text.spoken import PAUSES, Rule, Rules, Spoken, pause


def speak_chinese(text: str) -> list[Spoken]:
    """Give the pieces of a Chinese sentence in order, with Chinese characters, English words or a pause to be said."""
    return _rules().read(text)


_ADDRESS_SIGNS = {".": "点", "@": "艾特", "/": "斜杠", "-": "杠", "_": "下划线", "?": "问号", "=": "等于", "#": "井号"}


def _address(match: re.Match[str]) -> list[Spoken]:
    pieces = []
    for part, kind in parts_of(match[0].rstrip("/")):
        if kind == "letters":
            pieces.append(Spoken(part, read_label(part), "en"))
        elif kind == "digits":
            pieces.append(Spoken(part, digit_by_digit(part), "zh"))
        elif kind == "sign" and part in _ADDRESS_SIGNS:
            pieces.append(Spoken(part, _ADDRESS_SIGNS[part], "zh"))
    return pieces


def _number_one(match: re.Match[str]) -> list[Spoken]:
    return [Spoken(match[0], f"number {cardinal(int(re.sub('[^0-9]', '', match[0])))}", "en")]


def _letters(match: re.Match[str]) -> list[Spoken]:
    return [Spoken(match[0], read_latin(match[0]), "en")]


def _chinese(match: re.Match[str]) -> list[Spoken]:
    return [Spoken(match[0], match[0], "zh")]


_SIGNS = {
    **{"+": "加", "×": "乘", "*": "乘", "÷": "除以", "=": "等于", "≈": "约等于", "≠": "不等于", "±": "正负"},
    **{"<": "小于", ">": "大于", "≤": "小于等于", "≥": "大于等于", "&": "和", "@": "艾特", "/": "每", "²": "平方"},
    **{"³": "立方", "·": "点"},
}


def _sign(match: re.Match[str]) -> list[Spoken]:
    sign = match[0].strip()
    return [Spoken(sign, _SIGNS[sign], "zh")]


def _foreign(match: re.Match[str]) -> list[Spoken]:
    language = language_of_script(script_of(match[0][0]))
    return [Spoken(match[0], match[0], language)] if language else []


_RULES: tuple[Rule, ...] = (
    Rule(ADDRESS, _address),
    Rule(rf"(?<![{LATIN}])[Nn][Oo]\.\s?[0-9]{{1,6}}(?![0-9.])", _number_one),
    *QUANTITIES,
    Rule(rf"[A-Za-z]2[A-Za-z](?![{LATIN}0-9])|(?:[A-Za-z]\.){{2,}}|[{LATIN}]+(?:['’-][{LATIN}]+)*", _letters),
    Rule(f"[{HAN}]+", _chinese),
    Rule(
        r"(?<=[0-9A-Za-z%²³]) ?[+×*÷=≈≠<>≤≥±&] ?(?=[0-9A-Za-z.¥￥$])|[<>≤≥≈±](?= ?[0-9])|(?<=[A-Za-z+])\+|[&²³]", _sign
    ),
    Rule(rf"(?<=[元次人个份笔户月年天米吨台时m²])/(?=[{HAN}A-Za-z])", _sign),
    Rule(rf"(?<=[{HAN}])[ /](?=[{HAN}])|{PAUSES}|[*]{{2,}}", pause),
    Rule(WORD, _foreign),
)


@lru_cache
def _rules() -> Rules:
    return Rules(_RULES)
