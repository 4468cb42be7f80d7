"""A passage that is being made piece by piece: each is a job of its own, so that others have their turn in between."""

from __future__ import annotations

import asyncio
import time
from contextlib import aclosing, suppress
from dataclasses import dataclass
from itertools import islice
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Iterator

    from avatar.service.sessions.pieces import Piece
    from avatar.service.sessions.workshop import Bench, Workshop

PATIENCE = 0.7
"""s that somebody who has asked may wait for the first piece; until then, those come first who already listen"""


@dataclass(frozen=True, slots=True)
class Due:
    """When a passage is needed."""

    moment: float
    """of `time.monotonic`: when what was said before it has been heard, or when it was asked for"""
    begins: bool
    """nobody hears anything yet: it is heard as soon as its first piece is there"""

    @property
    def first(self) -> float:
        """The moment when its first piece is needed."""
        return self.moment + PATIENCE * self.begins


class Unfolding:
    """Its pieces so far, and who waits for more. Used by one event loop.

    What nobody waits for any longer stays as it is, and is gone on with when somebody asks for it again.
    """

    def __init__(self, steps: Callable[[Bench], Iterator[Piece]]) -> None:
        """Begin without any."""
        self._work = _Steps(steps)
        self._made: list[Piece] = []
        self._more = asyncio.Event()
        self.listeners = 0
        """who wait for more of it"""

    async def make(self, workshop: Workshop, due: Due, spent: Callable[[float, Piece], None]) -> tuple[Piece, ...]:
        """Let it be made, or what is left of it; `spent` hears how many s of a core went into each piece."""
        loop = asyncio.get_running_loop()

        def made(piece: Piece, seconds: float) -> None:
            self._made.append(piece)
            self._more.set()
            spent(seconds, piece)

        if not (self._made and self._made[-1].ends):
            self._work.told = lambda piece, seconds: loop.call_soon_threadsafe(made, piece, seconds)
            first = self._work.needed_by(due, sum(piece.length for piece in self._made))
            await workshop.go_on(self._work.step, first)
        return tuple(self._made)

    async def pieces(self, task: asyncio.Future[tuple[Piece, ...]]) -> AsyncGenerator[Piece, None]:
        """Yield all of them, from the first, until the task that makes them is done."""
        self.listeners += 1
        try:
            async with aclosing(self._pieces(task)) as pieces:
                async for piece in pieces:
                    yield piece
        finally:
            self.listeners -= 1

    async def _pieces(self, task: asyncio.Future[tuple[Piece, ...]]) -> AsyncGenerator[Piece, None]:
        count = 0
        while True:
            while count < len(self._made):
                yield self._made[count]
                count += 1
            if task.done():
                return
            self._more.clear()
            more = asyncio.ensure_future(self._more.wait())
            waited: set[asyncio.Future[Any]] = {task, more}
            try:
                await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
            finally:
                more.cancel()
                with suppress(asyncio.CancelledError):
                    await more


class _Steps:
    """The work itself, on any of the threads, one step at a time."""

    def __init__(self, steps: Callable[[Bench], Iterator[Piece]]) -> None:
        self._steps = steps
        self._left: Iterator[Piece] | None = None
        self._count = self._length = 0
        self._begun, self._begins, self._is_over = 0.0, False, False
        self._turn = Lock()
        self.told: Callable[[Piece, float], object] = lambda _piece, _seconds: None
        """hears of each piece, and how many s of a core went into it"""

    def needed_by(self, due: Due, length: int) -> float:
        """Hear when its beginning is needed; give the moment when what follows on so many ms is."""
        self._begun, self._begins = due.moment, due.begins and not length
        return self._begun + length / 1000 if length else due.first

    def step(self, bench: Bench) -> float | None:
        """Make the next piece, and tell what it has taken, s of a core; say when the next one is needed.

        After a fault it begins anew, and passes over what was made before. A step that was begun for somebody who has
        gone is finished first.
        """
        with self._turn:
            return self._step(bench)

    def _step(self, bench: Bench) -> float | None:
        began = time.process_time()
        if self._is_over:
            return None
        if self._left is None:
            self._left = islice(self._steps(bench), self._count, None)
        try:
            piece = next(self._left)
        except BaseException:
            self._left = None
            raise
        if not self._count and self._begins:
            self._begun = time.monotonic()
        self._count += 1
        self._length += piece.length
        self._is_over = piece.ends
        self.told(piece, time.process_time() - began)
        return None if piece.ends else self._begun + self._length / 1000
