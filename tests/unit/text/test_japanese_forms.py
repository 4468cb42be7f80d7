"""Dates, units, letters and signs in Japanese are said as a news reader says them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avatar.text.cleaning import clean
from avatar.text.japanese.speak import speak_japanese
from avatar.text.spoken import PAUSE

_LINES = (Path(__file__).parent / "japanese_forms.tsv").read_text("utf-8").splitlines()
FORMS = [tuple(line.split("\t")[1:]) for line in _LINES if line and not line.startswith("#")]


def said(text: str) -> str:
    """Join what is said, without pauses."""
    return "".join(piece.says for piece in speak_japanese(clean(text)) if piece.says != PAUSE)


@pytest.mark.parametrize(("written", "spoken"), FORMS)
def test_written_forms_are_said_as_a_news_reader_says_them(written: str, spoken: str) -> None:
    assert said(written) == spoken


@pytest.mark.parametrize("written", [written for written, _ in FORMS])
def test_what_is_said_stands_in_the_text_in_order(written: str) -> None:
    text, end = clean(written), 0
    for piece in speak_japanese(text):
        end = text.index(piece.word, end) + len(piece.word)


@pytest.mark.parametrize(
    ("digits", "kanji"),
    [("8本の木", "八本の木"), ("9月7日", "九月七日"), ("3階", "三階"), ("4年10組", "四年十組"), ("600円", "六百円")],
)
def test_digits_and_kanji_are_read_alike(digits: str, kanji: str) -> None:
    assert said(digits) == said(kanji)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="0123456789,.-:/~〜+=%()年月日時分円人本のはABkmg℃√²³⁻^<", min_size=1, max_size=20))
def test_no_jumble_leaves_a_digit_unread(text: str) -> None:
    for piece in speak_japanese(text):
        assert piece.says
        assert piece.says == PAUSE or not re.search(r"\d", piece.says)
