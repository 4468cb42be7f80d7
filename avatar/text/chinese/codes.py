"""Digits that name something in Chinese text: telephones, cards, rooms, trains, models, versions."""

from __future__ import annotations

import re

from avatar.text.abbreviations import read_latin, spelled
from avatar.text.chinese.lists import (
    EMERGENCY_AFTER,
    EMERGENCY_BEFORE,
    EMERGENCY_NUMBERS,
    ID_WORDS,
    MODEL_NAMES,
    NAMED_DIGITS,
    SERVICE_NUMBERS,
)
from avatar.text.chinese.numbers import cardinal, digit_by_digit, number
from avatar.text.chinese.patterns import ALONE, END, FREE, MEASURE, MEASURED, TO_SIGN, after, before, plain, say
from avatar.text.scripts import HAN
from avatar.text.spoken import PAUSE, Rule, Spoken

_OTHERS = r"(?:[0-9-]+\s?[或和、及/]\s?)*"
AFTER_ID_WORD = rf"(?:{ID_WORDS}|(?<![A-Za-z])(?:ID|PIN|UID|IMEI|ISBN)){_OTHERS}[^0-9\n，。；,;]{{0,6}}{_OTHERS}$"
"""What stands in front of digits that are read one by one."""

_HELP_BEFORE = (
    rf"(?:{EMERGENCY_BEFORE})(?:[:：是为了过]?\s?[“\"]?)(?:(?:{EMERGENCY_NUMBERS})[”\"]?\s?[、和或及/，,]\s?[“\"]?)*$"
)
_HELP_AFTER = rf"(?:\s?[、和或及/，,]\s?(?:{EMERGENCY_NUMBERS}))*[”\"]?\s?(?:{EMERGENCY_AFTER})"
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_BODIES = ("ISO", "IEC", "RFC", "GB", "/T", "IEEE", "DIN", "JIS", "ASTM")
"""Who numbers standards."""
_COUNTS = r"\s?(?:[个元块%％‰]|美元|人民币|人次|万|亿|吨)"
_LETTER = "[A-FH-JLN-SUXYZ]"
"""Letters behind a number that belong to its name: 705A; the others are units: 500G, 8K, 30T, 220V, 60W."""


def _spell(match: re.Match[str]) -> list[Spoken]:
    """Say digits one by one, with a breath between groups that a hyphen parts."""
    pieces: list[Spoken] = []
    one = "一" if re.fullmatch("[0-9](?:-[0-9])+", match[0]) else "幺"
    for part in re.finditer(r"[0-9]+|[A-Za-z]+|[^0-9A-Za-z]+", match[0]):
        if part[0].isdigit():
            pieces.append(Spoken(part[0], digit_by_digit(part[0], one=one), "zh"))
        elif part[0].lower().startswith("ext"):
            pieces.append(Spoken(part[0], "转", "zh"))
        elif part[0].isascii() and part[0].isalpha():
            pieces.append(Spoken(part[0], read_latin(part[0].upper()), "en"))
        elif "+" in part[0]:
            pieces.append(Spoken("+", "加", "zh"))
        elif "转" in part[0]:
            pieces.append(Spoken(part[0].strip(" ,，"), "转分机" if "分机" in part[0] else "转", "zh"))
        elif mark := part[0].strip():
            pieces.append(Spoken(mark, PAUSE, "zh"))
    return pieces


def _mobile(match: re.Match[str]) -> list[Spoken]:
    groups = (match[0][:3], match[0][3:7], match[0][7:])
    return [Spoken(group, digit_by_digit(group, one="幺"), "zh") for group in groups]


def _help(match: re.Match[str]) -> list[Spoken] | None:
    around = before(match), after(match)
    is_all = len(match[0]) == 3 and not any(
        side.strip(" 。.!！?？，,") for side in (match.string[: match.start()], match.string[match.end() :])
    )
    if (
        is_all
        or re.search(_HELP_BEFORE, around[0])
        or (re.match(_HELP_AFTER, around[1]) and not re.search("[共约有达近超第]$", around[0]))
    ):
        return _spell(match)
    return None


def _digits(match: re.Match[str]) -> list[Spoken]:
    return say(match, digit_by_digit(match[0]))


def _with_letter(match: re.Match[str]) -> list[Spoken]:
    return [Spoken(match[0][:-1], digit_by_digit(match[0]), "zh"), Spoken(match[0][-1], read_latin(match[0][-1]), "en")]


def _named(match: re.Match[str]) -> list[Spoken] | None:
    if not re.match(NAMED_DIGITS[match[0]], after(match).lstrip('”" 、')):
        return None
    return _digits(match)


def _slang(match: re.Match[str]) -> list[Spoken] | None:
    """Read 666, 233333 and 888, which praise, laugh and wish luck, unless something is counted with them."""
    if re.match(rf"{MEASURED}|{TO_SIGN}[0-9]", after(match)) or re.search(
        "[第共约近达有超过余第满￥¥$]$", before(match)
    ):
        return None
    return _digits(match)


def _convenience(match: re.Match[str]) -> list[Spoken]:
    return [Spoken(match[0], "seven eleven", "en")]


def _event(match: re.Match[str]) -> list[Spoken]:
    return say(match, digit_by_digit(match[0]))


def _model(match: re.Match[str]) -> list[Spoken] | None:
    """Read 长征-5 and 歼-20, whose hyphen is silent."""
    if not re.search(rf"(?:{MODEL_NAMES})$", before(match)):
        return None
    return say(match, number(match[0][1:]))


def _standard(match: re.Match[str]) -> list[Spoken]:
    """Read the number of a standard, 19001-2016."""
    return say(match, "杠".join(map(digit_by_digit, re.split("[-—:]", match[0]))))


def _plate(match: re.Match[str]) -> list[Spoken]:
    """Read the plate of a car, 沪A·12345."""
    pieces = [Spoken(match[0][0], match[0][0], "zh")]
    for part in re.finditer("[0-9]+|[A-Z]+", match[0]):
        is_number = part[0].isdigit()
        pieces.append(
            Spoken(part[0], digit_by_digit(part[0]) if is_number else spelled(part[0]), "zh" if is_number else "en")
        )
    return pieces


def _door(match: re.Match[str]) -> list[Spoken] | None:
    """Read the room in A1-502."""
    if not re.search(r"(?<![A-Za-z0-9])[A-Z][0-9]{1,2}$", before(match)):
        return None
    return [Spoken("-", PAUSE, ""), Spoken(match[0][1:], digit_by_digit(match[0][1:]), "zh")]


def _resolution(match: re.Match[str]) -> list[Spoken]:
    return say(match, "乘".join(map(plain, re.split(r"\s?[xX×*]\s?", match[0]))))


def _flight(match: re.Match[str]) -> list[Spoken]:
    return _digits(match)


def _numbered(match: re.Match[str]) -> list[Spoken]:
    return say(match, cardinal(int(match[0][1:])) + "号")


def _version(match: re.Match[str]) -> list[Spoken]:
    """Read 17.2.1 as a version and 127.0.0.1 as the address of a machine."""
    parts = match[0].split(".")
    read = digit_by_digit if len(parts) > 3 else number
    return say(match, "点".join(map(read, parts)))


CODES: tuple[Rule, ...] = (
    Rule(rf"{FREE}(?:\+?86[- ]?)?1[3-9][0-9](?:[- ][0-9]{{4}}){{2}}{END}", _spell),
    Rule(rf"\+86[- ]?1[3-9][0-9]{{9}}{END}", _spell),
    Rule(rf"[{_PROVINCES}][A-Z][·• -]?(?=[A-Z]{{0,2}}[0-9])[A-Z0-9]{{5,6}}(?![A-Za-z0-9])", _plate),
    Rule(rf"{FREE}1[3-9][0-9]{{9}}{END}(?!{_COUNTS})", _mobile),
    Rule(
        rf"(?:{'|'.join(f'(?<={body})' for body in _BODIES)})\s?[0-9]{{3,5}}(?:\.[0-9]+)?(?:[-—:][0-9]{{4}})?{END}",
        _standard,
    ),
    Rule(rf"\+[0-9]{{1,3}}[- ]\(?[0-9][0-9 )-]{{5,15}}[0-9]{END}", _spell),
    Rule(
        rf"(?:[(（]0[0-9]{{2,3}}[)）]\s?|{FREE}0[0-9]{{2,3}}[- ]?)[0-9]{{3,4}}[- ]?[0-9]{{4}}"
        rf"(?:-[0-9]{{1,5}}|\s?(?:[,，]?转(?:分机)?|ext\.?)\s?[0-9]{{1,6}})?{END}",
        _spell,
    ),
    Rule(
        rf"{FREE}[48]00[- ]?[0-9]{{3,4}}[- ]?[0-9]{{3,4}}(?:\s?[,，]?转(?:分机)?\s?[0-9]{{1,6}})?{END}(?!{MEASURED})",
        _spell,
    ),
    Rule(
        rf"{FREE}(?:95[1-5][0-9]{{2}}|96[0-9]{{3}}(?=热线|客服|服务|投诉)|{SERVICE_NUMBERS}){END}(?![.,][0-9]|{MEASURED}|{TO_SIGN}[0-9])",
        _spell,
    ),
    Rule(rf"{ALONE}(?:{EMERGENCY_NUMBERS})(?![0-9A-Za-z.]|{MEASURED})", _help),
    Rule(rf"(?<=转)\s?[0-9]{{2,6}}(?=[^0-9元块万%.,:：]|$)(?!\s?{MEASURE})|(?<=分机)\s?[0-9]{{1,6}}{END}", _spell),
    Rule(rf"{FREE}[0-9]{{4}}(?: [0-9]{{4}}){{1,4}}(?: [0-9]{{1,3}})?{END}", _spell),
    Rule(rf"{FREE}[0-9]{{17}}[Xx](?![0-9A-Za-z])", _spell),
    Rule(rf"(?<=[{HAN}])-[0-9]{{1,3}}(?:\.[0-9])?{END}", _model),
    Rule(rf"{FREE}[0-9]+(?:-[0-9]+){{2,}}(?:-?[0-9Xx])?{END}", _spell),
    Rule(r"(?<=[0-9])-[0-9]{3,4}(?![0-9-])", _door),
    Rule(rf"(?<=[栋幢座楼元])\s?[0-9]{{3,4}}(?![0-9.,:：~～-]|{MEASURED}|[年元多余万])", _digits),
    Rule(rf"{FREE}[0-9]{{3,4}}(?=室|房(?!间|产|子)|号(?:房|病房|会议室|教室|包厢|包间))", _digits),
    Rule(rf"(?<=波音|空客|麦道)\s?[0-9]{{3}}{END}", _flight),
    Rule(r"(?<![0-9A-Za-z])(?<=[A-Z])[0-9]{3,5}(?=次|号(?:列车|车))", _digits),
    Rule(r"(?<=[A-Z])[0-9]{3,5}(?=次)", _digits),
    Rule(
        rf"{ALONE}[0-9]{{3,5}}(?=次(?:列车|航班|动车|高铁|特快|快车)|路(?:公交|车))|{ALONE}[0-9]{{3}}(?=路(?![人费程]))",
        _digits,
    ),
    Rule(rf"{ALONE}(?:{'|'.join(sorted(NAMED_DIGITS, key=len, reverse=True))})(?![0-9A-Za-z.])", _named),
    Rule(rf"{ALONE}(?:6{{3,}}|8{{3,}}|23{{2,}}|5{{4,}}|9{{4,}}){END}(?![.,][0-9])", _slang),
    Rule(rf"{ALONE}7-?11(?=便利|超市|门店|店|买|的(?:饭团|咖啡))", _convenience),
    Rule(rf"{FREE}[0-9]{{1,2}}[·・][0-9]{{1,2}}(?=[”\"]?[{HAN}])", _event),
    Rule(rf"{ALONE}[0-9]{{3,}}{_LETTER}(?![A-Za-z0-9²³/·•])", _with_letter),
    Rule(r"#\s?[0-9]{1,4}(?![0-9A-Za-z])", _numbered),
    Rule(rf"{FREE}[0-9]+(?:\.[0-9]+){{2,}}", _version),
    Rule(r"(?<![0-9A-Za-z.])[1-9][0-9]*(?:\s?[xX]\s?[1-9][0-9]*){1,3}(?![0-9A-Za-z])", _resolution),
    Rule(
        rf"(?<=第)[0-9]{{5,}}(?=期)|{ALONE}20[0-9]{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?![0-9.,]|{MEASURED})",
        _digits,
    ),
    Rule(rf"(?<=[0-9][米秒])[0-9]{{2}}(?![0-9.]|{MEASURED})", _digits),
    Rule(rf"{FREE}(?:720|1080|1440|2160)(?=[Pp](?![A-Za-z]))", _digits),
)
"""First match wins."""
