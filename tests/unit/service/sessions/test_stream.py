"""A session in stream mode: one film that never ends."""

from __future__ import annotations

import io
import time
from itertools import pairwise

import av
import numpy as np
import pytest

from tests.unit.service.sessions.conftest import Server, Visitor

TEXT = "Good morning to you."


def films(visitor: Visitor) -> list[tuple[int, bytes]]:
    """Put what was sent together: where in the film each file begins, and its bytes."""
    found: list[tuple[int, bytes]] = []
    for each in (each for each in visitor.media if each.kind == 3):
        if each.payload[4:8] == b"ftyp":
            found.append((each.start_ms, each.payload))
        else:
            found[-1] = (found[-1][0], found[-1][1] + each.payload)
    return found


def decoded(data: bytes) -> tuple[list[np.ndarray], np.ndarray]:
    with av.open(io.BytesIO(data)) as container:
        frames = list(container.decode(video=0))
        times = [round(frame.time * 25) for frame in frames]
        assert times == list(range(len(frames)))
    with av.open(io.BytesIO(data)) as container:
        sound = np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])
    return [frame.to_ndarray(format="gray") for frame in frames], sound


def watch(visitor: Visitor, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        visitor.receive(end - time.monotonic())


def _watch_film(visitor: Visitor, count: int) -> None:
    """Receive so many stretches of film, however long that takes here."""
    end = time.monotonic() + 60
    while sum(each.kind == 3 for each in visitor.media) < count:
        assert time.monotonic() < end, "the film does not come"
        visitor.receive(5.0)


@pytest.mark.slow
def test_idle_speech_and_idle_are_one_film_without_a_jump(server: Server) -> None:
    visitor = server.visit("quick", mode="stream")
    ready = visitor.until("ready")
    assert ready["mode"] == "stream" and ready["mime"].startswith("video/mp4; codecs=")
    watch(visitor, 1.0)
    visitor.send(type="speak", id="c1", text=TEXT)
    started = visitor.until("speech.started")
    ended = visitor.until("speech.ended")
    watch(visitor, 0.5)
    ((begins, data),) = films(visitor)
    assert begins == 0
    pictures, sound = decoded(data)
    assert abs(len(sound) / 48_000 - len(pictures) / 25) < 0.1
    spoken = np.flatnonzero(np.abs(sound) > 0.02) / 48
    assert started["film_ms"] < spoken[0] < started["film_ms"] + 400
    assert spoken[-1] < started["film_ms"] + ended["position_ms"]
    steps = [np.abs(a.astype(int) - b.astype(int)).mean() for a, b in pairwise(pictures)]
    assert max(steps) < 6, np.argmax(steps)
    assert not [each for each in visitor.media if each.kind != 3]
    first = next(each for each in visitor.media if each.number)
    assert first.start_ms == started["film_ms"]  # nothing of idle is sent once a speech is there
    # What comes late, here or there, is less ahead: the film's clock is that of the message that was least late.
    clock = min(each.at - each.start_ms / 1000 for each in visitor.media if not each.number)
    assert max(each.start_ms / 1000 + clock - each.at for each in visitor.media if each.number) < 0.9


@pytest.mark.slow
def test_an_interrupt_goes_on_from_what_was_seen_and_closes_the_mouth(server: Server) -> None:
    visitor = server.visit("quick", mode="stream")
    visitor.until("ready")
    watch(visitor, 0.5)
    visitor.send(type="speak", id="c1", text="We open at nine on weekdays, and at ten on Saturdays.")
    started = visitor.until("speech.started")
    watch(visitor, 1.0)
    visitor.send(type="interrupt", position_ms=400)
    ended = visitor.until("speech.ended")
    assert ended["interrupted"] and 0 < ended["film_ms"] - started["film_ms"] <= 480
    while sum(each.kind == 3 for each in visitor.media if each.seq > ended["seq"]) < 11:
        visitor.receive(5.0)
    (_, before), (begins, after) = films(visitor)
    assert begins == ended["film_ms"]
    pictures, sound = decoded(after)
    assert np.abs(sound).max() < 0.01
    earlier, _ = decoded(before)
    last = earlier[begins // 40 - 1]
    assert np.abs(last.astype(int) - pictures[0].astype(int)).mean() < 8
    assert len(pictures) >= 20


@pytest.mark.slow
def test_after_a_cut_the_film_begins_anew_later(server: Server) -> None:
    visitor = server.visit("quick", mode="stream")
    visitor.until("ready")
    _watch_film(visitor, 4)  # a film that nobody has seen anything of would begin at its beginning
    last = visitor.seqs[-1]
    visitor.socket.close()
    again = Visitor(f"{visitor.url}&last_seq={last}", visitor.opened)
    again.until("ready", resumed=True)
    _watch_film(again, 4)
    begins, data = films(again)[0]
    assert begins > 0
    assert decoded(data)
    again.send(type="speak", text=TEXT)
    assert again.until("speech.ended")["spoken_text"] == TEXT
