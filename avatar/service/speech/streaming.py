"""What a thread makes, as an answer.

Nothing is sent before its first piece is there, and no work goes on without a reader.
"""

from __future__ import annotations

import asyncio
import base64
import inspect
import json
from contextlib import suppress
from typing import TYPE_CHECKING

from avatar.errors import AvatarError
from avatar.service.problems import Problem

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Generator, Iterator

    from avatar.service.state import Service


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


async def pieces(stage: Stage, make: Callable[[], Iterator[bytes]]) -> AsyncIterator[bytes]:
    """Begin what an iterator makes on a thread, wait for its first piece, and give all of them.

    What is raised before the first piece is raised here. When the answer is closed, the iterator is.
    """
    stage.enter()
    made = _begun(make)
    try:
        first = await asyncio.to_thread(_next, made)
    except BaseException:
        await asyncio.shield(_close(stage, made))
        raise
    return _rest(stage, made, first)


async def _rest(stage: Stage, made: Generator[bytes, None, None], first: bytes | None) -> AsyncIterator[bytes]:
    piece = first
    try:
        while piece is not None:
            if piece:
                yield piece
            piece = await asyncio.shield(asyncio.to_thread(_next, made))
    except AvatarError:
        # It is too late for a status: the connection is cut, so that nobody takes the beginning for the whole.
        raise BrokenStreamError("The stream could not be made to its end.") from None
    finally:
        await asyncio.shield(_close(stage, made))


async def events(sound: AsyncIterator[bytes]) -> AsyncIterator[str]:
    """Give pieces of sound as OpenAI's events."""
    size = 0
    async for piece in sound:
        size += len(piece)
        told = {"type": "speech.audio.delta", "audio": base64.b64encode(piece).decode("ascii")}
        yield f"data: {json.dumps(told)}\n\n"
    yield f"data: {json.dumps({'type': 'speech.audio.done', 'bytes': size})}\n\n"


def _begun(make: Callable[[], Iterator[bytes]]) -> Generator[bytes, None, None]:
    yield from make()


def _next(made: Iterator[bytes]) -> bytes | None:
    return next(made, None)


async def _close(stage: Stage, made: Generator[bytes, None, None]) -> None:
    """End the work; a thread that is in the middle of a piece is waited for."""
    try:
        await asyncio.to_thread(_ended, made)
    finally:
        stage.leave()


def _ended(made: Generator[bytes, None, None]) -> None:
    import time

    while inspect.getgeneratorstate(made) == inspect.GEN_RUNNING:  # on another thread, until its next piece is made
        time.sleep(0.02)
    with suppress(AvatarError):
        made.close()
