"""Fractions: halves, thirds, and how each language names what is below the line."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from avatar.text.world.tongue import Tongue

_PLAIN = str.maketrans("áéíóú", "aeiou")
_BACK_VOWELS, _VOWELS = "aıou", "aıoueiöü"


def vulgar(tongue: Tongue, written: str) -> str:
    """Say a fraction of one character, with the whole number before it."""
    plain = unicodedata.normalize("NFKC", written[-1])
    top, _, bottom = plain.partition("⁄")
    digits = "".join(str(int(digit)) for digit in written[:-1] if digit.isdecimal())
    return fraction(tongue, int(digits or "0"), int(top), int(bottom))


def fraction(tongue: Tongue, whole: int, top: int, bottom: int) -> str:
    """Say a fraction, after a whole number if that is not 0."""
    if not whole:
        return _part(tongue, top, bottom)
    is_half = (top, bottom) == (1, 2)
    if tongue.language == "de" and is_half:
        return f"{tongue.numerals.cardinal(whole, 'm')}-ein-halb"
    head = tongue.numerals.cardinal(whole, "f" if tongue.language == "ru" else "")
    if tongue.language == "ru":
        head = f"{head} {'целая' if whole % 10 == 1 and whole % 100 != 11 else 'целых'}"
    half = tongue.say.get("and_half", "") if is_half else ""
    link = "" if half and tongue.language == "tr" else tongue.say.get("fraction_and", "")
    return " ".join(filter(None, (head, link, half or _part(tongue, top, bottom))))


def _part(tongue: Tongue, top: int, bottom: int) -> str:
    if own := _OWN.get(tongue.language):
        return own(tongue, top, bottom)
    if named := tongue.fractions.get(bottom):
        return f"{tongue.numerals.cardinal(top, named.gender or 'm')} {named.forms[-1 if top != 1 else 0]}"
    if not bottom and tongue.language != "de":
        return _over(tongue, top, bottom)
    return _RANKED[tongue.language](tongue, top, bottom)


def _over(tongue: Tongue, top: int, bottom: int) -> str:
    return f"{tongue.numerals.cardinal(top)} {tongue.say['over']} {tongue.numerals.cardinal(bottom)}"


def _turkish(tongue: Tongue, top: int, bottom: int) -> str:
    """Say "three in four": dörtte üç."""
    words = tongue.numerals.cardinal(bottom)
    is_back = [letter for letter in words if letter in _VOWELS][-1] in _BACK_VOWELS
    case = ("t" if words[-1] in "fstkçşhp" else "d") + ("a" if is_back else "e")
    return f"{words}{case} {tongue.numerals.cardinal(top)}"


def _vietnamese(tongue: Tongue, top: int, bottom: int) -> str:
    return f"{tongue.numerals.cardinal(top)} phần {'tư' if bottom == 4 else tongue.numerals.cardinal(bottom)}"


def _indonesian(tongue: Tongue, top: int, bottom: int) -> str:
    return "setengah" if (top, bottom) == (1, 2) else _over(tongue, top, bottom)


def _arabic(tongue: Tongue, top: int, bottom: int) -> str:
    named = tongue.fractions.get(bottom)
    if named is None:
        return _over(tongue, top, bottom)
    if top < 3:
        return named.forms[max(top - 1, 0)]
    return f"{tongue.numerals.cardinal(top)} {named.forms[2]}"


def _german(tongue: Tongue, top: int, bottom: int) -> str:
    if (top, bottom) == (1, 2):
        return "ein halb"
    if bottom == 2:
        return f"{tongue.numerals.cardinal(top, 'm')} halbe"
    return f"{tongue.numerals.cardinal(top, 'm')} {tongue.numerals.ordinal(bottom, 'm', 'weak').removesuffix('e')}el"


def _french(tongue: Tongue, top: int, bottom: int) -> str:
    return f"{tongue.numerals.cardinal(top)} {tongue.numerals.ordinal(bottom)}{'s' if top > 1 else ''}"


def _italian(tongue: Tongue, top: int, bottom: int) -> str:
    return f"{tongue.numerals.cardinal(top, 'm')} {tongue.numerals.ordinal(bottom, 'm', 'pl' if top > 1 else 'nom')}"


def _russian(tongue: Tongue, top: int, bottom: int) -> str:
    is_one = top % 10 == 1 and top % 100 != 11
    gender, form = ("f", "nom") if is_one else ("p", "gen")
    return f"{tongue.numerals.cardinal(top, 'f')} {tongue.numerals.ordinal(bottom, gender, form)}"


def _polish(tongue: Tongue, top: int, bottom: int) -> str:
    is_few = top % 10 in (2, 3, 4) and top % 100 not in (12, 13, 14)
    gender, form = ("f", "nom") if top == 1 else ("p", "nom") if is_few else ("p", "gen")
    return f"{tongue.numerals.cardinal(top, 'f')} {tongue.numerals.ordinal(bottom, gender, form)}"


def _portuguese(tongue: Tongue, top: int, bottom: int) -> str:
    is_round = bottom in (100, 1000) or (bottom < 100 and bottom % 10 == 0)
    if not is_round:
        return f"{tongue.numerals.cardinal(top, 'm')} {tongue.numerals.cardinal(bottom)} avos"
    return f"{tongue.numerals.cardinal(top, 'm')} {tongue.numerals.ordinal(bottom, 'm', 'pl' if top > 1 else 'nom')}"


def _spanish(tongue: Tongue, top: int, bottom: int) -> str:
    cardinal, plural = tongue.numerals.cardinal, "s" if top != 1 else ""
    name = ""
    if 10 < bottom < 100:
        stem = cardinal(bottom).replace(" y ", "i").replace(" ", "").translate(_PLAIN)
        # once, treinta, veintiuno: onceavo, treintavo, veintiunavo
        name = f"{stem.removesuffix('o') if stem.endswith('uno') else stem.removesuffix('a')}avo"
    elif bottom < 1000 and bottom % 100 == 0:
        name = tongue.numerals.ordinal(bottom)
    else:
        for size, last in ((10**6, "millonésimo"), (1000, "milésimo")):
            if not name and bottom % size == 0:
                name = ("" if bottom == size else cardinal(bottom // size, "m").replace(" ", "")) + last
    return f"{cardinal(top, 'm')} {name}{plural}" if name else _over(tongue, top, bottom)


_OWN: dict[str, Callable[[Tongue, int, int], str]] = {
    "ar": _arabic,
    "de": _german,
    "hi": _over,
    "id": _indonesian,
    "tr": _turkish,
    "vi": _vietnamese,
}
_RANKED: dict[str, Callable[[Tongue, int, int], str]] = {
    "es": _spanish,
    "fr": _french,
    "it": _italian,
    "pl": _polish,
    "pt": _portuguese,
    "ru": _russian,
}
