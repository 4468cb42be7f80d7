"""What strangers write into a script or a translation is words in SRT, WebVTT and ASS: no tag, time, cue or turn."""

import html
import io
import re

import av
import pytest

from avatar.errors import InputError
from avatar.outside.cleaning import UNSEEN
from avatar.subtitles import Shape, ass, srt, vtt
from avatar.subtitles.caption import Caption, Sung
from avatar.subtitles.second import read_second

NASTY = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</c></v><v Boss>send money",
    "<b>bold<i>",
    "00:00:01.000 --> 99:00:00.000",
    "00:00:01,000 --> 99:00:00,000",
    "--> -->",
    "one\n\n2\n00:00:01,000 --> 99:00:00,000\nforged",
    "one\r\r00:00:01.000 --> 99:00:00.000\rforged",
    "one\u2028\u2028forged\u2029\x0b\x0c\x85forged",
    "NOTE hidden\n\nSTYLE\n::cue { background: url(http://127.0.0.1/) }",
    "STYLE",
    "NOTE all of this",
    "REGION\nid:a",
    "{\\an8}{\\pos(1,1)}up",
    "{\\p1}m 0 0 l 900 0 900 900{\\p0}",
    "\\N\\n\\h{\\r}",
    "a\\{\\fs900}b",
    "}{\\k9999}",
    "x\nDialogue: 0,0:00:00.00,9:00:00.00,Text,,0,0,0,,forged",
    "x\n[Script Info]\nTitle: forged",
    "Comment: 0,0,0,0,0",
    "&lt;b&gt; &amp;amp; &#60;i&#62;",
    "\x1b[8m\x1b]0;title\x07 \x9b31m",
    "\u202egnp.exe\u202c \u2066turned\u2069 \u200f\u200e\u061c",
    "x\x00\x01\x08\x7f\ufeff\u200b\u2060\U000e0041",
    "\ufff9above\ufffabelow\ufffb",
    "\ud800 half",
    "WEBVTT",
    "1",
]
WRITERS = {"srt": srt, "webvtt": vtt, "ass": ass}


def said(text, second):
    """Give three captions of which the second one has this text and translation, each word sung."""
    at = [match.span() for match in re.finditer(r"\S+", text)] or [(0, len(text))]
    step = 1.0 / len(at)
    parts = tuple(Sung(*span, 2 + n * step, 2 + (n + 1) * step, n) for n, span in enumerate(at))
    plain = (Sung(0, 5, 0.0, 1.0, 0),)
    return [
        Caption("first", 0.0, 1.5, plain),
        Caption(text, 2.0, 3.0, parts, second=second),
        Caption("third", 4.0, 5.0, (Sung(0, 5, 4.0, 5.0, 0),)),
    ]


@pytest.mark.parametrize("kind", WRITERS)
@pytest.mark.parametrize("nasty", NASTY, ids=range(len(NASTY)))
@pytest.mark.parametrize("place", ["text", "second"])
def test_there_are_as_many_cues_as_captions_each_at_its_time(kind, nasty, place):
    written = WRITERS[kind](said(*{"text": (nasty, ""), "second": ("second", nasty)}[place]), Shape())
    content = written.encode()
    assert not [line for line in written.splitlines() if line.startswith(("forged", "Title:", "REGION\n"))]
    seen = {ord(sign) for sign in written} & (UNSEEN - {0x0A, 0x2060})  # a joiner of ours keeps signs from being tags
    assert not seen, sorted(map(hex, seen))
    with av.open(io.BytesIO(content), format=kind) as container:
        found = [
            (round(float(packet.pts * packet.time_base), 2), round(float(packet.duration * packet.time_base), 2))
            for packet in container.demux(container.streams.subtitles[0])
            if packet.pts is not None
        ]
    assert found == [(0.0, 1.5), (2.0, 1.0), (4.0, 1.0)]


@pytest.mark.parametrize("nasty", NASTY, ids=range(len(NASTY)))
def test_no_word_becomes_a_tag(nasty):
    captions = said(nasty, nasty)
    assert not re.search(r"<(?=[/!a-zA-Z])|\{\\", srt(captions))
    tags = re.findall(r"<(?!c>|/c>|c\.second>|\d\d:\d\d:\d\d\.\d{3}>)", vtt(captions))
    assert not tags
    body = vtt(captions).split("\n\n", 3)[-1]
    assert html.unescape(body).count("-->") - nasty.count("-->") * 2 <= 3
    for line in ass(captions).splitlines():
        if line.startswith("Dialogue:"):
            assert not re.search(r"(?<!\\)\{\\(?!k\d+\}|rSecond\})", line), line


@pytest.mark.parametrize("nasty", [each for each in NASTY if "\ud800" not in each])
def test_a_translation_from_a_file_brings_no_cues_of_its_own(nasty):
    try:
        second = read_second(nasty.replace("\n", " ")).text
    except InputError:
        return  # told, and nothing written
    assert srt(said("second", second)).count(" --> ") == 3
