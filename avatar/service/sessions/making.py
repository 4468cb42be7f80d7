"""Everything that sessions let be made: texts read, passages spoken; on threads, and each once."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from avatar.live import Lines
from avatar.service.sessions.kept import Kept
from avatar.service.sessions.pieces import Piece, piece_of, pieces_of
from avatar.service.sessions.turns import Turn, Turns
from avatar.service.sessions.unfolding import Unfolding

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Hashable, Iterator

    from typing_extensions import ParamSpec

    from avatar.clip.passages import Passage
    from avatar.live import Stage
    from avatar.service.sessions.unfolding import Due
    from avatar.service.sessions.workshop import Bench, Workshop

    Asked = ParamSpec("Asked")

Made = TypeVar("Made")
PIECE_BYTES = 128_000_000
"""that pieces may take in memory, of all agents"""
UNFINISHED = 12
"""passages that are kept as far as they were made when their listeners left: some megabytes each"""
_TEXTS = 1000
"""texts that are kept as they were read"""
_DESKS = 2
"""threads that read, judge and log"""


class Making:
    """The makers of one process."""

    def __init__(
        self,
        workshop: Workshop,
        worked: Callable[[str, float, float], None],
        factor: Callable[[str], float] = lambda _: 0.0,
        piece_bytes: int = PIECE_BYTES,
        waited: Callable[[], object] = lambda: None,
    ) -> None:
        """Take the threads that speak; `worked` hears for whom how many s of a core went into how many s.

        `factor` tells beforehand how many s of a core a s will take, and `waited` hears of each piece that was made
        later than somebody needed it who was listening.
        """
        self.workshop, self._worked, self._factor = workshop, worked, factor
        self.waited = waited
        self.turns = Turns(float(workshop.threads))
        """whose speech may begin"""
        self.pieces: Kept[tuple[Piece, ...]] = Kept(piece_bytes, lambda pieces: sum(piece.size for piece in pieces))
        """the passages that were made, in the pieces in which they were heard first"""
        self._unfolding: OrderedDict[Hashable, Unfolding] = OrderedDict()
        self._lines: Kept[Lines] = Kept(_TEXTS, lambda _: 1)
        self._desk = ThreadPoolExecutor(_DESKS, thread_name_prefix="avatar-desk")

    async def at_desk(self, work: Callable[Asked, Made], *asked: Asked.args, **more: Asked.kwargs) -> Made:
        """Do something short beside the event loop."""
        return await asyncio.get_running_loop().run_in_executor(self._desk, partial(work, *asked, **more))

    async def lines(self, stage: Stage, text: str, before: str, *, is_last: bool, language: str = "auto") -> Lines:
        """Read a text as the next of a speech. `language` is BCP-47, or "auto" for the agent's own."""
        if language != "auto":
            stage = _in_language(stage, language)
        name = (stage.shape, language, text, before, is_last)
        return await self._lines.get(name, lambda: self.at_desk(stage.read, text, before, is_last=is_last))

    def turn(self, costs: str) -> Turn:
        """Give somebody a place among those whose speech is made; their work is put down to `costs`."""
        return Turn(self._factor(costs))

    def left(self, stage: Stage, lines: Lines, kind: str) -> float:
        """Say about how many s of a text were not made before."""
        speed = stage.request.settings.speech.speed
        return sum(each.expected(speed) for each in lines.passages if (stage.key(each), kind) not in self.pieces)

    async def unfold(  # noqa: PLR0913 - what is said, how it is sent, until when, and who pays
        self, stage: Stage, lines: Lines, passage: Passage, kind: str, due: Due, costs: str = ""
    ) -> AsyncGenerator[Piece, None]:
        """Yield the pieces of a passage as they are made, with sound of this format. The work is put down to `costs`.

        However many ask for it at the same time, it is made once, until none of them waits for more. What was made by
        then is there when it is asked for again, and only what is missing is made.
        """
        key = stage.key(passage)
        name = (key, kind)
        if (found := self.pieces.find(name)) is not None:
            for piece in found:
                yield piece
            return
        unfolding = self._unfolding.setdefault(name, Unfolding(_steps(stage, lines, passage, key, kind)))
        self._unfolding.move_to_end(name)

        async def made() -> tuple[Piece, ...]:
            return await unfolding.make(self.workshop, due, partial(self._spent, costs))

        task = asyncio.ensure_future(self.pieces.get(name, made))
        try:
            async with aclosing(unfolding.pieces(task)) as pieces:
                async for piece in pieces:
                    yield piece
            await task
        finally:
            task.cancel()
            self._forget(name)

    def _forget(self, name: Hashable) -> None:
        """Let go of a passage that is among the pieces, and of some that nobody waits for, if they are many."""
        if name in self.pieces:
            self._unfolding.pop(name, None)
        left = [name for name, unfolding in self._unfolding.items() if not unfolding.listeners]
        for old in left[: max(len(left) - UNFINISHED, 0)]:
            del self._unfolding[old]

    def _spent(self, costs: str, seconds: float, piece: Piece) -> None:
        if costs:
            self._worked(costs, seconds, piece.length / 1000)

    async def rest(self, stage: Stage, seconds: float, before: str, kind: str) -> Piece:
        """Give silence after a passage of this name, which ends at rest."""
        (piece,) = await self.pieces.get(
            ("rest", stage.shape, seconds, before, kind),
            lambda: self.at_desk(lambda: (piece_of(stage.rest(seconds, before), kind),)),
        )
        return piece

    def close(self, seconds: float = 10.0) -> None:
        """End the threads; what is at a bench has so many seconds to be done."""
        self._desk.shutdown(wait=False, cancel_futures=True)
        self.workshop.close(seconds)


def _steps(stage: Stage, lines: Lines, passage: Passage, key: str, kind: str) -> Callable[[Bench], Iterator[Piece]]:
    """Say how a passage's pieces are made, one after the other, by whoever is at a bench."""

    def steps(bench: Bench) -> Iterator[Piece]:
        voices = bench.voices(stage.request.settings.speech, lines.script.lent)
        return pieces_of(stage.unfold(voices, passage, key), kind)

    return steps


def _in_language(stage: Stage, language: str) -> Stage:
    settings = stage.request.settings
    told = replace(settings, text=replace(settings.text, language=language))
    return replace(stage, request=replace(stage.request, settings=told))
