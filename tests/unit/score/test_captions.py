"""Subtitles of a timeline: the text as it was written, at the times of its words."""

from dataclasses import replace

from avatar.score.captions import write_srt, write_vtt
from tests.scores import HELLO


def test_the_text_stands_at_the_times_of_its_words():
    first, times, text = write_srt(HELLO).strip().split("\n")
    assert (first, text) == ("1", "Hello, Bob!")
    assert times.startswith("00:00:00,400 --> 00:00:0")
    assert float(times[-6:].replace(",", ".")) <= HELLO.seconds


def test_a_web_page_is_told_each_word():
    made = write_vtt(HELLO)
    assert made.startswith("WEBVTT")
    assert "00:00:01.000" in made


def test_where_the_text_says_something_else_the_words_stand_alone():
    assert "Hello Bob" in write_srt(replace(HELLO, text="Good day."))


def test_without_words_there_is_nothing():
    assert write_srt(replace(HELLO, words=())) == ""
