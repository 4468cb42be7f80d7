"""A connection on which a request was answered before its body had come."""

from __future__ import annotations

import socket
import threading
import time

import pytest
import uvicorn

from avatar.service.run import patience
from avatar.service.run.patience import Patient

HEAD = b"PUT /x HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n"


@pytest.fixture
def port():
    async def app(scope, receive, send):
        assert scope["type"] == "http"
        await send({"type": "http.response.start", "status": 405, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})

    server = uvicorn.Server(uvicorn.Config(app, "127.0.0.1", 0, http=Patient, lifespan="off", log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join(60)


def test_it_is_good_for_the_next_request_when_the_rest_was_small(port, monkeypatch):
    monkeypatch.setattr(patience, "_LINGERING", 5.0)  # as long as a busy machine may keep the rest waiting
    with socket.create_connection(("127.0.0.1", port), 30) as client:
        for _ in range(3):
            client.sendall(HEAD % 5)
            assert client.recv(1000).startswith(b"HTTP/1.1 405")
            client.sendall(b"12345")
        time.sleep(5.2)
        client.sendall(HEAD % 0)
        assert client.recv(1000).startswith(b"HTTP/1.1 405")


def test_it_is_closed_when_the_rest_is_large_and_only_little_of_it_is_taken(port):
    with socket.create_connection(("127.0.0.1", port), 30) as client:
        client.sendall(HEAD % 10**9)
        assert client.recv(1000).startswith(b"HTTP/1.1 405")
        sent = 0
        with pytest.raises(ConnectionError):
            while sent < 50_000_000:
                sent += client.send(bytes(65536))


def test_it_is_closed_when_the_rest_does_not_come(port):
    with socket.create_connection(("127.0.0.1", port), 30) as client:
        client.sendall(HEAD % 5)
        client.recv(1000)
        assert client.recv(1000) == b""
