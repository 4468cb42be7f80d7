"""One door, and one damaged file after the other."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from avatar.outside.confined import Confined, Exceeded
from tests.fuzz.corpora import seeds
from tests.fuzz.damage import damaged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.fuzz.damage import Edit

MEMORY, SECONDS = 1_500_000_000, 60.0
FINE = ("taken", "refused")


class Trial:
    """Open files in a process that may die, for a `with` block."""

    def __init__(self) -> None:
        self._process = Confined("tests.fuzz.looking", MEMORY)

    def __enter__(self) -> Trial:
        return self

    def __exit__(self, *fault: object) -> None:
        self._process.close()

    def file(self, door: str, number: int, edits: Sequence[Edit]) -> tuple[str, bytes]:
        """Give the ending and the content of a seed with edits."""
        sound = seeds(door)
        ending, content = sound[number % len(sound)]
        return ending, damaged(content, edits)

    def open(self, door: str, ending: str, content: bytes) -> str:
        """Say what came of a file: one of `FINE`, or what went wrong."""
        question = {"door": door, "ending": ending, "content": base64.b64encode(content).decode()}
        try:
            return str(self._process.ask(question, SECONDS)["outcome"])
        except Exceeded as fault:
            return str(fault)
