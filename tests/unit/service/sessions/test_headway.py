"""A film on a machine that draws at a given rate, on a clock that runs by itself: it never runs out of pictures."""

from __future__ import annotations

import asyncio
import hashlib
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from avatar.clip.passages import Passage
from avatar.clip.shots import JOIN
from avatar.service.sessions.film import Film
from avatar.service.sessions.fmp4 import Opening
from avatar.service.sessions.headway import AT_FIRST, MOST, Headway
from avatar.service.sessions.outbox import FILM, Outbox
from avatar.service.sessions.pieces import Piece, packed
from avatar.service.sessions.sounds import files
from tests.unit.service.sessions.dreams import dreamt

IN_HAND = 0.12
"""s of film that a player keeps in hand while it idles"""
STANDS_STILL = 0.07
"""s in hand with which a browser stands still"""


def piece(frames: int, value: float) -> Piece:
    rows = np.full((frames, 62), value, np.float32)
    sound = files(np.zeros(frames * 1920, np.float32), "wav")
    passage = Passage((), (), 0.0, 0.0, hashlib.sha256(b"a").hexdigest(), "", True)
    return Piece("0" * 64, passage, frames * 40, packed(rows, Fraction(25)), sound, (), ())


class Painter:
    """Draws idle motion in no time, and each fragment of a speech in the s that it is told."""

    def __init__(self, first: float, others: float) -> None:
        self.first, self.others = first, others
        self.headway = Headway()
        self.drawn: list[tuple[int, int]] = []
        """number of the speech and index of its row, of each picture in order"""
        self._owner: object = None

    def idle_key(self, _: object) -> str:
        return "1" * 64

    def idle_rows(self, _: object) -> np.ndarray:
        return np.zeros((1488, 62), np.float32)

    def cutting(self, *_: object) -> Any:
        return self

    opening = Opening(b"", 12800, "video/mp4")

    async def film(self, _: object, segments: Any) -> bytes:
        for segment in segments:
            if segment.number:
                begins = segment.shot is not self._owner
                await asyncio.sleep(self.first if begins else self.others)
                first = segment.shot.first + segment.first
                self.drawn += [(segment.number, first + index) for index in range(segment.count)]
            self._owner = segment.shot
        return b"film"


class Desk:
    async def at_desk(self, *_: object) -> None:
        pass

    def show_idle(self, _: str) -> None:
        pass

    def require_still(self) -> None:
        pass


class Post(Outbox):
    """Notes when which frame was sent."""

    def __init__(self) -> None:
        super().__init__("session")
        self.sent: list[tuple[float, int, float]] = []
        """moment, number of the speech, s of the film"""

    def binary(self, kind: int, number: int, start: int, data: bytes, **more: Any) -> int:
        if kind == FILM and data:
            self.sent.append((asyncio.get_running_loop().time(), number, start / 1000))
        return super().binary(kind, number, start, data, **more)

    def late(self) -> list[float]:
        """Give by how many s fragments came too late for a player that kept `IN_HAND` while it idled before them."""
        found, idle = [], -np.inf
        for moment, number, start in self.sent:
            if not number:
                idle = max(idle, moment - start)
            found.append(moment - start - idle - IN_HAND + STANDS_STILL)
        return found


def film(painter: Painter, post: Post) -> Film:
    desk: Any = Desk()
    stage: Any = None
    studio: Any = painter
    return Film(stage, desk, post, studio, desk, lambda _: None, painter.opening)


async def says(shown: Film, number: int, *pieces: Piece) -> int:
    """Let pieces be said; give the frame with which they begin, when they have been shown."""
    playing = shown.playing()
    shown.hold()
    for index, each in enumerate(pieces):
        start = playing.send(each.length)
        frame = shown.frame_of(playing, start)
        shown.add(each, number, frame, is_last=index == len(pieces) - 1)
    first = shown.frame_of(playing, 0)
    while playing.ahead > 0:
        await asyncio.sleep(0.1)
    return first


@pytest.mark.parametrize(("first", "others"), [(0.02, 0.01), (0.1, 0.05), (0.16, 0.06), (0.2, 0.03)])
def test_a_speech_begins_when_its_first_pictures_will_be_there_in_time(first: float, others: float) -> None:
    """Once the rate has been measured nobody sees the film stand still; a quick machine waits for nothing."""

    async def trial() -> tuple[list[float], list[float]]:
        painter, post = Painter(first, others), Post()
        shown = film(painter, post)
        running = asyncio.ensure_future(shown.run())
        await asyncio.sleep(0.73)
        await says(shown, 1, piece(30, 0.1))  # measured with this one
        waits = []
        for number in range(2, 14):
            post.sent.clear()
            await asyncio.sleep(0.4 + 0.017 * number)  # at any time within a fragment of idle motion
            free = shown.free
            waits.append((await says(shown, number, piece(30, 0.1)) - free) / 25)
            assert max(post.late()) <= 0.001, (number, painter.headway.expected)
        running.cancel()
        return waits, [painter.headway.expected]

    waits, expected = dreamt(trial())
    assert max(waits) <= min(max(first, AT_FIRST) + 0.04, MOST + 0.04)
    if first < 0.05:
        assert waits[-1] == 0 and expected[0] < AT_FIRST


def test_what_is_said_next_waits_until_the_first_pictures_are_drawn() -> None:
    """The drawing of a beginning has the machine for itself; nobody waits where no film is shown."""

    async def trial() -> None:
        painter, post = Painter(0.1, 0.05), Post()
        shown = film(painter, post)
        shown.hold()
        await shown.has_begun()  # nobody is connected
        running = asyncio.ensure_future(shown.run())
        await asyncio.sleep(0.5)
        shown.hold()
        following = asyncio.ensure_future(shown.has_begun())
        await asyncio.sleep(1.0)
        assert not following.done()  # it is not spoken yet
        saying = asyncio.ensure_future(says(shown, 1, piece(60, 0.1)))
        await following
        assert JOIN < len(painter.drawn) <= JOIN + 4
        await saying
        shown.hold()
        following = asyncio.ensure_future(shown.has_begun())
        running.cancel()
        await following  # whoever was connected has gone

    dreamt(trial())


def test_after_a_speech_the_film_comes_as_steadily_as_before() -> None:
    """A player that came near to the pictures of a speech has as much in hand when the idling after it begins."""

    async def trial() -> tuple[list[tuple[float, int, float]], int]:
        painter, post = Painter(0.02, 0.01), Post()
        shown = film(painter, post)
        running = asyncio.ensure_future(shown.run())
        await asyncio.sleep(0.5)
        await says(shown, 1, piece(50, 0.1))
        await asyncio.sleep(4.0)
        sent, free = post.sent.copy(), shown.free
        waited = await says(shown, 2, piece(50, 0.1)) - free
        running.cancel()
        return sent, waited

    sent, waited = dreamt(trial())
    last = max(index for index, (_, number, _) in enumerate(sent) if number)
    gaps = [later[0] - earlier[0] for earlier, later in pairwise(sent[last:])]
    assert len(gaps) > 40
    assert max(gaps) <= 0.08 / 0.92, gaps  # of fragments that a player shows a twelfth more slowly
    leads = [start - moment for moment, _, start in sent[last:]]
    assert leads[0] - leads[-1] > 0.15, "what is said next does not wait for what a speech has in hand"
    assert waited <= 2


def test_an_answer_that_comes_while_the_mouth_is_still_closing_loses_nothing() -> None:
    async def trial() -> Painter:
        painter, post = Painter(0.02, 0.01), Post()
        shown = film(painter, post)
        running = asyncio.ensure_future(shown.run())
        await asyncio.sleep(0.5)
        playing = shown.playing()
        shown.hold()
        shown.add(piece(50, 0.5), 1, shown.frame_of(playing, playing.send(2000)), is_last=False)
        await asyncio.sleep(1.0)
        shown.interrupt(playing, playing.position)
        painter.drawn.clear()
        await asyncio.sleep(0.1)
        await says(shown, 2, piece(30, 0.2))
        running.cancel()
        return painter

    painter = dreamt(trial())
    assert [row for number, row in painter.drawn if number == 2] == list(range(30))


def test_a_speech_goes_on_from_the_row_that_is_shown_before_it() -> None:
    """Between the closing mouth and the next speech nothing jumps."""

    async def trial() -> list[float]:
        painter, post = Painter(0.02, 0.01), Post()
        shown = film(painter, post)
        rows: list[float] = []
        draw = painter.film

        async def watched(cutting: object, segments: Any) -> bytes:
            rows.extend(float(row[60]) for segment in segments for row in segment.rows)
            return await draw(cutting, segments)

        painter.film = watched  # type: ignore[method-assign]
        running = asyncio.ensure_future(shown.run())
        await asyncio.sleep(0.5)
        playing = shown.playing()
        shown.add(piece(50, 0.5), 1, shown.frame_of(playing, playing.send(2000)), is_last=False)
        await asyncio.sleep(1.0)
        shown.interrupt(playing, playing.position)
        await asyncio.sleep(0.05)
        del rows[:]
        await says(shown, 2, piece(30, 0.2))
        running.cancel()
        return rows[: rows.index(pytest.approx(0.2, abs=1e-3)) + 20]

    rows = dreamt(trial())
    assert rows[0] > 0.2
    assert max(abs(one - other) for one, other in pairwise(rows)) < 0.1
