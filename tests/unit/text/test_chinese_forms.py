"""Codes, dates, scores, units and formulas in Chinese are said as a news reader says them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avatar.text.chinese.speak import speak_chinese
from avatar.text.cleaning import clean
from avatar.text.spoken import PAUSE

HERE = Path(__file__).parent


def rows(name: str) -> list[tuple[str, str]]:
    """Give what is written and what is said of each line."""
    lines = (HERE / name).read_text("utf-8").splitlines()
    return [(line.split("\t")[1], line.split("\t")[2]) for line in lines if line and not line.startswith("#")]


def said(text: str) -> str:
    """Join what is said; English stands in angle brackets."""
    return "".join(f"<{piece.says}>" if piece.language == "en" else piece.says for piece in speak_chinese(clean(text)))


@pytest.mark.parametrize(("written", "spoken"), rows("chinese_forms.tsv") + rows("chinese_measures.tsv"))
def test_written_forms_are_said_as_a_news_reader_says_them(written: str, spoken: str) -> None:
    assert said(written) == spoken


@pytest.mark.parametrize("written", [row[0] for row in rows("chinese_forms.tsv") + rows("chinese_measures.tsv")])
def test_what_is_said_stands_in_the_text_in_order(written: str) -> None:
    text, end = clean(written), 0
    for piece in speak_chinese(text):
        end = text.index(piece.word, end) + len(piece.word)


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("得3-1分", "得三比一分"),
        ("得1-3分", "得一到三分"),
        ("3/8的人", "八分之三的人"),
        ("3/8妇女节", "三月八日妇女节"),
        ("10W灯泡", "十瓦灯泡"),
        ("10W粉丝", "十万粉丝"),
        ("5A景区", "五<A>景区"),
        ("电流5A", "电流五安"),
        ("666块", "六百六十六块"),
        ("666！", "六六六"),
        ("13812345678个", "一百三十八亿一千二百三十四万五千六百七十八个"),
        ("共110人", "共一百一十人"),
    ],
)
def test_the_words_around_decide(written: str, spoken: str) -> None:
    assert said(written) == spoken


SIGNS = st.sampled_from([*"+-×÷=≈≠<>≤≥±√∞%‰°&@$€£¥²³½ⅡαΩ", "km/h", "mm²", "mmHg", "10-3", "3:2", "1/2", "2024", "x²"])


@settings(max_examples=200, deadline=None)
@given(st.lists(SIGNS, min_size=1, max_size=8))
def test_no_sign_is_lost_between_words(signs: list[str]) -> None:
    text = "甲" + "乙".join(signs) + "丙"
    for piece in speak_chinese(text):
        assert piece.says
    words = "".join(piece.word for piece in speak_chinese(text) if piece.says != PAUSE)
    spaced = "".join(text.split())
    lost = [sign for sign in "+×÷=≈≠≤≥±√∞%‰&$€£¥²³½Ⅱ" if sign in spaced and sign not in words]
    assert not lost


@pytest.mark.slow
@pytest.mark.parametrize("piece", ["1-", "1 + ", "(", "A1", "1.", "2024-", "￥1", "x^", "√", "1/", "血压1", "第"])
def test_long_jumbles_are_read_in_time(piece: str) -> None:
    assert speak_chinese(piece * (200 // len(piece))) is not None
