"""One process of the service: it serves the port that it is handed, and its own socket for the others."""

from __future__ import annotations

import asyncio
import os
import pickle
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from uvicorn import Config

    from avatar.service.asgi import App
    from avatar.service.config import ServiceConfig
    from avatar.service.state import Service

STARTED = b"s"
"""what a process writes to its parent when its port is open"""
HEADERS = 32_768
"""bytes that the headers of a request may have"""
_WAITING = 512
"""connections of one process that wait to be taken"""
_MESSAGE = 1_000_000
"""bytes of a message of a WebSocket that a client sends"""


@dataclass(frozen=True, slots=True)
class Handed:
    """What a process is handed by its parent, through its standard input."""

    config: ServiceConfig
    index: int
    """which process it is"""
    processes: int
    """how many there are"""
    port: int
    """number of the open file of the port"""
    told: int
    """number of the open file that tells the parent that it has started"""
    folder: Path
    """where sockets, figures and rates are shared"""
    secret: bytes
    """that signs tokens"""
    needs_key: bool
    """nobody comes in without one"""
    path: tuple[str, ...]
    """where its modules are looked for"""


def main() -> None:
    """Do what the parent says, until it says stop, or is gone; whatever is half made then goes with it."""
    from avatar.runtime.stops import Stopped, stops
    from avatar.runtime.unfinished import sweep

    stops.listen()
    stops.watch(int)  # nobody is told anything: the parent knows
    try:
        _work()
    except Stopped as stop:
        sweep()
        os._exit(128 + stop.number)  # threads that still work are not waited for


def _work() -> None:
    handed: Handed = pickle.load(sys.stdin.buffer)
    sys.path[:] = handed.path
    os.chdir("/")  # what lies where the service was started means nothing to it
    from avatar.runtime.environment import trust_environment
    from avatar.runtime.scratch import find_scratch
    from avatar.service.logs import tell_plainly
    from avatar.service.metrics import SHARED

    os.environ[SHARED] = str(handed.folder / "figures")
    trust_environment()
    find_scratch()
    service = _service(handed)
    tell_plainly(service.log)
    serve(service, handed)


def serve(service: Service, handed: Handed) -> None:
    """Serve the port and the own socket."""
    import uvicorn

    from avatar.runtime.unfinished import sweep
    from avatar.service.app import create_app
    from avatar.service.run.passing import Passing
    from avatar.service.run.patience import Patient
    from avatar.service.run.sockets import open_own

    class Server(uvicorn.Server):
        """A server that lets what is being said be finished before it goes."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            service.metrics.count("process_started")
            service.log("process.started", pid=os.getpid())
            with suppress(OSError):
                os.write(handed.told, STARTED)

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            service.log("process.stopping")
            await asyncio.gather(service.stop(), app.finish(service.config.server.grace))
            await super().shutdown(sockets)
            service.log("process.stopped")
            sweep()
            os._exit(0)  # threads that still make something ready are not waited for: nobody needs it any more

    Patient.seconds = service.config.limits.seconds
    app = Passing(cast("App", create_app(service)), handed.folder, handed.index, handed.processes)
    server = Server(_settings(app, service.config, Patient))
    Thread(target=_stop_without_parent, args=(server,), name="avatar-parent", daemon=True).start()
    sockets = [socket.socket(fileno=handed.port), open_own(handed.folder, handed.index)]
    server.run(sockets)


def _settings(app: App, config: ServiceConfig, protocol: type[asyncio.Protocol]) -> Config:
    from uvicorn import Config

    return Config(
        cast("Any", app),
        http=protocol,
        ws_max_size=_MESSAGE,
        ws_ping_interval=20.0,
        ws_ping_timeout=20.0,
        ws_per_message_deflate=False,  # what is sent is packed already
        limit_concurrency=config.limits.connections,
        h11_max_incomplete_event_size=HEADERS,
        timeout_keep_alive=10,
        timeout_graceful_shutdown=5,
        backlog=_WAITING,
        forwarded_allow_ips=list(config.server.proxies),
        server_header=False,
        access_log=False,
        log_config=None,
        log_level="warning",
    )


def _service(handed: Handed) -> Service:
    from avatar.service.doors.keys import KeyFile, Keys
    from avatar.service.doors.rates import Rates
    from avatar.service.doors.tokens import Tokens
    from avatar.service.logs import Log
    from avatar.service.state import Service

    files = [KeyFile(tenant.home.data, tenant.name) for tenant in handed.config.tenants]
    return Service(
        handed.config,
        handed.index,
        processes=handed.processes,
        keys=Keys(handed.config.keys, files, needed=handed.needs_key),
        tokens=Tokens(handed.secret),
        rates=Rates(handed.folder / "rates"),
        log=Log(handed.index),
    )


def _stop_without_parent(server: object) -> None:
    """End as if asked to, when the parent, which holds the other end of our standard input, is gone."""
    with suppress(OSError, ValueError):
        while os.read(0, 4096):
            pass
    server.should_exit = True  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
