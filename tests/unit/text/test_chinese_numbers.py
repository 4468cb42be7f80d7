"""Numbers in Mandarin."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avatar.text.chinese.numbers import cardinal, counted, digit_by_digit, number

VALUES = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"两": 2}
PLACES = {"十": 10, "百": 100, "千": 1000}


def heard(words: str) -> int:
    """Understand a number as a listener would; independent of how it was made."""
    for mark, size in (("亿", 10**8), ("万", 10**4)):
        if mark in words:
            head, _, rest = words.rpartition(mark)
            return heard(head) * size + (heard(rest) if rest else 0)
    total, digit = 0, 0
    for character in words:
        if character in PLACES:
            total += (digit or 1) * PLACES[character]
            digit = 0
        else:
            digit = VALUES[character]
    return total + digit


@given(st.integers(min_value=0, max_value=10**16 - 1))
def test_a_listener_hears_the_same_number(value: int) -> None:
    assert heard(cardinal(value)) == value


@given(st.integers(min_value=0, max_value=10**16 - 1))
def test_zero_is_never_said_twice_nor_at_the_end(value: int) -> None:
    words = cardinal(value)
    assert "零零" not in words
    assert value == 0 or not words.endswith("零")


@given(st.integers(min_value=1, max_value=10**16 - 1))
def test_two_becomes_liang_only_at_the_head_and_before_a_place(value: int) -> None:
    assert re.fullmatch("(?:两[百千万亿])?[^两]*", cardinal(value))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (10, "十"),
        (18, "十八"),
        (110, "一百一十"),
        (101, "一百零一"),
        (200, "两百"),
        (2222, "两千二百二十二"),
        (10_010, "一万零一十"),
        (12_345, "一万二千三百四十五"),
        (20_002, "两万零二"),
        (100_000, "十万"),
        (105_000, "十万五千"),
        (100_500, "十万零五百"),
        (10_000_000, "一千万"),
        (120_000_000, "一亿二千万"),
        (100_000_001, "一亿零一"),
        (1_000_000_000_000, "一万亿"),
        (-7, "负七"),
    ],
)
def test_numbers_are_said_as_speakers_say_them(value: int, words: str) -> None:
    assert cardinal(value) == words


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("3.85", "三点八五"),
        ("0.5", "零点五"),
        ("2.5", "二点五"),
        ("12,345.67", "一万二千三百四十五点六七"),
        ("007", "零零七"),
        ("1" * 25, "一" * 25),
    ],
)
def test_written_numbers_are_said(written: str, words: str) -> None:
    assert number(written) == words


def test_two_things_are_liang_and_telephones_say_yao() -> None:
    assert counted("2") == "两"
    assert counted("12") == "十二"
    assert digit_by_digit("110", one="幺") == "幺幺零"
