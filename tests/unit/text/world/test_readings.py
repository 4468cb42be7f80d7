"""Written forms of twelve languages and what a news reader says for them, kind by kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from avatar.settings import TextSettings
from avatar.text import read
from avatar.text.spoken import PAUSE
from avatar.text.world import LANGUAGES

FOLDER = Path(__file__).parent / "readings"


def rows(language: str) -> list[tuple[str, str, str]]:
    """Give the kind, the written and the spoken form of each line of a language's table."""
    lines = (FOLDER / f"{language}.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return [(kind, written, said) for kind, written, said in (line.split("\t") for line in lines)]


def said(text: str, language: str) -> str:
    """Give what a voice gets to say; commas are pauses, bars the ends of sentences."""
    sentences = (
        " ".join(word.reading for word in utterance.pronunciations)
        for utterance in read(text, TextSettings(language=language))
    )
    return " | ".join(sentences).replace(f" {PAUSE}", PAUSE)


ROWS = [
    pytest.param(language, written, spoken, id=f"{language}-{kind}-{index}")
    for language in sorted(LANGUAGES)
    for index, (kind, written, spoken) in enumerate(rows(language))
]


@pytest.mark.parametrize(("language", "written", "spoken"), ROWS)
def test_is_said_as_a_news_reader_says_it(language: str, written: str, spoken: str) -> None:
    assert said(written, language) == spoken


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_no_digit_and_no_sign_is_left_to_the_engine(language: str) -> None:
    for _, written, _ in rows(language):
        for utterance in read(written, TextSettings(language=language)):
            readings = " ".join(word.reading for word in utterance.pronunciations)
            assert not any(letter.isdecimal() or letter in "%€$°+=<>√²³&@#§" for letter in readings), written
            assert utterance.warnings == ()


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_word_stands_in_the_text_in_its_order(language: str) -> None:
    for _, written, _ in rows(language):
        for utterance in read(written, TextSettings(language=language)):
            end = 0
            for word in utterance.pronunciations:
                if word.reading != PAUSE:
                    end = utterance.text.index(word.word, end) + len(word.word)
