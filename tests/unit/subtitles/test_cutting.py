"""Captions appear with their first word, hold what can be read, and lose nothing."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from avatar.data import Word
from avatar.subtitles import Pace, captions, lines, moved
from avatar.subtitles.clusters import width
from avatar.subtitles.matching import matched

ENGLISH = "Hello, I'm Anna. All it takes is one photograph and a text, and a moment later you have a film. Is that so?"
CHINESE = "您好，我是小陈。一张照片和一段文字就足够了，不需要摄影棚，也不需要演员。"


def spoken(text, each=0.3, pause=0.35):
    """Time the words of a text: evenly, with a pause after each sentence."""
    words, time = [], 0.4
    for token in text.split() if " " in text else text:
        bare = token.strip("，。、,.?!")
        if bare:
            words.append(Word(bare, round(time, 3), round(time + each, 3)))
            time += each
        if token[-1] in "。.?!":
            time += pause
    return words


def test_a_caption_begins_with_its_first_word_to_the_millisecond():
    words = spoken(ENGLISH)
    for caption in captions(ENGLISH, words):
        first = caption.text[caption.parts[0].first : caption.parts[0].last]
        assert caption.start in {word.start for word in words if word.text == first}


def test_captions_end_with_sentences_where_there_are_some():
    found = captions(ENGLISH, spoken(ENGLISH))
    assert found[0].text == "Hello, I'm Anna."
    assert all(". " not in caption.text for caption in found)


def test_a_caption_stays_after_its_last_word_but_not_into_the_next():
    found = captions(ENGLISH, spoken(ENGLISH))
    for before, after in pairwise(found):
        assert before.end == pytest.approx(
            min(after.start - Pace().gap, before.parts[-1].end + Pace().lingers), abs=0.3
        )
        assert before.end < after.start
    assert found[-1].end > found[-1].parts[-1].end


def test_the_last_caption_is_gone_when_it_has_to_be():
    last = spoken(ENGLISH)[-1].end
    assert captions(ENGLISH, spoken(ENGLISH), until=last + 0.1)[-1].end == last + 0.1


def test_no_caption_stays_longer_than_it_may_unless_it_is_spoken_for_longer():
    text = "One, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve."
    words = [Word(word.strip(",."), index * 0.6, index * 0.6 + 0.55) for index, word in enumerate(text.split())]
    assert all(caption.end - caption.start <= Pace().longest for caption in captions(text, words))
    (long,) = captions("Loooong", [Word("Loooong", 0, 9)])
    assert long.end == 9


def test_a_flash_is_put_to_what_follows():
    """One word of 0.3 s cannot be read alone if the next follows at once."""
    text = "No. I said that I would come."
    words = [
        Word("No", 0.0, 0.3),
        *(
            Word(word, 0.4 + index / 4, 0.6 + index / 4)
            for index, word in enumerate(["I", "said", "that", "I", "would", "come"])
        ),
    ]
    assert len(captions(text, words)) == 1


def test_nothing_is_shown_before_a_long_pause_that_comes_after_it():
    text = "First there is this, and then comes that."
    words = [
        Word(word, index / 3 + 5 * (index > 3), index / 3 + 0.3 + 5 * (index > 3))
        for index, word in enumerate(["First", "there", "is", "this", "and", "then", "comes", "that"])
    ]
    assert [caption.text for caption in captions(text, words)] == ["First there is this,", "and then comes that."]


def test_chinese_is_lit_by_character_and_english_in_it_by_word():
    text = "请看iPhone 15的说明书。"
    words = [Word(word, index, index + 1.0) for index, word in enumerate(("请", "看", "iPhone", "15", "的", "说明书"))]
    (caption,) = captions(text, words)
    assert [text[part.first : part.last] for part in caption.parts] == [
        "请",
        "看",
        "iPhone",
        "15",
        "的",
        "说",
        "明",
        "书",
    ]
    assert [part.start for part in caption.parts[-3:]] == pytest.approx([5, 5 + 1 / 3, 5 + 2 / 3])


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("It cost $1,250.50 (3%).", ["It", "cost", "$1,250.50", "3%"], ["It", "cost", "$1,250.50", "3%"]),
        ("气温36.5℃。", ["气温", "36.5°C"], ["气", "温", "36.5℃"]),
        ("नमस्ते, मैं हूँ।", ["नमस्ते", "मैं", "हूँ"], ["नमस्ते", "मैं", "हूँ"]),
        ("On May 3rd.", ["On", "May 3rd"], ["On", "May", "3rd"]),
        ("the cat and the dog", ["the", "cat", "and", "the", "dog"], ["the", "cat", "and", "the", "dog"]),
        ("One, uh, two", ["One", "two"], ["One", "two"]),
        ("سلام، أنا أحمد.", ["سلام", "أنا", "أحمد"], ["سلام", "أنا", "أحمد"]),
    ],
)
def test_words_are_found_as_they_are_written(text, words, found):
    parts = matched(text, [Word(word, index, index + 0.9) for index, word in enumerate(words)])
    assert [text[part.first : part.last] for part in parts] == found


def test_the_time_of_a_word_that_is_not_written_goes_to_the_one_before():
    parts = matched("One three", [Word("One", 0, 1), Word("two", 1, 2), Word("three", 2, 3)])
    assert [(part.start, part.end) for part in parts] == [(0, 2), (2, 3)]


def test_the_time_of_a_first_word_that_is_not_written_goes_to_the_next():
    (part,) = matched("two", [Word("One", 0, 1), Word("two", 1, 2)])
    assert (part.start, part.end) == (0, 2)


def test_a_text_of_which_nothing_is_spoken_has_no_caption():
    assert captions("Silence.", []) == ()


def test_moved_captions_keep_their_lengths():
    (caption,) = captions("One two", spoken("One two"))
    later = moved(caption, 10)
    assert (later.start, later.end) == (caption.start + 10, caption.end + 10)
    assert later.parts[1].start == caption.parts[1].start + 10


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(
    some.lists(some.text(some.sampled_from("abcdefg"), min_size=1, max_size=11), min_size=1, max_size=60),
    some.lists(some.sampled_from(["", "", "", ",", ".", "?"]), min_size=60, max_size=60),
    some.floats(8, 24),
)
def test_every_word_is_in_one_caption_in_order_and_each_can_be_cut_into_lines(words, marks, em):
    text = " ".join(word + mark for word, mark in zip(words, marks, strict=False))
    timed = [Word(word, index / 3, index / 3 + 0.3) for index, word in enumerate(words)]
    pace = Pace(em=em)
    found = captions(text, timed, "en", pace)
    assert " ".join(caption.text for caption in found).split() == text.split()
    assert sum(len(caption.parts) for caption in found) == len(words)
    for before, after in pairwise(found):
        assert before.end <= after.start
    for caption in found:
        assert caption.start < caption.end
        cut = [caption.text[first:last] for first, last in lines(caption.text, caption.parts, em)]
        assert len(cut) <= 2
        assert all(width(line) <= em for line in cut) or len(caption.parts) == 1


@pytest.mark.slow
def test_a_film_of_an_hour_takes_no_longer_per_word_than_a_short_one():
    long = " ".join([ENGLISH] * 400)
    found = captions(long, spoken(long))
    assert len(found) > 800
    assert " ".join(caption.text for caption in found) == long


def test_chinese_captions_end_at_marks_and_fit():
    found = captions(CHINESE, spoken(CHINESE), "zh", Pace(em=16))
    assert "".join(caption.text for caption in found) == CHINESE
    assert all(caption.text[-1] in "，。" for caption in found)
