"""Portraits that stay in memory, for a process that shows the same people again and again."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import fields, is_dataclass
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from avatar.data import Portrait


class Resident:
    """Keep what was used last, up to so much memory. Threads may share it."""

    def __init__(self, room: int) -> None:
        """Keep up to `room` bytes; the one that was used last stays, however large it is."""
        self._room, self._lock = room, Lock()
        self._kept: OrderedDict[str, tuple[Portrait, int]] = OrderedDict()

    def get(self, key: str) -> Portrait | None:
        """Give the portrait of a key, which names all that it was made of and by."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            self._kept.move_to_end(key)
            return found[0]

    def put(self, key: str, portrait: Portrait) -> None:
        """Keep one, in place of those that were used least lately."""
        with self._lock:
            self._kept[key] = portrait, _bytes(portrait)
            self._kept.move_to_end(key)
            while len(self._kept) > 1 and self._held() > self._room:
                self._kept.popitem(last=False)

    @property
    def held(self) -> tuple[int, int]:
        """How many there are, and the bytes that they take."""
        with self._lock:
            return len(self._kept), self._held()

    def _held(self) -> int:
        return sum(size for _, size in self._kept.values())


def _bytes(value: object) -> int:
    if isinstance(value, np.ndarray):
        return value.nbytes
    if is_dataclass(value):
        return sum(_bytes(getattr(value, field.name)) for field in fields(value))
    return sum(map(_bytes, value)) if isinstance(value, tuple) else 0
