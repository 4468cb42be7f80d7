"""A file that appears under its name only when it is whole."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from avatar.errors import OutputError
from avatar.film.encoders import check_encoder
from avatar.film.formats import check_ending
from avatar.film.parts import hidden, sweep
from avatar.runtime.access import FULL, refusal
from avatar.runtime.system import make_durable
from avatar.runtime.unfinished import unfinished

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from avatar.settings import FilmSettings


def check_output(path: Path, settings: FilmSettings) -> None:
    """Make sure that a film can be written at `path`, before any work is spent on it.

    Raise `OutputError` for an ending that does not go with the codec, a missing or unwritable folder, or a target
    that is no file, and `NotInstalledError` for an encoder that does not work here.
    """
    check_ending(path, settings.codec)
    check_encoder(settings.codec)
    check_place(path)


def check_place(path: Path) -> None:
    """Make sure that a file can be written at `path`.

    Raise `OutputError` for a missing or unwritable folder, or a target that is no file.
    """
    with _named(path):
        if not path.parent.is_dir():
            raise OutputError(f"The folder {str(path.parent)!r} does not exist; create it first.")
        if path.exists() and not path.is_file():
            raise OutputError(f"The target {str(path)!r} is not a file; choose another name.")
        with unfinished(hidden(path)) as trial:
            trial.touch(exist_ok=False)  # the one sure test: permissions alone don't tell of read-only disks


@contextmanager
def whole_file(path: Path, before_rename: Callable[[Path], object] | None = None) -> Iterator[Path]:
    """Give a hidden path beside `path` to write to; move it there if all went well, remove it if not.

    `before_rename` gets the hidden file when it is whole; what it raises keeps the file from appearing.
    """
    with _named(path):
        sweep(path)
        part = hidden(path)
    with unfinished(part):
        yield part
        with _named(path):
            if before_rename is not None:
                before_rename(part)
            make_durable(part)
            part.replace(path.resolve())


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Turn the system's refusals into sentences about `path`."""
    try:
        yield
    except OSError as fault:
        raise write_error(path, fault) from fault
    except RuntimeError as fault:  # what a path says of links, in some versions of Python
        if "loop" not in str(fault):
            raise
        raise write_error(path, OSError(errno.ELOOP, os.strerror(errno.ELOOP))) from fault


def write_error(path: Path | str, fault: OSError) -> OutputError:
    """Say why `path` cannot be written and what to do about it."""
    if fault.errno in FULL:
        return OutputError(f"The file {str(path)!r} does not fit on its disk; free some space or choose another.")
    if fault.errno == errno.ENAMETOOLONG:
        return refusal(Path(path), fault, "choose another folder or name")
    reason = os.strerror(fault.errno) if fault.errno else str(fault)
    return OutputError(f"The file {str(path)!r} cannot be written ({reason}); choose another folder or name.")
