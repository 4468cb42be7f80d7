"""Numbers in English."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avatar.text.english.numbers import cardinal, number, ordinal, pairs, plural, scaled, year

ONES = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen"""
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
SMALL = dict(zip(ONES.split(), range(20), strict=True)) | dict(zip(TENS.split(), range(20, 100, 10), strict=True))
LARGE = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}


def heard(words: str) -> int:
    """Understand a number as a listener would; independent of how it was made."""
    total = group = 0
    for word in words.replace("-", " ").replace(" and ", " ").split():
        if word == "hundred":
            group *= 100
        elif word in LARGE:
            total, group = total + group * LARGE[word], 0
        else:
            group += SMALL[word]
    return total + group


@given(st.integers(min_value=0, max_value=10**15 - 1))
def test_a_listener_hears_the_same_number(value: int) -> None:
    assert heard(cardinal(value)) == value


@pytest.mark.parametrize(
    ("value", "words"),
    [(1, "first"), (12, "twelfth"), (20, "twentieth"), (21, "twenty-first"), (100, "one hundredth"), (3, "third")],
)
def test_ranks(value: int, words: str) -> None:
    assert ordinal(value) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (1999, "nineteen ninety-nine"),
        (2026, "twenty twenty-six"),
        (2000, "two thousand"),
        (2005, "two thousand five"),
        (1905, "nineteen oh five"),
        (1900, "nineteen hundred"),
        (2010, "twenty ten"),
        (1066, "ten sixty-six"),
        (1200, "twelve hundred"),
        (753, "seven fifty-three"),
        (79, "seventy-nine"),
    ],
)
def test_years(value: int, words: str) -> None:
    assert year(value) == words


def test_decimals_codes_and_plurals() -> None:
    assert number("3.14") == "three point one four"
    assert number("1,234") == "one thousand two hundred and thirty-four"
    assert number("007") == "zero zero seven"
    assert plural("nineteen ninety") == "nineteen nineties"


@pytest.mark.parametrize(
    ("written", "words"),
    [("1203", "twelve oh three"), ("747", "seven forty-seven"), ("300", "three hundred"), ("2000", "two thousand")],
)
def test_pairs(written: str, words: str) -> None:
    assert pairs(written) == words


def test_and_belongs_to_short_numbers() -> None:
    assert cardinal(105) == "one hundred and five"
    assert cardinal(2_000_105) == "two million one hundred five"
    assert scaled("460", "billion") == "four hundred sixty billion"
