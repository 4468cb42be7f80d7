"""A service for tests: of one process, in this one, on a free port of this machine."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import uvicorn

from avatar.runtime.folders import Home
from avatar.service.app import create_app
from avatar.service.config import Agent, ServerSettings, ServiceConfig, Tenant
from avatar.service.doors.keys import EVERYTHING, Key, Keys, digest_of
from avatar.service.doors.rates import Rates
from avatar.service.state import Service

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

OWN = Agent("xiaochen", "default", "xiaochen", voice="yunfeng", origins=("own",))


def service(
    folder: Path, agents: Sequence[Agent] = (OWN,), tenants: Sequence[str] = ("default",), **more: object
) -> Service:
    """A service whose tenants have a home each in a folder; nobody needs a key, unless `keys` are given."""
    owners = tuple(Tenant(name, Home.at(folder / name)) for name in tenants)
    return Service(ServiceConfig(ServerSettings(port=0, grace=2.0), owners, tuple(agents)), **more)


def keys(**given: str) -> Keys:
    """Keys by tenant, each good for everything: `keys(default="secret")`."""
    return Keys(Key(digest_of(key), tenant, EVERYTHING) for tenant, key in given.items())


def stopped() -> Rates:
    """How often somebody may come, by a clock that stands: no bucket fills again while a slow machine asks."""
    return Rates(clock=lambda: 1000.0)


@contextmanager
def running(of: Service) -> Iterator[str]:
    """Serve it, for clients that need a real port (browsers, WebSockets); give its address, http://127.0.0.1:PORT."""
    server = uvicorn.Server(uvicorn.Config(create_app(of), host="127.0.0.1", port=0, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the service did not start"
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(60)
