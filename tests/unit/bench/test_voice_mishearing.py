"""What counts as misheard, and how sentences add up."""

import pytest

from avatar.bench.voice.mishearing import Errors, Heard, compare

pytest.importorskip("rapidfuzz")
pytest.importorskip("opencc")
pytest.importorskip("num2words")


def test_what_is_heard_as_it_was_said_has_no_errors():
    found = compare("Please call at 5.", "please call at five", "en")
    assert found.words == Errors(0, 4)
    assert found.characters.share == 0
    assert found.sounds.share is None


def test_a_wrong_a_missing_and_an_added_word_count_one_each():
    assert compare("one two three four", "one six four five", "en").words == Errors(3, 4)


def test_a_sentence_is_wrong_at_most_as_a_whole():
    found = compare("no", "nothing at all was said, nothing at all", "en")
    assert found.words == Errors(1, 1)
    assert found.characters.share == 1


def test_a_wrong_tone_is_no_wrong_sound():
    found = compare("我要买花", "我要卖花", "zh")
    assert found.characters == Errors(1, 4)
    assert found.sounds == Errors(0, 4)
    assert found.tones == Errors(1, 4)


def test_tones_are_compared_where_the_syllable_was_heard():
    found = compare("我要买花", "我要吃花", "zh")
    assert (found.sounds, found.tones) == (Errors(1, 4), Errors(0, 3))


def test_long_sentences_weigh_more_than_short_ones():
    heard = Heard.of([compare("one two three", "one two three", "en"), compare("four", "for", "en")])
    assert heard.words == pytest.approx(1 / 4)
    assert heard.tones is None
