"""Put what is in a catalogue into a folder of its own, whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from avatar.downloads.receipts import RECEIPT, write_receipt
from avatar.downloads.store import Store
from avatar.errors import InputError
from avatar.runtime.access import told
from avatar.runtime.system import locked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from avatar.downloads.entry import Entry
    from avatar.downloads.store import Way
    from avatar.runtime.folders import Home

SCRATCH = ".installing"
"""folder of a home's data in which what is installed grows until it is whole"""


@dataclass(frozen=True, slots=True)
class Installed:
    """One thing that was put in place."""

    name: str
    """of the entry"""
    folder: str
    """where it lies"""
    size: int
    """bytes that it takes up"""
    notes: tuple[str, ...]
    """what somebody should know, sentences"""


def install(  # noqa: PLR0913 - what, where, how, and what completes it
    entries: Sequence[Entry],
    shelf: str,
    home: Home,
    way: Way,
    complete: Callable[[Entry, Path], Sequence[str]],
    given: Path | None = None,
) -> Iterator[Installed]:
    """Install entries into folders of their names in `shelf` of the home's data ("voices"), one after the other.

    `complete` is called with each folder before it gets its name, writes what else belongs in it, and says what
    somebody should know. With `given`, files come from there and not from the network. A folder is there whole or not
    at all.

    Raise `InputError` for a name that is taken or a file that is not right, `NotInstalledError` for what is not
    reached, `OutputError` for a full disk.
    """
    for entry in entries:
        require_free(home.data / shelf / entry.name)
    with ExitStack() as stack:
        stack.enter_context(_alone(home))
        shutil.rmtree(home.data / SCRATCH, ignore_errors=True)  # of one that was killed
        store = Store(home, way, stack)
        for entry in entries:
            require_free(home.data / shelf / entry.name)  # somebody else may have been at it meanwhile
            yield _installed(entry, home.data / shelf / entry.name, store, complete, given)


def require_free(folder: Path) -> None:
    """Raise `InputError` where there is something in the place of what is to be installed."""
    if (folder / RECEIPT).exists():
        raise InputError(f"{folder.name!r} is installed already, in {str(folder)!r}; remove it first to get it anew.")
    if folder.exists():
        raise InputError(f"{str(folder)!r} is a folder of your own; move it away, for {folder.name!r} would lie there.")


@contextmanager
def _alone(home: Home) -> Iterator[None]:
    """Keep out others who install into the same home."""
    folder = home.cache / "downloads"
    with told(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / ".lock").open("w")
    with lock, locked(lock):
        yield


def _installed(
    entry: Entry, folder: Path, store: Store, complete: Callable[[Entry, Path], Sequence[str]], given: Path | None
) -> Installed:
    with _staged(folder) as stage:
        notes = list(store.place(entry, stage, given))
        notes += complete(entry, stage)
        size = write_receipt(entry, stage)
    return Installed(entry.name, str(folder), size, tuple(notes))


@contextmanager
def _staged(folder: Path) -> Iterator[Path]:
    """Give a folder of the same name elsewhere in the home, which is moved to its place if all goes well."""
    scratch = folder.parent.parent / SCRATCH
    with told(folder):
        scratch.mkdir(parents=True, exist_ok=True)
        inner = Path(tempfile.mkdtemp(dir=scratch))
    try:
        stage = inner / folder.name
        stage.mkdir()
        yield stage
        with told(folder):
            folder.parent.mkdir(parents=True, exist_ok=True)
            stage.rename(folder)
    finally:
        shutil.rmtree(inner, ignore_errors=True)
        if scratch.exists() and not any(scratch.iterdir()):
            scratch.rmdir()
