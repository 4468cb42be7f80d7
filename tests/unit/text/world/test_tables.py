"""Every language's table has all that the rules ask it for."""

from __future__ import annotations

import pytest

from avatar.settings import TextSettings
from avatar.text import read
from avatar.text.world import LANGUAGES
from avatar.text.world.tongue import tongue

NEEDED = [
    "minus",
    "plus",
    "point",
    "dot",
    "percent",
    "permille",
    "per",
    "over",
    "by",
    "at",
    "slash",
    "dash",
    "underscore",
    "colon",
    "question_mark",
    "equals",
    "hash",
    "cents",
]
FORMS = {"none": 1, "one": 2, "french": 2, "russian": 3, "polish": 4, "arabic": 3}


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_words_for_every_sign_of_an_address_and_a_number(language: str) -> None:
    assert [name for name in NEEDED if not tongue(language).say.get(name)] == []


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_twelve_months(language: str) -> None:
    table = tongue(language)
    assert sorted(set(table.months.values())) == list(range(1, 13))
    assert len(table.month_names) == 12


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_what_is_counted_has_all_its_forms_or_one(language: str) -> None:
    table = tongue(language)
    nouns = [*table.units.values(), *table.scales.values()]
    nouns += [noun for currency in table.money.values() for noun in (currency.whole, currency.hundredth) if noun]
    assert {len(noun.forms) for noun in nouns} <= {1, FORMS[table.plural]}
    assert {noun.gender for noun in nouns} <= ({""} if table.plural == "none" else {"m", "f", "n"})


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@pytest.mark.parametrize("unit", ["km", "kg", "m²", "°C", "kWh", "km/h", "GB", "mmHg", "min", "s", "h"])
def test_usual_units(language: str, unit: str) -> None:
    assert language == "ru" or unit in tongue(language).units or unit == "km/h"
    (utterance,) = read(f"7 {unit}", TextSettings(language=language))
    assert len(utterance.pronunciations[0].reading.split()) > 1


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@pytest.mark.parametrize("text", ["25 ₪", "a ₫ b"])
def test_a_sign_without_words_is_named_in_a_warning(language: str, text: str) -> None:
    utterances = read(text, TextSettings(language=language))
    sign = next(letter for letter in text if letter in "₪₫")
    is_known = sign in tongue(language).money
    assert any(sign in warning for utterance in utterances for warning in utterance.warnings) is not is_known
