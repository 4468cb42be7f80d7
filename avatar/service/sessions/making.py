"""Everything that sessions let be made: texts read, passages spoken; on threads, and each once."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from avatar.live import Lines
from avatar.service.sessions.kept import Kept
from avatar.service.sessions.pieces import Piece, piece_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from typing_extensions import ParamSpec

    from avatar.clip.passages import Passage
    from avatar.live import Stage
    from avatar.service.sessions.workshop import Bench, Workshop

    Asked = ParamSpec("Asked")

Made = TypeVar("Made")
PIECE_BYTES = 128_000_000
"""that pieces may take in memory, of all agents"""
_TEXTS = 1000
"""texts that are kept as they were read"""
_DESKS = 2
"""threads that read, judge and log"""


class Making:
    """The makers of one process."""

    def __init__(
        self, workshop: Workshop, worked: Callable[[str, float, float], None], piece_bytes: int = PIECE_BYTES
    ) -> None:
        """Take the threads that speak; `worked` hears for whom how many s of a core went into how many s."""
        self.workshop, self._worked = workshop, worked
        self.pieces: Kept[Piece] = Kept(piece_bytes, lambda piece: piece.size)
        """what was made"""
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

    async def piece(  # noqa: PLR0913 - what is said, how it is sent, until when, and who pays
        self, stage: Stage, lines: Lines, passage: Passage, kind: str, due: float, costs: str = ""
    ) -> Piece:
        """Give a passage as it is sent, with sound of this format; it is needed at a moment of `time.monotonic`.

        The work is put down to `costs`.
        """
        key = stage.key(passage)

        async def made() -> Piece:
            piece, seconds = await self.workshop.make(
                lambda bench: _performed(bench, stage, lines, passage, key, kind), due
            )
            if costs:
                self._worked(costs, seconds, piece.length / 1000)
            return piece

        return await self.pieces.get((key, kind), made)

    async def rest(self, stage: Stage, seconds: float, before: str, kind: str) -> Piece:
        """Give silence after a passage of this name, which ends at rest."""
        return await self.pieces.get(
            ("rest", stage.shape, seconds, before, kind),
            lambda: self.at_desk(lambda: piece_of(stage.rest(seconds, before), kind)),
        )

    def close(self) -> None:
        """End the threads."""
        self._desk.shutdown(wait=False, cancel_futures=True)
        self.workshop.close()


def _performed(  # noqa: PLR0913 - who says what, and how it is sent
    bench: Bench, stage: Stage, lines: Lines, passage: Passage, key: str, kind: str
) -> tuple[Piece, float]:
    """Make a piece; give the s of a core that it has taken: those of the process meanwhile, which does little else."""
    began = time.process_time()
    voices = bench.voices(stage.request.settings.speech, lines.script.lent)
    piece = piece_of(stage.perform(voices, passage, key), kind)
    return piece, time.process_time() - began


def _in_language(stage: Stage, language: str) -> Stage:
    settings = stage.request.settings
    told = replace(settings, text=replace(settings.text, language=language))
    return replace(stage, request=replace(stage.request, settings=told))
