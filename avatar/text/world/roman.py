"""Roman numerals: centuries, chapters and rulers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from avatar.text.spoken import Spoken
from avatar.text.world.agreement import word_after, words_before
from avatar.text.world.forms import rule

if TYPE_CHECKING:
    from avatar.text.spoken import Rule
    from avatar.text.world.tongue import Tongue

_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_VALID = re.compile("(?=.)M{0,3}(?:C[MD]|D?C{0,3})(?:X[CL]|L?X{0,3})(?:I[XV]|V?I{0,3})")
_CASES = {
    "ru": {"век": "nom", "века": "gen", "веку": "dat", "веком": "ins", "веке": "loc", "в": "gen", "вв": "gen"},
    "pl": {"wiek": "nom", "wieku": "gen", "wiekiem": "ins"},
}
_NAMES_IN_A = {"it": ("a",), "pl": ("a",), "ru": ("а", "я")}
_MEN_IN_A = frozenset(("nicola", "andrea", "luca", "papa", "илья", "никита"))
_LAST_RULER = 30
"""Louis XVIII, Jean XXIII: nobody of a name had more successors."""


class _Numeral(NamedTuple):
    """A Roman numeral and what stands beside it."""

    value: int
    written: str
    """as written, with its ending"""
    before: str
    """word before it, lower case"""
    after: str
    """word behind it"""
    is_after_name: bool


def value(written: str) -> int | None:
    """Give the number that a Roman numeral stands for, None for other letters."""
    letters = written.upper()
    if not _VALID.fullmatch(letters):
        return None
    numbers = [_VALUES[letter] for letter in letters]
    return sum(-now if now < after else now for now, after in zip(numbers, [*numbers[1:], 0], strict=True))


def roman_rules(tongue: Tongue) -> tuple[Rule, ...]:
    """Give the rules for Roman numerals, where a word beside them says that they are numbers."""

    def read(match: re.Match[str]) -> list[Spoken]:
        return _read(tongue, match)

    rules = []
    if tongue.language == "fr":
        # "Le", "De" and "Ce" are no numbers.
        rules.append(rule(r"(?<![\w.])(?P<letters>[IVX]|[IVXLCDM]{2,9})(?P<rank>er|re|e|ᵉ|ème)(?!\w)", read))
    point = r"(?P<point>\.)?" if tongue.language in ("de", "tr") else ""
    rules.append(rule(rf"(?<![\w.'’-])(?P<letters>[IVXLCDM]+){point}(?![\w'’])(?!\.\w)", read))
    if tongue.language in ("vi", "es"):
        led = "|".join(rf"(?<=\b{word} )" for word in sorted(tongue.context["roman_before"]))
        rules.append(rule(rf"(?i:{led})(?P<letters>[ivxlcdm]+)(?!\w)", read))
    return tuple(rules)


def _read(tongue: Tongue, match: re.Match[str]) -> list[Spoken]:
    letters = match["letters"]
    number = value(letters)
    if number is None:
        return [Spoken(match[0], match[0], "")]
    before = [*words_before(match.string, match.start()), ""][0]
    name = re.search(r"([^\W\d_]+) $", match.string[max(0, match.start() - 24) : match.start()])
    is_after_name = name is not None and name[1][0].isupper() and not name[1].isupper()
    numeral = _Numeral(number, match[0], before, word_after(match.string, match.end()), is_after_name)
    said = _beside_noun(tongue, numeral) or _ruler(tongue, numeral)
    return [Spoken(match[0], said, "")] if said else [Spoken(letters, letters, "")]


def _beside_noun(tongue: Tongue, numeral: _Numeral) -> str:
    """Say the numeral of a century, a chapter and the like; "" if there is no such word."""
    ordinal, after = tongue.numerals.ordinal, numeral.after.lower()
    if tongue.language == "fr" and numeral.written[-1] in "eᵉr":
        return ordinal(numeral.value, "f" if numeral.written.endswith("re") else "m")
    if case := _CASES.get(tongue.language, {}).get(after):
        is_within = numeral.before in tongue.context["at"] and case == "gen"
        return ordinal(numeral.value, "m", "loc" if is_within else case)
    if tongue.language == "tr" and numeral.written.endswith(".") and after:
        return ordinal(numeral.value)
    if after in tongue.context.get("roman_after", ()):
        return ordinal(numeral.value, "f" if after.endswith("a") else "m")
    return _behind_noun(tongue, numeral) if numeral.before in tongue.context.get("roman_before", ()) else ""


def _behind_noun(tongue: Tongue, numeral: _Numeral) -> str:
    is_rank = (
        tongue.language == "it"
        or numeral.before in ("thứ", "abad")
        or (numeral.value <= 10 and numeral.before in tongue.context.get("centuries", ()))
    )
    if not is_rank:
        return tongue.numerals.cardinal(numeral.value)
    return tongue.numerals.ordinal(numeral.value, "f" if numeral.before.endswith("a") else "m")


def _ruler(tongue: Tongue, numeral: _Numeral) -> str:
    """Say the numeral behind a name; "" if it is none."""
    number, language = numeral.value, tongue.language
    is_known = numeral.before in tongue.context.get("rulers", ())
    if not numeral.is_after_name or number > _LAST_RULER or (len(numeral.written.rstrip(".")) == 1 and not is_known):
        return ""
    if language == "de":
        return f"der {tongue.numerals.ordinal(number, 'm', 'weak').capitalize()}"
    is_woman = numeral.before.endswith(_NAMES_IN_A.get(language, ("a",))) and numeral.before not in _MEN_IN_A
    is_rank = (
        language in _NAMES_IN_A or (language in ("es", "pt") and number <= 10) or (language == "fr" and number == 1)
    )
    return tongue.numerals.ordinal(number, "f" if is_woman else "m") if is_rank else tongue.numerals.cardinal(number)
