"""Fractions: halves, thirds, and how each language names what is below the line."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from avatar.text.world.tongue import Noun, Tongue


def vulgar(tongue: Tongue, written: str) -> str:
    """Say a fraction of one character, with the whole number before it."""
    plain = unicodedata.normalize("NFKC", written[-1])
    top, _, bottom = plain.partition("⁄")
    digits = "".join(str(int(digit)) for digit in written[:-1] if digit.isdecimal())
    return fraction(tongue, int(digits or "0"), int(top), int(bottom))


def fraction(tongue: Tongue, whole: int, top: int, bottom: int) -> str:
    """Say a fraction, after a whole number if that is not 0."""
    cardinal = tongue.numerals.cardinal
    part = _part(tongue, top, bottom, is_mixed=bool(whole))
    if not whole:
        return part
    if tongue.language == "de" and (top, bottom) == (1, 2):
        return f"{cardinal(whole, 'm')}-ein-halb"
    head = cardinal(whole, "f" if tongue.language == "ru" else "")
    if tongue.language == "ru":
        head = f"{head} {'целая' if whole % 10 == 1 and whole % 100 != 11 else 'целых'}"
    link = tongue.say.get("fraction_and", "")
    if (top, bottom) == (1, 2) and tongue.say.get("and_half"):
        return f"{head} {link} {tongue.say['and_half']}".replace("  ", " ")
    return " ".join(filter(None, (head, link, part)))


def _part(tongue: Tongue, top: int, bottom: int, *, is_mixed: bool) -> str:
    cardinal = tongue.numerals.cardinal
    over = tongue.say.get("over", "")
    language = tongue.language
    named = tongue.fractions.get(bottom)
    if language == "tr":
        return f"{_locative(cardinal(bottom))} {cardinal(top)}"
    if language == "vi":
        return f"{cardinal(top)} phần {'tư' if bottom == 4 else cardinal(bottom)}"
    if language == "hi":
        return f"{cardinal(top)} {over} {cardinal(bottom)}"
    if language == "id":
        return "setengah" if (top, bottom) == (1, 2) else f"{cardinal(top)} per {cardinal(bottom)}"
    if language == "ar":
        return _arabic(tongue, top, bottom, named)
    if named is not None:
        count = cardinal(top, named.gender or "m")
        return f"{count} {named.forms[int(top != 1)] if len(named.forms) > 1 else named.forms[0]}"
    if bottom == 0 and language != "de":
        return f"{cardinal(top)} {over} {cardinal(bottom)}"
    return _ranked(tongue, top, bottom)


def _locative(words: str) -> str:
    """Put Turkish "üç" in the case of "üçte"."""
    back = [letter for letter in words if letter in "aıoueiöü"][-1] in "aıou"
    hard = words[-1] in "fstkçşhp"
    return words + ("t" if hard else "d") + ("a" if back else "e")


def _arabic(tongue: Tongue, top: int, bottom: int, named: Noun | None) -> str:
    cardinal = tongue.numerals.cardinal
    if named is None:
        return f"{cardinal(top)} على {cardinal(bottom)}"
    if top == 1:
        return named.forms[0]
    return named.forms[1] if top == 2 else f"{cardinal(top)} {named.forms[2]}"


def _ranked(tongue: Tongue, top: int, bottom: int) -> str:
    """Say one over so many by the ordinal of what is below the line."""
    cardinal, ordinal, language = tongue.numerals.cardinal, tongue.numerals.ordinal, tongue.language
    over = f"{cardinal(top)} {tongue.say.get('over', '')} {cardinal(bottom)}"
    if language == "de":
        return f"{cardinal(top, 'm')} {ordinal(bottom, 'm', 'weak').removesuffix('e')}el"
    if language == "fr":
        return f"{cardinal(top)} {ordinal(bottom)}{'s' if top > 1 else ''}"
    if language == "it":
        return f"{cardinal(top, 'm')} {ordinal(bottom, 'm', 'pl' if top > 1 else 'nom')}"
    if language == "ru":
        form = "nom" if top % 10 == 1 and top % 100 != 11 else "gen"
        return f"{cardinal(top, 'f')} {ordinal(bottom, 'f' if form == 'nom' else 'p', form)}"
    if language == "pl":
        few = top % 10 in (2, 3, 4) and top % 100 not in (12, 13, 14)
        form = ("f", "nom") if top == 1 else ("p", "nom") if few else ("p", "gen")
        return f"{cardinal(top, 'f')} {ordinal(bottom, *form)}"
    if language == "pt":
        is_round = bottom in (100, 1000) or (bottom < 100 and bottom % 10 == 0)
        if not is_round:
            return f"{cardinal(top, 'm')} {cardinal(bottom)} avos"
        return f"{cardinal(top, 'm')} {ordinal(bottom, 'm', 'pl' if top > 1 else 'nom')}"
    return _spanish(tongue, top, bottom) or over


def _spanish(tongue: Tongue, top: int, bottom: int) -> str:
    cardinal, plural = tongue.numerals.cardinal, "s" if top != 1 else ""
    if 10 < bottom < 100:
        words = cardinal(bottom).replace(" y ", "i").replace(" ", "")
        stem = words.translate(str.maketrans("áéíóú", "aeiou"))
        return f"{cardinal(top, 'm')} {stem.removesuffix('o') if stem.endswith('uno') else stem.removesuffix('a') if stem.endswith('a') else stem}avo{plural}"
    is_round = bottom in (100, 200, 300, 400, 500, 600, 700, 800, 900)
    if is_round:
        return f"{cardinal(top, 'm')} {tongue.numerals.ordinal(bottom)}{plural}"
    for size, name in ((10**6, "millonésimo"), (1000, "milésimo")):
        if bottom % size == 0:
            count = bottom // size
            head = "" if count == 1 else cardinal(count, "m").replace(" ", "")
            return f"{cardinal(top, 'm')} {head}{name}{plural}"
    return ""
