"""What is heard while it is still being spoken leads to the registry as a whole: by its rows, and by its watermark."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncGenerator
from dataclasses import replace
from fractions import Fraction
from types import SimpleNamespace

import av
import numpy as np
import pytest

from avatar.clip.passages import Passage
from avatar.clip.unfolding import unfold
from avatar.data import LipTrack, MotionTrack, Saying
from avatar.data.names import MOTION_NAMES
from avatar.marks.audiomark import detect
from avatar.marks.registry.facts import asset_id
from avatar.marks.registry.pattern_key import pattern_key
from avatar.service.sessions.clock import Playing
from avatar.service.sessions.pieces import Piece, pieces_of
from avatar.service.sessions.speech import Said, Speech
from avatar.service.sessions.turns import Turn, Turns
from avatar.settings import SpeechSettings, TextSettings
from avatar.speech.engines import open_voice
from avatar.speech.voices import find_voice
from avatar.text import read

FPS = Fraction(25)
KEY = "5a" * 32
PASSAGE = Passage((), (), 0, 0, "p", "", True)


class _Making:
    """Gives pieces that are made already."""

    def __init__(self, pieces: list[Piece]) -> None:
        self._pieces = pieces
        self.turns = Turns(1.0)

    def turn(self, _: str) -> Turn:
        return Turn(0.0)

    def left(self, *_: object) -> float:
        return 1.0

    async def lines(self, *_: object, **__: object) -> SimpleNamespace:
        return SimpleNamespace(passages=(PASSAGE,))

    async def at_desk(self, work, *asked: object) -> object:
        return work(*asked)

    async def unfold(self, *_: object) -> AsyncGenerator[Piece, None]:
        for piece in self._pieces:
            yield piece


def _said(pieces: list[Piece]) -> list[tuple[str, float, float]]:
    """Say them; give the rows that are written: by what, from when on, for how many s."""
    rows = list[tuple[str, float, float]]()
    stream = SimpleNamespace(
        clear=lambda _: object(),
        show=lambda *asked: rows.append(("show", *asked[3:])),
        show_more=lambda *asked: rows.append(("more", *asked[3:])),
    )
    nothing = dict.fromkeys(("expect", "started", "shown", "ended", "failed"), lambda *_, **__: None)
    audience = SimpleNamespace(kind="opus", costs="", playing=Playing, **nothing)

    async def texts() -> AsyncGenerator[Said, None]:
        yield Said("One. Two. Three.", is_last=True)

    async def run() -> None:
        stage = SimpleNamespace(key=lambda passage: passage.name)
        await Speech(1, None, 0.0, texts(), stage, stream, _Making(pieces), audience, 0.0).run()

    asyncio.run(run())
    return rows


def _piece(length: int, whole: int, *, begins: bool = False, ends: bool = False) -> Piece:
    return Piece(KEY, PASSAGE, length, b"", (), (), (), begins, ends, whole)


def test_the_rows_of_a_passage_of_several_sentences_cover_all_of_it() -> None:
    """Of each sentence it is known how long it will be once it is begun: the second and the third get a row more."""
    rows = _said(
        [
            _piece(80, 120, begins=True),
            _piece(40, 120),
            _piece(80, 240),
            _piece(40, 240),
            _piece(120, 360, ends=True),
        ]
    )

    assert [(what, round(seconds, 3)) for what, _, seconds in rows] == [("show", 0.12), ("more", 0.12), ("more", 0.12)]
    (_, first, _), *others = rows
    assert [round(start - first, 3) for _, start, _ in others] == [0.12, 0.24]


def test_a_passage_that_is_known_as_a_whole_has_one_row() -> None:
    rows = _said([_piece(80, 240, begins=True), _piece(80, 240), _piece(80, 220, ends=True)])

    assert [(what, round(seconds, 3)) for what, _, seconds in rows] == [("show", 0.24)]


def _sayings(whole) -> list[Saying]:
    """Let a speech become known in five steps."""
    cuts = [round(share * len(whole.samples)) for share in (0.2, 0.37, 0.6, 0.81)]
    parts = [Saying(replace(whole, samples=whole.samples[:cut]), is_whole=False) for cut in cuts]
    return [*parts, Saying(whole, is_whole=True)]


def _still(speech) -> tuple[LipTrack, MotionTrack]:
    count = round(speech.seconds * 25)
    rows = np.zeros((count, len(MOTION_NAMES)), np.float32)
    return LipTrack(np.arange(count, dtype=np.float32) / 25, ("jawOpen",), rows[:, :1]), MotionTrack.from_rows(
        FPS, rows
    )


@pytest.mark.slow
def test_the_watermark_of_a_passage_that_came_in_pieces_is_found(tmp_path) -> None:
    """Each piece is marked as a part of the whole, so the mark goes on from one Opus file to the next."""
    (utterance,) = read("You can block your card at once in the app under cards and security.", TextSettings())
    with open_voice(find_voice("emma"), SpeechSettings()) as voice:
        speech = voice.speak(utterance)
    passage = Passage((utterance,), (), 0.0, 0.0, "ab" * 32, "", True)

    pieces = list(pieces_of(unfold(passage, KEY, _sayings(speech), _still, FPS, tmp_path), "opus"))
    heard = np.concatenate([_decoded(data) for piece in pieces for _, data in piece.sounds])

    assert len(pieces) == 5
    found = detect(heard, 48_000, [pattern_key(tmp_path)])
    assert {each.asset_id for each in found} == {asset_id(KEY)}


def _decoded(data: bytes) -> np.ndarray:
    with av.open(io.BytesIO(data)) as container:
        return np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])
