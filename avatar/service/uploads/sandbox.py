"""The process in which strangers' files are looked at: it is given a time, and killed when that is over."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from avatar.service.problems import Problem

if TYPE_CHECKING:
    from pathlib import Path

SECONDS = 90.0
"""for one file"""
_KEPT = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "SYSTEMROOT", "VIRTUAL_ENV")
"""variables that the process is given: no keys"""
_AT_ONCE = 2


class Sandbox:
    """Look at files, few at a time."""

    def __init__(self, seconds: float = SECONDS) -> None:
        """Give each file so many seconds."""
        self._seconds, self._room = seconds, asyncio.Semaphore(_AT_ONCE)

    async def look(self, path: Path, families: tuple[str, ...]) -> dict[str, Any]:
        """Tell what a file is. Raise `Problem` 415 or 422 for what is not taken."""
        command = (sys.executable, "-m", "avatar.service.uploads.checking", str(path), ",".join(families))
        async with self._room:
            process = await asyncio.create_subprocess_exec(
                *command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env={name: os.environ[name] for name in _KEPT if name in os.environ},
                start_new_session=True,
            )
            try:
                output, _ = await asyncio.wait_for(process.communicate(), self._seconds)
            except asyncio.TimeoutError:
                raise Problem(
                    422, "unreadable", f"This file takes more than {self._seconds:.0f} s to read; send a simpler one."
                ) from None
            finally:
                with suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        if process.returncode != 0 or not output:
            raise Problem(
                422, "unreadable", "Reading this file takes more memory or time than it may; send a simpler one."
            )
        told: dict[str, Any] = json.loads(output)
        if "unfit" in told:
            raise Problem(415, "media-type", told["unfit"])
        return told
