"""Files and folders that nobody shall find half made: whoever ends the process, even at once, takes them away.

Each is removed when its block ends, unless it was moved to its place before. A process that is told to stop and cannot
come to the ends of its blocks in time, because native code holds it up, removes all of them by `sweep`.
"""

# Shapes no clip.

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from avatar.runtime.system import CAN_FORK

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_there: dict[int, Path] = {}


@contextmanager
def unfinished(path: Path) -> Iterator[Path]:
    """Take a file or folder away when the block ends; what was moved to its place by then is no longer there."""
    path = path.absolute()
    _there[id(path)] = path
    try:
        yield path
    finally:
        if id(path) in _there:  # else this is a fork, and the file is its parent's
            _remove(path)
            _there.pop(id(path), None)


@contextmanager
def passing_folder() -> Iterator[Path]:
    """Give a folder that nobody else may open and that is gone when the block ends."""
    from pathlib import Path
    from tempfile import mkdtemp

    with unfinished(Path(mkdtemp(prefix="avatar-"))) as folder:
        yield folder


def sweep() -> None:
    """Remove all that is unfinished in this process, from whichever thread."""
    for path in tuple(_there.values()):
        with suppress(OSError):
            _remove(path)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        from shutil import rmtree

        rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


if CAN_FORK:
    os.register_at_fork(after_in_child=_there.clear)
