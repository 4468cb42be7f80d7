"""How long each stage takes."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from avatar.data import Frame


class Clock:
    """Adds up the time that each stage takes, from the moment it is made."""

    def __init__(self) -> None:
        self._start = time.perf_counter()
        self.spent: dict[str, float] = {}
        """s per stage, in the order of the work"""
        self.first_frame = 0.0
        """s from the start to the first picture"""

    def now(self) -> float:
        """Measure the time since the start, s."""
        return time.perf_counter() - self._start

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time of the block to a stage, even when it fails."""
        begin = time.perf_counter()
        try:
            yield
        finally:
            self.spent[name] = self.spent.get(name, 0.0) + time.perf_counter() - begin

    def frames(self, frames: Iterable[Frame], name: str) -> Iterator[Frame]:
        """Pass frames on and add the time that it takes to get each of them to a stage."""
        supply = iter(frames)
        while True:
            with self.stage(name):
                frame = next(supply, None)
            if frame is None:
                return
            self.first_frame = self.first_frame or self.now()
            yield frame
