"""Cutting a text into what is spoken in one breath."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avatar.text.sentences import (
    LONGEST_DENSE,
    LONGEST_SPACED,
    PAUSE_PARAGRAPH,
    PAUSE_SENTENCE,
    split,
)


def texts(text: str) -> list[str]:
    """List the pieces of a text."""
    return [piece.text for piece in split(text)]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("您好。我是小陈！您呢？好", ["您好。", "我是小陈！", "您呢？", "好"]),
        ("他说：“你好。”我说：“再见！”", ["他说：“你好。”", "我说：“再见！”"]),
        ("等等……好吧。", ["等等……", "好吧。"]),
        (
            "Mr. Smith paid 3.14 to Dr. J. K. Low at www.a.com. She left.",
            ["Mr. Smith paid 3.14 to Dr. J. K. Low at www.a.com.", "She left."],
        ),
        ("He left at 5 p.m. Then it rained.", ["He left at 5 p.m.", "Then it rained."]),
        ("The U.S. Embassy, e.g. in Rome. Ok.", ["The U.S. Embassy, e.g. in Rome.", "Ok."]),
        ('Wait... what? "No!" he said. (Yes.) Fine.', ["Wait... what?", '"No!" he said.', "(Yes.)", "Fine."]),
        ("See https://a.com/?q=1.5 now. Bye.", ["See https://a.com/?q=1.5 now.", "Bye."]),
        ("No. 5 is out. No. It is not.", ["No. 5 is out.", "No.", "It is not."]),
        ("1. One\n2. Two", ["1. One", "2. Two"]),
        ("Auf dem 3. Platz. Am 3. August.", ["Auf dem 3. Platz.", "Am 3. August."]),
        ("Er ist 3. Anna ist 5. Die Kinder essen.", ["Er ist 3.", "Anna ist 5.", "Die Kinder essen."]),
        ("Vom 1. - 5. Mai, z. B. Montag. Danach nicht.", ["Vom 1. - 5. Mai, z. B. Montag.", "Danach nicht."]),
        ("Zajął 1. miejsce. Potem wyszedł.", ["Zajął 1. miejsce.", "Potem wyszedł."]),
        ("II. Mehmed geldi. 2. Dünya Savaşı.", ["II. Mehmed geldi.", "2. Dünya Savaşı."]),
        ("А. С. Пушкин, ул. Мира и т. д. Потом.", ["А. С. Пушкин, ул. Мира и т. д.", "Потом."]),
        ("El Sr. López de EE. UU. llegó. Bien.", ["El Sr. López de EE. UU. llegó.", "Bien."]),
        ("डॉ. शर्मा आए। वे गए।", ["डॉ. शर्मा आए।", "वे गए।"]),
        ("I am 3. My name is Ann. It costs 5. Fine.", ["I am 3.", "My name is Ann.", "It costs 5.", "Fine."]),
        ("مرحبا؟ نعم.", ["مرحبا؟", "نعم."]),
        ("नमस्ते। ठीक है।", ["नमस्ते।", "ठीक है।"]),
        ("そうです。はい！", ["そうです。", "はい！"]),
        ("！！！\n你好", ["！！！ 你好"]),
        ("你好。\n……\n", ["你好。 ……"]),
    ],
)
def test_a_sentence_ends_where_a_reader_stops(text: str, pieces: list[str]) -> None:
    assert texts(text) == pieces


def test_pauses_grow_from_comma_to_sentence_to_paragraph() -> None:
    first, second, third = split("你好。再见。\n\n完")
    assert (first.pause, second.pause, third.pause) == (PAUSE_SENTENCE, PAUSE_PARAGRAPH, PAUSE_PARAGRAPH)
    assert split("好" * 150 + "，" + "好" * 150)[0].pause < PAUSE_SENTENCE


@pytest.mark.parametrize(
    ("text", "longest"),
    [
        ("好" * 10_000, LONGEST_DENSE),
        ("这是一句没有句号的话，" * 1000, LONGEST_DENSE),
        ("word " * 2_000, LONGEST_SPACED),
        ("x" * 10_000, LONGEST_SPACED),
    ],
)
def test_a_text_without_stops_is_cut_into_pieces_that_can_be_spoken(text: str, longest: int) -> None:
    pieces = texts(text)
    assert max(map(len, pieces)) <= longest
    assert min(map(len, pieces[:-1])) >= longest // 3


def test_a_long_sentence_is_cut_after_a_comma_and_never_inside_a_number() -> None:
    assert all(piece.endswith("，") for piece in texts("这是一句没有句号的话，" * 100))
    assert all(re.fullmatch("(?:金额12345678元)+", piece) for piece in texts("金额12345678元" * 100)) or all(
        not re.search("[0-9]$", piece) or piece.endswith("12345678") for piece in texts("金额12345678元" * 100)
    )


@given(st.text(max_size=400))
def test_every_character_comes_out_once_and_in_order(text: str) -> None:
    joined = "".join("".join(piece.text.split()) for piece in split(text))
    assert joined == "".join(text.split())


@given(st.lists(st.sampled_from(["好", "a", "。", ".", " ", "，", "\n", "3", "”", "(", "Mr", "!", "…"]), max_size=600))
def test_no_piece_is_longer_than_a_breath_where_marks_are_few(parts: list[str]) -> None:
    for piece in split("".join(parts)):
        spoken = piece.text.lstrip("。., ，”(!…").rstrip("。., ，”(!…")
        assert len(spoken) <= LONGEST_SPACED


def test_a_million_characters_are_no_more_pieces_than_their_length_asks_for() -> None:
    assert len(split("好" * 1_000_000)) == 1_000_000 // LONGEST_DENSE
    assert len(split("。" * 1_000_000)) == 1
