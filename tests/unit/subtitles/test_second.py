"""A second language goes with what it translates."""

from __future__ import annotations

import pytest

from avatar.errors import InputError
from avatar.subtitles.caption import Caption
from avatar.subtitles.reading import read_file
from avatar.subtitles.second import at_their_times, dealt_to_sentences, read_second, sentences_of, shared, with_second


def test_lines_are_read_without_those_that_are_empty():
    assert read_second("Hello.\n\n  How are   you?\n").lines == ("Hello.", "How are you?")


def test_srt_and_vtt_are_read_with_their_times():
    srt = "1\n00:00:01,000 --> 00:00:02,500\n<i>Hello</i>\nthere &amp; you\n\n2\n00:00:03,000 --> 00:00:04,000\nBye\n"
    found = read_second(srt).captions
    assert [(each.text, each.start, each.end) for each in found] == [("Hello there & you", 1.0, 2.5), ("Bye", 3.0, 4.0)]
    assert read_second("WEBVTT\n\n00:01.000 --> 01:02.500\nHello\n").captions[0].end == 62.5


@pytest.mark.parametrize("text", ["", " \n ", "00:00 --> nowhere"])
def test_what_says_nothing_is_a_sentence(text):
    with pytest.raises(InputError, match="give"):
        read_second(text, "file.txt")


def test_utterances_make_up_sentences():
    """A sentence that was cut, for a pause or for its length, is one."""
    assert sentences_of(["Well,", "that is it.", "是的。", "Why?"]) == [[0, 1], [2], [3]]


def test_a_line_is_dealt_to_the_pieces_of_its_sentence():
    dealt = dealt_to_sentences(["好吧，就是这样了。", "Oui."], ["Well,", "that is how it is.", "是的。"])
    assert dealt == ["好吧，", "就是这样了。", "Oui."]


def test_too_many_lines_or_too_few_are_told_with_the_sentences():
    with pytest.raises(InputError, match=r"has 1 lines, but the text has 2 sentences \(1 'One\.'; 2 'Two\.'\)"):
        dealt_to_sentences(["Un."], ["One.", "Two."])


def test_a_long_translation_is_parted_as_its_sentence_is():
    captions = [Caption("一张照片和一段文字就足够了，", 0, 2, ()), Caption("不需要摄影棚，也不需要演员。", 2, 4, ())]
    said = ["一张照片和一段文字就足够了，不需要摄影棚，也不需要演员。"]
    second = ["One photograph and a text are all it takes, there is no need for a studio or actors."]
    found = with_second(captions, said, second, 21)
    assert [each.second for each in found] == [
        "One photograph and a text are all it takes,",
        "there is no need for a studio or actors.",
    ]


def test_a_short_translation_stays_while_its_sentence_lasts():
    captions = [Caption("您好，", 0, 1, ()), Caption("您好。", 1, 2, ())]
    assert [each.second for each in with_second(captions, ["您好，您好。"], ["Hello."], 21)] == ["Hello.", "Hello."]


def test_a_caption_of_two_sentences_has_both_translations():
    (found,) = with_second([Caption("Hi. I'm Anna.", 0, 1, ())], ["Hi.", "I'm Anna."], ["你好。", "我是安娜。"], 21)
    assert found.second == "你好。我是安娜。"


def test_captions_with_times_go_where_they_belong():
    captions = [Caption("a", 0, 2, ()), Caption("b", 2, 4, ()), Caption("c", 4, 6, ())]
    others = [Caption("A", 0.1, 2.1, ()), Caption("C", 4, 5, ())]
    assert [each.second for each in at_their_times(captions, others, 21)] == ["A", "", "C"]
    long = [Caption("A text that is long, and so it is cut.", 0, 4, ())]
    assert [each.second for each in at_their_times(captions, long, 15)] == [
        "A text that is long,",
        "and so it is cut.",
        "",
    ]


def test_no_letter_is_lost_where_a_text_is_shared():
    text = "One two three four five six seven eight"
    assert " ".join(shared(text, [1, 2, 1])) == text
    assert shared("One", [1, 1]) == ["One", "One"]


def test_times_with_more_digits_than_a_number_has_are_none():
    with pytest.raises(InputError):
        read_second(f"{'9' * 400}:00:00,000 --> 00:00:01,000\nHello.")


def test_a_file_that_cannot_be_read_is_a_sentence(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        read_file(tmp_path / "absent.txt", "second language")
    (tmp_path / "bad.txt").write_bytes(b"\xff\xfe\xfa")
    with pytest.raises(InputError, match="UTF-8"):
        read_file(tmp_path / "bad.txt", "second language")
    (tmp_path / "good.txt").write_bytes(b"\xef\xbb\xbfa\r\nb")
    assert read_file(tmp_path / "good.txt", "second language") == "a\nb"
