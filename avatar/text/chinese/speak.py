"""Written Chinese to spoken Chinese: every digit, sign and Latin word becomes what a speaker says."""

from __future__ import annotations

import re
from functools import lru_cache

from avatar.text.abbreviations import read_latin
from avatar.text.addresses import ADDRESS, parts_of, read_label
from avatar.text.chinese.lists import CURRENCIES, GREEK, SIGNS
from avatar.text.chinese.numbers import digit_by_digit
from avatar.text.chinese.quantities import QUANTITIES
from avatar.text.english.numbers import cardinal
from avatar.text.language import language_of_script
from avatar.text.scripts import HAN, LATIN, WORD, script_of
from avatar.text.spoken import PAUSE, PAUSES, Rule, Rules, Spoken, pause


def speak_chinese(text: str) -> list[Spoken]:
    """Give the pieces of a Chinese sentence in order, with Chinese characters, English words or a pause to be said."""
    return _rules().read(text)


_ADDRESS_SIGNS = {
    **{".": "点", "@": "艾特", "/": "斜杠", "-": "杠", "_": "下划线", "?": "问号", "=": "等于", "#": "井号", "&": "和"},
    **{
        "+": "加",
        "%": "百分号",
        ":": "冒号",
        "~": "波浪号",
        "!": "叹号",
        "*": "星号",
        "$": "美元符",
        ",": "逗号",
        ";": "分号",
    },
}
_SHARP = {"C#": "C sharp", "F#": "F sharp", "J#": "J sharp"}


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


def _sign(match: re.Match[str]) -> list[Spoken]:
    sign = match[0].strip()
    return [Spoken(sign, "每" if sign == "/" else SIGNS.get(sign) or CURRENCIES[sign], "zh")]


def _greek(match: re.Match[str]) -> list[Spoken]:
    return [Spoken(match[0], GREEK[match[0]], "zh")]


def _sharp(match: re.Match[str]) -> list[Spoken]:
    return [Spoken(match[0], _SHARP[match[0]], "en")]


def _point(match: re.Match[str]) -> list[Spoken]:
    return [Spoken(match[0], "点", "zh")]


def _letter_to_letter(match: re.Match[str]) -> list[Spoken] | None:
    """Read A-Z as a span; neighbours such as A-B may be a name."""
    first, last = match[0][0], match[0][-1]
    if ord(last) - ord(first) < 2:
        return None
    return [Spoken(first, first.upper(), "en"), Spoken("-", "到", "zh"), Spoken(last, last.upper(), "en")]


def _to(match: re.Match[str]) -> list[Spoken]:
    return [Spoken(match[0], "到", "zh")]


def _magnitude(match: re.Match[str]) -> list[Spoken]:
    return [Spoken(match[0], "绝对值", "zh")]


def _backslash(match: re.Match[str]) -> list[Spoken]:
    return [Spoken(match[0], "反斜杠", "zh")]


def _title(match: re.Match[str]) -> list[Spoken]:
    return [Spoken(match[0][0], PAUSE, "")]


def _foreign(match: re.Match[str]) -> list[Spoken]:
    language = language_of_script(script_of(match[0][0]))
    return [Spoken(match[0], match[0], language)] if language else []


_GREEK_LETTER = "".join(GREEK)
_MONEY_SIGNS = re.escape("".join(sign for sign in CURRENCIES if len(sign) == 1))
_RULES: tuple[Rule, ...] = (
    Rule(ADDRESS, _address),
    Rule(rf"(?<![{LATIN}])[Nn][Oo]\.\s?[0-9]{{1,6}}(?![0-9.])", _number_one),
    Rule(rf"(?<![{LATIN}])(?:{'|'.join(_SHARP)})(?![{LATIN}0-9#])", _sharp),
    *QUANTITIES,
    Rule(r"(?<![A-Za-z0-9])[A-Z]-[A-Z](?![A-Za-z0-9])|(?<![A-Za-z0-9])[a-z]-[a-z](?![A-Za-z0-9])", _letter_to_letter),
    Rule(r"(?:(?<=[A-Z][0-9])|(?<=[A-Z][0-9]{2}))[-~～](?=[A-Z][0-9])", _to),
    Rule(rf"[A-Za-z]2[A-Za-z](?![{LATIN}0-9])|(?:[A-Za-z]\.){{2,}}|[{LATIN}]+(?:['’-][{LATIN}]+)*", _letters),
    Rule(f"[{HAN}]+", _chinese),
    Rule(rf"<(?=[{HAN}]{{1,20}}>)|(?<=[{HAN}])>(?![{HAN}0-9=])", _title),
    Rule(rf"(?<=[0-9A-Za-z%²³)]) ?[+×*÷=] ?(?=[0-9A-Za-z.¥￥$({_GREEK_LETTER}])|(?<=[A-Za-z+])\+", _sign),
    Rule(" ?(?:<=|>=|!=|==|[<>≤≥≦≧⩽⩾≈≠±≡∞∝∠⊥∥∵∴∈∉⊂⊆⊃∪∩∅∀∃∑∏∫∂∇√∛≪≫&@²³×÷]) ?", _sign),
    Rule("(?<![=+])[=+](?![=+])", _sign),
    Rule(rf"[{_MONEY_SIGNS}%‰]", _sign),
    Rule(r"/(?=[0-9])|(?<=[0-9])/(?=[A-Za-z])|(?<=[0-9])\s(?=[0-9])", pause),
    Rule(rf"(?<=[元次人个份笔户月年天米吨台时m²])/(?=[{HAN}A-Za-z])", _sign),
    Rule(rf"(?<=[0-9A-Za-z{HAN}])\.(?=(?:[a-z]{{2,4}}|[a-z]{{2,3}}[0-9])(?![A-Za-z0-9]))", _point),
    Rule(rf"[{_GREEK_LETTER}](?![\u0370-\u03ff])", _greek),
    Rule(r"(?<=[A-Za-z])/(?=\()", _sign),
    Rule(r"\|(?=[-A-Za-z0-9+*/]{1,12}\|)", _magnitude),
    Rule(r"(?<=[0-9A-Za-z:])\\+(?=[0-9A-Za-z])", _backslash),
    Rule(rf"(?<=[{HAN}])[ /-](?=[{HAN}])|{PAUSES}|[*]{{2,}}", pause),
    Rule(WORD, _foreign),
)


@lru_cache
def _rules() -> Rules:
    return Rules(_RULES, "zh")
