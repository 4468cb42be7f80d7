"""What a language's table says about its written forms: marks, months, units, money, short forms and signs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from avatar.runtime.toml import read_toml
from avatar.text.world.numerals import NUMERALS, Numerals

if TYPE_CHECKING:
    from collections.abc import Mapping

_FOLDER = Path(__file__).parent / "tables"


@dataclass(frozen=True, slots=True)
class Noun:
    """A word that is counted."""

    gender: str
    """"m", "f" or "n"; "" where the language has none"""
    forms: tuple[str, ...]
    """as `Tongue.plural` orders them"""


@dataclass(frozen=True, slots=True)
class Currency:
    """A currency and its hundredth."""

    whole: Noun
    """its name"""
    hundredth: Noun | None
    """None: amounts are said as decimals"""


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language as its table describes it."""

    language: str
    """primary subtag"""
    numerals: Numerals
    """its numbers"""
    decimal: str
    """mark before tenths, "," or "." """
    groups: str
    """marks between thousands, each one character"""
    fraction: str
    """how digits behind the mark are said: "digits", "number", "pairs", "tenths" """
    plural: str
    """which form of a noun follows a number: "none", "one", "french", "russian", "polish", "arabic" """
    say: Mapping[str, str]
    """name of a thing that is said -> its words; "" or missing: it has none"""
    months: Mapping[str, int]
    """written name, lower case, without its point -> month 1-12"""
    month_names: tuple[str, ...]
    """as said in a date"""
    month_pattern: str
    """finds a written month"""
    units: Mapping[str, Noun]
    """written unit -> its name"""
    scales: Mapping[str, Noun]
    """written million and so on -> its name"""
    money: Mapping[str, Currency]
    """sign or code -> currency"""
    short_forms: Mapping[str, str]
    """abbreviation as written -> words"""
    inside: Mapping[str, str]
    """abbreviation that is a word too -> words, where a sentence goes on behind it"""
    signs: Mapping[str, str]
    """sign -> words"""
    letters: Mapping[str, str]
    """Latin letters and well-known labels of addresses in the language's own script; empty where that is Latin"""
    vowels: Mapping[str, str]
    """word as it is written -> with the vowels that engines do not know"""
    multiple: Noun
    """how often: mal, fois, veces"""
    fractions: Mapping[int, Noun]
    """denominator -> its name"""
    context: Mapping[str, frozenset[str]]
    """kind of context -> words, lower case, that make it"""


@lru_cache
def tongue(language: str) -> Tongue:
    """Read the table of a language, once."""
    table: dict[str, Any] = read_toml((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    number = table["number"]
    names = [name.split() for name in table["months"]["written"]]
    months = {spelling.lower(): month for month, spellings in enumerate(names, 1) for spelling in spellings}
    said = table["months"].get("said", "").split()
    return Tongue(
        language=language,
        numerals=NUMERALS[language],
        decimal=number["decimal"],
        groups=number["groups"],
        fraction=number["fraction"],
        plural=number["plural"],
        say=table["say"],
        months=months,
        month_names=tuple([name.replace("_", " ") for name in said] or [spellings[0] for spellings in names]),
        month_pattern="|".join(sorted(months, key=len, reverse=True)),
        units={written: _noun(text) for written, text in table["units"].items()},
        scales={written: _noun(text) for written, text in table.get("scales", {}).items()},
        money={written: _currency(text) for written, text in table["money"].items()},
        short_forms=table["short"],
        inside=table["inside"],
        signs={**table["signs"]},
        letters=table.get("letters", {}),
        vowels=table.get("vowels", {}),
        multiple=_noun(table["say"]["times"]),
        fractions={int(bottom): _noun(text) for bottom, text in table.get("fractions", {}).items()},
        context={kind: frozenset(words.split()) for kind, words in table.get("context", {}).items()},
    )


def _noun(text: str) -> Noun:
    gender, space, forms = text.partition(" ")
    if space and gender in ("m", "f", "n"):
        return Noun(gender, tuple(forms.split("|")))
    return Noun("", tuple(text.split("|")))


def _currency(text: str) -> Currency:
    whole, _, hundredth = text.partition(";")
    return Currency(_noun(whole.strip()), _noun(hundredth.strip()) if hundredth.strip() else None)
