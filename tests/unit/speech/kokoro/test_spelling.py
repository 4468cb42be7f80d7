"""Readings become symbols that the network knows, each still a phone whose lips are known."""

from __future__ import annotations

import pytest
from pypinyin.constants import PINYIN_DICT
from pypinyin.contrib.tone_convert import to_tone3

from avatar.errors import VoiceError
from avatar.speech.kokoro import japanese, mandarin
from avatar.speech.kokoro.others import spelled
from avatar.speech.kokoro.symbols import NUMBERS


def _symbols(sounds):
    return "".join(sound.symbols for sound in sounds)


def _lips(sounds):
    return [sound.ipa for sound in sounds]


@pytest.mark.parametrize(
    ("reading", "symbols", "lips"),
    [
        ("ni3 hao3", "ni↓xau↓", ["n", "i", "x", "au"]),
        ("zhong1 guo2", "ꭧʊ→ŋkwo↗", ["ʈʂ", "ʊ", "ŋ", "k", "w", "o"]),
        ("si4 shi2", "sɨ↘ʂɨ↗", ["s", "ɹ̩", "ʂ", "ɻ̩"]),
        ("xue2", "ɕɥe↗", ["ɕ", "ɥ", "e"]),
        ("nü3", "ny↓", ["n", "y"]),
        ("yuan4", "ɥɛ↘n", ["ɥ", "ɛ", "n"]),
        ("bo1", "pwo→", ["p", "w", "o"]),
        ("peng2", "pʰə↗ŋ", ["pʰ", "ə", "ŋ"]),
        ("ma5", "ma", ["m", "a"]),
        ("huar1", "xwa→ɚ", ["x", "w", "a", "ɻ"]),
        ("dianr3", "tja↓ɚ", ["t", "j", "a", "ɻ"]),
        ("ng4", "ŋ↘", ["ŋ"]),
    ],
)
def test_mandarin(reading, symbols, lips):
    sounds = mandarin.spell(reading, "字", 4)
    assert (_symbols(sounds), _lips(sounds)) == (symbols, lips)
    assert {sound.word for sound in sounds} == {4}


def test_the_tone_stands_on_the_nucleus():
    assert [(sound.tone, sound.stress) for sound in mandarin.spell("liang3", "两", 0)] == [
        (None, 0),
        (None, 0),
        (3, 2),
        (None, 0),
    ]


def test_every_mandarin_syllable_that_a_dictionary_knows_is_spelled():
    readings = {
        to_tone3(each, neutral_tone_with_five=True) for line in PINYIN_DICT.values() for each in line.split(",")
    }
    assert len(readings) > 1300
    for reading in readings:
        for sound in mandarin.spell(reading, "字", 0):
            assert sound.symbols
            assert set(sound.symbols) <= NUMBERS.keys()


@pytest.mark.parametrize("reading", ["bkong1", "xyz3", "ni"])
def test_what_is_no_mandarin_is_refused(reading):
    with pytest.raises(VoiceError, match=r"'字' is not pinyin"):
        mandarin.spell(reading, "字", 0)


@pytest.mark.parametrize(
    ("reading", "symbols"),
    [
        ("コンニチハ", "koɲɲiʨiha"),
        ("トーキョー", "toːkʲoː"),
        ("キップ", "kʲiʔpɯ"),
        ("シンブン", "ɕimbɯɴ"),
        ("ゲンキ", "ɡeŋkʲi"),
        ("ファイル", "ɸaiɾɯ"),
        ("ティーシャツ", "tʲiːɕaʦɨ"),
        ("ウィスキー", "βisɨkʲiː"),
        ("ヴァイオリン", "vaioɾʲiɴ"),
        ("ジェット", "ʥeʔto"),
        ("クォーツ", "kᵝoːʦɨ"),
        ("ひらがな", "çiɾaɡana"),
        ("ｶﾅ", "kana"),
        ("アァ", "aa"),
    ],
)
def test_japanese(reading, symbols):
    assert _symbols(japanese.spell(reading, "語", 0)) == symbols


def test_a_doubled_consonant_holds_the_lips_of_the_one_that_follows():
    assert _lips(japanese.spell("イッパイ", "一杯", 0)) == ["i", "p", "p", "a", "i"]


def test_every_kana_is_spelled():
    for code in (*range(0x30A1, 0x30FB),):
        for sound in japanese.spell("カ" + chr(code), "字", 0):
            assert set(sound.symbols) <= NUMBERS.keys()


def test_a_reading_without_kana_is_refused():
    with pytest.raises(VoiceError, match="has no kana"):
        japanese.spell("漢字", "漢字", 0)


@pytest.mark.parametrize(
    ("ipa", "language", "symbols"),
    [
        ("oʊ", "en", "O"),
        ("əʊ", "en-GB", "Q"),
        ("ɜː", "en-US", "ɜɹ"),
        ("ɜː", "en-GB", "ɜː"),
        ("ɾ", "en", "T"),
        ("ɾ", "es", "ɾ"),
        ("dʒ", "it", "ʤ"),
        ("ɔ̃", "fr", "ɔ̃"),
        ("ç", "de", "ç"),
        ("n̩", "en", "ᵊn"),
        ("a-", "fr", "a"),
    ],
)
def test_what_espeak_names_is_spelled_by_the_language(ipa, language, symbols):
    assert spelled(ipa, "", language) == symbols
    assert spelled(ipa, "ˈ", language) == "ˈ" + symbols


def test_what_the_alphabet_lacks_is_left_out():
    assert spelled("ǃ", "ˈ", "zu") == ""
