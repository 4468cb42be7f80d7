"""How often somebody may come: a bucket that fills again, kept in one small file that all processes share."""

from __future__ import annotations

import hashlib
import math
import mmap
import struct
import time
from typing import TYPE_CHECKING

from avatar.service.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_PLACES = 1 << 17
"""for as many callers at a time without two of them sharing a bucket, nearly"""
_NUMBER = struct.Struct("<d")


class Rates:
    """The generic cell rate algorithm: of each caller one number is kept, when their bucket is full again."""

    def __init__(self, file: Path | None = None, clock: Callable[[], float] = time.time) -> None:
        """Share a file with the other processes; None: with nobody."""
        size = _PLACES * _NUMBER.size
        if file is None:
            self._map = mmap.mmap(-1, size)
        else:
            with file.open("a+b") as opened:
                opened.truncate(size)
                self._map = mmap.mmap(opened.fileno(), size)
        self._clock = clock

    def require(self, who: str, a_minute: float, at_once: float, what: str = "request") -> None:
        """Count something that somebody does. Raise `Problem` 429 with Retry-After beyond their rate."""
        wait = self.take(who, a_minute, at_once)
        if wait > 0:
            raise Problem(
                429,
                "too-many",
                f"That is more than {a_minute:g} {what}s a minute; come again in {math.ceil(wait)} s.",
                {"Retry-After": str(math.ceil(wait))},
            )

    def take(self, who: str, a_minute: float, at_once: float) -> float:
        """Take one from a bucket of so many, which fills at so many a minute; give how long to wait if it is empty."""
        place = int.from_bytes(hashlib.blake2b(who.encode(), digest_size=4).digest(), "little") % _PLACES
        now, pause = self._clock(), 60.0 / a_minute
        full = max(_NUMBER.unpack_from(self._map, place * _NUMBER.size)[0], now)
        wait = float(full - now - pause * (at_once - 1))
        if wait > 1e-6:
            return wait
        _NUMBER.pack_into(self._map, place * _NUMBER.size, full + pause)
        return 0.0
