"""Whatever a client sends over its WebSocket, it is read or refused in a sentence that can be sent back."""

from __future__ import annotations

import dataclasses

import pytest

from avatar.outside.cleaning import UNSEEN
from avatar.service.sessions.messages import Speak, UnreadableError, read_message

HALF = "\\ud800"
ODD = {
    "deep list": "[" * 60_000,
    "deep object": '{"a":' * 10_000,
    "nothing": "\x00",
    "a type of half a sign": f'{{"type":"{HALF}"}}',
    "a type of theirs": '{"type":"\\u202e\\u001b[8m"}',
    "an id of half a sign": f'{{"type":"speak","id":"{HALF}","text":5}}',
    "a key of half a sign": f'{{"type":"speak","text":"Hi","{HALF}":1}}',
    "a key of theirs": '{"type":"speak","text":"Hi","\\u202e\\u009b31m":1}',
    "a long key": '{"type":"speak","text":"Hi","' + "k" * 60_000 + '":1}',
    "a figure of 5,000 digits": '{"type":"interrupt","position_ms":1' + "0" * 5000 + "}",
    "a figure of 400 digits": '{"type":"interrupt","position_ms":1' + "0" * 400 + "}",
    "no end": '{"type":"interrupt","position_ms":1e999}',
    "no number": '{"type":"interrupt","position_ms":NaN}',
    "a number of 4,000 digits": '{"type":"resume","last_seq":1' + "0" * 4000 + "}",
    "before the first": '{"type":"resume","last_seq":-1}',
    "neither yes nor no": '{"type":"listen","active":1}',
}


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_what_is_none_is_refused_in_a_sentence_that_can_be_sent(text: str) -> None:
    with pytest.raises(UnreadableError) as told:
        read_message(text)
    for each in (told.value.detail, told.value.source_id or "none"):
        assert each.encode()
        assert len(each) < 300
    assert UNSEEN.isdisjoint(map(ord, told.value.detail))


@pytest.mark.parametrize(
    "text",
    [
        f'{{"type":"speak","id":"{HALF}","text":"Hi {HALF}."}}',
        f'{{"type":"chat","id":"a{HALF}","text":"{HALF}Hi"}}',
        f'{{"type":"interrupt","speech_id":"{HALF}"}}',
    ],
)
def test_half_signs_in_what_is_taken_are_none(text: str) -> None:
    for value in dataclasses.asdict(read_message(text)).values():
        assert value is None or "?" in value
        assert value is None or value.encode()


def test_signs_of_two_halves_stay_whole() -> None:
    assert read_message('{"type":"speak","text":"\\ud83d\\ude00!","id":"\\ud83d\\ude00"}') == Speak("😀!", "😀")
