"""How long a connection may take to say what it wants: one that says nothing, or a byte at a time, is closed."""

from __future__ import annotations

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

_LINGERING = 1.0
"""seconds"""


class Patient(H11Protocol):
    """HTTP/1.1, with an end to the waiting for headers. Bodies are watched over where they are read."""

    seconds = 20.0
    """from a connection, or the end of an answer, to the end of the next request's headers"""
    _waiting: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to wait."""
        super().connection_made(transport)  # type: ignore[arg-type]
        self._wait(self.seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._wait_no_more()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Wait on, from where the waiting began, unless the headers are whole."""
        super().data_received(data)
        if self.conn.their_state is not h11.IDLE:
            self._wait_no_more()

    def on_response_complete(self) -> None:
        """Begin to wait for the next request; take no more of one that was answered before its body had come."""
        super().on_response_complete()
        if self.transport.is_closing():
            return
        if self.conn.their_state is h11.SEND_BODY:
            self.transport.pause_reading()
            self._wait(_LINGERING)  # so long the answer may be read, before the rest of the body meets a closed door
        elif self.conn.their_state is h11.IDLE:
            self._wait(self.seconds)

    def _wait(self, seconds: float) -> None:
        self._wait_no_more()
        self._waiting = self.loop.call_later(seconds, self.transport.close)

    def _wait_no_more(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
