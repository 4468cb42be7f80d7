"""Every Mandarin syllable is read as Mandarin, with its tone."""

from __future__ import annotations

import re

import pytest
from pypinyin import Style, lazy_pinyin
from pypinyin.constants import PINYIN_DICT
from pypinyin.style import convert

from avatar.errors import VoiceError
from avatar.speech.espeak.segments import is_nucleus

READINGS = {marked for readings in PINYIN_DICT.values() for marked in readings.split(",")}
SYLLABLES = sorted(
    {
        re.sub(r"\d", "", convert(marked, Style.TONE3, strict=True, default=marked)).replace("ü", "v")
        for marked in READINGS
    }
)
ERHUA = {
    "huar1": ["χ", "w", "ɑ", "ər"],
    "dianr3": ["t", "j", "ɑ", "ər"],
    "menr2": ["m", "ər"],
    "shir4": ["s.", "ər"],
    "yuanr2": ["yæ", "ər"],
    "huir4": ["χ", "w", "ər"],
    "qur4": ["tɕh", "y", "ər"],
    "wanr2": ["w", "ɑ", "ər"],
    "kongr4": ["kh", "o", "ər"],
}
HARD = "兄胸雄熊穷琼窘匈汹凶迥炯"


def test_the_list_of_syllables_is_complete():
    assert len(SYLLABLES) > 400
    assert {"jiong", "qiong", "xiong", "zhuang", "nve", "er", "ng", "hm"} <= set(SYLLABLES)


@pytest.mark.slow
def test_every_syllable_in_every_tone_comes_out_as_mandarin_phones(chinese, pinyin, inventory):
    """None is spelled as letters, none loses its tone, and the tone doesn't change the phones."""
    for first in range(0, len(SYLLABLES), 12):
        bases = SYLLABLES[first : first + 12]
        speech = chinese.speak(pinyin(*(f"{base}{tone}" for base in bases for tone in range(1, 6))))
        for index, base in enumerate(bases):
            said = []
            for tone in range(1, 6):
                phones = [phone for phone in speech.phones if phone.word == index * 5 + tone - 1]
                said.append([phone.ipa for phone in phones])
                assert [(p.tone) for p in phones if is_nucleus(p.ipa)] == [tone], f"{base}{tone}"
            assert set(said[0]) <= inventory["zh"], base
            assert said == [said[0]] * 5, base


@pytest.mark.parametrize("base", ["jiong", "qiong", "xiong"])
def test_syllables_that_espeak_mangles_are_right(chinese, pinyin, base):
    speech = chinese.speak(pinyin(f"{base}2"))
    initial = {"j": "tɕ", "q": "tɕh", "x": "ɕ"}[base[0]]
    assert [(phone.ipa, phone.tone) for phone in speech.phones] == [(initial, None), ("onɡ", 2)]


def test_characters_that_espeak_mangles_are_right(chinese, pinyin):
    readings = lazy_pinyin(HARD, style=Style.TONE3)
    assert {phone.ipa for phone in chinese.speak(pinyin(*readings)).phones} == {"tɕ", "tɕh", "ɕ", "onɡ"}


@pytest.mark.parametrize("reading", ERHUA)
def test_erhua_colours_the_syllable(chinese, pinyin, reading):
    speech = chinese.speak(pinyin(reading))
    assert [phone.ipa for phone in speech.phones] == ERHUA[reading]
    assert [phone.tone for phone in speech.phones if phone.tone] == [int(reading[-1])]


def test_a_suffix_written_apart_is_erhua_too(chinese, pinyin):
    together, apart = (chinese.speak(pinyin(reading)) for reading in ("wanr2", "wan2 r5"))
    assert [phone.ipa for phone in together.phones] == [phone.ipa for phone in apart.phones]


def test_umlaut_may_be_written_in_three_ways(chinese, pinyin):
    written = [chinese.speak(pinyin(reading)).phones for reading in ("nv3", "nü3", "nu:3")]
    assert written[0] == written[1] == written[2]
    assert [phone.ipa for phone in written[0]] == ["n", "y"]


def test_syllables_of_a_word_keep_their_order_and_tones(chinese, pinyin):
    speech = chinese.speak(pinyin("zhong1 hua2 ren2 min2 gong4 he2 guo2"))
    assert [phone.tone for phone in speech.phones if phone.tone] == [1, 2, 2, 2, 4, 2, 2]
    assert len(speech.words) == 1


@pytest.mark.parametrize("reading", ["yin", "hello", "yin2hang", "xyz3", "2", "blorp4"])
def test_a_reading_that_is_no_pinyin_is_refused_by_name(chinese, pinyin, reading):
    with pytest.raises(VoiceError, match=re.escape(repr(reading)) + ".*tone digits"):
        chinese.speak(pinyin("ni3 hao3", reading))
