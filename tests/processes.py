"""Processes that tests start: none outlives its test, and none depends on what the parent of the tests ignores."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

MARK = "AVATAR_TESTS_RUN"
"""variable by which what a run has started is known"""
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Process(subprocess.Popen[Any]):
    """A process in a group of its own; when its block is left, it and all that it has started are ended.

    `nohup`, a shell's `&` and some servers for continuous integration ignore SIGINT, and their children would, too:
    this one starts as from a terminal. `before` is called in it before the program begins.
    """

    def __init__(self, command: Sequence[str], *, before: Callable[[], object] = lambda: None, **more: Any) -> None:
        def begin() -> None:
            for number in _SIGNALS:
                signal.signal(number, signal.SIG_DFL)
            before()

        super().__init__(command, start_new_session=True, preexec_fn=begin, **more)

    def __exit__(self, *fault: object) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        super().__exit__(*fault)  # type: ignore[arg-type]


def end_left_over(mark: str, seconds: float = 30.0) -> list[str]:
    """End the processes that a run with this mark has started and that still run; give their command lines."""
    deadline = time.monotonic() + seconds
    while (found := list(_running(mark))) and time.monotonic() < deadline:
        time.sleep(0.05)  # what was told to end may take a moment
    left = []
    for process in found:
        with suppress(OSError):
            left.append((process / "cmdline").read_text().replace("\0", " ").strip()[:200])
            os.kill(int(process.name), signal.SIGKILL)
    return left


def _running(mark: str) -> Iterator[Path]:
    """Find them by their environment, so that those are found, too, whose parent has ended."""
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if f"{MARK}={mark}".encode() in (process / "environ").read_bytes() and process.name != str(os.getpid()):
                yield process
