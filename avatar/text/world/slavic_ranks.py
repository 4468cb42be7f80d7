"""Russian and Polish ordinals, and years, which they say as ordinals."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from avatar.text.world.agreement import word_after, words_before
from avatar.text.world.forms import FREE, NO_LETTER, rule, say
from avatar.text.world.slavic import compound, genitive

if TYPE_CHECKING:
    from avatar.text.spoken import Rule, Spoken
    from avatar.text.world.tongue import Tongue

_RUSSIAN: tuple[tuple[str, str, str], ...] = (
    ("ыми", "p", "ins"),
    ("ого", "m", "gen"),
    ("его", "m", "gen"),
    ("ому", "m", "dat"),
    ("ему", "m", "dat"),
    ("ый", "m", "nom"),
    ("ий", "m", "nom"),
    ("ой", "m", "nom"),
    ("ая", "f", "nom"),
    ("ья", "f", "nom"),
    ("ую", "f", "acc"),
    ("ое", "n", "nom"),
    ("ье", "n", "nom"),
    ("ые", "p", "nom"),
    ("ых", "p", "gen"),
    ("ым", "m", "ins"),
    ("ом", "m", "loc"),
    ("ем", "m", "loc"),
    ("го", "m", "gen"),
    ("му", "m", "dat"),
    ("ми", "p", "ins"),
    ("й", "m", "nom"),
    ("я", "f", "nom"),
    ("ю", "f", "acc"),
    ("е", "p", "nom"),
    ("х", "p", "gen"),
    ("м", "m", "loc"),
)
"""ending behind a number -> gender and case"""

_YEARS: dict[str, dict[str, tuple[str, str]]] = {
    "ru": {
        "годами": ("p", "ins"),
        "годах": ("p", "loc"),
        "годов": ("p", "gen"),
        "годом": ("m", "ins"),
        "году": ("m", "loc"),
        "года": ("m", "gen"),
        "годы": ("p", "nom"),
        "год": ("m", "nom"),
        "гг.": ("p", "gen"),
        "г.": ("m", "gen"),
    },
    "pl": {"roku": ("m", "gen"), "rok": ("m", "nom"), "r.": ("m", "gen")},
}


def russian_rules(tongue: Tongue) -> tuple[Rule, ...]:
    """Give the rules for 1-й, 20-го, 1990-е, 2024 году and 1999 г."""
    endings = "|".join(ending for ending, _, _ in _RUSSIAN)
    read = _Ranks(tongue)
    return (
        rule(rf"{FREE}(?P<number>[2-4])-х{NO_LETTER}|{FREE}(?P<many>\d{{1,3}})-(?:ти|и|ми){NO_LETTER}", read.genitive),
        rule(rf"{FREE}(?P<number>\d{{1,3}})-(?P<rest>[а-яё]{{4,}})", read.compound),
        rule(rf"{FREE}\d{{1,4}}[-–]?(?:{endings}){NO_LETTER}(?!/)", read.russian),
        rule(rf"{FREE}\d{{1,4}}(?:[-–]\d{{1,4}})?(?=\s?(?:год(?:ами|ах|ов|ом|у|а|ы)?|гг?\.)(?!\w))", read.year),
        rule(r"(?:(?<=\d )|(?<=\d))гг?\.", read.year_word),
    )


def polish_rules(tongue: Tongue) -> tuple[Rule, ...]:
    """Give the rules for 1. miejsce, 5-ty, lata 90., 2024 roku and 1999 r."""
    endings = "szego|giego|tego|ciego|szy|gi|ci|ty|my|sza|ga|cia|ta|ma|go"
    read = _Ranks(tongue)
    return (
        rule(rf"{FREE}\d{{1,4}}(?=\s?(?:roku|rok|r\.)(?!\w))", read.year),
        rule(r"(?:(?<=\d )|(?<=\d))r\.", read.year_word),
        rule(r"(?:(?<=\blata )|(?<=\blatach )|(?<=\blat ))\d{2,4}\.?", read.polish_decade),
        rule(rf"{FREE}(?P<number>\d{{1,3}})-(?P<rest>[a-ząćęłńóśźż]{{5,}})", read.compound),
        rule(rf"{FREE}\d{{1,4}}(?:\.(?=\s[a-ząćęłńóśźż])|-(?P<ending>{endings}){NO_LETTER})", read.polish),
    )


class _Ranks:
    """Says ordinals in one of the two languages."""

    def __init__(self, tongue: Tongue) -> None:
        self._tongue = tongue
        self._ordinal = tongue.numerals.ordinal

    def _before(self, match: re.Match[str]) -> str:
        return [*words_before(match.string, match.start()), ""][0]

    def russian(self, match: re.Match[str]) -> list[Spoken]:
        letters = match[0].lstrip("0123456789-–")
        _, gender, form = next(row for row in _RUSSIAN if row[0] == letters)
        noun = word_after(match.string, match.end()).lower()
        if letters == "е" and noun.endswith(("о", "е")):
            gender = "n"
        is_oblique = self._before(match) in self._tongue.context["oblique"] and noun.endswith(("е", "и", "ы"))
        if letters in ("й", "ой") and is_oblique:
            gender, form = "f", "gen"
        return say(match, self._ordinal(_value(match[0]), gender, form))

    def genitive(self, match: re.Match[str]) -> list[Spoken]:
        number = self._tongue.numerals.cardinal(int(match["number"] or match["many"]))
        return say(match, genitive(self._tongue.language, number))

    def compound(self, match: re.Match[str]) -> list[Spoken]:
        return say(match, compound(self._tongue.language, int(match["number"])) + match["rest"])

    def year(self, match: re.Match[str]) -> list[Spoken]:
        found = re.match(r"\s?(\w+\.?)", match.string[match.end() : match.end() + 10])
        word, words = found[1] if found else "", _YEARS[self._tongue.language]
        gender, form = words.get(word) or words.get(word.rstrip("."), ("m", "gen"))
        numbers = [_value(part) for part in re.split("[-–]", match[0])]
        if len(numbers) == 1 and numbers[0] < 100 and gender == "m" and not word.endswith("."):
            # "21 год" is an age.
            return say(match, self._tongue.numerals.cardinal(numbers[0]))
        form = self._case(form, word, self._before(match))
        years = (self._ordinal(number, "m" if gender == "p" and number % 10 else gender, form) for number in numbers)
        return say(match, ", ".join(years))

    def _case(self, form: str, word: str, before: str) -> str:
        """Choose the case of a year by its preposition where its word leaves that open."""
        if word == "году" and before in self._tongue.context.get("dative", ()):
            return "dat"
        return "loc" if word in ("г.", "r.", "roku") and before in self._tongue.context["at"] else form

    def year_word(self, match: re.Match[str]) -> list[Spoken]:
        if self._tongue.language == "pl":
            return say(match, "roku")
        found = re.search(r"([^\W\d_]+)\s\d[\d–-]*\s?$", match.string[max(0, match.start() - 30) : match.start()])
        is_within = found is not None and found[1].lower() in self._tongue.context["at"]
        if match[0] == "гг.":
            return say(match, "годах" if is_within else "годов")
        return say(match, "году" if is_within else "года")

    def polish_decade(self, match: re.Match[str]) -> list[Spoken]:
        form = {"lata": "nom", "latach": "loc"}.get(self._before(match), "gen")
        return say(match, self._ordinal(_value(match[0]), "p", form))

    def polish(self, match: re.Match[str]) -> list[Spoken]:
        ending = match.groupdict().get("ending") or ""
        if ending:
            is_genitive = ending.endswith("go") or ending == "go"
            gender, form = "f" if ending.endswith("a") else "m", "gen" if is_genitive else "nom"
        else:
            gender, form = self._polish_form(word_after(match.string, match.end()).lower(), self._before(match))
        return say(match, self._ordinal(_value(match[0]), gender, form))

    def _polish_form(self, noun: str, before: str) -> tuple[str, str]:
        """Tell gender and case by the preposition before and the noun behind."""
        if before in self._tongue.context["at"]:
            return "f" if noun in self._tongue.context["locative_f"] else "m", "loc"
        if before in self._tongue.context["genitive"]:
            return "f" if noun.endswith(("y", "i")) else "m", "gen"
        if noun.endswith("ę"):
            return "f", "acc"
        return "f" if noun.endswith("a") else "n" if noun.endswith(("o", "e")) else "m", "nom"


def _value(written: str) -> int:
    return int(re.sub(r"\D", "", written))
