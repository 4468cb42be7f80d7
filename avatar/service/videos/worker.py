"""The process that makes films, as the service sees it."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from avatar.ledger.keys.unlocking import handing_on

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

_LONGEST = 4_000_000
"""bytes of a message"""
_PATIENCE = 3.0
"""s that it has to end when it is asked to"""
_TIRED = 40
"""pieces of work after which a fresh one is begun: what libraries hold on to is given back"""


class WorkerDiedError(Exception):
    """The process has ended in the middle of its work."""


class Worker:
    """One process, which does one piece of work at a time."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        """Take a process that was just started."""
        self._process, self._works = process, 0

    @classmethod
    async def start(cls, folder: Path) -> Worker:
        """Start one that works in an empty folder, where no name is a file's."""
        with handing_on() as (variables, inherited):
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "avatar.service.videos.rendering",
                cwd=folder,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,  # a library's complaints may carry a text
                limit=_LONGEST,
                start_new_session=True,
                env=variables,
                pass_fds=inherited,
            )
        return cls(process)

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def is_usable(self) -> bool:
        """It lives, and is not tired."""
        return self._process.returncode is None and self._works < _TIRED

    async def do(self, work: dict[str, Any]) -> AsyncIterator[dict[str, Any]]:
        """Yield what it tells of a piece of work, to the message that ends it. Raise `WorkerDiedError`."""
        self._works += 1
        sent, read = self._process.stdin, self._process.stdout
        if sent is None or read is None:
            raise WorkerDiedError
        try:
            sent.write(json.dumps(work).encode() + b"\n")
            await sent.drain()
            while line := await read.readline():
                message: dict[str, Any] = json.loads(line)
                yield message
                if message["type"] in ("done", "refused", "fault"):
                    return
        except (ConnectionError, ValueError) as fault:
            raise WorkerDiedError(await self._ended()) from fault
        raise WorkerDiedError(await self._ended())

    async def stop(self) -> None:
        """End it now, whatever it is at."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError):
                self._process.send_signal(number)
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._process.wait(), _PATIENCE)
                return

    async def _ended(self) -> str:
        with suppress(asyncio.TimeoutError):
            code = await asyncio.wait_for(self._process.wait(), _PATIENCE)
            return f"signal {-code}" if code < 0 else f"exit code {code}"
        return "it closed its output"
