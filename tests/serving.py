"""`avatar serve` as an operator starts it: a parent and its processes, on a free port."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass
class Serving:
    """A service that runs."""

    parent: subprocess.Popen[str]
    address: str
    log: Path

    def lines(self, event: str) -> list[dict[str, object]]:
        """What it has logged of an event."""
        found = (json.loads(line) for line in self.log.read_text().splitlines() if line.startswith("{"))
        return [line for line in found if line["event"] == event]

    def wait_for(self, event: str, count: int, seconds: float = 60.0) -> list[dict[str, object]]:
        """Wait until it has logged so many of an event."""
        until = time.monotonic() + seconds
        while len(lines := self.lines(event)) < count:
            assert time.monotonic() < until, self.log.read_text()
            time.sleep(0.05)
        return lines


@contextmanager
def serving(folder: Path, *options: str, **environment: str) -> Iterator[Serving]:
    """Start `avatar serve --port 0` with these options; stop it at the end."""
    log = folder / "log"
    with log.open("w") as errors:
        parent = subprocess.Popen(
            [sys.executable, "-m", "avatar", "serve", "--port", "0", *options],
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env=os.environ | {"AVATAR_HOME": str(folder / "home")} | environment,
        )
        try:
            first = parent.stdout.readline()
            found = re.search(r"http://\S+", first)
            assert found, first + log.read_text()
            yield Serving(parent, found[0], log)
        finally:
            parent.terminate()
            try:
                parent.wait(60)
            finally:
                parent.kill()
                parent.stdout.close()


def ask(of: Serving, path: str, **more: object) -> httpx.Response:
    """Ask on a connection of its own: the system gives each to one of the processes."""
    return httpx.get(f"{of.address}{path}", timeout=60, **more)
