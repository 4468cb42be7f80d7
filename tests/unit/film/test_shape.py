"""Sizes and frame rates are read strictly, and impossible ones are refused with the way out."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avatar.errors import InputError
from avatar.film import even_size, parse_fps, parse_size
from avatar.settings import FilmSettings


@pytest.mark.parametrize("text", ["720x1280", "720X1280", "720×1280", " 720 x 1280 "])
def test_a_size_is_read_as_width_and_height(text):
    assert parse_size(text) == (720, 1280)


@pytest.mark.parametrize("text", ["", "720", "720x", "x720", "720x720x3", "-720x720", "7e2x720", "hd", "720.0x720"])
def test_anything_else_is_no_size(text):
    with pytest.raises(InputError, match="write it like 720x720") as caught:
        parse_size(text)
    assert repr(text) in str(caught.value)


@given(st.integers(128, 3841), st.integers(128, 3841))
def test_sizes_become_even_and_say_so(width, height):
    size, warnings = even_size((width, height))
    assert [length % 2 for length in size] == [0, 0]
    assert [given - made for given, made in zip((width, height), size, strict=True)] == [width % 2, height % 2]
    assert bool(warnings) == (size != (width, height))
    assert all(f"{width}x{height}" in warning and f"{size[0]}x{size[1]}" in warning for warning in warnings)


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("25", Fraction(25)),
        ("30.0", Fraction(30)),
        ("12.5", Fraction(25, 2)),
        ("30000/1001", Fraction(30000, 1001)),
        ("29.97", Fraction(30000, 1001)),
        ("23.976", Fraction(24000, 1001)),
        ("23.98", Fraction(24000, 1001)),
        ("59.94", Fraction(60000, 1001)),
        ("50/2", Fraction(25)),
        (" 24 ", Fraction(24)),
    ],
)
def test_a_frame_rate_is_exact(text, rate):
    assert parse_fps(text) == rate


@pytest.mark.parametrize("text", ["", "fast", "25fps", "-25", "25/0", "1/2/3", "nan", "inf", "1e2", "25,0", "２５fps"])
def test_anything_else_is_no_frame_rate(text):
    with pytest.raises(InputError, match=r"write it like 25, 29\.97 or 30000/1001") as caught:
        parse_fps(text)
    assert repr(text) in str(caught.value)


@pytest.mark.parametrize(
    ("bad", "cure"),
    [
        ({"width": 126}, "The width 126 .* even one from 128 to 3840"),
        ({"height": 3842}, "The height 3842 .* even one from 128 to 3840"),
        ({"width": 721}, "The width 721 .* even one"),
        ({"height": -720}, "The height -720"),
        ({"fps": Fraction(0)}, "The frame rate 0 .* from 1 to 120"),
        ({"fps": Fraction(-25)}, "The frame rate -25"),
        ({"fps": Fraction(240)}, "The frame rate 240"),
        ({"fps": Fraction(25000, 1003)}, "The frame rate 25000/1003 .* 30000/1001"),
        ({"crf": 0}, "The rate factor 0 .* from 1"),
        ({"crf": 52}, "The rate factor 52"),
        ({"preset": "warp"}, "no x264 preset 'warp'; choose one of ultrafast, .*veryslow"),
    ],
)
def test_impossible_settings_are_refused_with_the_way_out(bad, cure):
    with pytest.raises(InputError, match=cure):
        FilmSettings(**bad)
