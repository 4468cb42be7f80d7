"""What a session sends: numbered in one row, and kept for a while for a client that comes back."""

from __future__ import annotations

import asyncio
import json
import struct
from collections import deque
from dataclasses import dataclass, replace

from avatar.service.sessions.clock import moment

SOUND, MOTION, FILM = 1, 2, 3
_VERSION = 1
_HEADER = struct.Struct("<BBHIII")
_LAST = 1
KEPT_BYTES, KEPT_SECONDS = 600_000, 90.0
"""of what was sent that are kept, at most"""
KEPT_MESSAGES = 1000
"""the same, whatever their size"""
SLOWEST = 15.0
"""s that a message may wait to be taken, before its client is given up"""
_EVENT_BYTES = 300


@dataclass(frozen=True, slots=True)
class Entry:
    """One message."""

    seq: int
    at: float
    """s, on the outbox's clock"""
    head: bytes
    """of a binary message; empty for a text"""
    body: bytes | str
    is_film: bool

    @property
    def size(self) -> int:
        """Bytes, about."""
        return _EVENT_BYTES + len(self.head) + len(self.body)

    def data(self) -> bytes | str:
        """Give it as it is sent."""
        return self.body if isinstance(self.body, str) else self.head + self.body


class Outbox:
    """The messages of one session. Used by its event loop alone."""

    def __init__(self, session_id: str) -> None:
        """Begin to count."""
        self._id, self._began = session_id, moment()
        self._entries: deque[Entry] = deque()
        self._bytes = 0
        self._news = asyncio.Event()
        self.last_seq = 0
        """number of the latest message"""

    def event(self, kind: str, **fields: object) -> int:
        """Add a text message; give its number."""
        seq = self.last_seq + 1
        at = round((moment() - self._began) * 1000)
        content = {"type": kind, "seq": seq, "session_id": self._id, "at_ms": at, **fields}
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        return self._add(b"", text, is_film=False)

    def binary(self, kind: int, number: int, start_ms: int, payload: bytes, *, is_last: bool = False) -> int:
        """Add a binary message; give its number."""
        head = _HEADER.pack(kind, _VERSION, _LAST if is_last else 0, self.last_seq + 1, number, start_ms)
        return self._add(head, payload, is_film=kind == FILM)

    def after(self, seq: int) -> Entry | None:
        """Give the message after this number, if it is there yet. Raise `LookupError` if it is no longer."""
        if seq >= self.last_seq:
            return None
        first = self._entries[0].seq if self._entries else self.last_seq + 1
        if seq + 1 < first:
            raise LookupError(seq)
        return self._entries[seq + 1 - first]

    def has_after(self, seq: int) -> bool:
        """Tell whether everything after this number is still there."""
        return seq >= self.last_seq or (bool(self._entries) and self._entries[0].seq <= seq + 1)

    def drop_film(self) -> None:
        """Forget what is left of a film that is begun anew; its numbers stay."""
        for index, entry in enumerate(self._entries):
            if entry.is_film and entry.body:
                self._empty(index, entry)

    def sent(self, entry: Entry) -> None:
        """Forget a stretch of film that was sent: it is not sent again."""
        index = entry.seq - self._entries[0].seq if self._entries else -1
        if entry.is_film and 0 <= index < len(self._entries):
            self._empty(index, entry)

    def _empty(self, index: int, entry: Entry) -> None:
        self._entries[index] = replace(entry, body=b"")
        self._bytes -= len(entry.body)

    async def news(self) -> None:
        """Wait for the next message."""
        self._news.clear()
        await self._news.wait()

    def _add(self, head: bytes, body: bytes | str, *, is_film: bool) -> int:
        entry = Entry(self.last_seq + 1, moment(), head, body, is_film)
        self.last_seq = entry.seq
        self._entries.append(entry)
        self._bytes += entry.size
        self._trim()
        self._news.set()
        return entry.seq

    def _trim(self) -> None:
        oldest = moment() - KEPT_SECONDS
        while len(self._entries) > 1 and (
            self._bytes > KEPT_BYTES or len(self._entries) > KEPT_MESSAGES or self._entries[0].at < oldest
        ):
            self._bytes -= self._entries.popleft().size
