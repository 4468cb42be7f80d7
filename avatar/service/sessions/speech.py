"""One speech on its way: texts come, passages are made ahead, and pieces are sent shortly before they are heard."""

from __future__ import annotations

import asyncio
from contextlib import aclosing, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from avatar.errors import AvatarError, RefusedError, TextError, VoiceError
from avatar.live import CLOSING
from avatar.service.sessions.clock import moment
from avatar.service.sessions.turns import FullError
from avatar.service.sessions.unfolding import Due

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from avatar.clip.permit import Permit
    from avatar.live import Lines, Stage, Stream
    from avatar.service.sessions.clock import Playing
    from avatar.service.sessions.making import Making
    from avatar.service.sessions.pieces import Heard, Piece
    from avatar.service.sessions.turns import Turn

AHEAD = 4.0
"""s of a speech that are sent before they are heard"""
_READY = 2
"""pieces that wait to be sent, at most"""
_LATE = 0.02
"""s by which a piece may be late: nobody notices"""
_FAULT = "Something went wrong on our side; say it again."


@dataclass(frozen=True, slots=True)
class Said:
    """The next text of a speech."""

    text: str
    is_last: bool
    """nothing follows it, as is known already"""
    language: str = "auto"
    """BCP-47"""


class Audience(Protocol):
    """Whoever a speech is sent to."""

    kind: str
    """of the sound"""
    costs: str
    """name of what its speech costs"""

    def playing(self) -> Playing:
        """Begin to count how much of a speech is heard."""
        ...

    def expect(self, key: str) -> None:
        """Hear which passage begins it, before that is spoken."""
        ...

    async def has_begun(self) -> None:
        """Wait until what was shown of it first needs no time any more."""
        ...

    def started(self, speech: Speech) -> None:
        """Hear that it begins."""
        ...

    def shown(self, speech: Speech, piece: Piece, start: int, *, is_last: bool) -> None:
        """Take its next piece, which begins at so many ms."""
        ...

    def ended(self, speech: Speech, *, is_interrupted: bool) -> None:
        """Hear that it is over."""
        ...

    def failed(self, code: str, detail: str, source_id: str | None) -> None:
        """Hear that something is not said, and why."""
        ...


@dataclass(frozen=True, slots=True)
class _Next:
    """What is sent next."""

    permit: Permit | None
    """leave to say it; None for silence"""
    piece: Piece
    is_last: bool


class Speech:
    """One stretch of speech, from rest to rest."""

    def __init__(  # noqa: PLR0913 - who says what to whom
        self,
        number: int,
        source_id: str | None,
        arrived: float,
        texts: AsyncGenerator[Said, None],
        stage: Stage,
        stream: Stream,
        making: Making,
        audience: Audience,
        began: float,
    ) -> None:
        """Take what comes as text; `arrived` and `began` are when it was asked for and when the stream began."""
        self.number, self.source_id, self.text = number, source_id, ""
        self.playing = audience.playing()
        """how much of it was heard"""
        self.metrics: dict[str, float] = {"queued_ms": _ms_since(arrived)}
        """queued_ms, first_audio_ms, first_frame_ms"""
        self._arrived, self._texts, self._began = arrived, texts, began
        self._stage, self._stream, self._making, self._audience = stage, stream, making, audience
        self._made: asyncio.Queue[_Next | None] = asyncio.Queue()
        self._room = asyncio.Semaphore(_READY)
        self._heard: list[tuple[int, Heard]] = []
        self._pending = 0
        self._rows = _Rows(began)
        self.position = 0
        """ms that were heard when it ended"""
        self.is_over = False
        """nothing of it is sent any longer"""

    @property
    def id(self) -> str:
        """Name it."""
        return f"p{self.number}"

    @property
    def is_begun(self) -> bool:
        """Something of it was sent."""
        return self.playing.sent > 0

    async def run(self) -> None:
        """Say all of it; ends when it has been heard."""
        producing = asyncio.create_task(self._produce())
        producing.add_done_callback(lambda _: self._made.put_nowait(None))
        try:
            while (item := await self._made.get()) is not None:
                await self._send(item)
                self._room.release()
            await producing
        except AvatarError as fault:
            self._audience.failed(*_told(fault), self.source_id)
        finally:
            producing.cancel()
            with suppress(asyncio.CancelledError, AvatarError):
                await producing
        while (left := self.playing.ahead) > 0:  # once more where a film was late meanwhile
            await asyncio.sleep(left)
        self.end(is_interrupted=False)

    def end(self, *, is_interrupted: bool, position: float | None = None) -> None:
        """Send nothing more of it, and say how far it was heard."""
        if self.is_over:
            return
        self.is_over = True
        if self.is_begun:
            self.position = self.playing.position if position is None else min(round(position), self.playing.sent)
            self._audience.ended(self, is_interrupted=is_interrupted)

    def spoken(self) -> str:
        """Give what was heard of it: words of which half has been heard."""
        return "".join(
            word.text for start, word in self._heard if start + (word.start + word.end) / 2 <= self.position
        ).strip()

    async def _produce(self) -> None:
        """Read and make, as far ahead as there is room."""
        before, is_closed = "", False
        async with aclosing(self._texts) as texts:
            async for said in texts:
                self.text = f"{self.text} {said.text}".strip()
                if last := await self._say(said, before):
                    before, is_closed = last, said.is_last
        if before and not is_closed:
            closing = await self._making.rest(self._stage, CLOSING, before, self._audience.kind)
            self._made.put_nowait(_Next(None, closing, is_last=True))

    async def _say(self, said: Said, before: str) -> str:
        """Make one text; give the name of its last passage, "" if it may not be said or is nothing to say."""
        try:
            lines = await self._making.lines(
                self._stage, said.text, before, is_last=said.is_last, language=said.language
            )
            permit = await self._making.at_desk(self._stream.clear, lines)
        except (RefusedError, TextError, VoiceError) as fault:
            self._audience.failed(*_told(fault), self.source_id)
            return ""
        if not before:
            self._audience.expect(self._stage.key(lines.passages[0]))
        turn = self._making.turn(self._audience.costs)
        try:
            left = self._making.left(self._stage, lines, self._audience.kind)
            await self._making.turns.begin(turn, left, is_heard=not self._begins)
            await self._make(lines, permit, turn)
        except FullError as fault:
            self._audience.failed("busy", str(fault), self.source_id)
            return ""
        finally:
            self._making.turns.end(turn)
        return lines.passages[-1].name

    async def _make(self, lines: Lines, permit: Permit, turn: Turn) -> None:
        """Make all passages of a text, piece by piece."""
        kind, costs, made = self._audience.kind, self._audience.costs, 0
        for passage in lines.passages:
            if not self._begins:
                await self._audience.has_begun()
            await self._room.acquire()
            due = Due(self._due, begins=self._begins)
            async with aclosing(self._making.unfold(self._stage, lines, passage, kind, due, costs)) as pieces:
                async for piece in pieces:
                    if not piece.begins:
                        await self._room.acquire()
                    if made and moment() > self._due + _LATE:  # the first of a text may have waited for its brain
                        self._making.waited()
                    made += 1
                    self._pending += piece.length
                    turn.made(piece.length / 1000, self._due)
                    self._made.put_nowait(_Next(permit, piece, piece.ends and passage.is_last))

    @property
    def _begins(self) -> bool:
        """Nothing of it is heard yet, nor waits to be sent."""
        return not (self.is_begun or self._pending)

    @property
    def _due(self) -> float:
        """The moment when what is made next is needed."""
        return self.playing.due + self._pending / 1000

    async def _send(self, item: _Next) -> None:
        while (early := self.playing.ahead - AHEAD) > 0:
            await asyncio.sleep(early)
        if item.permit is not None:
            await self._register(item.piece, item.permit)
        if self.is_over:
            return
        if not self.is_begun:
            self.metrics |= {"first_audio_ms": _ms_since(self._arrived), "first_frame_ms": _ms_since(self._arrived)}
            self._audience.started(self)
        start_ms = self.playing.send(item.piece.length)
        self._pending = max(self._pending - item.piece.length, 0)  # not before: until then it is still to be heard
        self._heard += [(start_ms, word) for word in item.piece.words]
        self._audience.shown(self, item.piece, start_ms, is_last=item.is_last)

    async def _register(self, piece: Piece, permit: Permit) -> None:
        """Let a passage be logged and found again before it is heard: with its first piece, and where it grows."""
        rows, show = self._rows, self._stream.show
        if piece.begins:
            rows = self._rows = _Rows(moment() - self._began)
        elif rows.sent + piece.length > rows.known:  # of several sentences, only what was spoken so far was known
            show = self._stream.show_more
        else:
            rows.sent += piece.length
            return
        start, before = rows.start + rows.known / 1000, rows.known
        rows.sent += piece.length
        rows.known = max(piece.whole, rows.sent)
        await self._making.at_desk(show, permit, piece.passage, piece.key, start, (rows.known - before) / 1000)


@dataclass(slots=True)
class _Rows:
    """How far a passage that is sent is in the registry."""

    start: float
    """s of the stream at which it begins"""
    sent: int = 0
    """ms of it that were sent"""
    known: int = 0
    """ms of it that the registry knows"""


def _told(fault: AvatarError) -> tuple[str, str]:
    if isinstance(fault, RefusedError):
        return "refused", str(fault)
    if isinstance(fault, (TextError, VoiceError)):
        return "unsayable", str(fault)
    return "fault", _FAULT


def _ms_since(since: float) -> float:
    return round((moment() - since) * 1000, 1)
