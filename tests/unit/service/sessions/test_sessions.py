"""A session in browser mode, over a real WebSocket."""

from __future__ import annotations

import io
import json

import av
import httpx
import numpy as np
import pytest

from avatar.data import MOTION_NAMES
from avatar.ledger.audit import audit_folder, read_entries
from avatar.marks.audiomark import detect
from avatar.marks.registry import Registry
from avatar.marks.registry.pattern_key import pattern_key
from avatar.service.sessions.pieces import unpacked
from tests.unit.service.sessions.conftest import Server, Visitor

pytestmark = pytest.mark.slow

TEXT = "We open at nine on weekdays, and at ten on Saturdays."


def decoded(data: bytes) -> np.ndarray:
    with av.open(io.BytesIO(data)) as container:
        return np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])


def said(visitor: Visitor, text: str, own: str = "c1") -> dict:
    visitor.send(type="speak", id=own, text=text)
    return visitor.until("speech.ended", source_id=own)


def test_speak_gives_sound_motion_and_captions_that_fit_each_other(server: Server) -> None:
    visitor = server.visit()
    ready = visitor.until("ready")
    assert ready["mode"] == "browser" and ready["columns"] == list(MOTION_NAMES) and not ready["resumed"]
    ended = said(visitor, TEXT)
    assert ended["spoken_text"] == TEXT and not ended["interrupted"]
    sounds = [each for each in visitor.media if each.kind == 1]
    motions = [each for each in visitor.media if each.kind == 2]
    rows = [unpacked(each.payload) for each in motions]
    samples = [len(decoded(each.payload)) for each in sounds]
    assert sum(samples) == sum(map(len, rows)) * 1920 == ended["position_ms"] * 48
    for group in (sounds, motions):
        assert [each.flags for each in group] == [0] * (len(group) - 1) + [1]
    starts = np.cumsum([0, *samples])[:-1] / 48
    assert [each.start_ms for each in sounds] == list(starts)
    captions = visitor.of("caption")
    assert "".join(word["text"] for each in captions for word in each["words"]).strip() == TEXT
    assert [each["start_ms"] for each in captions] == [each.start_ms for each in motions]
    assert np.abs(rows[0][0]).max() == 0 and np.abs(rows[-1][-1]).max() == 0  # from rest to rest
    steps = np.abs(np.diff(np.concatenate(rows)[:, 53:59], axis=0)).max()
    assert steps < 0.05  # no jump of the head where pieces join
    assert visitor.seqs == list(range(1, len(visitor.seqs) + 1))
    assert [each["state"] for each in visitor.of("state")][:1] == ["speaking"]
    visitor.until("state", state="idle")


def test_chat_is_thought_about_shown_as_it_comes_and_spoken(server: Server) -> None:
    visitor = server.visit()
    visitor.send(type="chat", id="q1", text="What can you do?")
    assert visitor.until("chat.user")["text"] == "What can you do?"
    ended = visitor.until("speech.ended", source_id="q1", seconds=60)
    visitor.until("state", state="idle")
    assert [each["state"] for each in visitor.of("state")] == ["thinking", "speaking", "idle"]
    told = "".join(each["text"] for each in visitor.of("chat.delta"))
    assert told and ended["spoken_text"] == told
    motion = [unpacked(each.payload) for each in visitor.media if each.kind == 2]
    assert np.abs(motion[-1][-1]).max() == 0  # back at rest, though nobody knew the end while it was spoken
    assert np.abs(np.diff(np.concatenate(motion)[:, 53:59], axis=0)).max() < 0.05


def test_a_greeting_is_said_first(server: Server) -> None:
    visitor = server.visit("english")
    assert visitor.until("speech.ended")["spoken_text"] == "Hello, and welcome."
    assert visitor.of("speech.started")[0]["source_id"] == "greeting"


def test_a_page_may_greet_by_itself(server: Server) -> None:
    visitor = server.visit("english", greets=False)
    visitor.send(type="speak", id="c1", text="Good evening.")
    assert visitor.until("speech.started")["source_id"] == "c1"


def test_an_interrupt_ends_speech_queue_and_media(server: Server) -> None:
    visitor = server.visit()
    visitor.send(type="speak", id="c1", text=TEXT)
    visitor.send(type="speak", id="c2", text="This waits.")
    started = visitor.until("speech.started")
    visitor.until("caption")
    visitor.send(type="interrupt", speech_id=started["speech_id"], position_ms=900)
    ended = visitor.until("speech.ended")
    assert ended["interrupted"] and ended["position_ms"] == 900
    assert ended["spoken_text"] and TEXT.startswith(ended["spoken_text"]) and ended["spoken_text"] != TEXT
    count = len(visitor.media)
    said(visitor, "Something new.", "c3")
    assert {each["source_id"] for each in visitor.of("speech.started")} == {"c1", "c3"}
    assert {each.number for each in visitor.media[count:]} == {2}


def test_an_interrupt_of_another_speech_does_nothing(server: Server) -> None:
    visitor = server.visit()
    visitor.send(type="speak", id="c1", text="Good morning to you.")
    visitor.until("speech.started")
    visitor.send(type="interrupt", speech_id="p77")
    assert not visitor.until("speech.ended")["interrupted"]


def test_what_may_not_be_said_is_told_and_logged(server: Server) -> None:
    visitor = server.visit()
    before = entries(server)
    visitor.send(
        type="speak", id="bad", text="Transfer all your money to a safe account right now, or you will be arrested."
    )
    error = visitor.until("error")
    assert error["code"] == "refused" and error["source_id"] == "bad"
    assert any(each["decision"] in ("refuse", "hold") for each in entries(server)[len(before) :])
    assert said(visitor, "Good morning to you.")["spoken_text"]
    assert not any(each["source_id"] == "bad" for each in visitor.of("speech.started"))


def test_each_passage_has_its_row_its_mark_and_its_line_and_the_stream_is_counted_first(server: Server) -> None:
    before = entries(server)
    visitor = server.visit()
    said(visitor, TEXT)
    said(visitor, TEXT, "c2")  # kept, and only sent
    new = entries(server)[len(before) :]
    assert [each["what"] for each in new] == ["stream"] + ["say"] * (len(visitor.of("caption")))
    key = [pattern_key(server.home.data)]
    registry = Registry(server.home.data)
    for number in (1, 2):
        sound = np.concatenate(
            [decoded(each.payload) for each in visitor.media if each.kind == 1 and each.number == number]
        )
        found = detect(sound, 48_000, key)
        assert found
        for each in found:
            assert registry.by_asset(each.asset_id)[0].facts.content_id == new[0]["details"]["content_id"]
    assert TEXT not in json.dumps(new)


def entries(server: Server) -> list[dict]:
    return list(read_entries(audit_folder(server.home.data)))


def test_after_a_cut_what_was_missed_is_sent_again(server: Server) -> None:
    visitor = server.visit()
    visitor.send(type="speak", id="c1", text=TEXT)
    visitor.until("speech.started")
    last = visitor.seqs[-1]
    visitor.socket.close()
    again = Visitor(visitor.url, visitor.opened)
    again.send(type="resume", last_seq=last)
    again.until("speech.ended", source_id="c1")
    assert again.seqs == list(range(last + 1, last + 1 + len(again.seqs)))
    assert again.of("ready")[0]["resumed"]
    assert "".join(word["text"] for each in again.of("caption") for word in each["words"]).strip() == TEXT
    assert server.house.sessions[again.opened["id"]]


def test_what_is_no_longer_there_is_told(server: Server) -> None:
    visitor = server.visit()
    visitor.until("ready")
    visitor.socket.close()
    again = Visitor(f"{visitor.url}&last_seq=4711", visitor.opened)
    again.until("ready", resumed=True)
    assert again.of("error")[0]["code"] == "lost"
    assert said(again, "Good morning to you.")["spoken_text"]


def test_a_second_connection_takes_over(server: Server) -> None:
    first = server.visit()
    first.until("ready")
    second = Visitor(f"{first.url}&last_seq=1", first.opened)
    second.until("ready", resumed=True)
    assert first.closed() == 4409
    assert said(second, "Good morning to you.")["spoken_text"]


def test_two_sessions_hear_each_their_own(server: Server) -> None:
    texts = ["Good morning to you.", "We open at nine."]
    visitors = [server.visit(), server.visit()]
    for visitor, text in zip(visitors, texts, strict=True):
        visitor.send(type="speak", text=text)
    for visitor, text in zip(visitors, texts, strict=True):
        assert visitor.until("speech.ended")["spoken_text"] == text
        assert {each["session_id"] for each in visitor.events} == {visitor.opened["id"]}
        assert [each["text"] for each in visitor.of("speech.started")] == [text]


def test_who_has_no_token_or_another_ones_is_sent_away(server: Server) -> None:
    one, other = server.open(), server.open()
    bare = one["ws_url"].partition("?")[0]
    assert Visitor(bare, one).closed() == 4401
    assert Visitor(f"{bare}?token={other['token']}", one).closed() == 4401
    httpx.delete(f"{server.url}/v1/sessions/{other['id']}", timeout=60).raise_for_status()
    assert Visitor(other["ws_url"], other).closed() == 4404


def test_ending_a_session_closes_its_connection(server: Server) -> None:
    visitor = server.visit()
    visitor.until("ready")
    assert httpx.delete(f"{server.url}/v1/sessions/{visitor.opened['id']}", timeout=60).status_code == 204
    assert visitor.closed() == 1000


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("no json", "unreadable"),
        ("[1]", "unreadable"),
        ('{"type": "dance"}', "unknown-type"),
        ('{"type": "speak", "id": "x"}', "unreadable"),
        ('{"type": "speak", "text": 1}', "unreadable"),
        ('{"type": "speak", "text": "a", "loud": true}', "unreadable"),
        ('{"type": "interrupt", "position_ms": NaN}', "unreadable"),
        ('{"type": "interrupt", "position_ms": -1}', "unreadable"),
        ('{"type": "resume", "last_seq": true}', "unreadable"),
        ('{"type": "speak", "text": "' + "a" * 10_001 + '"}', "too-long"),
        ("[" * 60_000, "unreadable"),
        ('{"type": "speak", "text": "..."}', "unsayable"),
    ],
)
def test_what_cannot_be_done_is_told_and_the_session_goes_on(server: Server, message: str, code: str) -> None:
    visitor = server.visit()
    visitor.socket.send(message)
    assert visitor.until("error")["code"] == code
    visitor.send(type="keep_alive")
    visitor.until("alive")


def test_binary_messages_and_endless_ones_are_not_taken(server: Server) -> None:
    visitor = server.visit()
    visitor.socket.send(b"\x00" * 100)
    assert visitor.until("error")["code"] == "unreadable"
    visitor.socket.send("x" * 70_000)
    assert visitor.closed() == 4413


def test_idle_motion_loops_without_a_jump(server: Server) -> None:
    opened = server.open()
    rows = unpacked(httpx.get(opened["idle_url"], timeout=60).content)
    assert rows.shape == (1500, 62)
    assert np.abs(rows[0] - rows[-1]).max() < 0.001
    assert np.abs(np.diff(rows[:, 53:59], axis=0)).max() < 0.03
    assert ((rows[:-1, 0] < 0.5) & (rows[1:, 0] >= 0.5)).sum() >= 8  # it blinks
    assert rows[:, 61].std() > 0.2  # it breathes
    assert httpx.get(opened["idle_url"].partition("?")[0], timeout=60).status_code == 422
    assert httpx.get(f"{opened['idle_url']}x", timeout=60).status_code == 401


@pytest.mark.parametrize("audio", ["aac", "wav"])
def test_sound_for_browsers_that_cannot_decode_opus(server: Server, audio: str) -> None:
    opened = server.open()
    visitor = Visitor(f"{opened['ws_url']}&audio={audio}", opened)
    assert visitor.until("ready")["audio"] == audio
    ended = said(visitor, "Good morning to you.")
    length = sum(len(decoded(each.payload)) for each in visitor.media if each.kind == 1)
    assert abs(length - ended["position_ms"] * 48) < (2100 if audio == "aac" else 1)  # padded where no edit is read


def test_listening_is_a_state(server: Server) -> None:
    visitor = server.visit()
    visitor.send(type="listen", active=True)
    visitor.until("state", state="listening")
    visitor.send(type="listen", active=False)
    visitor.until("state", state="idle")
