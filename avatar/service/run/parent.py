"""The parent of the processes: it holds the port, starts them, starts a dead one anew, and ends them all in peace."""

from __future__ import annotations

import os
import pickle
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from avatar.errors import AvatarError
from avatar.ledger.keys.unlocking import handing_on
from avatar.runtime.access import told
from avatar.runtime.folders import Home
from avatar.runtime.system import STOPS, is_running, usable_cores
from avatar.service.doors.keys import EVERYTHING, Key, KeyFile, Keys, digest_of
from avatar.service.logs import Log
from avatar.service.reading import require_closed
from avatar.service.run.anchoring import anchoring
from avatar.service.run.sockets import address_of, open_port
from avatar.service.run.worker import STARTED, Handed

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterator

    from avatar.service.config import ServiceConfig

_PREFIX = "avatar-serve-"
_LONGEST = 80
"""letters of the folder with the sockets: the system takes few for a socket's name"""
_LOOK = 0.1
"""seconds between looks at the processes"""
_SOON = 10.0
"""seconds within which a process that has died was never well"""
_TRIES = 3
"""times that a process may die before the first one has ever started"""
_MARGIN = 10.0
"""seconds beyond the grace after which a process that does not end is killed"""
_LONGEST_PAUSE = 30.0
"""seconds between two starts of a process that dies again and again"""


@dataclass(slots=True)
class _Child:
    """One process and what is known of it."""

    index: int
    port: socket.socket
    process: subprocess.Popen[bytes] | None = None
    told: int = -1
    """the open file on which it says that it has started"""
    has_started: bool = False
    began: float = 0.0
    """when it was started, on the monotonic clock, s"""
    deaths: int = 0
    """in a row, each soon after its start"""
    again_at: float = 0.0
    """when it may be started anew"""


@dataclass(slots=True)
class Parent:
    """All processes of the service."""

    config: ServiceConfig
    say: Callable[[str], None]
    """tells a person a line"""
    log: Log = field(default_factory=lambda: Log(-1))
    _children: list[_Child] = field(default_factory=list)
    _asked: int = 0
    """how often it was asked to stop"""
    _has_served: bool = False

    @property
    def has_keys(self) -> bool:
        """Whether there is a key, so that nobody comes in without one."""
        tenants = self.config.tenants
        return bool(Keys(self.config.keys, [KeyFile(tenant.home.data, tenant.name) for tenant in tenants]))

    def run(self) -> None:
        """Serve until asked to stop. Raise an `AvatarError` where it cannot begin."""
        server = self.config.server
        require_closed(server.host, has_keys=self.has_keys)
        count = server.processes or usable_cores()
        ports = open_port(server.host, server.port, count)
        self._children = [_Child(index, port) for index, port in enumerate(ports)]
        with _shared_folder() as folder, self._hearing(), anchoring(self.config.tenants, self.log):
            handed = self._handed(folder, count)
            try:
                while not self._asked:
                    self._look(handed)
                    time.sleep(_LOOK)
            finally:
                self._end()

    def _look(self, handed: Handed) -> None:
        """Start what is not there, notice what has died, and tell when all have started."""
        for child in self._children:
            if child.process is None and time.monotonic() >= child.again_at:
                self._start(child, handed)
            elif child.process is not None and (code := child.process.poll()) is not None:
                self._bury(child, code, handed)
            elif not child.has_started and child.process is not None:
                child.has_started = _has_told(child.told)
        if not self._has_served and all(child.has_started for child in self._children):
            self._has_served = True
            plural = "es" if len(self._children) > 1 else ""
            self.say(f"Serving {address_of(self._children[0].port)} ({len(self._children)} process{plural}).")
            _notify("READY=1")

    def _start(self, child: _Child, handed: Handed) -> None:
        child.told, writing = os.pipe()
        os.set_blocking(child.told, False)
        home = {"AVATAR_HOME": str(Home.usual().data.absolute())} if "AVATAR_HOME" in os.environ else {}
        with handing_on(os.environ | home) as (variables, inherited):
            child.process = subprocess.Popen(
                [sys.executable, "-I", "-c", _PROGRAM, *handed.path],
                env=variables,
                stdin=subprocess.PIPE,
                pass_fds=(child.port.fileno(), writing, *inherited),
                start_new_session=True,  # Ctrl-C is for the parent alone, who tells the others
            )
        os.close(writing)
        child.began, child.has_started = time.monotonic(), False
        own = replace(handed, index=child.index, port=child.port.fileno(), told=writing)
        with suppress(BrokenPipeError):
            assert child.process.stdin is not None
            pickle.dump(own, child.process.stdin)
            child.process.stdin.flush()

    def _bury(self, child: _Child, code: int, handed: Handed) -> None:
        assert child.process is not None
        self.log("process.died", index=child.index, pid=child.process.pid, code=code)
        _forget_figures(child.process.pid, handed.folder)
        _close(child)
        is_soon = time.monotonic() - child.began < _SOON
        child.deaths = child.deaths + 1 if is_soon else 0
        if not self._has_served and child.deaths >= _TRIES:
            raise AvatarError("The service's processes end as soon as they begin; the lines above say where and why.")
        pause = min(_LONGEST_PAUSE, 2.0 ** (child.deaths - 2)) if child.deaths > 1 else 0.0
        child.again_at = time.monotonic() + pause

    def _handed(self, folder: Path, count: int) -> Handed:
        return Handed(
            self.config,
            0,
            count,
            -1,
            -1,
            folder,
            _secret(),
            needs_key=self.has_keys,
            path=tuple(str(Path(place).absolute()) for place in sys.path),
        )

    def _end(self) -> None:
        """Let all processes finish what they are at; a second signal, or the end of the grace, ends them at once."""
        _notify("STOPPING=1")
        alive = [child.process for child in self._children if child.process is not None]
        for process in alive:
            process.terminate()
        latest = time.monotonic() + self.config.server.grace + _MARGIN
        while any(process.poll() is None for process in alive):
            if time.monotonic() > latest or self._asked > 1:
                for process in alive:
                    process.kill()
            time.sleep(_LOOK / 2)
        for child in self._children:
            _close(child)
            child.port.close()
        self.log("stopped")

    @contextmanager
    def _hearing(self) -> Iterator[None]:
        def hear(_number: int, _frame: object) -> None:
            self._asked += 1

        before = {number: signal.signal(number, hear) for number in STOPS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


_PROGRAM = "import sys; sys.path[:] = sys.argv[1:]; from avatar.service.run.worker import main; main()"


def with_own_key(config: ServiceConfig) -> ServiceConfig:
    """Add the key that AVATAR_API_KEY holds: all of the tenant that needs no name. Raise `InputError` without one."""
    from avatar.errors import InputError
    from avatar.service.doors.caller import USUAL

    key = os.environ.get("AVATAR_API_KEY", "").strip()
    if not key:
        return config
    if not any(tenant.name == USUAL for tenant in config.tenants):
        raise InputError(f"AVATAR_API_KEY is a key of the tenant {USUAL!r}, which [tenants] does not name; add it.")
    if len(key) < 16:
        raise InputError("AVATAR_API_KEY is shorter than 16 characters; take a long one, such as openssl rand -hex 32.")
    return replace(config, keys=(*config.keys, Key(digest_of(key), USUAL, EVERYTHING)))


def _secret() -> bytes:
    """Give what signs tokens, the same after the next start: links that were given out go on to work."""
    place = Home.usual().data / "service" / "secret"
    with told(place):
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not place.exists():
            with tempfile.NamedTemporaryFile(dir=place.parent) as file, suppress(FileExistsError):
                file.write(secrets.token_bytes(32))
                file.flush()
                os.link(file.name, place)  # whole, and never in place of another's
        return place.read_bytes()


def _close(child: _Child) -> None:
    if child.process is not None and child.process.stdin is not None:
        with suppress(OSError):
            child.process.stdin.close()
    if child.told >= 0:
        os.close(child.told)
    child.process, child.told, child.has_started = None, -1, False


def _has_told(descriptor: int) -> bool:
    try:
        return os.read(descriptor, 1) == STARTED
    except BlockingIOError:
        return False


def _forget_figures(pid: int, folder: Path) -> None:
    """Take away what a dead process said to be now; what it has counted stays."""
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(pid, str(folder / "figures"))  # type: ignore[no-untyped-call]


@contextmanager
def _shared_folder() -> Iterator[Path]:
    """Make the folder that the processes share as long as the block; take away those of parents that were killed."""
    place = tempfile.gettempdir()
    place = place if len(place) < _LONGEST else "/tmp"
    for old in Path(place).glob(f"{_PREFIX}*-*"):
        number = old.name.removeprefix(_PREFIX).partition("-")[0]
        if number.isdigit() and not is_running(int(number)):
            shutil.rmtree(old, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=place))
    (folder / "figures").mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _notify(state: str) -> None:
    """Tell systemd, where it has started us."""
    import socket

    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notified:
        notified.connect("\0" + address[1:] if address.startswith("@") else address)
        notified.send(state.encode())
