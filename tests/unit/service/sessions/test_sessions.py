"""A session in browser mode, over a real WebSocket."""

from __future__ import annotations

import io

import av
import numpy as np

from avatar.data import MOTION_NAMES
from avatar.service.sessions.pieces import unpacked
from tests.unit.service.sessions.conftest import Server, Visitor

TEXT = "We open at nine on weekdays, and at ten on Saturdays. Please bring your card."


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
