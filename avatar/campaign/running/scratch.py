"""The folder in which one clip is made, on the machine that makes it: one process at a time, and kept until it is done.

What is finished there when its process is killed, or when the store of the films does not answer, is not made again.
"""

from __future__ import annotations

import shutil
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from avatar.runtime.access import told
from avatar.runtime.system import locked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from avatar.runtime.folders import Home

_FOLDER = "campaigns"
_STALE = 7 * 24 * 3600
"""s after which what nobody came back for is thrown away"""


@contextmanager
def scratch(input_hash: str, home: Home) -> Iterator[Path]:
    """Give the folder of a clip, which no other process of this machine has meanwhile."""
    folder = home.cache / _FOLDER
    with told(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{input_hash}.lock").open("a") as lock, locked(lock):
        own = folder / input_hash
        with told(own):
            own.mkdir(exist_ok=True)
        try:
            yield own
        finally:
            with suppress(OSError):  # where something is left, somebody may come back for it
                own.rmdir()


def emptied(folder: Path) -> Path:
    """Throw away what lies in a folder."""
    shutil.rmtree(folder, ignore_errors=True)
    with told(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def sweep(home: Home) -> None:
    """Throw away what was left long ago by clips that nobody asks for any more."""
    oldest = time.time() - _STALE
    for each in (home.cache / _FOLDER).glob("*"):
        with suppress(OSError):
            if each.stat().st_mtime < oldest:
                shutil.rmtree(each) if each.is_dir() else each.unlink()
