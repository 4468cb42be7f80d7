"""Pinyin is taken apart into initial, final and tone."""

from __future__ import annotations

import pytest

from avatar.errors import VoiceError
from avatar.speech.syllables import Syllable, parse


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        ("zhong1", Syllable("zh", "ong", 1)),
        ("xue2", Syllable("x", "ve", 2)),
        ("qu4", Syllable("q", "v", 4)),
        ("lü4", Syllable("l", "v", 4)),
        ("nu:3", Syllable("n", "v", 3)),
        ("lüe4", Syllable("l", "ve", 4)),
        ("yuan2", Syllable("", "van", 2)),
        ("wei4", Syllable("", "ui", 4)),
        ("you3", Syllable("", "iu", 3)),
        ("yang2", Syllable("", "iang", 2)),
        ("wo3", Syllable("", "uo", 3)),
        ("zhi1", Syllable("zh", "-i", 1)),
        ("si5", Syllable("s", "-i", 5)),
        ("ji4", Syllable("j", "i", 4)),
        ("er2", Syllable("", "er", 2)),
        ("hng5", Syllable("", "hng", 5)),
        ("dianr3", Syllable("d", "ian", 3, is_rhotic=True)),
    ],
)
def test_a_syllable_is_taken_apart(reading, expected):
    assert parse(reading, "字") == (expected,)


def test_a_suffix_of_its_own_joins_the_syllable_before_it():
    assert parse("hua1 r5", "花儿") == (Syllable("h", "ua", 1, is_rhotic=True),)


def test_only_a_bare_interjection_is_one():
    assert parse("ng2", "嗯")[0].bare == "ng"
    assert parse("hm5", "噷")[0].bare == "hm"
    assert parse("ma1", "妈")[0].bare == ""


@pytest.mark.parametrize("reading", ["", "ni", "hello", "ni3 !", "3"])
def test_what_is_no_pinyin_is_refused(reading):
    with pytest.raises(VoiceError, match="not pinyin"):
        parse(reading, "字")
