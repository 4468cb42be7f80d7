"""Formulas in Chinese text: x²+y²=1, 2^10, √2, 8-3=5, H2SO4, said as a teacher says them."""

from __future__ import annotations

import re

from avatar.text.abbreviations import read_latin
from avatar.text.chinese.lists import GREEK, LETTERS, SIGNS, UNITS, any_of
from avatar.text.chinese.numbers import number
from avatar.text.chinese.patterns import plain
from avatar.text.spoken import Rule, Spoken

_GREEK = "".join(GREEK)
SUPERSCRIPTS = {
    **dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ⁿ", "0123456789-+n", strict=True)),
    **dict(zip("₀₁₂₃₄₅₆₇₈₉₋₊", "0123456789-+", strict=True)),
}
RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ⁿ"
LOWERED = "₀₁₂₃₄₅₆₇₈₉₋₊"
_NUMBER = r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?(?![0-9])"
_ATOM = rf"(?:{_NUMBER}|[A-Za-z{_GREEK}∞])"
_POWER = r"\^(?:\{[^{}]{1,12}\}|\([^()]{1,12}\)|[-−]?(?:[0-9]+|[A-Za-z]))"
_INDEX = r"_(?:\{[^{}]{1,8}\}|[0-9]+|[A-Za-z])"
_SUFFIX = rf"(?:{_POWER}|{_INDEX}|[{RAISED}]{{1,4}}|[{LOWERED}]{{1,4}}|[)）°%])"
_TERM = rf"(?:[-+−±√∛(（∠]\s?){{0,4}}(?:{_ATOM}{_SUFFIX}{{0,3}}){{1,8}}"
_OPERATOR = r"\s?[-+−–×*·⋅÷/∕±:∶]\s?"
_RELATION = r"\s?(?:<=|>=|!=|==|[=≈≠≡<>≤≥≦≧⩽⩾∝≪≫])\s?"
_SIDE = rf"{_TERM}(?:{_OPERATOR}{_TERM}){{0,12}}"
_FREE = r"(?<![A-Za-z0-9.])"
_FREE_END = r"(?![A-Za-z0-9])"

_FUNCTIONS = {
    "sin": "sine",
    "cos": "cosine",
    "tan": "tangent",
    "cot": "cotangent",
    "log": "log",
    "ln": "L N",
    "lg": "L G",
    "exp": "E X P",
}
_LONG_UNIT = any_of(unit for unit in UNITS if len(unit) > 1 and unit != "°")
_TOKEN = re.compile(
    rf"(?P<measure>{_NUMBER}\s?(?:{_LONG_UNIT})(?![A-Za-z0-9²³]))|(?P<percent>{_NUMBER}%)|(?P<fraction>[0-9]+/[0-9]+(?![0-9./]))"
    rf"|(?P<number>{_NUMBER})|(?P<function>{'|'.join(_FUNCTIONS)})|(?P<power>{_POWER}|[{RAISED}]+)|(?P<index>{_INDEX}|[{LOWERED}]+)"
    rf"|(?P<letter>[A-Z]{{2,}}|[A-Za-z])|(?P<greek>[{_GREEK}])|(?P<sign><=|>=|!=|==|\S)"
)
_STRONG = re.compile(rf"[+×*÷√∛^_±∠{RAISED}{LOWERED}{_GREEK}∞]")
_WORD = re.compile("[A-Za-z]{4,}")
_NAME_AND_NUMBER = re.compile(r"[A-Za-z]-[0-9]|[0-9]-[A-Za-z]|[A-Za-z]\+$")


def speak_formula(formula: str) -> list[Spoken]:
    """Give what is said for each part of a formula, in order: numbers and signs in Chinese, letters by their names."""
    pieces: list[Spoken] = []
    is_operand = False
    for match in _TOKEN.finditer(formula):
        kind, written = str(match.lastgroup), match[0]
        pieces.append(_part(kind, written, is_operand=is_operand))
        is_operand = kind != "sign" or written in ")）°%∞"
    return pieces


def _part(kind: str, written: str, *, is_operand: bool) -> Spoken:
    if kind == "letter":
        return Spoken(written, read_latin(written.upper()), "en")
    if kind == "index" and (name := written.strip("_{}")).isalpha():
        return Spoken(written, read_latin(name.upper()), "en")
    if kind == "function":
        return Spoken(written, _FUNCTIONS[written], "en")
    return Spoken(written, _CHINESE[kind](written) if kind in _CHINESE else _sign(written, is_operand=is_operand), "zh")


def _sign(written: str, *, is_operand: bool) -> str:
    if not is_operand:
        return {"-": "负", "−": "负", "–": "负", "+": "正"}.get(written) or SIGNS.get(written, "")
    return SIGNS.get(written, "")


def _measure(written: str) -> str:
    found = re.match(_NUMBER, written)
    digits = found[0] if found else ""
    return number(digits) + UNITS[written[len(digits) :].strip()]


def _fraction(written: str) -> str:
    top, bottom = written.split("/")
    if int(top) < int(bottom):
        return f"{plain(bottom)}分之{plain(top)}"
    return f"{plain(top)}除以{plain(bottom)}"


def _power(written: str) -> str:
    exponent = "".join(SUPERSCRIPTS.get(sign, sign) for sign in written).strip("^{}()").replace("−", "-")
    short = {"2": "的平方", "3": "的立方"}.get(exponent)
    return short or f"的{_exponent(exponent)}次方"


def _exponent(exponent: str) -> str:
    sign = "负" if exponent.startswith("-") else ""
    bare = exponent.lstrip("-+")
    return sign + (plain(bare) if bare.isdecimal() else _spelled(bare))


def _spelled(written: str) -> str:
    """Say letters and signs where only Chinese can stand: n+1 is 恩加一."""
    parts = re.findall("[0-9]+|.", written)
    return "".join(
        plain(part) if part.isdecimal() else LETTERS.get(part.lower()) or GREEK.get(part) or SIGNS.get(part, "")
        for part in parts
    )


def _index(written: str) -> str:
    index = "".join(SUPERSCRIPTS.get(sign, sign) for sign in written).strip("_{}")
    return plain(index) if index.isdecimal() else _spelled(index)


_CHINESE = {
    "measure": _measure,
    "percent": lambda written: f"百分之{plain(written[:-1])}",
    "fraction": _fraction,
    "number": plain,
    "power": _power,
    "index": _index,
    "greek": GREEK.__getitem__,
}


def _equation(match: re.Match[str]) -> list[Spoken] | None:
    if any(word[0] not in _FUNCTIONS and not word[0].isupper() for word in _WORD.finditer(match[0])):
        return None
    return speak_formula(match[0])


def _term(match: re.Match[str]) -> list[Spoken] | None:
    """Read a formula without a relation; hyphens and strokes alone make none: A-B, 3/4."""
    if not _STRONG.search(match[0]) or _NAME_AND_NUMBER.search(match[0]):
        return None
    return _equation(match)


EQUATIONS: tuple[Rule, ...] = (Rule(rf"{_FREE}{_SIDE}(?:{_RELATION}{_SIDE}){{1,8}}{_FREE_END}", _equation),)
"""Formulas that are known as such; first match wins."""

TERMS: tuple[Rule, ...] = (Rule(rf"{_FREE}{_TERM}(?:{_OPERATOR}{_TERM}){{0,12}}{_FREE_END}", _term),)
"""What else may be a formula where it is no measure: x², 1+2."""
