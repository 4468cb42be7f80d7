"""A worker of one machine: it keeps a process alive that takes work, and looks whether it still takes any.

After a reset of Redis a consumer may live, answer pings, and take nothing. So each worker is sent a canary of its own
now and then; where it is not heard of while nothing else is done, the process is begun anew.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from avatar.campaign.running.executors.queued.app import KINDS, Limits, canary_queue, make_app, task_name
from avatar.campaign.running.executors.queued.desk import Desk
from avatar.campaign.running.executors.queued.tasks import CANARY
from avatar.ledger.keys.unlocking import handing_on

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from avatar.runtime.folders import Home

_log = logging.getLogger("avatar.worker")
_LOOK = 0.5
"""s between two looks at the process"""
_PAUSE = 2.0
"""s before a process that has ended is begun anew"""


@dataclass(frozen=True, slots=True)
class Watching:
    """When a worker is looked at."""

    every: float = 30.0
    """s between two canaries"""
    patience: float = 60.0
    """s until one that was not heard of means that no work is taken"""


class Worker:
    """The work of one machine."""

    def __init__(  # noqa: PLR0913 - from where, for whom, what, how many, how long
        self,
        broker: str,
        home: Home,
        *,
        kinds: Sequence[str] = KINDS,
        processes: int = 1,
        limits: Limits | None = None,
        watching: Watching | None = None,
    ) -> None:
        """Take the URL of a Redis, whose home is used, and how many clips are made at a time."""
        self._limits, self._watching = limits or Limits(), watching or Watching()
        self._app, self._desk = make_app(broker, self._limits), Desk(broker)
        self.node = f"avatar@{socket.gethostname()}-{secrets.token_hex(3)}"
        self._told = {
            "broker": broker,
            "limits": asdict(self._limits),
            "home": [str(home.data), str(home.cache)],
            "node": self.node,
            "kinds": list(kinds),
            "processes": processes,
        }
        self._process: subprocess.Popen[str] | None = None

    def run(self, is_wanted: Callable[[], bool] = lambda: True) -> None:
        """Work until nobody wants it any more, or until it is stopped from outside."""
        try:
            while is_wanted():
                self._begin()
                self._watch(is_wanted)
                if is_wanted():
                    time.sleep(_PAUSE)
        finally:
            self.stop()

    def stop(self) -> None:
        """Let what is being made end, as far as patience goes; what does not is delivered again."""
        process = self._process
        if process is None or process.poll() is not None:
            return
        process.send_signal(signal.SIGQUIT)  # Celery's soft shutdown
        with suppress(subprocess.TimeoutExpired):
            process.wait(self._limits.patience + 10)
        _kill(process)

    def _begin(self) -> None:
        with handing_on() as (variables, inherited):
            self._process = subprocess.Popen(
                [sys.executable, "-m", "avatar.campaign.running.executors.queued.consuming"],
                stdin=subprocess.PIPE,
                text=True,
                start_new_session=True,  # a Ctrl-C is for this process, which lets the other end in peace
                env=variables,
                pass_fds=inherited,
            )
        if self._process.stdin:
            self._process.stdin.write(json.dumps(self._told) + "\n")
            self._process.stdin.flush()
        _log.info("%s takes work in process %d", self.node, self._process.pid)

    def _watch(self, is_wanted: Callable[[], bool]) -> None:
        """Come back when the process has ended, or had to be ended because it takes no work."""
        song, sent = "", time.monotonic()
        while self._process and self._process.poll() is None and is_wanted():
            time.sleep(_LOOK)
            waited = time.monotonic() - sent
            if song and self._desk.heard(self.node) == song:
                song = ""
            elif song and waited > self._watching.patience:
                if self._desk.is_busy(self.node):
                    sent = time.monotonic()  # every process is at a clip, which is a sign of life as well
                    continue
                _log.warning("%s takes no work; its process is begun anew", self.node)
                _kill(self._process)
                return
            elif not song and waited > self._watching.every:
                song, sent = secrets.token_hex(8), time.monotonic()
                queue = canary_queue(self.node)
                with suppress(Exception):  # while Redis is away, nobody can be heard
                    self._app.send_task(task_name(CANARY), [song], queue=queue, expires=self._watching.patience)
        if self._process and self._process.poll() is not None:
            _log.warning("the process of %s has ended (%s)", self.node, self._process.returncode)


def _kill(process: subprocess.Popen[str]) -> None:
    """End a process, and those that it has forked, now."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
