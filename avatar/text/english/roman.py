"""Roman numerals in English, where the words around say that they are some."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from avatar.text.english.numbers import cardinal, ordinal, year
from avatar.text.english.patterns import after, before, say
from avatar.text.spoken import Rule, Spoken

_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_PROPER = re.compile("M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_SAFE_LENGTH = 4
"""Numerals of so many letters are never words or initialisms: XXIV, but MIX and CD."""
_TITLE = re.compile(
    r"(?:King|Queen|Pope|Emperor|Empress|Tsar|Czar|Kaiser|Prince|Princess|Sultan|Pharaoh|Duke|Count|Saint|Antipope|Caliph|Shah|Patriarch)s?\s"
    r"(?:[A-Z][a-zé]+\s){1,2}$"
)
_PRONOUN = re.compile(
    r"(?:\s(?:am|have|had|will|would|can|could|think|know|say|said|want|need|like|love|must|should|do|did|don't|never)\b|['’])"
)


def value_of(numeral: str) -> int:
    """Give the value of a Roman numeral; 0 where it is none that is written properly."""
    if not numeral or not _PROPER.fullmatch(numeral):
        return 0
    values = [_VALUES[letter] for letter in numeral]
    return sum(
        -value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True)
    )


@lru_cache
def _words(name: str) -> frozenset[str]:
    lines = Path(__file__).with_name(name).read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


_LAST = re.compile(r"([A-Za-zé’'.]+)[\s-]$")
_LISTED = re.compile(r"(?:[IVXLC]+(?:,\s(?:and\s|or\s)?|\s(?:and|or|to|&)\s|\s?[-–—]\s?))+$")


def says_roman(match: re.Match[str]) -> str:
    """Give what is said for something that looks like a Roman numeral; "" where it is something else."""
    numeral = re.sub("['’]s$", "", match[0])
    value = value_of(numeral)
    if not value:
        return ""
    led, following = before(match, 60), after(match)
    if re.match(r"\scentur(?:y|ies)\b", following):
        return ordinal(value)
    head = _LAST.search(_LISTED.sub("", led))
    word = head[1].rstrip(".") if head else ""
    if word.lower() in _words("roman_heads.txt") and len(word) > 1:
        return "" if numeral == "I" and _PRONOUN.match(following) else cardinal(value)
    if (word[:1].isupper() or len(numeral) > 1) and _is_rank(numeral, word, led, following):
        return f"the {ordinal(value)}"
    return _alone(numeral, word, led, following)


def _alone(numeral: str, word: str, led: str, following: str) -> str:
    """Say a numeral that no word around explains, if it can be nothing else."""
    value = value_of(numeral)
    if len(numeral) >= _SAFE_LENGTH:
        return year(value) if value > 1000 else cardinal(value)
    is_whole = len(numeral) > 1 and not led.strip() and re.fullmatch(r"[.):]?\s*", following) is not None
    is_named = word[:1].isupper() and not word.isupper() and len(numeral) > 1 and set(numeral) <= set("IVX")
    return cardinal(value) if is_whole or is_named else ""


def _is_rank(numeral: str, name: str, led: str, following: str) -> bool:
    is_name = name.title() in _words("roman_names.txt") or bool(_TITLE.search(led))
    if len(numeral) > 1:
        if is_name or set(numeral) - set("IVX"):
            return is_name
        # A surname behind a given name: Robert Griffin III.
        given = re.search(r"([A-Z][a-z]+)\s(?:[A-Z]\.\s)?[A-Z][A-Za-z'’]+[\s-]$", led)
        return bool(given) and given is not None and given[1] in _words("roman_names.txt")
    if numeral not in "IVX" or not is_name or name == "Malcolm":
        return False
    is_titled = bool(_TITLE.search(led))
    if numeral == "I" and _PRONOUN.match(following):
        return False
    return is_titled or bool(
        re.match(r"[,.;:)!?]|$|['’]s|\s(?:of|was|is|reigned|ruled|became|died|and|in|to|as|by|who|had)\b", following)
    )


def _roman(match: re.Match[str]) -> list[Spoken] | None:
    says = says_roman(match)
    return say(match, says + ("'s" if match[0][-1] == "s" else "")) if says else None


def _range(match: re.Match[str]) -> list[Spoken] | None:
    parts = re.findall("[IVXLCDM]+", match[0])
    head = _LAST.search(before(match))
    if not all(map(value_of, parts)) or not head or head[1].lower() not in _words("roman_heads.txt"):
        return None
    return say(match, " to ".join(cardinal(value_of(part)) for part in parts))


_FREE, _END = r"(?<![A-Za-z0-9'’.&@#-])", r"(?![A-Za-z0-9&@-]|['’](?!s\b))"


def _small(match: re.Match[str]) -> list[Spoken] | None:
    head = _LAST.search(before(match))
    value = value_of(match[0].upper())
    if not value or not head or head[1].lower().rstrip(".") not in _words("roman_heads.txt") or len(head[1]) < 2:
        return None
    return say(match, cardinal(value))


def _book(match: re.Match[str]) -> list[Spoken]:
    return say(match, ordinal(value_of(match[0])).title())


_BOOKS = "Corinthians|Samuel|Kings|Chronicles|Thessalonians|Timothy|Peter|John|Maccabees|Esdras"

ROMAN: tuple[Rule, ...] = (
    Rule(rf"{_FREE}[IVXLCDM]+\s?[-–]\s?[IVXLCDM]+{_END}", _range),
    Rule(rf"{_FREE}I{{1,3}}(?=\s(?:{_BOOKS})\b)", _book),
    Rule(rf"{_FREE}(?:[vx]|[ivxlc]{{2,6}}){_END}", _small),
    Rule(rf"{_FREE}[IVXLCDM]+(?:['’]s\b)?{_END}", _roman),
)
"""First match wins."""
