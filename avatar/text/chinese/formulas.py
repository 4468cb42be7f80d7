"""Formulas in Chinese text: x²+y²=1, 2^10, √2, 8-3=5, H2SO4, said as a teacher says them."""

from __future__ import annotations

import re
from math import factorial

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
_INDEX = r"_(?:\{[^{}]{1,8}\}|[0-9]{1,2}(?![0-9])|[A-Za-z](?![A-Za-z]))"
_SUFFIX = rf"(?:{_POWER}|{_INDEX}|[{RAISED}]{{1,4}}|[{LOWERED}]{{1,4}}|[)）°%]|['′](?=\()|\((?=[-−A-Za-z0-9√{_GREEK}]))"
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
_TOKEN = (
    rf"(?P<logarithm>log(?:[{LOWERED}]+|_\{{?[0-9]+\}}?))|(?P<unit>(?<=[0-9{RAISED}])(?:{_LONG_UNIT}|m/s)(?![A-Za-z0-9]))"
    rf"|(?P<measure>{_NUMBER}\s?(?:{_LONG_UNIT})(?![A-Za-z0-9²³]))|(?P<percent>{_NUMBER}%)|(?P<part>[0-9]+/[0-9]+(?=[A-Za-z{_GREEK}(]))|(?P<fraction>[0-9]+/[0-9]+(?![0-9./]))"
    rf"|(?P<number>{_NUMBER})|(?P<function>{'|'.join(_FUNCTIONS)})|(?P<power>{_POWER}|[{RAISED}]+)|(?P<index>{_INDEX}|[{LOWERED}]+)"
    rf"|(?P<letter>[A-Z]{{2,}}|[A-Za-z])|(?P<greek>[{_GREEK}])|(?P<sign><=|>=|!=|==|\S)"
)
_ARGUMENT = rf"(?<=[A-Za-z0-9])\((?:[A-Za-z0-9{_GREEK}]{{1,3}})\)"
"""An argument of a function, whose brackets nobody says: f(x)."""
_STRONG = rf"[+×*÷√∛^_±∠{RAISED}{LOWERED}{_GREEK}∞]"
_RANKED_POWERS = {"的平方": "的二次方", "的立方": "的三次方"}
"""Of ten, these are said as the higher ones are."""
_OF_LOGARITHM = "的对数"
_WORD = "[A-Za-z]{4,}"
_NAME_AND_NUMBER = r"[A-Za-z]-[0-9]|[0-9]-[A-Za-z]|[A-Za-z]\+$"


def speak_formula(formula: str) -> list[Spoken]:
    """Give what is said for each part of a formula, in order: numbers and signs in Chinese, letters by their names."""
    pieces: list[Spoken] = []
    is_operand = False
    unsaid = {place for call in re.finditer(_ARGUMENT, formula) for place in (call.start(), call.end() - 1)}
    for match in re.finditer(_TOKEN, formula):
        kind, written = str(match.lastgroup), match[0]
        if match.start() in unsaid:
            continue
        if written == "!=" and _is_factorial(formula, match):
            pieces.append(Spoken(written, "的阶乘等于", "zh"))
            is_operand = False
            continue
        piece = _part(kind, written, is_operand=is_operand)
        if kind == "power" and pieces and pieces[-1].says == "十":
            piece = piece._replace(says=_RANKED_POWERS.get(piece.says, piece.says))
        if kind == "number" and pieces and pieces[-1].says.endswith(_OF_LOGARITHM):
            pieces[-1] = pieces[-1]._replace(says=pieces[-1].says.removesuffix(_OF_LOGARITHM))
            piece = piece._replace(says=piece.says + _OF_LOGARITHM)
        pieces.append(piece)
        is_operand = kind != "sign" or written in ")）°%∞"
    return pieces


def _is_factorial(formula: str, match: re.Match[str]) -> bool:
    """Tell 5!=120 from 5 != 6."""
    left, right = (
        re.search(r"(?<![0-9])[0-9]{1,2}$", formula[: match.start()]),
        re.match(r"[0-9]+", formula[match.end() :]),
    )
    return left is not None and right is not None and factorial(int(left[0])) == int(right[0])


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
    "part": lambda written: "分之".join(map(plain, reversed(written.split("/")))),
    "fraction": _fraction,
    "number": plain,
    "power": _power,
    "index": _index,
    "logarithm": lambda written: f"以{_index(written[3:])}为底{_OF_LOGARITHM}",
    "unit": lambda written: UNITS.get(written, "米每秒"),
    "greek": GREEK.__getitem__,
}


def _equation(match: re.Match[str]) -> list[Spoken] | None:
    for word in re.finditer(_WORD, match[0]):
        bare = re.sub("|".join(_FUNCTIONS), "", word[0])
        if len(bare) > 3 and not bare.isupper():
            return None
    return speak_formula(match[0])


def _scientific(match: re.Match[str]) -> list[Spoken]:
    """Read 1.5e6 as a power of ten."""
    mantissa, exponent = re.split("[eE]", match[0])
    return [Spoken(match[0], f"{number(mantissa)}乘十{_power(exponent.lstrip('+'))}", "zh")]


def _term(match: re.Match[str]) -> list[Spoken] | None:
    """Read a formula without a relation; hyphens and strokes alone make none: A-B, 3/4."""
    if not re.search(_STRONG, match[0]) or re.search(_NAME_AND_NUMBER, match[0]):
        return None
    return _equation(match)


EQUATIONS: tuple[Rule, ...] = (Rule(rf"{_FREE}{_SIDE}(?:{_RELATION}{_SIDE}){{1,8}}{_FREE_END}", _equation),)
"""Formulas that are known as such; first match wins."""

TERMS: tuple[Rule, ...] = (
    Rule(
        rf"(?<![A-Za-z])(?:sin|cos|tan|cot|ln|lg|log)[xyzt{_GREEK}](?![A-Za-z])", lambda match: speak_formula(match[0])
    ),
    Rule(rf"(?<![A-Za-z])log[{LOWERED}]+[0-9a-z]+(?![A-Za-z])", lambda match: speak_formula(match[0])),
    Rule(rf"{_FREE}[0-9]+(?:\.[0-9]+)?[eE][-+]?[0-9]{{1,3}}{_FREE_END}", _scientific),
    Rule(rf"{_FREE}{_TERM}(?:{_OPERATOR}{_TERM}){{0,12}}{_FREE_END}", _term),
)
"""What else may be a formula where it is no measure: x², 1+2."""
