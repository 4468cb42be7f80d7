"""What is said digit by digit or letter by letter: telephone numbers, codes, versions, addresses, formulas."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from avatar.text.abbreviations import spelled
from avatar.text.addresses import ADDRESS, parts_of, read_label
from avatar.text.spoken import PAUSE, Rule, Spoken
from avatar.text.world import amounts

if TYPE_CHECKING:
    from avatar.text.world.tongue import Tongue

_FREE = r"(?<![\w.,+])"
_END = r"(?![\d.,]\d|[^\W_])"
_ELEMENTS_TEXT = """
H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Ti Cr Mn Fe Co Ni Cu Zn Br Ag I Ba Au Hg Pb U
"""
_ELEMENT = "|".join(sorted(_ELEMENTS_TEXT.split(), key=len, reverse=True))
_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")


def address_rules(tongue: Tongue) -> tuple[Rule, ...]:
    """Give the rules for web and mail addresses and the names of accounts."""
    return (
        Rule(ADDRESS, lambda match: _address(tongue, match)),
        Rule(r"(?<![\w.@])@[A-Za-z][\w.]*\w", lambda match: _handle(tongue, match)),
        Rule(
            r"(?<![\w.@-])[a-z][a-z0-9-]+(?:\.[a-z0-9-]{2,})*\.[a-z]{2,4}(?![\w.@])",
            lambda match: _address(tongue, match),
        ),
    )


def code_rules(tongue: Tongue) -> tuple[Rule, ...]:
    """Give the rules for telephone numbers, versions and formulas of chemistry."""
    part = rf"(?:{_ELEMENT})[0-9₀-₉]{{0,3}}"
    formula = rf"(?<!\w)(?:{part}){{0,6}}(?:{_ELEMENT})[0-9₀-₉]{{1,3}}(?:{part}){{0,6}}(?!\w)"
    grouped = r"(?!\d{1,3}(?:\.\d{3})+(?!\d|\.\d))"
    return (
        Rule(_telephone(tongue), lambda match: _groups(tongue, match)),
        Rule(r"(?<![\d.,])\d+(?:\.\d+){3}(?![\d.])", lambda match: _dotted(tongue, match, one_by_one=True)),
        Rule(
            rf"(?<![\d.,]){grouped}v?\d{{1,2}}(?:\.\d{{1,3}}){{2,}}(?!\.?\d)|(?<!\w)v\d{{1,2}}\.\d{{1,3}}(?!\.?\d)",
            lambda match: _dotted(tongue, match, one_by_one=False),
        ),
        Rule(r"(?<!\w)[CF]#(?!\w)", lambda match: [Spoken(match[0], f"{match[0][0]} sharp", "")]),
        Rule(formula, lambda match: _formula(tongue, match)),
    )


def _telephone(tongue: Tongue) -> str:
    gap = r"[ \u00a0./-]"
    patterns = [
        rf"\+(?=[\d ()./\u00a0-]{{7}})\d{{1,3}}(?:{gap}?\(?\d{{1,5}}\)?){{1,7}}",
        rf"\(\d{{2,5}}\){gap}?\d{{2,8}}(?:[ -]\d{{2,8}}){{0,4}}",
        r"0\d{1,4}[ /-]\d{3,}(?:[ -]\d{1,6}){0,4}",
        r"0\d(?:[ .-]\d\d){4}",
        r"\d{1,4}-\d{3}-\d{3}-\d{2}-\d{2}",
        r"\d{3}-\d{3,4}-\d{4}(?:-\d{1,4})?",
        r"(?!(?:1\d|20)\d\d-(?:1\d|20)\d\d)\d{3,5}-\d{4}(?!-)",
        r"\d{2,3}(?: \d{2,3}){1,2} \d{2} \d{2}",
        r"\d{2,4}-\d{2,4}-\d{2,4}-\d{2,4}",
        r"\d{4}(?: \d{4}){2,5}(?: \d{1,4})?",
    ]
    if tongue.language == "hi":
        patterns += [r"\d{4}[ -]\d{6}", r"0 \(\d{2}\) \d{8}", r"[6-9]\d{9}"]
    return rf"{_FREE}(?:{'|'.join(patterns)}){_END}(?!-\d)"


def _groups(tongue: Tongue, match: re.Match[str]) -> list[Spoken]:
    """Say digits in the groups in which they are written, with a breath between."""
    pieces: list[Spoken] = []
    by_number = tongue.say.get("telephone") == "groups"
    for part in re.finditer(r"\+?\d+|[^\d+]+", match[0]):
        if not part[0][-1].isdigit():
            if part.start() and pieces and pieces[-1].says != PAUSE:
                pieces.append(Spoken(part[0].strip() or part[0], PAUSE, ""))
            continue
        digits = part[0].lstrip("+")
        said = (
            amounts.number(tongue, amounts.Amount(digits, "", is_negative=False))
            if by_number and len(digits) < 4
            else amounts.digits(tongue, digits)
        )
        if part[0][0] == "+" and len(digits) < 3 and tongue.say.get("country_code"):
            said = tongue.numerals.cardinal(int(digits))
        if by_number and digits.startswith("0") and digits.strip("0"):
            zeros = len(digits) - len(digits.lstrip("0"))
            said = " ".join([amounts.digits(tongue, "0" * zeros), tongue.numerals.cardinal(int(digits))])
        plus = f"{tongue.say['plus']} " if part[0][0] == "+" else ""
        pieces.append(Spoken(part[0], plus + said, ""))
    if tongue.say.get("trunk_zero") and not match[0].startswith(("+", "(0", "0")):
        pieces[0] = pieces[0]._replace(says=f"{tongue.numerals.cardinal(0)} {pieces[0].says}")
    return pieces


def _dotted(tongue: Tongue, match: re.Match[str], *, one_by_one: bool) -> list[Spoken]:
    dot = f" {tongue.say['dot']} "
    parts = match[0].lstrip("v").split(".")
    by_digits = one_by_one and tongue.language == "hi"
    said = dot.join(amounts.digits(tongue, part) if by_digits else amounts.whole(tongue, part) for part in parts)
    lead = "v " if match[0].startswith("v") else ""
    return [Spoken(match[0], lead + said, "")]


def _formula(tongue: Tongue, match: re.Match[str]) -> list[Spoken]:
    parts = re.findall(r"[A-Z][a-z]?|\d+", match[0].translate(_SUBSCRIPTS))
    said = [amounts.whole(tongue, part) if part.isdigit() else " ".join(part.upper()) for part in parts]
    return [Spoken(match[0], " ".join(said), "")]


_SIGNS = {
    ".": "dot",
    "@": "at",
    "/": "slash",
    "-": "dash",
    "_": "underscore",
    ":": "colon",
    "?": "question_mark",
    "=": "equals",
    "&": "ampersand",
    "#": "hash",
    "|": "bar",
    "%": "percent",
    "+": "plus",
    "~": "tilde",
    "\\": "backslash",
}


def _address(tongue: Tongue, match: re.Match[str]) -> list[Spoken]:
    said: list[str] = []
    for part, kind in parts_of(match[0]):
        if kind == "scheme":
            slash = tongue.say["slash"]
            said.append(f"{_label(tongue, part.rstrip(':/'))} {tongue.say['colon']} {slash} {slash}")
        elif kind == "letters":
            said.append(_label(tongue, part))
        elif kind == "digits":
            said.append(amounts.digits(tongue, part))
        elif word := tongue.say.get(_SIGNS.get(part, ""), ""):
            said.append(word)
    return [Spoken(match[0], " ".join(said), "")]


def _label(tongue: Tongue, label: str) -> str:
    """Say the letters of an address: a word or their names, in the language's own script."""
    if not label.isascii():
        return label
    if not tongue.letters:
        return spelled(label) if label.lower() in ("http", "https", "ftp", "www") else read_label(label)
    lower = label.lower()
    return tongue.letters.get(lower) or " ".join(tongue.letters[letter] for letter in lower)


def _handle(tongue: Tongue, match: re.Match[str]) -> list[Spoken]:
    said = [tongue.say["at"]]
    for part in re.findall(r"[A-Za-z]+|\d+|[^\W\d_]+|[._]", match[0][1:]):
        if part.isdigit():
            said.append(amounts.digits(tongue, part))
        else:
            said.append(tongue.say[_SIGNS[part]] if part in "._" else _label(tongue, part))
    return [Spoken(match[0], " ".join(said), "")]
