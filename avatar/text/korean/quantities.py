"""Numbers in Korean text with what they count, dates, times, telephone numbers, money, measures, formulas."""

from __future__ import annotations

import re

from avatar.text.korean.lists import (
    COUNTERS,
    DIGIT_WORDS,
    EVENTS,
    HELP_AFTER,
    HELP_BEFORE,
    HELP_NUMBERS,
    MONEY,
    NATIVE,
    NATIVE_UP_TO,
    NATIVE_USUALLY_UP_TO,
    NUMBERED,
    SCORE_WORDS,
    SPEEDS,
    UNITS,
    VEHICLES,
    any_of,
)
from avatar.text.korean.numbers import cardinal, digit_by_digit, ends_in_consonant, native, number, with_particle
from avatar.text.spoken import PAUSE, Rule, Spoken

HANGUL = "가-힣ㄱ-ㆎ"
"""Letters of Korean, for use inside a regular expression's brackets."""

_NUM = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+(?!\.?[0-9]))?"
_TAIL = rf"[{HANGUL}]*"
_FREE = r"(?<![0-9.])"
_TO = r"\s?[~〜～∼–—-]\s?"
_SCALE = "[천백]?[만억조경]|천|백"
_UNIT = any_of(UNITS)
_SPEED = any_of(SPEEDS)
_MONEY = any_of(MONEY)
_MONTH = "(?:1[0-2]|0?[1-9])"
_DAY = "(?:[12][0-9]|3[01]|0?[1-9])"
_YEAR = "(?:1[0-9]|20|21)[0-9]{2}"
_WEEKDAY = r"\s?\([월화수목금토일](?:요일)?\)"
_MONTHS = {6: "유월", 10: "시월"}


def _say(match: re.Match[str], says: str) -> list[Spoken]:
    return [Spoken(match[0].strip(), says.strip(), "ko")]


def _before(match: re.Match[str], length: int = 24) -> str:
    return match.string[max(0, match.start() - length) : match.start()]


def _after(match: re.Match[str], length: int = 16) -> str:
    return match.string[match.end() : match.end() + length]


def _month(written: str) -> str:
    return _MONTHS.get(int(written), cardinal(int(written)) + "월")


def _date(match: re.Match[str]) -> list[Spoken]:
    year, month, day = re.findall("[0-9]+", match[0])
    return _say(match, f"{number(year)}년 {_month(month)} {cardinal(int(day))}일")


def _american_date(match: re.Match[str]) -> list[Spoken]:
    month, day, year = re.findall("[0-9]+", match[0])
    return _say(match, f"{number(year)}년 {_month(month)} {cardinal(int(day))}일")


def _year_month(match: re.Match[str]) -> list[Spoken]:
    year, month = re.findall("[0-9]+", match[0])
    return _say(match, f"{number(year)}년 {_month(month)}")


def _named_month(match: re.Match[str]) -> list[Spoken] | None:
    """Read 6월 and 10월, which have names of their own, with what is joined to them."""
    found = re.fullmatch(rf"([0-9]+)\s?월({_TAIL})", match[0])
    if found is None or not 1 <= int(found[1]) <= 12:
        return None
    return _say(match, with_particle(_month(found[1]), found[2]))


def _weekday(match: re.Match[str]) -> list[Spoken]:
    days = re.findall("[월화수목금토일](?!요일)|[월화수목금토일](?=요일)", match[0].replace("요일", ""))
    return _say(match, "부터 ".join(f"{day}요일" for day in days))


def _event(match: re.Match[str]) -> list[Spoken]:
    digits = re.match(r"[0-9.·ㆍ]+", match[0])
    length = digits.end() if digits else 0
    return _say(match, digit_by_digit(match[0][:length]) + match[0][length:])


def _clock(match: re.Match[str]) -> list[Spoken] | None:
    found = re.fullmatch(rf"([0-9]+):([0-9]+)(?::([0-9]+))?\s?([AaPp]\.?[Mm]\.?)?({_TAIL})", match[0])
    if found is None or re.search(f"(?:{SCORE_WORDS}|비율)", _before(match) + _after(match)):
        return None
    said = _hour(int(found[1])) + "시"
    if int(found[2]) or (found[3] and int(found[3])):
        said += f" {cardinal(int(found[2]))}분"
    if found[3]:
        said += f" {cardinal(int(found[3]))}초"
    half = {"a": "오전 ", "p": "오후 "}.get((found[4] or "")[:1].lower(), "")
    return _say(match, half + said + found[5])


def _hour(hour: int) -> str:
    return native(hour) if 1 <= hour <= 12 else cardinal(hour)


def _groups(written: str, zero: str) -> list[Spoken]:
    pieces: list[Spoken] = []
    for part in re.finditer("[0-9]+|[^0-9]+", written):
        if part[0].isdigit():
            pieces.append(Spoken(part[0], digit_by_digit(part[0], zero), "ko"))
        elif "+" in part[0]:
            pieces.append(Spoken("+", "국가번호", "ko"))
        elif pieces and (mark := part[0].strip()):
            pieces.append(Spoken(mark, PAUSE, ""))
    return pieces


def _telephone(match: re.Match[str]) -> list[Spoken]:
    is_korean = match[0].startswith(("0", "+82")) and not match[0].startswith("00")
    return _groups(match[0], "공" if is_korean else "영")


def _digit_groups(match: re.Match[str]) -> list[Spoken]:
    return _groups(match[0], "영")


def _after_word_for_digits(match: re.Match[str]) -> list[Spoken] | None:
    if not re.search(rf"(?:{DIGIT_WORDS})(?:는|은|이|가|의)?[^0-9.,]{{0,6}}$", _before(match)):
        return None
    return _say(match, digit_by_digit(match[0]))


def _help(match: re.Match[str]) -> list[Spoken] | None:
    is_meant = re.search(rf"(?:{HELP_BEFORE})[{HANGUL}]{{0,3}}[\s:(]*$", _before(match)) or re.match(
        rf"\s?(?:{HELP_AFTER})", _after(match)
    )
    return _say(match, digit_by_digit(match[0])) if is_meant else None


def _sum(match: re.Match[str]) -> list[Spoken]:
    found = re.fullmatch(rf"({_MONEY})\s?(-?{_NUM})\s?({_SCALE}|[KMB](?:illion)?|bn)?({_TAIL})", match[0])
    if found is None:
        return _say(match, match[0])
    amount = found[2].lstrip("-")
    said = ("마이너스 " if found[2][0] == "-" else "") + number(re.sub(r"\.00$", "", amount))
    power = {"K": 10**3, "M": 10**6, "B": 10**9, "b": 10**9}.get((found[3] or "")[:1])
    if power:
        said = number(f"{round(float(amount.replace(',', '')) * power)}")
    elif found[3]:
        said += found[3]
    return _say(match, said + MONEY[found[1]] + found[4])


def _fraction(match: re.Match[str]) -> list[Spoken]:
    found = re.fullmatch(
        rf"(-)?(?:({_NUM})(?:\s?과\s?| ))?(√)?([0-9]+)\s?/\s?([0-9]+)\s?({_SPEED}|{_UNIT})?({_TAIL})", match[0]
    )
    if found is None:
        return _say(match, match[0])
    sign, whole, root, top, bottom, unit, tail = found.groups()
    said = ("마이너스 " if sign else "") + (f"{number(whole)}과 " if whole else "")
    said += f"{number(bottom)}분의 {'루트 ' if root else ''}{number(top)}"
    if unit in SPEEDS:
        lead, name = SPEEDS[unit]
        return _say(match, with_particle(f"{lead} {said} {name}", tail))
    return _say(match, with_particle(said + (f" {UNITS[unit]}" if unit else ""), tail))


def _part(match: re.Match[str]) -> list[Spoken]:
    found = re.fullmatch(rf"(-?)(√?)([0-9]+)\s?분의\s?(√?)([0-9]+)({_TAIL})", match[0])
    if found is None:
        return _say(match, match[0])
    said = ("마이너스 " if found[1] else "") + ("루트 " if found[2] else "")
    said += f"{number(found[3])}분의 {'루트 ' if found[4] else ''}{number(found[5])}"
    return _say(match, with_particle(said, found[6]))


def _speed(match: re.Match[str]) -> list[Spoken]:
    found = re.fullmatch(rf"({_NUM})\s?({_SPEED})({_TAIL})", match[0])
    if found is None:
        return _say(match, match[0])
    lead, unit = SPEEDS[found[2]]
    return _say(match, with_particle(f"{lead} {number(found[1])} {unit}", found[3]))


def _measure(match: re.Match[str]) -> list[Spoken]:
    found = re.fullmatch(
        rf"([-−])?({_NUM})(?:{_TO}([-−]?{_NUM}))?\s?({_UNIT})(?:/({_UNIT}|[{HANGUL}]+))?({_TAIL})", match[0]
    )
    if found is None:
        return _say(match, match[0])
    sign, first, second, unit, per, tail = found.groups()
    is_cold = unit in {"℃", "°C"}
    below = "영하 " if is_cold else "마이너스 "
    said = (below if sign else "") + number(first)
    if second:
        minus = second[0] in "-−"
        said += "에서 " + (below if minus else "") + number(second.lstrip("-−"))
    said += f" {UNITS[unit]}" + (f" 퍼 {UNITS.get(per, per)}" if per else "")
    return _say(match, with_particle(said, tail))


def _counted(match: re.Match[str]) -> list[Spoken]:
    found = re.fullmatch(rf"({_NUM})(?:{_TO}({_NUM}))?\s?({COUNTERS})({_TAIL})", match[0])
    if found is None:
        return _say(match, match[0])
    first, second, counter, tail = found.groups()
    is_native = _is_native(counter, match, tail)
    said = _number_before(first, counter, is_native=is_native)
    if second:
        said += f"에서 {_number_before(second, counter, is_native=is_native)}"
    return _say(match, f"{said} {counter}{tail}")


def _number_before(written: str, counter: str, *, is_native: bool) -> str:
    value = int(written) if written.isdecimal() else 0
    if not is_native or not 1 <= value <= NATIVE_UP_TO.get(counter, NATIVE_USUALLY_UP_TO):
        return number(written) if written != "0" else "영"
    return "첫" if value == 1 and counter == "번째" else native(value)


def _is_native(counter: str, match: re.Match[str], tail: str) -> bool:
    """Tell whether a counter counts with native numbers here: 세 번, but 삼 번 출구."""
    front, behind = _before(match), _after(match)
    if counter not in NATIVE or front.endswith("제"):
        return False
    if counter == "번":
        is_name = re.match(rf"\s?(?:{NUMBERED})", tail + behind) or re.match("[을은이과의에]$|으로|부터|까지", tail)
        return not (is_name or re.search(r"(?:번호|채널|제)\s?$", front))
    if counter == "대":
        return bool(re.search(rf"(?:{VEHICLES})[{HANGUL}]?\s?$", front)) or not (
            re.match("[0-9]*0(?![0-9.])", match[0]) or re.match(r"\s[가-힣]", behind) or tail
        )
    return True


def _scaled(match: re.Match[str]) -> list[Spoken]:
    """Read 3만 5천원 and 1억2000만: a number in digits and words of its places."""
    says = ""
    for part in re.finditer(rf"({_NUM})\s?({_SCALE})?|[^0-9]+", match[0]):
        if part[1] is None:
            says += part[0]
        else:
            is_bare_one = part[1] == "1" and (part[2] or "")[:1] in ("천", "백", "만")
            says += ("" if is_bare_one else number(part[1])) + (part[2] or "")
    return _say(match, says)


def _range_of_dates(match: re.Match[str]) -> list[Spoken]:
    return [Spoken(match[0].strip(), "부터", "ko")]


def _range(match: re.Match[str]) -> list[Spoken]:
    return [Spoken(match[0].strip(), "에서", "ko")]


def _score(match: re.Match[str]) -> list[Spoken] | None:
    if "-" in match[0] and not re.search(SCORE_WORDS, _before(match) + "\n" + _after(match)):
        return None
    found = re.fullmatch(rf"([0-9]+)\s?[:∶-]\s?([0-9]+)({_TAIL})", match[0])
    return _say(match, f"{number(found[1])} 대 {number(found[2])}{found[3]}" if found else match[0])


_OPERATORS = {
    "+": "더하기",
    "-": "빼기",
    "−": "빼기",
    "–": "빼기",
    "×": "곱하기",
    "*": "곱하기",
    "÷": "나누기",
    "/": "나누기",
}
_RELATIONS = {"<": "보다 작다", ">": "보다 크다", "≤": "보다 작거나 같다", "≥": "보다 크거나 같다"}


def _formula(match: re.Match[str]) -> list[Spoken]:
    pieces: list[Spoken] = []
    for part in re.finditer(rf"{_NUM}|\S", match[0]):
        sign = part[0]
        if sign in _OPERATORS:
            pieces.append(Spoken(sign, _OPERATORS[sign], "ko"))
        elif sign in "=≈≠":
            topic = "은" if ends_in_consonant(pieces[-1].says) else "는"
            pieces.append(Spoken(sign, topic + {"≈": " 약", "≠": " 같지 않다"}.get(sign, ""), "ko"))
        elif sign == "√":
            pieces.append(Spoken(sign, "루트", "ko"))
        else:
            pieces.append(Spoken(sign, number(sign), "ko"))
    return pieces


def _comparison(match: re.Match[str]) -> list[Spoken]:
    found = re.fullmatch(rf"({_NUM})\s?([<>≤≥])\s?({_NUM})", match[0])
    if found is None:
        return _say(match, match[0])
    first = with_particle(number(found[1]), "은")
    return _say(match, f"{first} {number(found[3])}{_RELATIONS[found[2]]}")


def _power(match: re.Match[str]) -> list[Spoken]:
    found = re.fullmatch(rf"({_NUM}|[A-Za-z])(?:\^([0-9]+)|([²³]))({_TAIL})", match[0])
    if found is None:
        return _say(match, match[0])
    exponent = found[2] or {"²": "2", "³": "3"}[found[3]]
    base = number(found[1]) if found[1][0].isdigit() else found[1]
    said = f"{base}의 " + {"2": "제곱", "3": "세제곱"}.get(exponent, f"{number(exponent)}제곱")
    return _say(match, with_particle(said, found[4]))


def _signed(match: re.Match[str]) -> list[Spoken]:
    found = re.fullmatch(rf"([-−+])\s?({_NUM})({_TAIL})", match[0])
    if found is None:
        return _say(match, match[0])
    sign = "플러스 " if found[1] == "+" else "마이너스 "
    return _say(match, with_particle(sign + number(found[2]), found[3]))


def _padded(match: re.Match[str]) -> list[Spoken]:
    """Read 09분, whose zero only pads it."""
    found = re.fullmatch(rf"0([0-9])\s?([월일시분초])({_TAIL})", match[0])
    if found is None:
        return _say(match, match[0])
    value = int(found[1])
    if found[2] == "월":
        return _say(match, _month(found[1]) + found[3])
    said = native(value) if found[2] == "시" and value else cardinal(value)
    return _say(match, f"{said} {found[2]}{found[3]}")


def _number(match: re.Match[str]) -> list[Spoken]:
    found = re.fullmatch(rf"({_NUM})({_TAIL})", match[0])
    return _say(match, with_particle(number(found[1]), found[2]) if found else match[0])


def _version(match: re.Match[str]) -> list[Spoken]:
    return _say(match, "점".join(map(number, match[0].split("."))))


def _roman(match: re.Match[str]) -> list[Spoken]:
    return _say(match, cardinal((ord(match[0]) - 0x2160) % 16 + 1))


def _circled(match: re.Match[str]) -> list[Spoken]:
    return _say(match, cardinal(ord(match[0]) - 0x245F))


_VULGAR = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅛": (1, 8), "⅕": (1, 5), "⅖": (2, 5)}


def _vulgar(match: re.Match[str]) -> list[Spoken]:
    top, bottom = _VULGAR[match[0]]
    return _say(match, f"{cardinal(bottom)}분의 {cardinal(top)}")


def _foreign_digits(match: re.Match[str]) -> list[Spoken]:
    return _say(match, number("".join(str(int(digit)) for digit in match[0])))


QUANTITIES: tuple[Rule, ...] = (
    Rule(r"[①-⑳]", _circled),
    Rule(r"\+[0-9]{1,3}[-. ]?\(?[0-9]{1,4}\)?(?:[-. ][0-9]{3,4}){1,3}(?![0-9])", _telephone),
    Rule(r"\([0-9]{2,4}\)[- ]?[0-9]{3,4}[-. ]?[0-9]{4}(?![0-9])", _telephone),
    Rule(
        rf"{_FREE}0[0-9]{{1,3}}[-. ][0-9]{{3,4}}[-. ][0-9]{{4}}(?![0-9])|{_FREE}01[016789][0-9]{{7,8}}(?![0-9])",
        _telephone,
    ),
    Rule(rf"{_FREE}(?:1[568][0-9]{{2}})-[0-9]{{4}}(?![0-9])", _telephone),
    Rule(rf"{_FREE}[0-9]{{3}}[-.][0-9]{{3,4}}[-.][0-9]{{4}}(?![0-9])", _telephone),
    Rule(rf"{_FREE}[0-9]{{4}}(?:[- ][0-9]{{4}}){{2,4}}(?![0-9])|{_FREE}[0-9]{{6}}-[0-9]{{7}}(?![0-9])", _digit_groups),
    Rule(rf"{_FREE}{_YEAR}(?:[-/]{_MONTH}[-/]{_DAY}|\.\s?{_MONTH}\.\s?{_DAY}\.?)(?![0-9])", _date),
    Rule(rf"{_FREE}(?:{_MONTH}/{_DAY}/{_YEAR})(?![0-9])", _american_date),
    Rule(rf"{_FREE}(?:19|20)[0-9]{{2}}[-/.](?:0[1-9]|1[0-2])(?![0-9/.-])", _year_month),
    Rule(rf"{_FREE}[0-9]{{1,2}}[.·ㆍ][0-9]{{1,2}}\s?(?:{EVENTS}){_TAIL}", _event),
    Rule(
        rf"(?<![0-9:])(?:[01]?[0-9]|2[0-4]):[0-5][0-9](?::[0-5][0-9])?(?:\s?[AaPp]\.?[Mm]\.?(?![A-Za-z]))?{_TAIL}(?![0-9:])",
        _clock,
    ),
    Rule(rf"{_FREE}0[0-9]\s?[월일시분초]{_TAIL}", _padded),
    Rule(rf"(?<![0-9.])[0-9]{{1,2}}\s?월{_TAIL}", _named_month),
    Rule(rf"(?<=[일월년0-9])\s?\([월화수목금토일](?:요일)?(?:{_TO}[월화수목금토일](?:요일)?)?\)", _weekday),
    Rule(r"(?<=[일월년대요)])\s?[~〜～∼]\s?(?=[0-9월화수목금토일])", _range_of_dates),
    Rule(rf"(?<![A-Za-z])(?:{_MONEY})\s?-?{_NUM}\s?(?:{_SCALE}|[KMB](?![A-Za-z])|[bB]n|[mMbB]illion)?{_TAIL}", _sum),
    Rule(
        rf"-?(?:{_NUM}(?:\s?과\s?| ))?√?[0-9]+\s?/\s?[1-9][0-9]*\s?(?:(?:{_SPEED}|{_UNIT})(?![A-Za-z/]))?{_TAIL}(?![0-9/])",
        _fraction,
    ),
    Rule(rf"(?<![0-9A-Za-z])-?√?[0-9]+\s?분의\s?√?[0-9]+{_TAIL}", _part),
    Rule(
        rf"(?<![0-9A-Za-z.]){_NUM}(?:\s?[-+−–×*÷]\s?√?{_NUM})*\s?[=≈≠]\s?{_NUM}(?:\s?[-+×*÷=]\s?{_NUM})*|{_NUM}(?:\s?[+×÷]\s?{_NUM})+",
        _formula,
    ),
    Rule(rf"{_NUM}\s?[<>≤≥]\s?{_NUM}", _comparison),
    Rule(rf"(?<![A-Za-z])(?:{_NUM}|[A-Za-z])(?:\^[0-9]+|[²³](?![A-Za-z])){_TAIL}", _power),
    Rule(rf"{_NUM}\s?(?:{_SPEED})(?![A-Za-z0-9]){_TAIL}", _speed),
    Rule(
        rf"(?:(?<![0-9A-Za-z{HANGUL}])[-−])?{_NUM}(?:{_TO}[-−]?{_NUM})?\s?(?:{_UNIT})(?![A-Za-z0-9])(?:/(?:{_UNIT})(?![A-Za-z0-9]))?{_TAIL}",
        _measure,
    ),
    Rule(rf"{_FREE}{_NUM}\s?(?:{_SCALE})(?:\s?{_NUM}\s?(?:{_SCALE}))*(?:\s?{_NUM}(?=[{HANGUL}]))?{_TAIL}", _scaled),
    Rule(rf"{_FREE}{_NUM}(?:{_TO}{_NUM})?\s?(?:{COUNTERS}){_TAIL}", _counted),
    Rule(rf"(?<![0-9:.])[0-9]{{1,3}}\s?[:∶-]\s?[0-9]{{1,3}}(?![0-9:.-]){_TAIL}", _score),
    Rule(rf"{_FREE}(?:{HELP_NUMBERS})(?![0-9.,A-Za-z])", _help),
    Rule(rf"{_FREE}[0-9]{{3,}}(?![0-9.,:%A-Za-z])(?!\s?[원개명년월일시분초])", _after_word_for_digits),
    Rule(r"(?<=[0-9년대만억조천백])\s?[~〜～∼–—]\s?(?=[0-9])(?=[0-9]+\s?(?:년|월|일|세기))", _range_of_dates),
    Rule(rf"(?<=[0-9{HANGUL}%])\s?[~〜～∼–—-]\s?(?=[0-9])", _range),
    Rule(rf"(?<![0-9A-Za-z{HANGUL}])[-−+]\s?{_NUM}{_TAIL}", _signed),
    Rule(rf"{_FREE}[0-9]+(?:\.[0-9]+){{2,}}", _version),
    Rule("[Ⅰ-Ⅻⅰ-ⅻ]", _roman),
    Rule("[½⅓⅔¼¾⅛⅕⅖]", _vulgar),
    Rule(rf"{_NUM}{_TAIL}", _number),
    Rule(r"\d+", _foreign_digits),
)
"""First match wins."""
