"""A store of objects that answers 503 as often as a file says, in whatever process it is asked: flaky:///FOLDER."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import fsspec
from fsspec.implementations.local import LocalFileSystem

from avatar.campaign.running import rendering

if TYPE_CHECKING:
    from avatar.campaign.job import Job, Outcome
    from avatar.runtime.folders import Home
    from avatar.runtime.watch import Watch

FAULTS = "AVATAR_TEST_FAULTS"
"""variable that names the file which says how many more requests fail"""
RENDER = "tests.flaky_store:render"


class FlakyStore(LocalFileSystem):
    """Objects in a folder; each request may be answered by 503."""

    protocol = "flaky"

    @classmethod
    def _strip_protocol(cls, path: Any) -> str:
        return str(LocalFileSystem._strip_protocol(str(path).removeprefix("flaky://")))

    def unstrip_protocol(self, name: str) -> str:
        return f"flaky://{self._strip_protocol(name)}"

    def put_file(self, lpath: str, rpath: str, **more: Any) -> None:
        _asked()
        super().put_file(lpath, self._strip_protocol(rpath), **more)

    def pipe_file(self, path: str, value: bytes, **more: Any) -> None:
        _asked()
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        super().pipe_file(path, value, **more)

    def cat_file(self, path: str, *given: Any, **more: Any) -> bytes:
        _asked()
        return bytes(super().cat_file(path, *given, **more))


def _asked() -> None:
    """Fail if there is a fault left."""
    name = os.environ.get(FAULTS)
    if not name:
        return
    with Path(name).open("r+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        left = int(file.read() or 0)
        if left > 0:
            file.seek(0)
            file.truncate()
            file.write(str(left - 1))
    if left > 0:
        raise OSError("An error occurred (503) when calling the PutObject operation: Please reduce your request rate.")


def render(job: Job, folder: str, home: Home, watch: Watch) -> Outcome:
    """Make a clip for such a store."""
    return rendering.render(job, folder, home, watch)


fsspec.register_implementation("flaky", FlakyStore, clobber=True)
