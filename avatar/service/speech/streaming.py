"""What a thread makes, as an answer.

Nothing is sent before its first piece is there, and no work goes on without a reader.
"""

from __future__ import annotations

import asyncio
import base64
import inspect
import json
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from starlette.responses import StreamingResponse

from avatar.errors import AvatarError
from avatar.service.problems import Problem

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, AsyncIterator, Callable, Generator, Iterator

    from starlette.types import Message, Receive, Scope, Send

    from avatar.service.state import Service


PATIENCE = 30.0
"""s in which a reader has to take a piece"""


HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


class BrokenStreamError(Exception):
    """Cut a stream that has begun."""


class Stage:
    """How many speak at a time in one process: beyond that nobody is made to wait for long."""

    def __init__(self, service: Service, most: int) -> None:
        """Let so many speak."""
        self._service, self._most = service, most
        self.count = 0
        """who speak now"""

    def enter(self) -> None:
        """Take a place. Raise `Problem` 429 where there is none, 503 where the process is about to end."""
        if self._service.is_stopping:
            raise Problem(503, "stopping", "This service is about to stop; ask again.", {"Retry-After": "2"})
        if self.count >= self._most:
            raise Problem(429, "full", f"{self._most} speak here already; come again in 5 s.", {"Retry-After": "5"})
        self.count += 1

    def leave(self) -> None:
        """Give the place back."""
        self.count -= 1


class Made:
    """What an iterator makes on a thread, piece by piece, in a place on a stage."""

    def __init__(self, stage: Stage, make: Callable[[], Iterator[bytes]]) -> None:
        """Take what begins the work; `begin` does it."""
        self._stage, self._made = stage, _begun(make)
        self._first: bytes | None = None
        self._is_open = False

    async def begin(self) -> Made:
        """Wait for the first piece. What is raised before it is raised here: there is still a status to tell it by."""
        self._stage.enter()
        self._is_open = True
        try:
            self._first = await self._next()
        except BaseException:
            await self.close()
            raise
        return self

    async def __aiter__(self) -> AsyncIterator[bytes]:
        piece = self._first
        while piece is not None:
            if piece:
                yield piece
            try:
                piece = await self._next()
            except AvatarError:
                # It is too late for a status: the connection is cut, and nobody takes the beginning for the whole.
                raise BrokenStreamError("The stream could not be made to its end.") from None

    async def close(self) -> None:
        """End the work, and give its place back."""
        if self._is_open:
            self._is_open = False
            await asyncio.shield(asyncio.create_task(self._end()))

    async def _next(self) -> bytes | None:
        return await asyncio.shield(asyncio.to_thread(next, self._made, None))

    async def _end(self) -> None:
        try:
            await asyncio.to_thread(_ended, self._made)
        finally:
            self._stage.leave()


class Streamed(StreamingResponse):
    """An answer whose work ends with it, however it ends: read to its end, left, or not read at all."""

    def __init__(self, made: Made, body: AsyncIterable[bytes | str], media_type: str) -> None:
        """Send a body that is made of what is made."""
        super().__init__(body, media_type=media_type, headers=HEADERS)
        self._made = made

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""

        async def patient(message: Message) -> None:
            try:
                await asyncio.wait_for(send(message), PATIENCE)
            except asyncio.TimeoutError:
                raise BrokenStreamError("Nobody reads this stream.") from None

        try:
            with suppress(BrokenStreamError):
                await super().__call__(scope, receive, patient)
        finally:
            await self._made.close()


async def events(sound: AsyncIterable[bytes]) -> AsyncIterator[str]:
    """Give pieces of sound as OpenAI's events."""
    size = 0
    async for piece in sound:
        size += len(piece)
        told = {"type": "speech.audio.delta", "audio": base64.b64encode(piece).decode("ascii")}
        yield f"data: {json.dumps(told)}\n\n"
    yield f"data: {json.dumps({'type': 'speech.audio.done', 'bytes': size})}\n\n"


def _begun(make: Callable[[], Iterator[bytes]]) -> Generator[bytes, None, None]:
    yield from make()


def _ended(made: Generator[bytes, None, None]) -> None:
    while inspect.getgeneratorstate(made) == inspect.GEN_RUNNING:  # on another thread, until its next piece is made
        time.sleep(0.02)
    with suppress(AvatarError):
        made.close()
