"""Formulas of chemistry in Chinese text: H2SO4, Ca²⁺."""

from __future__ import annotations

import re

from avatar.text.abbreviations import spelled
from avatar.text.chinese.formulas import LOWERED, RAISED, SUPERSCRIPTS
from avatar.text.chinese.numbers import cardinal
from avatar.text.spoken import Rule, Spoken

_ELEMENTS_TEXT = """
H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr Rb Sr Y Zr Nb Mo Tc
Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Nd Hf Ta W Re Os Ir Pt Au Hg Tl Pb Bi Po At Rn Fr Ra Th U Pu
"""
_ELEMENTS = frozenset(_ELEMENTS_TEXT.split())
_ATOMS = rf"([A-Z][a-z]?)|([0-9{LOWERED}]+)|([{RAISED}]+)|([()])"
_TWO_LETTERS = "[A-Z]2[A-Z]"
_WATERS = frozenset(("H2O", "N2O", "K2O", "H2S", "D2O", "T2O"))
_ATOM = rf"[A-Z][a-z]?[0-9{LOWERED}]{{0,2}}"
_GROUP = rf"\((?:{_ATOM}){{1,4}}\)[0-9{LOWERED}]{{1,2}}"
_CHEMICAL = rf"(?<![A-Za-z0-9])(?:{_ATOM}|{_GROUP}){{1,12}}[{RAISED}]{{0,3}}(?![A-Za-z0-9])"


def _chemical(match: re.Match[str]) -> list[Spoken] | None:
    """Read H2SO4, letters by their names; 2 in B2B is another word."""
    written = match[0]
    atoms = [atom[0] for atom in re.findall(_ATOMS, written) if atom[0]]
    if written[0] in "DT" and written[1:] in ("2O", "₂O"):
        atoms = ["H", "O"]
    is_told = bool(re.search(rf"[0-9{LOWERED}]|[⁺⁻]", written)) or (
        len(atoms) > 1 and any(len(atom) == 2 for atom in atoms)
    )
    if (
        not is_told
        or not _ELEMENTS.issuperset(atoms)
        or (re.fullmatch(_TWO_LETTERS, written) and written not in _WATERS)
    ):
        return None
    if len(atoms) == 1 and not re.search(rf"[{LOWERED}⁺⁻]", written):
        return None
    pieces = []
    for letters, count, charge, bracket in re.findall(_ATOMS, written):
        if letters:
            pieces.append(Spoken(letters, spelled(letters) if len(letters) > 1 else letters, "en"))
        elif count:
            pieces.append(Spoken(count, cardinal(int("".join(SUPERSCRIPTS.get(sign, sign) for sign in count))), "zh"))
        elif charge:
            pieces.append(Spoken(charge, _charge(charge), "zh"))
        elif bracket == "(":
            pieces.append(Spoken(bracket, "括号", "zh"))
    return pieces


def _charge(written: str) -> str:
    plain_ = "".join(SUPERSCRIPTS[sign] for sign in written)
    value = plain_.strip("+-")
    return (f"{cardinal(int(value))}价" if value.isdecimal() else "") + ("负离子" if "-" in plain_ else "正离子")


CHEMISTRY: tuple[Rule, ...] = (Rule(_CHEMICAL, _chemical),)
"""The one rule of formulas of chemistry."""
