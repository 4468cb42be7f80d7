"""What a voice passes over is said so, and what it can read reaches it."""

from __future__ import annotations

import pytest

from avatar.settings import TextSettings
from avatar.text import read
from avatar.text.language_tags import SPOKEN
from avatar.text.silent_signs import left_out, read_signs


@pytest.mark.parametrize(
    ("language", "text", "sign"),
    [("cs", "5 < 6", "<"), ("fi", "20 °C", "°"), ("th", "25 €", "€"), ("sw", "7 ÷ 2", "÷"), ("uk", "√9", "√")],
)
def test_a_sign_without_a_sound_is_named(language: str, text: str, sign: str) -> None:
    (utterance,) = read(text, TextSettings(language=language))
    (warning,) = utterance.warnings
    assert repr(sign) in warning
    assert repr(language) in warning


@pytest.mark.parametrize(
    ("language", "text", "reading"),
    [("cs", "2 + 3 = 5", "+ 3"), ("nl", "4 × 2", "× 2"), ("da", "5 % af 7", "5 %"), ("sv", "a = b", "= b")],
)
def test_a_sign_with_a_sound_goes_to_the_engine_with_its_neighbour(language: str, text: str, reading: str) -> None:
    (utterance,) = read(text, TextSettings(language=language))
    assert reading in [word.reading for word in utterance.pronunciations]
    assert utterance.warnings == ()


def test_digits_that_nobody_speaks_are_named() -> None:
    (utterance,) = read("Ку 27.", TextSettings(language="cv"))
    assert "Digits" in utterance.warnings[0]
    assert left_out("Ку", "cv") == ()


def test_every_language_of_the_engine_has_its_row() -> None:
    assert all(read_signs(language) != "" for language in SPOKEN - {"fo", "kaa", "xex"})
