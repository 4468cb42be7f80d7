"""A stranger's text on a terminal, in a page, in JSON."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avatar.outside.cleaning import UNSEEN, in_json, is_plain, on_lines, on_one_line, on_page

TURNED = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
ANY = st.text(st.characters(), max_size=40)


@pytest.mark.parametrize("sign", [*TURNED, "\x1b", "\x9b", "\x07", "\x00", "\x7f", "\u200b", "﻿", "\U000e0041"])
def test_what_moves_turns_or_is_not_seen_is_gone(sign):
    assert on_one_line(f"Ana{sign}Li") == on_lines(f"Ana{sign}Li") == "AnaLi"
    assert not is_plain({"names": ["Ana", f"{sign}Li"]})


def test_an_escape_that_hides_is_only_its_letters():
    assert on_one_line("Bank\x1b[8m of\x1b[2K") == "Bank[8m of[2K"


@pytest.mark.parametrize("text", ["示例银行", "می‌خواهم", "क्‍ष", "👩‍💻", "Zoë", "١٤٤٧ هـ", "a-b_c (d)"])
def test_names_in_every_script_stay_as_they_are(text):
    assert on_one_line(text) == on_lines(text) == on_page(text) == text
    assert is_plain([text])


@given(ANY)
def test_one_line_is_one_line_of_what_is_seen(text):
    shown = on_one_line(text)
    assert len(shown.splitlines()) <= 1
    assert not any(unicodedata.category(sign) == "Cc" or ord(sign) in UNSEEN for sign in shown)


@given(ANY)
def test_lines_keep_their_number_and_nothing_else_that_moves(text):
    assert on_lines(text).count("\n") == text.count("\n")
    assert not any(ord(sign) in UNSEEN for sign in on_lines(text) if sign != "\n")


@given(st.recursive(ANY | st.integers() | st.none(), lambda inner: st.lists(inner) | st.dictionaries(ANY, inner)))
def test_json_means_what_it_meant_and_holds_no_sign_that_is_not_seen(content):
    for indent in (None, 2):
        shown = in_json(json.dumps(content, ensure_ascii=False, indent=indent))
        assert json.loads(shown) == content
        assert not any(ord(sign) in UNSEEN for sign in shown if sign != "\n")


def test_markup_and_figures_of_a_page_are_left_alone():
    from markupsafe import Markup

    assert on_page(Markup("<b>\u202e</b>")) == Markup("<b>\u202e</b>")
    assert on_page(3) == 3
