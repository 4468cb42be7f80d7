"""What is written as SRT, WebVTT and ASS is read back by FFmpeg with the same times and words."""

from __future__ import annotations

import io
import re

import av
import pytest

from avatar.data import Word
from avatar.subtitles import AssLook, Shape, ass, captions, srt, vtt
from avatar.subtitles.caption import Caption
from avatar.subtitles.format import MARK, stamp

TEXT = "I & she <say> {no} \\N here. 您好，我是小陈。"
WORDS = tuple(
    Word(word, 1 + index * 0.4004, 1.35 + index * 0.4004)
    for index, word in enumerate(("I", "she", "say", "no", "here", "您好", "我是", "小陈"))
)
FOUND = captions(TEXT, WORDS, "en")


def read(text, kind):
    """Read subtitles with FFmpeg: start and length, s, and content of each."""
    with av.open(io.BytesIO(text.encode()), format=kind) as container:
        stream = container.streams.subtitles[0]
        return [
            (float(packet.pts * packet.time_base), float(packet.duration * packet.time_base), bytes(packet).decode())
            for packet in container.demux(stream)
            if packet.pts is not None
        ]


@pytest.mark.parametrize(("write", "kind", "exact"), [(srt, "srt", 1e-3), (vtt, "webvtt", 1e-3), (ass, "ass", 1e-2)])
def test_ffmpeg_reads_the_same_times(write, kind, exact):
    found = read(write(FOUND), kind)
    assert len(found) == len(FOUND) == 2
    for (start, seconds, _), caption in zip(found, FOUND, strict=True):
        assert start == pytest.approx(caption.start, abs=exact)
        assert start + seconds == pytest.approx(caption.end, abs=exact)


def test_srt_has_the_lines_and_nothing_else():
    assert srt(FOUND[1:], Shape(em=5)) == "1\n00:00:03,002 --> 00:00:04,653\n您好，\n我是小陈。\n\n"


def test_vtt_has_a_time_before_each_word_that_lies_within_the_caption():
    times = re.findall(r"<(\d\d:\d\d:\d\d\.\d{3})><c>", vtt(FOUND))
    assert times[:4] == [stamp(word.start) for word in WORDS[1:5]]
    for caption in FOUND:
        own = [time for time in times if stamp(caption.start) < time < stamp(caption.end)]
        assert own == sorted(set(own))


def test_vtt_means_no_tags_by_what_was_written():
    assert "<c>I</c> &amp; <00" in vtt(FOUND)
    assert "&lt;<00:00:01.801><c>say</c>&gt;" in vtt(FOUND)


def test_vtt_colours_the_word_that_is_spoken_if_asked():
    assert "::cue(c) {\n  color: #ff0000;" in vtt(FOUND, highlight="#ff0000")
    assert "STYLE" not in vtt(FOUND, highlight="")


def test_the_hundredths_of_karaoke_add_up_to_the_times_of_the_words():
    for line, caption in zip(re.findall(r"^Dialogue:.*$", ass(FOUND), re.MULTILINE), FOUND, strict=True):
        at = round(caption.start * 100)
        sung = []
        for hundredths, text in re.findall(r"\{\\k(\d+)\}([^{]*)", line.split(",,", 2)[2]):
            if text:
                sung.append((at, at + int(hundredths)))
            at += int(hundredths)
        ends = [min(part.end, caption.end) for part in caption.parts]
        starts = [part.start for part in caption.parts]
        assert sung == [(round(start * 100), round(end * 100)) for start, end in zip(starts, ends, strict=True)]


def test_ass_means_no_tags_by_what_was_written():
    text = ass(FOUND)
    assert "\\{" in text
    assert "\\\u2060N" in text


def test_chinese_is_sung_by_character():
    assert len(re.findall(r"\\k\d+\}[您好我是小陈]", ass(FOUND))) == 6


def test_ass_looks_as_its_picture_is_large():
    text = ass(FOUND, look=AssLook(size=(720, 1280), height=40, is_at_top=True, colour=(1, 2, 3, 1.0)))
    assert "PlayResX: 720\nPlayResY: 1280" in text
    assert "&H00030201" in text
    assert re.search(r"^Style: Text,.*,8,96,96,86,1$", text, re.MULTILINE)


def test_a_second_language_stands_below():
    caption = Caption("您好", 0.0, 1.0, (), "zh", "Hello")
    assert srt([caption]).splitlines()[2:4] == ["您好", "Hello"]
    assert "您好\n<c.second>Hello</c>" in vtt([caption])
    assert "您好\\N{\\rSecond}Hello" in ass([caption])


def test_files_say_where_they_come_from_as_far_as_they_can():
    assert MARK in vtt(())[:64]
    assert MARK in ass(())[:64]


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "00:00:00.000"), (3661.0005, "01:01:01.000"), (59.9996, "00:01:00.000"), (-0.1, "00:00:00.000")],
)
def test_times_are_rounded_as_a_whole(seconds, text):
    assert stamp(seconds) == text


@pytest.mark.parametrize("text", ["<b>bold</b>", '<font size="200">', "{\\an8}up", "00:00:01,000 --> 00:00:02,000"])
def test_srt_means_no_tags_by_what_was_written(text):
    """Its letters stay, and nobody takes them for a tag or for times."""
    (caption,) = captions(text, (Word(text, 1.0, 2.0),), "en")
    written = srt([caption], Shape(em=0.1))
    body = written.split("\n", 2)[2]
    assert "".join(body.replace("\u2060", "").split()) == "".join(text.split())
    assert not re.search(r"<[/a-z]|\{\\|-->", body)
