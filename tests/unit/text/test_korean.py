"""Korean numbers are said with what they count, and letters by their Korean names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avatar.settings import TextSettings
from avatar.text import read
from avatar.text.cleaning import clean
from avatar.text.korean.numbers import cardinal, digit_by_digit, native, number, with_particle
from avatar.text.korean.speak import speak_korean
from avatar.text.spoken import PAUSE

_LINES = (Path(__file__).parent / "korean_forms.tsv").read_text("utf-8").splitlines()
FORMS = [tuple(line.split("\t")[1:]) for line in _LINES if line and not line.startswith("#")]
VALUES = {character: value for value, character in enumerate("영일이삼사오육칠팔구")}
PLACES = {"십": 10, "백": 100, "천": 1000}
SIZES = {"만": 10**4, "억": 10**8, "조": 10**12, "경": 10**16}


def said(text: str) -> str:
    """Join what is said, without spaces and pauses."""
    return "".join(piece.says for piece in speak_korean(clean(text)) if piece.says != PAUSE).replace(" ", "")


def heard(words: str) -> int:
    """Understand a number as a listener would; independent of how it was made."""
    total = section = digit = 0
    for character in words.replace(" ", ""):
        if character in SIZES:
            total += (section + digit or 1) * SIZES[character]
            section = digit = 0
        elif character in PLACES:
            section, digit = section + (digit or 1) * PLACES[character], 0
        else:
            digit = VALUES[character]
    return total + section + digit


@pytest.mark.parametrize(("written", "spoken"), FORMS)
def test_written_forms_are_said_as_a_news_reader_says_them(written: str, spoken: str) -> None:
    assert said(written) == spoken


@pytest.mark.parametrize("written", [written for written, _ in FORMS])
def test_what_is_said_stands_in_the_text_in_order(written: str) -> None:
    text, end = clean(written), 0
    for piece in speak_korean(text):
        end = text.index(piece.word, end) + len(piece.word)


@given(st.integers(0, 10**20 - 1))
def test_a_listener_hears_the_same_number(value: int) -> None:
    assert heard(cardinal(value)) == value


@pytest.mark.parametrize(
    ("value", "words"),
    [(1, "한"), (2, "두"), (12, "열두"), (20, "스무"), (21, "스물한"), (30, "서른"), (54, "쉰네"), (99, "아흔아홉")],
)
def test_native_numbers_stand_before_what_is_counted(value: int, words: str) -> None:
    assert native(value) == words


def test_ten_thousand_is_one_word_only_at_the_head() -> None:
    assert [cardinal(value) for value in (10_000, 11_000, 100_010_000)] == ["만", "만 천", "일억 일만"]


def test_decimals_and_leading_zeros_are_said_digit_by_digit() -> None:
    assert number("3.05") == "삼점영오"
    assert number("007") == "영영칠"
    assert digit_by_digit("010", "공") == "공일공"


def test_particles_follow_the_sound_and_others_stay() -> None:
    assert with_particle("구", "이") == "구가"
    assert with_particle("삼", "는") == "삼은"
    assert with_particle("오", "가") == "오가"


def test_a_sentence_keeps_its_words_and_pauses() -> None:
    (utterance,) = read("안녕하세요, 3개 있습니다.", TextSettings(language="ko"))
    assert [(word.word, word.reading) for word in utterance.pronunciations] == [
        ("안녕하세요", "안녕하세요"),
        (",", ","),
        ("3개", "세 개"),
        ("있습니다", "있습니다"),
    ]


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="0123456789,.-:/~+=%()개명시분년월일원 번대가이A²³⁻√^<", min_size=1, max_size=24))
def test_no_jumble_leaves_a_digit_unread(text: str) -> None:
    for piece in speak_korean(text):
        assert piece.says
        assert piece.says == PAUSE or not re.search(r"\d", piece.says)
