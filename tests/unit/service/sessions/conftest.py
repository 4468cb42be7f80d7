"""A real server on a free port, in a thread of its own, and clients that speak with it over real WebSockets."""

from __future__ import annotations

import json
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from avatar.runtime.folders import Home
from avatar.service.app import create_app
from avatar.service.config import Agent, ServerSettings, ServiceConfig, Tenant
from avatar.service.run.sockets import address_of, open_port
from avatar.service.state import Service

HEADER = struct.Struct("<BBHIII")


@dataclass
class Server:
    """A running service."""

    url: str
    service: Service
    home: Home

    def open(self, agent: str = "quick", **more: object) -> dict[str, Any]:
        answer = httpx.post(f"{self.url}/v1/sessions", json={"agent": agent, **more}, timeout=60)
        assert answer.status_code == 201, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def visit(self, agent: str = "quick", **more: object) -> Visitor:
        opened = self.open(agent, **more)
        return Visitor(opened["ws_url"], opened)

    @property
    def house(self) -> Any:
        return self.service.rooms["sessions"]


@dataclass
class Media:
    """A binary message."""

    kind: int
    flags: int
    seq: int
    number: int
    start_ms: int
    payload: bytes
    at: float


@dataclass
class Visitor:
    """A client that notes all it is sent."""

    url: str
    opened: dict[str, Any]
    events: list[dict[str, Any]] = field(default_factory=list)
    media: list[Media] = field(default_factory=list)
    seqs: list[int] = field(default_factory=list)
    code: int | None = None

    def __post_init__(self) -> None:
        self.socket: ClientConnection = connect(self.url, max_size=None).__enter__()

    def send(self, **message: object) -> None:
        self.socket.send(json.dumps(message))

    def until(self, kind: str, seconds: float = 60.0, **wanted: object) -> dict[str, Any]:
        """Receive up to an event of this kind with these fields."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            event = self.receive(end - time.monotonic())
            if event and event["type"] == kind and all(event.get(name) == value for name, value in wanted.items()):
                return event
        raise AssertionError(f"no {kind} came; there were {[each['type'] for each in self.events]}")

    def receive(self, seconds: float) -> dict[str, Any] | None:
        """Receive one message: an event, or None for media."""
        try:
            data = self.socket.recv(timeout=max(seconds, 0.001))
        except TimeoutError:
            return None
        except ConnectionClosed as fault:
            self.code = fault.rcvd.code if fault.rcvd else 1006
            raise
        if isinstance(data, bytes):
            kind, version, flags, seq, number, start = HEADER.unpack_from(data)
            assert version == 1
            self.media.append(Media(kind, flags, seq, number, start, data[16:], time.monotonic()))
            self.seqs.append(seq)
            return None
        event: dict[str, Any] = json.loads(data)
        self.events.append(event)
        self.seqs.append(event["seq"])
        return event

    def closed(self, seconds: float = 60.0) -> int:
        """Receive until the server closes; give its code."""
        end = time.monotonic() + seconds
        with suppress(ConnectionClosed):
            while time.monotonic() < end:
                self.receive(end - time.monotonic())
        assert self.code is not None, "the server does not close"
        return self.code

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [each for each in self.events if each["type"] == kind]


def serve(home: Home, *agents: Agent, **settings: Any) -> Iterator[Server]:
    """Run a service until the generator goes on."""
    tenant = Tenant("default", home)
    settings.setdefault("grace", 1.0)  # whoever is talking when the tests are over is not waited for
    service = Service(ServiceConfig(ServerSettings(**settings), (tenant,), agents))
    config = uvicorn.Config(create_app(service), log_level="warning", lifespan="on")
    server = uvicorn.Server(config)
    (port,) = open_port("127.0.0.1", 0, 1)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [port]})
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield Server(address_of(port), service, home)
    server.should_exit = True
    thread.join(60)
    assert not thread.is_alive(), "the service does not end"


@pytest.fixture(scope="package")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return Home.at(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="package")
def faq(tmp_path_factory: pytest.TempPathFactory) -> Path | None:
    return None


@pytest.fixture(scope="package")
def server(home: Home) -> Iterator[Server]:
    yield from serve(
        home,
        Agent("quick", "default", "xiaochen", voice="fast"),
        Agent("english", "default", "xiaochen", voice="emma", greeting="Hello, and welcome."),
    )
