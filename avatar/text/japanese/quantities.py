"""Written forms in Japanese text that a dictionary doesn't know, respelled so that it does: 2024/1/30, -5℃, 1/2, ¥500.

What a rule says is Japanese writing, which is read afterwards like the rest of the text, or kana.
"""

from __future__ import annotations

import re

from avatar.text.abbreviations import read_latin
from avatar.text.addresses import ADDRESS, parts_of, read_label
from avatar.text.japanese.lists import (
    ADDRESS_SIGNS,
    GREEK,
    LETTERS,
    MONEY,
    NAMES,
    SAID_AS_WORD,
    SCORE_WORDS,
    SIGNS,
    SPEEDS,
    UNITS,
    UNITS_COUNTED,
    any_of,
)
from avatar.text.japanese.numbers import is_counted_in, joined_to_unit, spoken_number
from avatar.text.scripts import HAN, KANA, LATIN, WORD
from avatar.text.spoken import PAUSE, PAUSES, Rule, Rules, Spoken, pause

_NUM = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+(?!\.?[0-9]))?"
_FREE = r"(?<![0-9.])"
_WAVE = "[~〜～∼–—]"
_UNIT = any_of(UNITS)
_SPEED = any_of(SPEEDS)
_MONEY = any_of(MONEY)
_SCALE = "[十百千]?[万億兆]"
_MONTH = "(?:1[0-2]|0?[1-9])"
_DAY = "(?:[12][0-9]|3[01]|0?[1-9])"
_YEAR = "(?:1[0-9]|20|21)[0-9]{2}"
_ERAS = {"R": "令和", "H": "平成", "S": "昭和", "T": "大正", "M": "明治"}
_WEEK = "月火水木金土日"


def _say(match: re.Match[str], says: str) -> list[Spoken]:
    return [Spoken(match[0].strip(), says, "ja")]


def _before(match: re.Match[str], length: int = 20) -> str:
    return match.string[max(0, match.start() - length) : match.start()]


def _after(match: re.Match[str], length: int = 12) -> str:
    return match.string[match.end() : match.end() + length]


def _bare(number: str) -> str:
    return number.lstrip("0") or "0"


def _date(match: re.Match[str]) -> list[Spoken]:
    year, month, day = map(_bare, re.findall("[0-9]+", match[0]))
    return _say(match, f"{year}年{month}月{day}日")


def _year_month(match: re.Match[str]) -> list[Spoken]:
    year, month = map(_bare, re.findall("[0-9]+", match[0]))
    return _say(match, f"{year}年{month}月")


def _month_day(match: re.Match[str]) -> list[Spoken]:
    month, day = map(_bare, match[0].split("/"))
    return _say(match, f"{month}月{day}日")


def _era(match: re.Match[str]) -> list[Spoken]:
    year, *rest = map(_bare, re.findall("[0-9]+", match[0]))
    says = f"{_ERAS[match[0][0]]}{'元' if year == '1' else year}年"
    if len(rest) == 2:
        says += f"{rest[0]}月{rest[1]}日"
    return _say(match, says)


def _weekday(match: re.Match[str]) -> list[Spoken]:
    days = [day for day in match[0] if day in _WEEK][:: 2 if "曜日" in match[0] else 1]
    says = "から" if re.search(_WAVE, match[0]) else "、"
    return _say(match, says.join(f"{day}曜日" for day in days) + ("祝日" if "祝" in match[0] else ""))


def _clock(match: re.Match[str]) -> list[Spoken] | None:
    found = re.fullmatch(r"([0-9]+)[:：]([0-9]+)(?:[:：]([0-9]+))?\s?([AaPp]\.?[Mm]\.?)?", match[0])
    if found is None or re.search(SCORE_WORDS, _before(match, 6) + "\n" + _after(match, 4)):
        return None
    minute = _bare(found[2])
    says = f"{_bare(found[1])}時" + (f"{minute}分" if minute != "0" or found[3] else "")
    half = {"a": "午前", "p": "午後"}.get((found[4] or "")[:1].lower(), "")
    return _say(match, half + says + (f"{_bare(found[3])}秒" if found[3] else ""))


def _from_to(match: re.Match[str]) -> list[Spoken]:
    return _say(match, "カラ")


def _hyphen_span(match: re.Match[str]) -> list[Spoken] | None:
    first, second = re.findall("[0-9]+", match[0])
    counted = is_counted_in(_after(match))
    if re.search(SCORE_WORDS, _before(match) + "\n" + _after(match)) and not counted:
        return _say(match, f"{first}対{second}")
    if not counted or int(first) >= int(second) or first[0] == "0":
        return None
    return [
        Spoken(first, spoken_number(first), "ja"),
        Spoken(match[0][len(first) : -len(second)], "カラ", "ja"),
        Spoken(second, second, "text"),
    ]


def _ratio(match: re.Match[str]) -> list[Spoken]:
    return _say(match, "対".join(map(_bare, re.split("[:：]", match[0]))))


def _minus(match: re.Match[str]) -> list[Spoken]:
    return _say(match, "マイナス")


def _plus(match: re.Match[str]) -> list[Spoken]:
    return _say(match, "プラス")


def _fraction(match: re.Match[str]) -> list[Spoken]:
    found = re.fullmatch(r"(?:([0-9]+)[ 荷と])?(√)?([0-9]+)\s?[/／]\s?([0-9]+)", match[0])
    if found is None:
        return _say(match, match[0])
    joint = "荷" if "荷" in match[0] else "と"
    whole = found[1] + joint if found[1] else ""
    return _say(match, f"{whole}{found[4]}分の{'ルート' if found[2] else ''}{found[3]}")


def _sum(match: re.Match[str]) -> list[Spoken]:
    found = re.fullmatch(rf"({_MONEY})\s?({_NUM})\s?({_SCALE}|[KMB]|bn)?円?", match[0])
    if found is None:
        return _say(match, match[0])
    amount, power = (
        re.sub(r"\.00$", "", found[2]),
        {"K": 10**3, "M": 10**6, "B": 10**9, "b": 10**9}.get((found[3] or "")[:1]),
    )
    if power:
        amount = str(round(float(amount.replace(",", "")) * power))
    return _say(match, amount + ("" if power else found[3] or "") + MONEY[found[1]])


def _speed(match: re.Match[str]) -> list[Spoken]:
    found = re.fullmatch(rf"({_NUM})\s?({_SPEED})", match[0])
    if found is None:
        return _say(match, match[0])
    lead, unit = SPEEDS[found[2]]
    lead = "" if re.search("[時秒分]速[約]?$", _before(match, 4)) else lead
    return _say(match, lead + joined_to_unit(spoken_number(found[1]), unit))


def _measure(match: re.Match[str]) -> list[Spoken]:
    found = re.fullmatch(rf"({_NUM})\s?({_UNIT})(?:/({_UNIT}|[{HAN}]))?", match[0])
    if found is None:
        return _say(match, match[0])
    if found[2] in UNITS_COUNTED:
        return _say(match, found[1] + UNITS_COUNTED[found[2]])
    per = f"マイ{UNITS.get(found[3], found[3])}" if found[3] else ""
    return _say(match, joined_to_unit(spoken_number(found[1]), UNITS[found[2]]) + per)


def _angle(match: re.Match[str]) -> list[Spoken]:
    parts = zip(re.findall(r"[0-9.]+", match[0]), ("度", "分", "秒"), strict=False)
    return _say(match, "".join(value + unit for value, unit in parts))


def _telephone(match: re.Match[str]) -> list[Spoken]:
    digits = re.sub(r"[()（） ]+", "-", match[0].lstrip("+")).strip("-")
    return _say(match, ("プラス" if match[0][0] == "+" else "") + spoken_number(digits))


def _emergency(match: re.Match[str]) -> list[Spoken]:
    return _say(match, "ヒャクトーバン")


_OPERATORS = {
    "+": "タス",
    "-": "ヒク",
    "−": "ヒク",
    "–": "ヒク",
    "×": "カケル",
    "*": "カケル",
    "÷": "ワル",
    "/": "ワル",
    "=": "ワ",
    "≈": "ニアリーイコール",
    "≒": "ニアリーイコール",
}


def _formula(match: re.Match[str]) -> list[Spoken]:
    pieces = []
    for part in re.finditer(rf"{_NUM}|[A-Za-z]|\S", match[0]):
        if part[0] in _OPERATORS:
            pieces.append(Spoken(part[0], _OPERATORS[part[0]], "ja"))
        elif part[0].upper() in LETTERS:
            pieces.append(Spoken(part[0], LETTERS[part[0].upper()], "ja"))
        elif part[0][0].isdigit():
            pieces.append(Spoken(part[0], spoken_number(part[0]), "ja"))
        elif part[0] in SIGNS:
            pieces.append(Spoken(part[0], SIGNS[part[0]], "ja"))
    return pieces


def _power(match: re.Match[str]) -> list[Spoken]:
    found = re.fullmatch(rf"({_NUM}|[A-Za-z])(?:\^(-?[0-9]+)|([²³]))", match[0])
    if found is None:
        return _say(match, match[0])
    base = found[1] if found[1][0].isdigit() else LETTERS[found[1].upper()]
    exponent = found[2] or {"²": "2", "³": "3"}[found[3]]
    return _say(match, f"{base}の{exponent.replace('-', 'マイナス')}乗")


def _comparison(match: re.Match[str]) -> list[Spoken]:
    return _say(match, SIGNS[match[0].strip()])


def _circled(match: re.Match[str]) -> list[Spoken]:
    return [Spoken("", PAUSE, ""), *_say(match, spoken_number(str(ord(match[0]) - 0x245F))), Spoken("", PAUSE, "")]


def _roman(match: re.Match[str]) -> list[Spoken]:
    return _say(match, spoken_number(str((ord(match[0]) - 0x2160) % 16 + 1)))


_VULGAR = {"½": "2分の1", "⅓": "3分の1", "⅔": "3分の2", "¼": "4分の1", "¾": "4分の3", "⅛": "8分の1", "⅕": "5分の1"}


def _vulgar(match: re.Match[str]) -> list[Spoken]:
    return _say(match, _VULGAR[match[0]])


def _address(match: re.Match[str]) -> list[Spoken]:
    says = ""
    for part, kind in parts_of(match[0].rstrip("/")):
        if kind == "letters":
            says += {"com": "コム", "net": "ネット", "org": "オルグ"}.get(part.lower()) or _kana_of(read_label(part))
        elif kind == "digits":
            says += spoken_number(f"0{part}").removeprefix("ゼロ")
        elif kind == "sign":
            says += ADDRESS_SIGNS.get(part, "")
    return _say(match, says)


def _kana_of(label: str) -> str:
    return (
        "".join(LETTERS[letter] for letter in label if letter in LETTERS) if re.fullmatch("[A-Z. ]+", label) else label
    )


def _name(match: re.Match[str]) -> list[Spoken]:
    return _say(match, NAMES[match[0]])


def _initialism(match: re.Match[str]) -> list[Spoken] | None:
    word = match[0]
    if word in SAID_AS_WORD:
        return _say(match, SAID_AS_WORD[word])
    read = read_latin(word)
    if len(word) > 1 and not re.fullmatch(r"(?:[A-Z][. ]?)+", read):
        return None
    return _say(match, "".join(LETTERS[letter] for letter in word.upper() if letter in LETTERS))


def _greek(match: re.Match[str]) -> list[Spoken]:
    return _say(match, GREEK[match[0]])


def _sign(match: re.Match[str]) -> list[Spoken]:
    return _say(match, SIGNS[match[0].strip()])


def _text(match: re.Match[str]) -> list[Spoken]:
    return [Spoken(match[0], match[0], "text")]


def _slash(match: re.Match[str]) -> list[Spoken]:
    return [Spoken(match[0], PAUSE, "")]


RULES = Rules(
    (
        Rule(ADDRESS, _address),
        Rule(rf"(?<![A-Za-z0-9])(?:{any_of(NAMES)})(?![A-Za-z0-9+#])", _name),
        Rule("[①-⑳]", _circled),
        Rule(r"\+[0-9]{1,3}[- ][0-9(][0-9() -]{5,15}[0-9](?![0-9])", _telephone),
        Rule(
            r"[(（]0[0-9]{1,4}[)）]\s?[0-9]{1,4}-[0-9]{3,4}(?![0-9])|(?<![0-9])0[0-9]{1,4}[(（][0-9]{1,4}[)）][0-9]{3,4}(?![0-9])",
            _telephone,
        ),
        Rule(r"(?<![0-9])110(?=番(?![号線目]))番", _emergency),
        Rule(rf"{_FREE}{_YEAR}(?:/{_MONTH}/{_DAY}|-{_MONTH}-{_DAY}|\.{_MONTH}\.{_DAY})(?![0-9])", _date),
        Rule(
            rf"{_FREE}(?:19|20)[0-9]{{2}}[/.-](?:0[1-9]|1[0-2])(?![0-9./-])|{_FREE}(?:19|20)[0-9]{{2}}/{_MONTH}(?![0-9./-])",
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
        Rule(r"(?<![0-9A-Za-z.-])[0-9]{1,3}\s?[-–]\s?[0-9]{1,3}(?![0-9A-Za-z.-])", _hyphen_span),
        Rule(r"(?<![0-9:：])[0-9]+[:：][0-9]+(?![0-9:：])", _ratio),
        Rule(rf"(?<=[0-9{HAN}{KANA}%)）])\s?{_WAVE}\s?(?=[0-9{HAN}])", _from_to),
        Rule(
            rf"(?<![0-9A-Za-z.])(?:{_NUM}|[a-z])(?:\s?[-+−×*÷]\s?(?:{_NUM}|[a-z]))*\s?[=≈≒]\s?(?:{_NUM}|[a-z])(?:\s?[-+−×*÷=]\s?(?:{_NUM}|[a-z]))*(?![A-Za-z0-9])|{_NUM}(?:\s?[+×÷]\s?{_NUM})+(?![A-Za-z0-9{HAN}])",
            _formula,
        ),
        Rule(rf"(?<![A-Za-z0-9.])(?:{_NUM}|[A-Za-z])(?:\^-?[0-9]+|[²³])(?![A-Za-z0-9])", _power),
        Rule(rf"(?<![A-Za-z])(?:{_MONEY})\s?{_NUM}\s?(?:{_SCALE}|[KMB](?![A-Za-z])|bn)?円?", _sum),
        Rule(r"(?<![0-9/.])(?:[0-9]+[ 荷と])?√?[0-9]+\s?[/／]\s?[1-9][0-9]*(?![0-9/.A-Za-z])", _fraction),
        Rule(r"[0-9]+°[0-9]+[′'](?:[0-9.]+(?:[″\"]|''))?", _angle),
        Rule(rf"{_NUM}\s?(?:{_SPEED})(?![A-Za-z0-9])", _speed),
        Rule(rf"{_NUM}\s?(?:{_UNIT})(?![A-Za-z0-9²³])(?:/(?:{_UNIT})(?![A-Za-z0-9²³]))?", _measure),
        Rule(r"(?<![0-9A-Za-z])[-−–]\s?(?=[0-9√])|−(?=[0-9])", _minus),
        Rule(r"(?<![0-9A-Za-z])\+\s?(?=[0-9])", _plus),
        Rule("[Ⅰ-Ⅻⅰ-ⅻ]", _roman),
        Rule("[½⅓⅔¼¾⅛⅕]", _vulgar),
        Rule(r"[0-9]+(?:,[0-9]{3})*(?:[.:-][0-9]+)*", _text),
        Rule(r"[A-Z]{1,6}(?![A-Za-z])(?:\.(?=[A-Z]))?|(?<![A-Za-z])[a-z](?![A-Za-z])", _initialism),
        Rule(rf"[{LATIN}]+(?:['’&-][{LATIN}]+)*(?: [{LATIN}]+(?:['’-][{LATIN}]+)*)*", _text),
        Rule(rf"[{HAN}{KANA}々]+", _text),
        Rule(rf"[{''.join(GREEK)}](?![\u0370-\u03ff])", _greek),
        Rule(rf"\s?[{re.escape(''.join(sign for sign in SIGNS if sign not in '/-*'))}]\s?", _sign),
        Rule(PAUSES, pause),
        Rule(WORD, _text),
        Rule(r"\d+", _text),
        Rule(r"/", _slash),
        Rule(r".", lambda match: [Spoken(match[0], "", "")]),
    )
)
"""First match wins; what is left to the dictionary has the language "text"."""
