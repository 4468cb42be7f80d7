"""Numbers as words in each language, with the gender and the case that the word after them asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from avatar.text.world import arabic, asian, french, german, iberian, italian, slavic, turkic

if TYPE_CHECKING:
    from collections.abc import Callable


class Cardinal(Protocol):
    """Say how many: a number from 0 to `LARGEST`; gender "", "m", "f" or "n", "" where nothing is counted."""

    def __call__(self, number: int, gender: str = "") -> str:
        """Give the words."""


class Ordinal(Protocol):
    """Say which one: a number from 1, its gender, and its form: "nom", "gen", "dat", "acc", "ins", "loc", "pl"."""

    def __call__(self, number: int, gender: str = "m", form: str = "nom") -> str:
        """Give the words."""


class Numerals(NamedTuple):
    """How a language says numbers."""

    cardinal: Cardinal
    ordinal: Ordinal
    year: Callable[[int], str]


LARGEST = 10**18
"""This and longer numbers are said digit by digit, but for `LARGER`."""
LARGER = {"es": 10**24, "vi": 10**27}
"""primary language -> first number that it has no words for"""

NUMERALS: dict[str, Numerals] = {
    "ar": Numerals(arabic.cardinal, arabic.ordinal, arabic.year),
    "de": Numerals(german.cardinal, german.ordinal, german.year),
    "es": Numerals(iberian.spanish, iberian.spanish_ordinal, iberian.spanish),
    "fr": Numerals(french.cardinal, french.ordinal, french.cardinal),
    "hi": Numerals(asian.hindi, asian.hindi_ordinal, asian.hindi_year),
    "id": Numerals(asian.indonesian, asian.indonesian_ordinal, asian.indonesian),
    "it": Numerals(italian.cardinal, italian.ordinal, italian.cardinal),
    "pl": Numerals(slavic.polish, slavic.polish_ordinal, slavic.polish),
    "pt": Numerals(iberian.portuguese, iberian.portuguese_ordinal, iberian.portuguese),
    "ru": Numerals(slavic.russian, slavic.russian_ordinal, slavic.russian),
    "tr": Numerals(turkic.cardinal, turkic.ordinal, turkic.cardinal),
    "vi": Numerals(asian.vietnamese, asian.vietnamese_ordinal, asian.vietnamese),
}
"""primary language -> its numbers"""
