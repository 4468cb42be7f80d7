"""Subtitles of a timeline: the text as it was written, at the times of its words."""

from dataclasses import replace

import pytest

from avatar.data import Word
from avatar.score.score import Score
from avatar.score.srt import write_srt
from tests.scores import HELLO


def said(text, words, gap=0.0):
    spoken = tuple(Word(word, n * (0.4 + gap), n * (0.4 + gap) + 0.4) for n, word in enumerate(words.split()))
    return Score(spoken, text=text)


def blocks(score):
    return [block.split("\n") for block in write_srt(score).strip().split("\n\n") if block]


def test_a_subtitle_has_a_number_its_times_and_the_text_with_its_marks():
    assert write_srt(HELLO) == "1\n00:00:00,400 --> 00:00:01,800\nHello, Bob!\n\n"


def test_a_sentence_and_a_pause_end_it():
    assert [block[2] for block in blocks(said("One, two. Three!", "One two Three"))] == ["One, two.", "Three!"]
    assert len(blocks(said("one two three", "one two three", gap=0.7))) == 3


@pytest.mark.parametrize("word", ["word", "词语"])
def test_none_is_longer_than_two_lines(word):
    made = blocks(said("", " ".join([word] * 60)))
    assert len(made) > 3
    assert all(len(block[2].encode("gb18030")) <= 74 for block in made)
    assert sum(block[2].count(word) for block in made) == 60


def test_it_lingers_but_never_into_the_next():
    first, second = blocks(said("One. Two.", "One Two", gap=0.1))
    assert first[1] == "00:00:00,000 --> 00:00:00,500"
    assert second[1].startswith("00:00:00,500 --> ")


def test_where_the_text_says_something_else_the_words_stand_alone():
    (block,) = blocks(replace(HELLO, text="Good day."))
    assert block[2] == "Hello Bob"


def test_without_words_there_is_nothing():
    assert write_srt(replace(HELLO, words=())) == ""
