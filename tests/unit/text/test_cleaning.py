"""What is taken away before a text is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avatar.errors import TextError
from avatar.text.cleaning import clean


@pytest.mark.parametrize(
    ("given_text", "cleaned"),
    [
        ("\ufeff你好\r\n再见", "你好\n再见"),
        ("a\u200bb\x07c", "abc"),
        ("１２３ＡＢＣ％，你好！", "123ABC%，你好！"),
        ("5㎡ 20℃ 3㎏", "5m² 20°C 3kg"),
        ("二○二六年", "二〇二六年"),
        ("你好😀👍🏽！", "你好 !".replace(" !", " ！")),
        ("# 标题\n- **重点**\n> `码`", "标题\n重点\n码"),
        ("见[官网](https://a.com/x_y)。", "见官网。"),
        ("a &amp; b&nbsp;c &#39;d&#39;", "a & b c 'd'"),
        ("第一<br>第二<b>行</b>", "第一\n第二行"),
        ("| 名 | 值 |\n|---|---|\n| a | b |", "名, 值\n\na, b"),
        ("3 * 4 * 5 和 snake_case_name 和 a < b", "3 * 4 * 5 和 snake_case_name 和 a < b"),
        ("a\n\n\n\nb", "a\n\nb"),
        ("می\u200cروم", "می\u200cروم"),
        ("𝐇𝐞𝐥𝐥𝐨 ﬁn", "Hello fin"),
    ],
)
def test_noise_goes_and_words_stay(given_text: str, cleaned: str) -> None:
    assert clean(given_text) == cleaned


@pytest.mark.parametrize(
    ("given_text", "fault"),
    [("", "empty"), (" \n\t", "empty"), ("\ufeff\u200b", "empty"), ("。！……", "punctuation"), ("😀❤️", "only emoji")],
)
def test_nothing_to_say_is_refused_with_what_was_given(given_text: str, fault: str) -> None:
    with pytest.raises(TextError, match=fault) as caught:
        clean(given_text)
    assert repr(given_text) in str(caught.value)
    assert str(caught.value).endswith("give at least one word.")


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll", "Lo", "Nd", "Po", "Zs"]), min_size=1, max_size=200))
def test_cleaning_again_changes_nothing(text: str) -> None:
    try:
        once = clean("word " + text)
    except TextError:
        pytest.fail("a text with a word was refused")
    assert clean(once) == once
