"""A client that takes 20 kB a second of a film that needs more: it is sent away, and nobody else notices."""

from __future__ import annotations

import base64
import secrets
import socket
import struct
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest

from avatar.service.sessions.outbox import KEPT_BYTES
from tests.unit.service.sessions.conftest import Server, Visitor

RATE = 20_000
"""bytes a second"""
STEP = 0.1
"""s between looks into the socket"""


class Slow:
    """A WebSocket of which little is read at a time: what a library has read ahead would hide it."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.socket.connect((parts.hostname, parts.port))
        key = base64.b64encode(secrets.token_bytes(16)).decode()
        self.socket.sendall(
            f"GET {parts.path}?{parts.query} HTTP/1.1\r\nHost: {parts.netloc}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        self.read = b""

    def take(self) -> bool:
        """Read what comes within a moment; say if there may be more."""
        time.sleep(STEP)
        return self.take_some(round(RATE * STEP))

    def take_some(self, size: int = 1 << 16) -> bool:
        """Read at once."""
        part = self.socket.recv(size)
        self.read += part
        return bool(part)

    def close_frame(self) -> tuple[int, str]:
        """Give code and reason of the last frame, which closes."""
        data = self.read[self.read.index(b"\r\n\r\n") + 4 :]
        while data:
            size, start = data[1] & 127, 2
            if size > 125:
                start = 4 if size == 126 else 10
                size = int.from_bytes(data[2:start], "big")
            frame, kind, data = data[start : start + size], data[0] & 15, data[start + size :]
            if kind == 8:
                return struct.unpack(">H", frame[:2])[0], frame[2:].decode()
        raise AssertionError("the server has not closed")


@contextmanager
def attended(visitor: Visitor) -> Iterator[None]:
    """Let a visitor take whatever comes, at once, while somebody else is slow."""
    is_over = threading.Event()

    def take() -> None:
        while not is_over.is_set():
            visitor.receive(0.1)

    with ThreadPoolExecutor(1) as pool:
        taking = pool.submit(take)
        try:
            yield
        finally:
            is_over.set()
            taking.result()


@pytest.mark.slow
def test_a_slow_client_is_sent_away_with_a_sentence_and_others_see_all_of_their_film(server: Server) -> None:
    opened, other = server.open("quick", mode="stream"), server.visit("quick", mode="stream")
    session = server.house.sessions[opened["id"]]
    slow, most = Slow(opened["ws_url"]), 0
    slow.take()
    end = time.monotonic() + 60
    with attended(other):
        while slow.take() and time.monotonic() < end and opened["id"] in server.house.connections:
            most = max(most, session.outbox._bytes)
        while slow.take_some():
            pass
    code, reason = slow.close_frame()
    assert code == 4429
    assert "slow" in reason and reason.endswith(".") and len(reason.encode()) <= 123
    assert most <= KEPT_BYTES + 200_000  # one message more than is kept
    assert session.id in server.house.sessions  # it may come back
    other.send(type="speak", id="c1", text="Good morning to you.")
    assert other.until("speech.ended")["spoken_text"] == "Good morning to you."
    starts = [each.start_ms for each in other.media if each.kind == 3 and each.payload[4:8] == b"moof"]
    assert starts == list(range(starts[0], starts[0] + 80 * len(starts), 80))
    assert other.code is None
