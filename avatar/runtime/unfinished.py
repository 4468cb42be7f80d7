"""Files and folders that nobody shall find half made: whoever ends the process, even at once, takes them away.

Each is removed when its block ends, unless it was moved to its place before. A process that is told to stop and cannot
come to the ends of its blocks in time, because native code holds it up, removes all of them by `sweep`.
"""

# Shapes no clip.

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from errno import ECANCELED
from functools import cache
from threading import Event
from time import sleep
from typing import TYPE_CHECKING

from avatar.runtime.system import AS_IT_IS, CAN_FORK

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import IO

_there: dict[int, Path] = {}
_over = Event()
_ABOUT_TO = 0.05
"""s in which who has told of a file makes it"""


@contextmanager
def unfinished(path: Path) -> Iterator[Path]:
    """Take a file or folder away when the block ends; what was moved to its place by then is no longer there.

    Raise `OSError` if the process ends and all has been swept: nothing is begun any more.
    """
    path = path.absolute()
    _there[id(path)] = path
    if _over.is_set():
        raise OSError(ECANCELED, "The process ends")
    try:
        yield path
    finally:
        if id(path) in _there:  # else this is a fork, and the file is its parent's
            remove(path)
            _there.pop(id(path), None)


@contextmanager
def scratch_in(folder: Path) -> Iterator[tuple[IO[bytes], Path]]:
    """Give a new file in a folder, mode 0600, to be written and then moved to its place before the block ends.

    Its name is noted before it is there, so that no moment is left in which a signal would leave it behind. Close it
    before it is moved, or flush it.
    """
    with unfinished(folder / own_name(".avatar-", ".part")) as part, _opened(part) as file:
        yield file, part


@contextmanager
def passing_folder(within: Path | None = None, prefix: str = "avatar-") -> Iterator[Path]:
    """Give a folder that nobody else may open and that is gone when the block ends, unless it was moved."""
    from pathlib import Path
    from tempfile import gettempdir

    with unfinished((within or Path(gettempdir())) / own_name(prefix)) as folder:
        folder.mkdir(mode=0o700)
        yield folder


def own_name(prefix: str, ending: str = "") -> str:
    """Give a name that nobody else has, and that says whose it is: `leftovers` finds it if this process is killed."""
    from secrets import token_hex

    return f"{prefix}{machine()}-{os.getpid()}-{token_hex(8)}{ending}"


@cache
def machine() -> str:
    """Name this machine, 8 hex digits."""
    import hashlib
    import platform

    return hashlib.sha256(platform.node().encode()).hexdigest()[:8]


def _opened(path: Path) -> IO[bytes]:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | AS_IT_IS, 0o600)
    return os.fdopen(descriptor, "w+b")


def sweep() -> None:
    """Remove all that is unfinished in this process, from whichever thread, for good: the process ends now."""
    _over.set()
    paths = tuple(_there.values())
    for path in paths:
        with suppress(OSError):
            remove(path)
    if paths:
        sleep(_ABOUT_TO)
    for path in paths:  # what a thread was about to make
        with suppress(OSError):
            remove(path)


def remove(path: Path) -> None:
    """Take a file or a folder away; of a link only the link."""
    if path.is_dir() and not path.is_symlink():
        from shutil import rmtree

        rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


if CAN_FORK:
    os.register_at_fork(after_in_child=_there.clear)
