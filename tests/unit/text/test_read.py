"""A whole text to utterances."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avatar.errors import TextError
from avatar.settings import TextSettings
from avatar.text import read
from avatar.text.cleaning import clean

AUTO = TextSettings()
SCRIPT = (
    "您尾号8812的储蓄卡于2026年11月21日9:30消费￥12,345.67，年化利率3.85%！详询400-820-8888。\n\n"
    "Your card ending in 8812 costs $3.50. Guten Tag, wie kann ich Ihnen helfen?"
)
LETTERS = st.text(
    alphabet=st.one_of(
        st.characters(min_codepoint=0x20, max_codepoint=0x24F),
        st.characters(min_codepoint=0x370, max_codepoint=0x4FF),
        st.characters(min_codepoint=0x5D0, max_codepoint=0x6FF),
        st.characters(min_codepoint=0x900, max_codepoint=0x97F),
        st.characters(min_codepoint=0x2000, max_codepoint=0x27BF),
        st.characters(min_codepoint=0x3041, max_codepoint=0x30FF),
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5),
        st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3),
        st.characters(min_codepoint=0xFF01, max_codepoint=0xFF5E),
        st.characters(min_codepoint=0x1F300, max_codepoint=0x1F6FF),
    ),
    max_size=120,
)
SIGNS = """2 10 3.5 1,000 % - / : ~ 年 月 日 元 ￥ $ ℃ kg 个 第 AI 点 尾号 电话 万 亿 . ， + = @ www. .com Ⅱ ½ ① ²
٣ ० G no. ' ’"""
NUMERIC = st.lists(st.sampled_from([*SIGNS.split(), " "]), min_size=1, max_size=25).map("".join)


def test_a_script_is_read_sentence_by_sentence_in_its_languages() -> None:
    utterances = read(SCRIPT, AUTO)
    assert [utterance.language for utterance in utterances] == ["zh", "zh", "en", "de"]
    assert [utterance.pause_after for utterance in utterances] == [0.35, 0.6, 0.35, 0.6]
    assert "".join("".join(u.text.split()) for u in utterances) == "".join(clean(SCRIPT).split())


def test_every_word_stands_in_the_text_of_its_utterance_in_order() -> None:
    for utterance in read(SCRIPT, AUTO):
        end = 0
        for word in utterance.pronunciations:
            end = utterance.text.index(word.word, end) + len(word.word)


def test_english_inside_chinese_is_read_as_english() -> None:
    (utterance,) = read("请联系CEO，下载App", AUTO)
    assert utterance.language == "zh"
    assert [(word.word, word.reading, word.language) for word in utterance.pronunciations] == [
        ("请", "qing3", "zh"),
        ("联系", "lian2 xi4", "zh"),
        ("CEO", "C E O", "en"),
        ("，", ",", "zh"),
        ("下载", "xia4 zai4", "zh"),
        ("App", "App", "en"),
    ]


def test_an_asked_language_is_kept_with_its_region() -> None:
    (utterance,) = read("Hello $3.50", TextSettings(language="en-GB"))
    assert utterance.language == "en-GB"
    assert [(word.reading, word.language) for word in utterance.pronunciations] == [
        ("Hello", "en-GB"),
        ("three dollars fifty cents", "en-GB"),
    ]
    with pytest.raises(TextError, match="'xx'"):
        read("Hello", TextSettings(language="xx"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Das kostet 3,50 € am 21.11.2026!", ["Das", "kostet", "3,50 €", "am", "21.11.2026"]),
        ("L’année, c'est 50 %.", ["L’année", ",", "c'est", "50 %"]),
        ("안녕하세요, 3개 있습니다.", ["안녕하세요", ",", "3개", "있습니다"]),
        ("नमस्ते, आप कैसे हैं?", ["नमस्ते", ",", "आप", "कैसे", "हैं"]),
        ("สวัสดีครับ", ["สวัสดีครับ"]),
    ],
)
def test_other_languages_come_word_by_word_with_their_numbers(text: str, words: list[str]) -> None:
    assert [word.word for utterance in read(text, AUTO) for word in utterance.pronunciations] == words


def test_japanese_comes_in_kana_as_pronounced() -> None:
    (kana,) = read("こんにちは。", AUTO)
    assert (kana.language, kana.pronunciations[0].reading) == ("ja", "コンニチワ")
    (kanji,) = read("銀行です。", AUTO)
    assert "".join(word.reading for word in kanji.pronunciations) == "ギンコーデス"


@settings(max_examples=150, deadline=None)
@given(LETTERS)
def test_no_text_with_letters_is_a_fault_of_ours(text: str) -> None:
    utterances = read(f"ok {text}", AUTO)
    assert utterances
    assert all(utterance.pronunciations for utterance in utterances)


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(NUMERIC, st.sampled_from(["zh", "en"]))
def test_readings_hold_no_digit_and_no_character_that_a_voice_would_have_to_guess(text: str, language: str) -> None:
    for utterance in read(f"好 ok {text}", TextSettings(language=language)):
        for word in utterance.pronunciations:
            if word.reading == ",":
                continue
            if word.language == "zh":
                assert re.fullmatch("(?:[a-zê]+[1-5])(?: [a-zê]+[1-5])*", word.reading)
            elif word.language == "en":
                assert re.fullmatch(r"[A-Za-zÀ-ɏ.' -]+", word.reading)


UNREAD = "兙兡嗧桛烪瓧瓰瓱瓼甅"  # units and signs made in Japan, which have no reading in Chinese


@settings(max_examples=60, deadline=None)
@given(
    st.text(
        alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5, exclude_characters=UNREAD),
        min_size=1,
        max_size=60,
    )
)
def test_every_chinese_character_is_in_one_word(text: str) -> None:
    words = [word for utterance in read(text, TextSettings(language="zh")) for word in utterance.pronunciations]
    assert "".join(word.word for word in words) == text


@pytest.mark.slow
def test_ten_thousand_characters_without_punctuation_are_read_whole() -> None:
    utterances = read("您好我是小陈很高兴为您服务" * 800, AUTO)
    assert sum(len(utterance.text) for utterance in utterances) == 10_400
    assert max(len(utterance.text) for utterance in utterances) <= 200


def test_importing_the_stage_loads_no_dictionary() -> None:
    code = "import sys, avatar.text; print(any(m in sys.modules for m in ('pypinyin', 'numpy', 'lindera')))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
