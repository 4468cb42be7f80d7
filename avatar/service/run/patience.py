"""How long a connection may take to say what it wants: one that says nothing, or a byte at a time, is closed."""

from __future__ import annotations

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

_LINGERING = 1.0
"""seconds"""
_REST = 65_536
"""bytes of a body that are still taken, and thrown away, when its request has been answered"""


class Patient(H11Protocol):
    """HTTP/1.1, with an end to the waiting for headers. Bodies are watched over where they are read."""

    seconds = 20.0
    """from a connection, or the end of an answer, to the end of the next request's headers"""
    _waiting: asyncio.TimerHandle | None = None
    _rest: int | None = None
    """bytes that may still come of a body that nobody wants; None: the request is not answered, or its body is whole"""

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
        if self._rest is not None and self.conn.our_state is h11.DONE:
            self._rest -= len(data)
            if self._rest < 0:
                self.transport.pause_reading()
        elif self.conn.their_state is not h11.IDLE:
            self._wait_no_more()
        elif self._rest is not None:  # it has come to its end: the connection is good for the next request
            self._wait(self.seconds)
        if self.conn.our_state is not h11.DONE:
            self._rest = None

    def on_response_complete(self) -> None:
        """Begin to wait for the next request; take little more of one that was answered before its body had come."""
        super().on_response_complete()
        if self.transport.is_closing():
            return
        if self.conn.their_state is h11.SEND_BODY:
            self._rest = _REST
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
