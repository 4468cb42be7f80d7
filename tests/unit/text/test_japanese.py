"""Japanese is read as people read it: particles, dates, counters with their changes of sound, word by word."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avatar.text.japanese.numbers import counted, kana, spoken_number, value_of
from avatar.text.japanese.speak import speak_japanese
from tests.measure.japanese_reading import Sentence, is_right, sentences

MISREAD = {
    "辛いカレーが好きです。",
    "木の下で休みましょう。",
}
"""What a dictionary without sense for a sentence can't tell: カライ or ツライ, and a surname."""


def says(text: str) -> list[str]:
    return [piece.says for piece in speak_japanese(text)]


@pytest.mark.parametrize("sentence", sentences(), ids=lambda sentence: sentence.text)
def test_sentences_are_read_as_people_read_them(sentence: Sentence) -> None:
    assert is_right(sentence, "".join(says(sentence.text))) != (sentence.text in MISREAD)


def test_endings_belong_to_their_words_and_pauses_stand_alone() -> None:
    words = [piece.word for piece in speak_japanese("昨日、銀行へ行きました。")]
    assert words == ["昨日", "、", "銀行", "へ", "行きました"]
    assert {piece.language for piece in speak_japanese("昨日、銀行へ行きました") if piece.says != ","} == {"ja"}


def test_every_word_is_found_in_the_text_as_written() -> None:
    text = "3月15日に1,200円のりんごを二つ、https://example.comで買いました"
    assert "".join(piece.word for piece in speak_japanese(text)) == text


def test_kana_are_read_like_kanji_with_particles_as_they_sound() -> None:
    assert says("こんにちは、これはなんですか。") == ["コンニチワ", ",", "コレ", "ワ", "ナンデス", "カ"]


def test_addresses_and_foreign_words_stay_what_they_are() -> None:
    assert says("https://example.comをご覧ください")[0].startswith("example")
    assert says("ChatGPTです") == ["ChatGPTデス"]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "ゼロ"), (4, "ヨン"), (10, "ジュー"), (21, "ニジューイチ"), (300, "サンビャク"),
        (666, "ロッピャクロクジューロク"),
        (800, "ハッピャク"), (1000, "セン"), (3800, "サンゼンハッピャク"), (10_000, "イチマン"),
        (80_000_000, "ハッセンマン"),
        (10_000_000, "イッセンマン"), (100_000_001, "イチオクイチ"), (1_000_000_000_000, "イッチョー"),
    ],
)  # fmt: skip
def test_quantities(number: int, said: str) -> None:
    assert kana(number) == said


@pytest.mark.parametrize(
    ("written", "value"),
    [("1,200", 1200), ("二千二十四", 2024), ("二〇二四", 2024), ("3万5千", 35_000), ("十", 10),
     ("1億2,000万", 120_000_000),
     ("百五", 105), ("何", None), ("", None)],
)  # fmt: skip
def test_numbers_in_digits_and_in_kanji_have_the_same_value(written: str, value: int | None) -> None:
    assert value_of(written) == value


@pytest.mark.parametrize(
    ("written", "counter", "said"),
    [
        ("3", "本", "サンボン"), ("8", "本", "ハッポン"), ("千", "本", "センボン"), ("百", "本", "ヒャッポン"),
        ("4", "本", "ヨンホン"),
        ("6", "匹", "ロッピキ"), ("10", "杯", "ジュッパイ"), ("3", "分", "サンプン"), ("4", "分", "ヨンプン"),
        ("15", "分", "ジューゴフン"),
        ("1", "回", "イッカイ"), ("6", "階", "ロッカイ"), ("3", "階", "サンガイ"), ("8", "歳", "ハッサイ"),
        ("6", "歳", "ロクサイ"),
        ("1", "人", "ヒトリ"), ("2", "人", "フタリ"), ("14", "人", "ジューヨニン"),
        ("21", "人", "ニジューイチニン"), ("4", "時", "ヨジ"),
        ("7", "時", "シチジ"), ("19", "時", "ジュークジ"), ("0", "時", "レージ"), ("9", "月", "クガツ"),
        ("4", "月", "シガツ"),
        ("20", "日", "ハツカ"), ("24", "日", "ニジューヨッカ"), ("1", "日", "ツイタチ"),
        ("31", "日", "サンジューイチニチ"),
        ("3", "日間", "ミッカカン"), ("1", "日間", "イチニチカン"), ("6", "か月", "ロッカゲツ"),
        ("1.5", "倍", "イッテンゴバイ"),
        ("0.5", "%", "レーテンゴパーセント"), ("10", "%", "ジュッパーセント"), ("600", "円", "ロッピャクエン"),
        ("5", "つ", "イツツ"),
        ("20", "歳", "ハタチ"), ("3", "足", "サンゾク"), ("1", "点", "イッテン"),
    ],
)  # fmt: skip
def test_numbers_and_what_they_count_change_each_other(written: str, counter: str, said: str) -> None:
    assert counted(written, counter) == said


def test_the_first_is_a_date_after_its_month_and_a_day_elsewhere() -> None:
    assert says("4月1日") == ["シガツ", "ツイタチ"]
    assert says("1日8時間") == ["イチニチ", "ハチジカン"]
    assert says("一日中") == ["イチニチ", "ジュー"]


def test_a_month_has_twelve_and_what_is_none_is_a_number_before_a_word() -> None:
    assert says("12月") == ["ジューニガツ"]
    assert says("13月")[0] == "ジューサン"


def test_telephone_and_card_numbers_are_said_digit_by_digit() -> None:
    assert spoken_number("007") == "ゼロゼロナナ"
    assert says("電話は03-1234です")[-1] == "ゼロサンノイチニサンヨンデス"


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**16 - 1))
def test_every_number_is_said_in_kana_and_tells_its_size(number: int) -> None:
    said = spoken_number(str(number))
    assert re.fullmatch("[ァ-ヴー]+", said)
    assert ("マン" in said) == (number // 10**4 % 10**4 > 0)
    assert spoken_number(f"{number:,}") == said


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="0123456789,.-一二三十百万本人日月時何の、は。A", min_size=1, max_size=20))
def test_no_jumble_of_numbers_and_words_is_a_fault_of_ours(text: str) -> None:
    for piece in speak_japanese(text):
        assert piece.says
        assert not re.search(r"\d", piece.says)


def test_without_its_dictionary_a_sentence_says_what_to_install() -> None:
    code = (
        "import sys; sys.modules['lindera'] = None\n"
        "from avatar.errors import NotInstalledError\n"
        "from avatar.text.japanese.speak import speak_japanese\n"
        "try: speak_japanese('銀行です')\n"
        "except NotInstalledError as fault: print(fault)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "pip install lindera-python-ipadic" in done.stdout


def test_hiragana_without_marks_is_taken_apart_as_it_is_with_marks():
    sentence = "きょうはいいてんきですね"
    once = [word.says for word in speak_japanese(sentence)]
    said = speak_japanese(sentence * 8)
    assert [word.says for word in said] == once * 8
    assert "".join(word.word for word in said) == sentence * 8
