"""Numbers in Korean text with what they count, money and measures; the rules of all kinds in their order."""

from __future__ import annotations

import re

from avatar.text.korean.codes import CODES
from avatar.text.korean.dates import DATES
from avatar.text.korean.formulas import FORMULAS
from avatar.text.korean.lists import (
    COUNTERS,
    DIGIT_WORDS,
    MONEY,
    NATIVE,
    NATIVE_UP_TO,
    NATIVE_USUALLY_UP_TO,
    NUMBERED,
    SPEEDS,
    UNITS,
    VEHICLES,
)
from avatar.text.korean.numbers import digit_by_digit, native, number, with_particle
from avatar.text.korean.patterns import (
    FREE,
    HANGUL,
    MONEY_SIGN,
    NUM,
    SCALE,
    SPEED,
    TAIL,
    TO,
    UNIT,
    after,
    before,
    say,
)
from avatar.text.spoken import PAUSE, Rule, Spoken


def _sum(match: re.Match[str]) -> list[Spoken]:
    found = re.fullmatch(rf"({MONEY_SIGN})\s?(-?{NUM})\s?({SCALE}|[KMB](?:illion)?|bn)?({TAIL})", match[0])
    if found is None:
        return say(match, match[0])
    amount = found[2].lstrip("-")
    said = ("마이너스 " if found[2][0] == "-" else "") + number(re.sub(r"\.00$", "", amount))
    power = {"K": 10**3, "M": 10**6, "B": 10**9, "b": 10**9}.get((found[3] or "")[:1])
    if power:
        said = number(f"{round(float(amount.replace(',', '')) * power)}")
    elif found[3]:
        said += found[3]
    return say(match, said + MONEY[found[1]] + found[4])


def _speed(match: re.Match[str]) -> list[Spoken]:
    found = re.fullmatch(rf"({NUM})\s?({SPEED})({TAIL})", match[0])
    if found is None:
        return say(match, match[0])
    lead, unit = SPEEDS[found[2]]
    return say(match, with_particle(f"{lead} {number(found[1])} {unit}", found[3]))


def _measure(match: re.Match[str]) -> list[Spoken]:
    found = re.fullmatch(rf"([-−])?({NUM})(?:{TO}([-−]?{NUM}))?\s?({UNIT})(?:/({UNIT}|[{HANGUL}]+))?({TAIL})", match[0])
    if found is None:
        return say(match, match[0])
    sign, first, second, unit, per, tail = found.groups()
    is_cold = unit in {"℃", "°C"}
    below = "영하 " if is_cold else "마이너스 "
    said = (below if sign else "") + number(first)
    if second:
        minus = second[0] in "-−"
        said += "에서 " + (below if minus else "") + number(second.lstrip("-−"))
    said += f" {UNITS[unit]}" + (f" 퍼 {UNITS.get(per, per)}" if per else "")
    return say(match, with_particle(said, tail))


def _account(match: re.Match[str]) -> list[Spoken] | None:
    """Read the groups of an account digit by digit; two numbers alone are a span."""
    if match[0].count("-") < 2 and not re.search(rf"(?:{DIGIT_WORDS})[{HANGUL}]?\s?[:：]?\s?$", before(match)):
        return None
    groups = [part for part in re.split("(-)", match[0]) if part]
    return [Spoken(part, PAUSE if part == "-" else digit_by_digit(part), "ko") for part in groups]


_ABOUT = {(1, 2): "한두", (2, 3): "두세", (3, 4): "서너"}


def _pressure(match: re.Match[str]) -> list[Spoken] | None:
    """Read two pressures of the blood, 120/80."""
    is_meant = re.match(r"[0-9]+\s?mmHg", after(match)) or re.search(rf"혈압[{HANGUL}]?\s?$", before(match))
    return say(match, f"{number(match[0].rstrip('/ '))}에") if is_meant else None


def _counted(match: re.Match[str]) -> list[Spoken] | None:
    found = re.fullmatch(rf"({NUM})(?:{TO}({NUM}))?\s?({COUNTERS})({TAIL})", match[0])
    if found is None:
        return say(match, match[0])
    first, second, counter, tail = found.groups()
    if re.search("[가-힣]$", before(match)) and re.search(r"[0-9]\s", match[0]):
        return None  # 고3 학생 counts none
    is_native = _is_native(counter, match, tail)
    said = _number_before(first, counter, is_native=is_native)
    if second:
        pair = (int(first), int(second)) if first.isdecimal() and second.isdecimal() else (0, 0)
        joint = f" {counter}에서 " if is_native else "에서 "
        said += joint + _number_before(second, counter, is_native=is_native)
        said = _ABOUT.get(pair, said) if is_native else said
    return say(match, f"{said} {counter}{tail}")


def _number_before(written: str, counter: str, *, is_native: bool) -> str:
    value = int(written) if written.isdecimal() else 0
    if not is_native or not 1 <= value <= NATIVE_UP_TO.get(counter, NATIVE_USUALLY_UP_TO):
        return number(written) if written != "0" else "영"
    return "첫" if value == 1 and counter == "번째" else native(value)


def _is_native(counter: str, match: re.Match[str], tail: str) -> bool:
    """Tell whether a counter counts with native numbers here: 세 번, but 삼 번 출구."""
    front, behind = before(match), after(match)
    if counter not in NATIVE or front.endswith("제"):
        return False
    if counter == "번":
        is_name = re.match(rf"\s?(?:{NUMBERED})", tail + behind) or re.match("[을은이과의에]$|으로|부터|까지", tail)
        return not (is_name or re.search(r"(?:번호|채널|제)\s?$", front))
    if counter == "대":
        if re.match(r"\s?[0-9]", tail + behind):
            return False  # 5대 4, a score
        return bool(re.search(rf"(?:{VEHICLES})[{HANGUL}]?\s?$", front)) or not (
            re.match("[0-9]*0(?![0-9.])", match[0]) or re.match(r"\s[가-힣]", behind) or tail
        )
    return True


def _scaled(match: re.Match[str]) -> list[Spoken]:
    """Read 3만 5천원 and 1억2000만: a number in digits and words of its places."""
    says = ""
    for part in re.finditer(rf"({NUM})\s?({SCALE})?|[^0-9]+", match[0]):
        if part[1] is None:
            says += part[0]
        else:
            is_bare_one = part[1] == "1" and (part[2] or "")[:1] in ("천", "백", "만")
            says += ("" if is_bare_one else number(part[1])) + (part[2] or "")
    return say(match, says)


def _range(match: re.Match[str]) -> list[Spoken]:
    return [Spoken(match[0].strip(), "에서", "ko")]


def _signed(match: re.Match[str]) -> list[Spoken]:
    found = re.fullmatch(rf"([-−+])\s?({NUM})({TAIL})", match[0])
    if found is None:
        return say(match, match[0])
    sign = "플러스 " if found[1] == "+" else "마이너스 "
    return say(match, with_particle(sign + number(found[2]), found[3]))


def _number(match: re.Match[str]) -> list[Spoken]:
    found = re.fullmatch(rf"({NUM})({TAIL})", match[0])
    return say(match, with_particle(number(found[1]), found[2]) if found else match[0])


def _foreign_digits(match: re.Match[str]) -> list[Spoken]:
    return say(match, number("".join(str(int(digit)) for digit in match[0])))


def _version(match: re.Match[str]) -> list[Spoken]:
    return say(match, "점".join(map(number, match[0].split("."))))


_AMOUNTS: tuple[Rule, ...] = (
    Rule(rf"(?<![A-Za-z])(?:{MONEY_SIGN})\s?-?{NUM}\s?(?:{SCALE}|[KMB](?![A-Za-z])|[bB]n|[mMbB]illion)?{TAIL}", _sum),
    Rule(rf"{NUM}\s?(?:{SPEED})(?![A-Za-z0-9]){TAIL}", _speed),
    Rule(
        rf"(?:(?<![0-9A-Za-z{HANGUL}])[-−])?{NUM}(?:{TO}[-−]?{NUM})?\s?(?:{UNIT})(?![A-Za-z0-9])(?:/(?:{UNIT})(?![A-Za-z0-9]))?{TAIL}",
        _measure,
    ),
    Rule(rf"{FREE}{NUM}\s?(?:{SCALE})(?:\s?{NUM}\s?(?:{SCALE}))*(?:\s?{NUM}(?=[{HANGUL}]))?{TAIL}", _scaled),
    Rule(rf"{FREE}{NUM}(?:{TO}{NUM})?\s?(?:{COUNTERS}){TAIL}", _counted),
    Rule(rf"(?<=[0-9{HANGUL}%])\s?[~〜～∼–—-]\s?(?=[0-9])", _range),
    Rule(rf"(?<![0-9A-Za-z{HANGUL}])[-−+]\s?{NUM}{TAIL}", _signed),
    Rule(rf"{FREE}[0-9]+(?:\.[0-9]+){{2,}}", _version),
    Rule(rf"{NUM}{TAIL}", _number),
    Rule(r"\d+", _foreign_digits),
)

_SPECIAL = (
    Rule(rf"{FREE}[0-9]{{2,3}}\s?/\s?(?=[0-9]{{2,3}}(?![0-9/]))", _pressure),
    Rule(rf"{FREE}[0-9]{{2,6}}(?:-[0-9]{{2,8}}){{1,3}}(?![0-9-])", _account),
)
QUANTITIES = (*CODES, *DATES, *_SPECIAL, *FORMULAS, *_AMOUNTS)
"""First match wins: codes and dates look more special than what they are made of."""
