"""Written forms in Japanese text that a dictionary doesn't know, respelled so that it does: 2024/1/30, -5℃, 1/2, ¥500.

What a rule says is Japanese writing, which is read afterwards like the rest of the text, or kana.
"""

from __future__ import annotations

import re
import unicodedata

from avatar.text.japanese.counters import COUNTERS
from avatar.text.japanese.dates import DATES
from avatar.text.japanese.lists import (
    LETTERS,
    MONEY,
    SCORE_WORDS,
    SIGNS,
    SPEEDS,
    UNITS,
    UNITS_COUNTED,
    any_of,
)
from avatar.text.japanese.names import LATIN_LETTERS, NAMED
from avatar.text.japanese.numbers import counted, is_counted_in, joined_to_unit, spoken_number
from avatar.text.japanese.patterns import (
    FREE,
    MONEY_SIGN,
    NUM,
    SCALE,
    SPEED,
    UNIT,
    WAVE,
    after,
    bare,
    before,
    say,
)
from avatar.text.scripts import HAN, KANA, LATIN, WORD
from avatar.text.spoken import PAUSE, PAUSES, Rule, Spoken, pause


def _from_to(match: re.Match[str]) -> list[Spoken]:
    return say(match, "カラ")


def _hyphen_span(match: re.Match[str]) -> list[Spoken] | None:
    first, second = re.findall("[0-9]+", match[0])
    counted = is_counted_in(after(match))
    if re.search(SCORE_WORDS, before(match) + "\n" + after(match)) and not counted:
        return say(match, f"{first}対{second}")
    if not counted or int(first) >= int(second) or first[0] == "0":
        return None
    return [
        Spoken(first, spoken_number(first), "ja"),
        Spoken(match[0][len(first) : -len(second)], "カラ", "ja"),
        Spoken(second, second, "text"),
    ]


def _share(match: re.Match[str]) -> list[Spoken]:
    """Read .325, a batting average."""
    digits = match[0][1:]
    return say(match, f"{digits[0]}割{digits[1]}分{digits[2]}厘")


def _number_word(match: re.Match[str]) -> list[Spoken]:
    words = {"v": "バージョン", "n": "ナンバー"}
    return say(match, "ボリューム" if match[0][:2].lower() == "vo" else words[match[0][0].lower()])


def _version(match: re.Match[str]) -> list[Spoken]:
    return say(match, "テン".join(map(spoken_number, match[0].split("."))))


def _code(match: re.Match[str]) -> list[Spoken]:
    return say(match, "".join(map(spoken_number, match[0])))


def _floor(match: re.Match[str]) -> list[Spoken]:
    number = re.sub("[BF]", "", match[0])
    return say(match, f"{'地下' * match[0].startswith('B')}{number}階")


def _type(match: re.Match[str]) -> list[Spoken]:
    return say(match, "".join(LETTERS[letter] for letter in match[0][:-1]) + "ガタ")


def _ratio(match: re.Match[str]) -> list[Spoken]:
    return say(match, "対".join(map(bare, re.split("[:：]", match[0]))))


def _minus(match: re.Match[str]) -> list[Spoken]:
    return say(match, "マイナス")


def _plus(match: re.Match[str]) -> list[Spoken]:
    return say(match, "プラス")


def _fraction(match: re.Match[str]) -> list[Spoken]:
    found = re.fullmatch(r"(?:([0-9]+)[ 荷と])?(√)?([0-9]+)\s?[/／]\s?([0-9]+)", match[0])
    if found is None:
        return say(match, match[0])
    joint = "荷" if "荷" in match[0] else "と"
    whole = found[1] + joint if found[1] else ""
    return say(match, f"{whole}{found[4]}分の{'ルート' if found[2] else ''}{found[3]}")


def _sum(match: re.Match[str]) -> list[Spoken]:
    found = re.fullmatch(rf"({MONEY_SIGN})\s?({NUM})\s?({SCALE}|[KMB]|bn)?円?", match[0])
    if found is None:
        return say(match, match[0])
    amount, power = (
        re.sub(r"\.00$", "", found[2]),
        {"K": 10**3, "M": 10**6, "B": 10**9, "b": 10**9}.get((found[3] or "")[:1]),
    )
    if power:
        amount = str(round(float(amount.replace(",", "")) * power))
    return say(match, amount + ("" if power else found[3] or "") + MONEY[found[1]])


def _speed(match: re.Match[str]) -> list[Spoken]:
    found = re.fullmatch(rf"({NUM})\s?({SPEED})", match[0])
    if found is None:
        return say(match, match[0])
    lead, unit = SPEEDS[found[2]]
    lead = "" if re.search("[時秒分]速[約]?$", before(match, 4)) else lead
    return say(match, lead + joined_to_unit(spoken_number(found[1]), unit))


def _measure(match: re.Match[str]) -> list[Spoken]:
    found = re.fullmatch(rf"({NUM})\s?({UNIT})(?:/({UNIT}|[{HAN}]))?", match[0])
    if found is None:
        return say(match, match[0])
    if found[2] in UNITS_COUNTED:
        return say(match, found[1] + UNITS_COUNTED[found[2]])
    per = f"マイ{UNITS.get(found[3], found[3])}" if found[3] else ""
    return say(match, joined_to_unit(spoken_number(found[1]), UNITS[found[2]]) + per)


def _unit(match: re.Match[str]) -> list[Spoken]:
    return say(match, UNITS[match[0]])


def _angle(match: re.Match[str]) -> list[Spoken]:
    parts = zip(re.findall(r"[0-9.]+", match[0]), ("度", "分", "秒"), strict=False)
    return say(match, "".join(value + unit for value, unit in parts))


def _rate(match: re.Match[str]) -> list[Spoken]:
    """Read 100円/個 as so much for one."""
    counter = match[0][1:]
    one = "ヒトツキ" if counter == "月" else counted("1", counter, is_date=False)
    return say(match, f"{one}ニツキ")


def _telephone(match: re.Match[str]) -> list[Spoken]:
    digits = re.sub(r"[()（） ]+", "-", match[0].lstrip("+")).strip("-")
    return say(match, ("プラス" if match[0][0] == "+" else "") + spoken_number(digits))


def _emergency(match: re.Match[str]) -> list[Spoken]:
    return say(match, "ヒャクトーバン")


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
    for part in re.finditer(rf"{NUM}|[A-Za-z]|\S", match[0]):
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
    found = re.fullmatch(rf"({NUM}|[A-Za-z])(?:\^(-?[0-9]+)|(⁻?[²³¹⁰⁴-⁹]+))", match[0])
    if found is None:
        return say(match, match[0])
    base = found[1] if found[1][0].isdigit() else LETTERS[found[1].upper()]
    exponent = found[2] or unicodedata.normalize("NFKC", found[3]).replace("−", "-")
    return say(match, f"{base}の{exponent.replace('-', 'マイナス')}乗")


def _comparison(match: re.Match[str]) -> list[Spoken]:
    return say(match, SIGNS[match[0].strip()])


def _roman(match: re.Match[str]) -> list[Spoken]:
    value, counter = str((ord(match[0][0]) - 0x2160) % 16 + 1), match[0][1:]
    return say(match, counted(value, counter) if counter else spoken_number(value))


def _lowered(match: re.Match[str]) -> list[Spoken]:
    return say(match, spoken_number(unicodedata.normalize("NFKC", match[0])))


def _company(match: re.Match[str]) -> list[Spoken]:
    return say(match, "カブシキガイシャ" if "株" in match[0] else "ユーゲンガイシャ")


def _vulgar(match: re.Match[str]) -> list[Spoken]:
    top, bottom = unicodedata.normalize("NFKC", match[0]).split("⁄")
    return say(match, f"{bottom}分の{top}")


def _sign(match: re.Match[str]) -> list[Spoken]:
    return say(match, SIGNS[match[0].strip()])


def _text(match: re.Match[str]) -> list[Spoken]:
    return [Spoken(match[0], match[0], "text")]


def _slash(match: re.Match[str]) -> list[Spoken]:
    return [Spoken(match[0], PAUSE, "")]


RULES: tuple[Rule, ...] = (
    *NAMED,
    *DATES,
    Rule(r"(?<=:[0-9]{2})\s?[-–]\s?(?=[0-9]{1,2}:[0-9]{2})", _from_to),
    Rule(r"(?<![0-9])\.[0-9]{3}(?![0-9])", _share),
    Rule(r"(?<![A-Za-z])(?:[Vv]ol|[Nn]o|[Vv]er)\.?\s?(?=[0-9])|(?<![A-Za-z])[Vv](?=[0-9]+\.[0-9])", _number_word),
    Rule(rf"{FREE}[0-9]+(?:\.[0-9]+){{2,}}(?![0-9])", _version),
    Rule(r"(?:(?<=番号)|(?<=内線)|(?<=コード))[0-9]{3,}(?![0-9-])", _code),
    Rule(r"(?<![A-Za-z0-9])B?[0-9]{1,2}F(?![A-Za-z0-9])", _floor),
    Rule(r"(?<![A-Za-z0-9])[A-Z]{1,2}型", _type),
    Rule(r"\+[0-9]{1,3}[- ][0-9(][0-9() -]{5,15}[0-9](?![0-9])", _telephone),
    Rule(
        r"[(（]0[0-9]{1,4}[)）]\s?[0-9]{1,4}-[0-9]{3,4}(?![0-9])|(?<![0-9])0[0-9]{1,4}[(（][0-9]{1,4}[)）][0-9]{3,4}(?![0-9])",
        _telephone,
    ),
    Rule(r"(?<![0-9])110(?=番(?![号線目]))番", _emergency),
    Rule(r"(?<![0-9A-Za-z.-])[0-9]{1,3}\s?[-–]\s?[0-9]{1,3}(?![0-9A-Za-z.-])", _hyphen_span),
    Rule(r"(?<![0-9:：])[0-9]+[:：][0-9]+(?![0-9:：])", _ratio),
    Rule(rf"(?<=[0-9{HAN}{KANA}%)）])\s?{WAVE}\s?(?=[0-9{HAN}¥￥$€£])", _from_to),
    Rule(
        rf"(?<![0-9A-Za-z.])(?:{NUM}|[a-z])(?:\s?[-+−×*÷]\s?(?:{NUM}|[a-z]))*\s?[=≈≒]\s?(?:{NUM}|[a-z])(?:\s?[-+−×*÷=]\s?(?:{NUM}|[a-z]))*(?![A-Za-z0-9])|{NUM}(?:\s?[+×÷]\s?{NUM})+(?![A-Za-z0-9{HAN}])",
        _formula,
    ),
    Rule(rf"(?<![A-Za-z0-9.])(?:{NUM}|[A-Za-z])(?:\^-?[0-9]+|⁻?[²³¹⁰⁴-⁹]+)(?![A-Za-z0-9])", _power),
    Rule(rf"(?<![A-Za-z])(?:{MONEY_SIGN})\s?{NUM}\s?(?:{SCALE}|[KMB](?![A-Za-z])|bn)?円?", _sum),
    Rule(r"(?<![0-9/.])(?:[0-9]+[ 荷と])?√?[0-9]+\s?[/／]\s?[1-9][0-9]*(?![0-9/.A-Za-z])", _fraction),
    Rule(r"[0-9]+°[0-9]+[′'](?:[0-9.]+(?:[″\"]|''))?", _angle),
    Rule(rf"{NUM}\s?(?:{SPEED})(?![A-Za-z0-9])", _speed),
    Rule(rf"{NUM}\s?(?:{UNIT})(?![A-Za-z0-9²³])(?:/(?:{UNIT})(?![A-Za-z0-9²³]))?", _measure),
    Rule(r"(?<![0-9A-Za-z])[-−–]\s?(?=[0-9√])|−(?=[0-9])", _minus),
    Rule(r"(?<![0-9A-Za-z])\+\s?(?=[0-9])", _plus),
    Rule(f"[Ⅰ-Ⅻⅰ-ⅻ](?:{any_of(COUNTERS)})?", _roman),
    Rule("[₀-₉]+", _lowered),
    Rule("[(（][株有][)）]", _company),
    Rule("[¼-¾⅐-⅞]", _vulgar),
    Rule(r"[0-9]+(?:,[0-9]{3})*(?:[.:-][0-9]+)*", _text),
    Rule(rf"(?<![A-Za-z0-9])(?:{any_of(unit for unit in UNITS if len(unit) > 1)})(?![A-Za-z0-9²³])", _unit),
    *LATIN_LETTERS,
    Rule(rf"[{LATIN}]+(?:['’&-][{LATIN}]+)*(?: [{LATIN}]+(?:['’-][{LATIN}]+)*)*", _text),
    Rule(rf"[{HAN}{KANA}々]+", _text),
    Rule(rf"[{re.escape(''.join(sign for sign in SIGNS if sign not in '/-*'))}]", _sign),
    Rule(PAUSES, pause),
    Rule(WORD, _text),
    Rule(r"\d+", _text),
    Rule(rf"(?<=[円銭ル0-9万億ロ])/(?:{any_of(COUNTERS)})", _rate),
    Rule(r"/", _slash),
    Rule(r".", lambda match: [Spoken(match[0], "", "")]),
)
"""First match wins; what is left to the dictionary has the language "text"."""
