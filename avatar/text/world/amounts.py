"""Written numbers: their pattern, and how they are said alone and before what is counted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from avatar.text.world.numerals import LARGER, LARGEST
from avatar.text.world.slavic import few, genitive, polish_few

if TYPE_CHECKING:
    from avatar.text.world.tongue import Noun, Tongue

_GROUPED = {
    "hi": r"\d{1,2}(?:,\d{2})*,\d{3}",
}
"""Where thousands are not the only groups."""

_TENTHS = {1: "десят", 2: "сот", 3: "тысячн", 4: "десятитысячн", 5: "стотысячн", 6: "миллионн"}


class Amount(NamedTuple):
    """A written number."""

    whole: str
    """its digits before the mark"""
    fraction: str
    """its digits behind it"""
    is_negative: bool
    is_genitive: bool = False
    """whether a preposition before it puts it in the genitive"""


def pattern(tongue: Tongue) -> str:
    """Give the pattern of a number without its sign."""
    groups = [rf"\d{{1,3}}(?:{re.escape(mark)}\d{{3}})+" for mark in tongue.groups]
    if tongue.language in _GROUPED:
        groups.insert(0, _GROUPED[tongue.language])
    mark = "[,.٫]" if tongue.language == "ar" else re.escape(tongue.decimal)
    # Many write the other mark; three digits behind it are thousands.
    other = rf"\d+{re.escape(_other(tongue))}(?:\d{{1,2}}|\d{{4,9}})(?!\d|[.,]\d)"
    grouped = "|".join(rf"{group}(?!\d)" for group in groups)
    return rf"(?:(?<![.,]){other}|(?:{grouped}|\d+)(?:{mark}\d+(?!\d))?)"


def _other(tongue: Tongue) -> str:
    return "." if tongue.decimal == "," else ","


def parse(tongue: Tongue, written: str) -> Amount:
    """Take a number apart that fits `pattern`, with or without a minus before it."""
    text = written.strip()
    is_negative = text[:1] in ("-", "−", "–")
    text = text.lstrip("-−–+ ")
    whole, fraction = text, ""
    cut = max(text.rfind(tongue.decimal), text.rfind("٫"))
    if tongue.language == "ar" and cut < 0 and not re.fullmatch(r"\d{1,3}(?:[,٬]\d{3})+", text):
        cut = text.rfind(",")
    if cut < 0 and re.fullmatch(rf"\d+{re.escape(_other(tongue))}(?:\d{{1,2}}|\d{{4,9}})", text):
        cut = text.rfind(_other(tongue))
    if cut >= 0:
        whole, fraction = text[:cut], text[cut + 1 :]
    return Amount(_plain(whole), _plain(fraction), is_negative)


def _plain(digits: str) -> str:
    """Give ASCII digits for those of any script, without marks between."""
    return "".join(str(int(digit)) for digit in digits if digit.isdecimal())


def digits(tongue: Tongue, written: str) -> str:
    """Say digits one by one."""
    return " ".join(tongue.numerals.cardinal(int(digit)) for digit in _plain(written))


def whole(tongue: Tongue, written: str, gender: str = "") -> str:
    """Say digits as a number; those that begin with 0 and very long ones one by one."""
    plain = _plain(written)
    if (len(plain) > 1 and plain[0] == "0" and tongue.language != "ru") or int(plain) >= LARGER.get(
        tongue.language, LARGEST
    ):
        return digits(tongue, plain)
    return tongue.numerals.cardinal(int(plain), gender)


def number(tongue: Tongue, amount: Amount, gender: str = "") -> str:
    """Say a number with its sign and what is behind its mark."""
    minus = f"{tongue.say['minus']} " if amount.is_negative else ""
    if not amount.fraction:
        said = whole(tongue, amount.whole, gender)
        return minus + (genitive(tongue.language, said) if amount.is_genitive else said)
    if tongue.fraction == "tenths":
        return minus + _in_tenths(tongue, amount)
    said = whole(tongue, amount.whole, gender if gender == "f" and tongue.language == "es" else "")
    if tongue.language == "ar":
        return f"{minus}{said} و{_of_tens(tongue, amount.fraction)}"
    return f"{minus}{said} {tongue.say['point']} {_behind(tongue, amount.fraction)}"


def _behind(tongue: Tongue, fraction: str) -> str:
    if tongue.fraction == "digits" or len(fraction) == 1:
        return digits(tongue, fraction)
    if tongue.fraction == "number" and len(fraction) <= 3:
        return _with_zeros(tongue, fraction)
    return " ".join(_with_zeros(tongue, fraction[start : start + 2]) for start in range(0, len(fraction), 2))


def _with_zeros(tongue: Tongue, fraction: str) -> str:
    bare = fraction.lstrip("0")
    zeros = digits(tongue, "0" * (len(fraction) - len(bare)))
    return " ".join(filter(None, (zeros, tongue.numerals.cardinal(int(bare)) if bare else "")))


def _in_tenths(tongue: Tongue, amount: Amount) -> str:
    """Say a Russian decimal: две целых пять десятых."""
    stem = _TENTHS.get(len(amount.fraction))
    if stem is None:
        return f"{whole(tongue, amount.whole)} запятая {digits(tongue, amount.fraction)}"
    integer, parts = int(amount.whole), int(amount.fraction)
    wholes = "целая" if few(integer) == 0 else "целых"
    ending = "ая" if few(parts) == 0 else "ых"
    cardinal = tongue.numerals.cardinal
    return f"{cardinal(integer, 'f')} {wholes} {cardinal(parts, 'f')} {stem}{ending}"


def _of_tens(tongue: Tongue, fraction: str) -> str:
    if len(fraction) > 4:
        return digits(tongue, fraction)
    parts = tongue.numerals.cardinal(int(fraction))
    return f"{parts} من {('عشرة', 'مئة', 'ألف', 'عشرة آلاف')[len(fraction) - 1]}"


def form(tongue: Tongue, amount: Amount, noun: Noun) -> str:
    """Choose the form of a noun after a number."""
    count = int(amount.whole or "0")
    index = 0
    if tongue.plural == "one":
        index = int(count != 1 or bool(amount.fraction))
    elif tongue.plural == "french":
        index = int(count > 1)
    elif tongue.plural == "russian":
        index = 1 if amount.fraction else few(count)
        if amount.is_genitive and not amount.fraction:
            index = 1 if index == 0 else 2
    elif tongue.plural == "polish":
        index = 3 if amount.fraction or (amount.is_genitive and count == 1) else polish_few(count)
        index = 2 if amount.is_genitive and index == 1 else index
    elif tongue.plural == "arabic":
        index = 0 if amount.fraction or count in (0, 1) else 1 if count == 2 else 2 if 3 <= count % 100 <= 10 else 0
    return noun.forms[min(index, len(noun.forms) - 1)]


def counted(tongue: Tongue, amount: Amount, noun: Noun) -> str:
    """Say so many of something."""
    word = form(tongue, amount, noun)
    if tongue.language == "ar" and not amount.fraction and int(amount.whole) in (1, 2):
        # One and two are said by the noun's own form.
        minus = f"{tongue.say['minus']} " if amount.is_negative else ""
        one = {"f": " واحدة"}.get(noun.gender, " واحد")
        return minus + word + (one if int(amount.whole) == 1 else "")
    after = tongue.say.get("after_million", "")
    if after and not amount.fraction and int(amount.whole) >= 10**6 and int(amount.whole) % 10**6 == 0:
        word = f"d'{word}" if tongue.language == "fr" and word[0] in "aeiouéè" else f"{after} {word}"
    return f"{number(tongue, amount, noun.gender)} {word}"


def after_scale(tongue: Tongue, scale: Noun, noun: Noun) -> str:
    """Give the form of a noun behind a written million: Millionen Euro, millones de euros."""
    index = {"none": 0, "arabic": 0, "one": 1, "french": 1}.get(tongue.plural, 2)
    word = noun.forms[min(index, len(noun.forms) - 1)]
    of = tongue.say.get("after_million", "")
    if not of or scale.forms[0] in ("mil", "mille"):
        return word
    return f"d'{word}" if tongue.language == "fr" and word[0] in "aeiouéè" else f"{of} {word}"
