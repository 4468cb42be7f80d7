"""Roman numerals: centuries, chapters and rulers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from avatar.text.spoken import Rule, Spoken
from avatar.text.world.agreement import word_after, words_before

if TYPE_CHECKING:
    from avatar.text.world.tongue import Tongue

_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_VALID = re.compile("(?=.)M{0,3}(?:C[MD]|D?C{0,3})(?:X[CL]|L?X{0,3})(?:I[XV]|V?I{0,3})")
_CASES = {
    "ru": {"век": "nom", "века": "gen", "веку": "dat", "веком": "ins", "веке": "loc", "в": "gen", "вв": "gen"},
    "pl": {"wiek": "nom", "wieku": "gen", "wiekiem": "ins"},
}


def value(written: str) -> int | None:
    """Give the number that a Roman numeral stands for, None for other letters."""
    letters = written.upper()
    if not _VALID.fullmatch(letters):
        return None
    numbers = [_VALUES[letter] for letter in letters]
    return sum(-now if now < after else now for now, after in zip(numbers, [*numbers[1:], 0], strict=True))


def roman_rules(tongue: Tongue) -> tuple[Rule, ...]:
    """Give the rules for Roman numerals, where a word beside them says that they are numbers."""
    read = lambda match: _roman(tongue, match)
    rules = (
        [Rule(r"(?<![\w.])(?:[IVX]|[IVXLCDM]{2,9})(?:er|re|e|ᵉ|ème)(?!\w)", read)] if tongue.language == "fr" else []
    )
    dot = r"\.?" if tongue.language in ("de", "tr") else ""
    rules.append(Rule(rf"(?<![\w.'’-])[IVXLCDM]+{dot}(?![\w'’])(?!\.\w)", read))
    if tongue.language in ("vi", "es"):
        led = "|".join(rf"(?<=\b{word} )" for word in tongue.context["roman_before"])
        rules.append(Rule(rf"(?:{led})[ivxlcdm]+(?!\w)", read))
    return tuple(rules)


def _roman(tongue: Tongue, match: re.Match[str]) -> list[Spoken]:
    bare = match[0].rstrip(".")
    letters = bare if tongue.language != "fr" else re.sub("(?:er|re|e|ᵉ|ème)$", "", bare)
    number = value(letters)
    if number is None:
        return [Spoken(match[0], match[0], "")]
    before = words_before(match.string, match.start())
    after = word_after(match.string, match.end())
    said = _said(tongue, number, match, before[0] if before else "", after)
    if said is None:
        return [Spoken(match[0], bare, "")]
    return [Spoken(match[0] if said else bare, said, "")]


def _said(tongue: Tongue, number: int, match: re.Match[str], before: str, after: str) -> str | None:
    cardinal, ordinal, context = tongue.numerals.cardinal, tongue.numerals.ordinal, tongue.context
    language, written = tongue.language, match[0]
    if language == "fr" and written[-1] in "eᵉr":
        return ordinal(number, "f" if written.endswith("re") else "m")
    cases = _CASES.get(language, {})
    case = cases.get(after.lower())
    if case:
        return ordinal(number, "m", "loc" if before in context["at"] and case in ("gen", "loc") else case)
    if language == "tr" and written.endswith("."):
        return ordinal(number) if after else None
    if after.lower() in context.get("roman_after", ()):
        return ordinal(number, "f" if after.lower().endswith("a") else "m")
    if before in context.get("roman_before", ()):
        if language == "vi" and before == "thứ":
            return ordinal(number)
        if language in ("it",) or (language in ("es", "pt") and number <= 10 and before in context["centuries"]):
            return ordinal(number, "f" if before.endswith("a") else "m")
        return f"{ordinal(number)}" if language == "id" and before == "abad" else cardinal(number)
    return _ruler(tongue, number, match, before)


def _ruler(tongue: Tongue, number: int, match: re.Match[str], before: str) -> str | None:
    language, cardinal, ordinal = tongue.language, tongue.numerals.cardinal, tongue.numerals.ordinal
    found = re.search(r"([^\W\d_]+) $", match.string[max(0, match.start() - 24) : match.start()])
    is_name = found is not None and found[1][0].isupper() and not found[1].isupper()
    is_known = before in tongue.context.get("rulers", ())
    bare = match[0].rstrip(".")
    if not is_name or number > 30 or (len(bare) == 1 and not is_known):
        return None
    if language == "fr":
        return "premier" if number == 1 else cardinal(number)
    if language in ("es", "pt"):
        gender = "f" if before.endswith("a") and before not in ("papa",) else "m"
        return ordinal(number, gender) if number <= 10 else cardinal(number)
    if language == "de":
        return f"der {ordinal(number, 'm', 'weak').capitalize()}"
    if language in ("it", "ru", "pl"):
        endings = ("a",) if language != "ru" else ("а", "я")
        return ordinal(number, "f" if before.endswith(endings) and before not in ("nicola", "andrea", "илья") else "m")
    return cardinal(number)
