"""Senses of words: the same ones in seven languages, found by stem, phrase or the longest run, and in which order."""

from __future__ import annotations

import pytest

from avatar.permission.policy.folding import plain
from avatar.permission.policy.senses import ORDER, Senses
from avatar.permission.policy.weighing import SENSES

LINES = (
    "pay|付 付款|pag*|pay*|pag*|pag*|払\n"
    "card gift_card|卡|tarjeta|carte|carta|cartao|カード\n"
    "page|页|pagin*|page|pagin*|pagin*|頁\n"
)


@pytest.fixture
def read(tmp_path):
    (tmp_path / "senses.txt").write_text(LINES, encoding="utf-8")
    return lambda *languages: Senses(tmp_path / "senses.txt", languages)


def test_a_sense_is_the_same_in_every_language(read):
    paid = read("en").seen("paying a card")
    assert paid == read("es").seen("pague la tarjeta") == read("fr").seen("payez la carte") == read("zh").seen("付款卡")
    assert {0, 1} < paid


def test_the_longest_stem_counts(read):
    assert read("es").seen("pagina") == frozenset({2})
    assert read("es").seen("pa") == frozenset()


def test_words_that_go_together_are_one(read):
    assert read("en").seen("a gift card") == read("en").seen("cards") == frozenset({1})


def test_order_counts_of_what_is_close(read):
    english = read("en")
    pair = english.count + 1
    there, back = english.seen("pay card"), english.seen("card pay")
    assert there != back
    assert there & back == {0, 1, pair}
    assert pair in english.seen("pay 7 7 7 7 card")
    assert pair not in english.seen("pay 7 7 7 7 7 card")
    assert all(index < english.size for index in english.seen("page 7 pay card page"))


def test_figures_have_a_sense_of_their_own(read):
    assert read("en").seen("42") == read("fr").seen("7") == frozenset({3})


def test_the_list_has_all_languages_in_every_line_and_is_folded():
    lines = SENSES.read_text(encoding="utf-8").splitlines()
    assert len(lines) > 300
    for line in lines:
        columns = line.split("|")
        assert len(columns) == len(ORDER)
        words = [word.replace("_", " ").rstrip("*") for column in columns for word in column.split()]
        assert [plain(word).strip() for word in words] == words
