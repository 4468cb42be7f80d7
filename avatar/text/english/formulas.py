"""Formulas that are written plainly in English text, and those of chemistry: a²+b²=c², 10^6, H2O."""

from __future__ import annotations

import re
from functools import lru_cache

from avatar.text.abbreviations import spelled
from avatar.text.english.numbers import cardinal, letter_name, number
from avatar.text.english.patterns import after, before, say
from avatar.text.english.units import unit_pattern
from avatar.text.mathematics.notation import PLAIN, is_plain_mathematics
from avatar.text.mathematics.speech import say_formula
from avatar.text.spoken import Rule, Spoken


def formula_words(formula: str) -> str:
    """Say a formula, as between dollar signs or plain, in English words."""
    said = {"number": number, "letter": letter_name}
    return " ".join(
        said[part.kind](part.text) if part.kind in said else part.text for part in say_formula(formula, "en")
    )


@lru_cache
def _unit() -> re.Pattern[str]:
    return re.compile(unit_pattern())


def _formula(match: re.Match[str]) -> list[Spoken] | None:
    if re.fullmatch("(?:km|cm|mm|dm|mi|ft|yd|in)[²³]", match[0]) or (
        match[0] in ("m²", "m³") and before(match).endswith("per ")
    ):
        return None
    if not is_plain_mathematics(match[0]) or _unit().match(after(match)):
        return None
    return say(match, formula_words(match[0].replace("<=", "≤").replace(">=", "≥").replace("==", "=")))


_ELEMENTS_TEXT = """
H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr Rb Sr Y Zr Nb Mo
Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Nd W Re Os Ir Pt Au Hg Tl Pb Bi Po At Rn Fr Ra Ac Th Pa U Np Pu
"""
_ELEMENTS = _ELEMENTS_TEXT.split()
_ELEMENT = "|".join(sorted(_ELEMENTS, key=len, reverse=True))
_COUNT = "[0-9₀-₉]{1,3}"
_PLAIN = str.maketrans("₀₁₂₃₄₅₆₇₈₉⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "01234567890123456789+-")
_KNOWN = (
    "NaCl|NaOH|KOH|HCl|HF|HBr|KCl|LiCl|CaO|MgO|FeO|CuO|ZnO|NaF|KI|KBr|SiC|GaAs|GaN|TiN|NOx|SOx|CuS|FeS|ZnS|AgCl|NaHCO3"
)
_TO_TEXT = """
B2B B2C C2C C2B P2P O2O G2B B2G V2V V2X V2I S2S M2M I2I C2M
"""
_TO = frozenset(_TO_TEXT.split())
"""Where 2 stands for to although the letters are elements."""
_WORD_LIKE = re.compile("[A-Z]?[0-9]+")


def _chemical(match: re.Match[str]) -> list[Spoken] | None:
    formula, charge = re.fullmatch("(.+?)([²³⁴]?[⁺⁻])?", match[0]).groups()  # type: ignore[union-attr]
    written = formula.translate(_PLAIN)
    symbols = re.findall(f"{_ELEMENT}|[()]|[0-9]+|x", written)
    if written in _TO or re.match("FY[0-9]{2}", written) or "".join(symbols) != written:
        return None
    return say(match, chemical_words([*symbols, *(charge or "").translate(_PLAIN)]))


def chemical_words(symbols: list[str]) -> str:
    """Say the parts of a chemical formula: letters by their names, numbers as such."""
    said: list[str] = []
    letters = ""
    for symbol in [*symbols, ""]:
        if symbol.isalpha():
            letters += symbol
            continue
        if letters:
            said.append(spelled(letters) if len(letters) > 1 else letter_name(letters))
            letters = ""
        if symbol.isdigit():
            said.append(cardinal(int(symbol)))
        elif symbol in ("+", "-"):
            said.append("plus" if symbol == "+" else "minus")
    return " ".join(said)


FORMULAS: tuple[Rule, ...] = (Rule(PLAIN, _formula),)
"""Formulas of mathematics."""
_BEGIN = r"(?:(?<![A-Za-z0-9'’.-])|(?<=[0-9])(?<![A-Za-z0-9.,-][0-9]))"
_GROUP = rf"\((?:(?:{_ELEMENT})(?:{_COUNT})?){{1,4}}\){_COUNT}"
_COMPOUND = rf"(?=[A-Za-z()]*[0-9₀-₉])(?:(?:{_ELEMENT}){{1,6}}(?:{_COUNT})?|{_GROUP}){{1,12}}"
CHEMISTRY: tuple[Rule, ...] = (
    Rule(rf"{_BEGIN}(?:(?:{_KNOWN})|{_COMPOUND})(?:[0-9]?[⁺⁻]|[²³][⁺⁻])?(?![A-Za-z0-9'’])", _chemical),
    Rule(rf"(?<![A-Za-z0-9])(?:{_ELEMENT})[²³⁴]?[⁺⁻](?![A-Za-z0-9])", _chemical),
)
"""Formulas of chemistry."""
