r"""Mathematics between dollar signs, \( \) and \[ \], in the words of the sentence's language."""

from __future__ import annotations

import pytest

from avatar.settings import TextSettings
from avatar.text import read
from avatar.text.spoken import PAUSE


def said(text: str, language: str) -> str:
    """Join what is said."""
    utterances = read(text, TextSettings(language=language))
    return " ".join(word.reading for each in utterances for word in each.pronunciations if word.reading != PAUSE)


@pytest.mark.parametrize(
    ("formula", "spoken"),
    [
        (r"$y^2$", "Y squared"),
        (r"$a_n$", "A- sub N"),
        (r"$\frac{p}{q}$", "P over Q"),
        (r"$\sqrt{x+1}$", "the square root of X plus one"),
        (r"$\sqrt[3]{8}=2$", "the cube root of eight equals two"),
        (r"$2^{-n}$", "two to the power of minus N"),
        (r"$\sum_{k=1}^{m} k^3$", "the sum from K equals one to M of K cubed"),
        (r"$\int_0^1 x\,dx$", "the integral from zero to one of X D X"),
        (r"$\lim_{n \to \infty} b_n$", "the limit as N approaches infinity of B sub N"),
        (r"$\beta \le \gamma$", "beta is less than or equal to gamma"),
        (r"$\sin(\theta)$", "sine of theta"),
        (r"$g(t) = |t|$", "G of T equals the absolute value of T"),
        (r"$f'(0)$", "F prime of zero"),
        (r"$(a+b)c$", "open bracket A- plus B close bracket C"),
        (r"$x \in \mathbb{Z}$", "X in the integers"),
        (r"$v_{\text{max}}$", "V sub max"),
        (r"$-3.5 \times 10^4$", "minus three point five times ten to the power of four"),
        (r"\(n!\)", "N factorial"),
        (r"$$e = mc^2$$", "E equals M C squared"),
        (r"\[\binom{n}{k}\]", "N choose K"),
        (r"$\vec{u} \cdot \hat{w}$", "vector U times W hat"),
        (r"$30^\circ$", "thirty degrees"),
        (r"$A^T A^{-1}$", "A- transposed A- inverse"),
    ],
)
def test_in_english(formula: str, spoken: str) -> None:
    assert said(f"Take {formula} now.", "en") == f"Take {spoken} now"


@pytest.mark.parametrize(
    ("language", "spoken"),
    [
        ("zh", "yi1 Y fen1 zhi1 X"),
        ("de", "x durch y"),
        ("fr", "x sur y"),
        ("es", "x sobre y"),
        ("it", "x fratto y"),
        ("pt", "x sobre y"),
        ("ru", "икс делить на игрек"),
        ("ja", "ワイブンノエックス"),
        ("ko", "와이 분의 엑스"),
    ],
)
def test_a_fraction_in_other_languages(language: str, spoken: str) -> None:
    assert said(r"$\frac{x}{y}$", language) == spoken.removeprefix("yi1 ")


@pytest.mark.parametrize(
    ("formula", "spoken"),
    [
        ("$m^2$", "M de5 ping2 fang1"),
        ("$2^{8}$", "er4 de5 ba1 ci4 fang1"),
        (r"$\sqrt{5}$", "gen1 hao4 wu3"),
        (r"$\frac{3}{4}$", "si4 fen1 zhi1 san1"),
        (r"$\pi \ne 3$", "pai4 bu4 deng3 yu2 san1"),
        (r"$20\%$", "bai3 fen1 zhi1 er4 shi2"),
    ],
)
def test_in_chinese(formula: str, spoken: str) -> None:
    assert said(formula, "zh") == spoken


@pytest.mark.parametrize(
    "text",
    [
        "It costs $4 and $9.",
        "Pay $4/$9, or US$4 and 9$ more.",
        "The $HOME/$USER variable and $PATH are set.",
        "From $3 or more, up to (9$).",
        "I have $5, she has $6.",
    ],
)
def test_prices_and_variables_are_no_mathematics(text: str) -> None:
    (utterance,) = read(text, TextSettings(language="en"))
    assert not any(word.word.startswith("$") and word.word[1:].endswith("$") for word in utterance.pronunciations)
    assert "times" not in said(text, "en")


def test_a_price_beside_a_formula_stays_a_price() -> None:
    assert said("Pay $5 for $x^3$ and $7 more.", "en") == "Pay five dollars for X cubed and seven dollars more"


def test_every_piece_of_a_formula_is_found_in_the_text() -> None:
    (utterance,) = read(r"求 $x^2$ 与 $x^2$ 的和。", TextSettings(language="zh"))
    assert all(word.word in utterance.text for word in utterance.pronunciations)
    assert [word.reading for word in utterance.pronunciations].count("X") == 2


def test_no_sentence_ends_within_a_formula() -> None:
    assert len(read("There are $n!$ ways. Good.", TextSettings(language="en"))) == 2


def test_a_pause_beside_a_formula_stays() -> None:
    (utterance,) = read("If $x>0$, then stop.", TextSettings(language="en"))
    assert [word.word for word in utterance.pronunciations if word.reading == PAUSE] == [","]


def test_without_words_for_it_a_formula_is_read_in_english_and_said_so() -> None:
    (utterance,) = read("Luku $x^2$ on suuri.", TextSettings(language="fi"))
    assert ("X squared", "en") in [(word.reading, word.language) for word in utterance.pronunciations]
    assert utterance.warnings == (
        "The formula '$x^2$' is read in English: there are no words for mathematics in 'fi'.",
    )


@pytest.mark.parametrize(
    "text", ["$", "$$", "$x", r"$\frac{$", "$" * 5000, "$x^" * 3000, "$" + "{" * 200 + "x$", r"\(" * 999]
)
def test_broken_formulas_are_read_as_far_as_they_go(text: str) -> None:
    assert "word" in said(f"A word {text}", "en")


def test_plain_formulas_take_linear_time() -> None:
    for repeated in ("x^", "1 + ", "a=b ", "√", "(((", "x-"):
        assert "word" in said(f"A word. {repeated * 2000}", "en")


def test_a_cue_between_two_formulas_alike_stands_between_them() -> None:
    (utterance,) = read("先看 $n^2$，[smile] 再看 $n^2$。", TextSettings(language="zh"))
    (cue,) = utterance.cues
    spoken = [word.word for word in utterance.pronunciations if word.reading != PAUSE]
    assert spoken[cue.word] == "再"
