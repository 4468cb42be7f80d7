"""Circled numbers are said in every language, and signs that nobody says are told of."""

from __future__ import annotations

import pytest

from avatar.settings import TextSettings
from avatar.text import read
from avatar.text.spoken import PAUSE


def words(text: str, language: str) -> list[tuple[str, str]]:
    return [
        (word.word, word.reading)
        for utterance in read(text, TextSettings(language=language))
        for word in utterance.pronunciations
    ]


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("zh", "③最后", "san1"),
        ("en", "② Close the door", "two"),
        ("de", "② Schließen", "zwei"),
        ("ja", "④次に", "ヨン"),
        ("ko", "⑤ 다음", "오"),
    ],
)
def test_a_circled_number_is_said_by_itself(language: str, text: str, said: str) -> None:
    (word, reading), (_, after), *_ = words(text, language)
    assert (word, reading, after) == (text[0], said, PAUSE)


def test_circled_numbers_are_no_longer_number() -> None:
    assert [reading for _, reading in words("①②⑳", "zh")] == ["yi1", PAUSE, "er4", PAUSE, "er4 shi2"]


def test_what_belongs_to_a_circled_number_follows_without_a_pause() -> None:
    assert words("②번", "ko") == [("②", "이"), ("번", "번")]


@pytest.mark.parametrize(
    ("language", "text", "signs"),
    [
        ("zh", "求∮和⊿的值", ["∮", "⊿"]),
        ("ja", "この⊿です", ["⊿"]),
        ("ko", "이 ∮ 기호", ["∮"]),
        ("zh", "满意~|<好>", []),
    ],
)
def test_a_sign_without_a_word_is_told_of(language: str, text: str, signs: list[str]) -> None:
    (utterance,) = read(text, TextSettings(language=language))
    assert [warning.split("'")[1] for warning in utterance.warnings] == signs


@pytest.mark.parametrize(
    ("language", "text"), [("zh", "5±2℃，3×4=12，√2"), ("ja", "5±2℃、3×4=12"), ("ko", "3×4=12, 5%")]
)
def test_signs_that_are_said_bring_no_warning(language: str, text: str) -> None:
    assert not any(utterance.warnings for utterance in read(text, TextSettings(language=language)))
