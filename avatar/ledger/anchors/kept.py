"""What a home remembers of its anchors: a copy of each with where it lies, and why the last try failed."""

# Shapes no clip.

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from avatar.ledger.anchors.anchor import Anchor, read_all
from avatar.ledger.audit.log import audit_folder
from avatar.ledger.keys.files import make_private_folder, write_private_bytes
from avatar.runtime.access import is_file, lock_file, told
from avatar.runtime.system import AS_IT_IS, locked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEPT, FAILED = "anchors.jsonl", "anchors.failed"
_LATE = 200_000
"""bytes from the end of the file, in which the last few are"""


def remembered(home: Path, *, is_late: bool = False) -> list[Anchor]:
    """Give every anchor that this home remembers, the first one first; lines that are none are passed over.

    Where it `is_late`, the last ones are enough: that takes as long however many there are.
    """
    path = audit_folder(home) / KEPT
    if not is_file(path):
        return []
    with told(path), path.open("rb") as file:
        if is_late:
            file.seek(max(0, path.stat().st_size - _LATE))
        content = file.read()
    return read_all(content.split(b"\n"), str(path))


def remember(home: Path, anchor: Anchor) -> None:
    """Keep a copy. Raise `OutputError` if the disk does not take it."""
    path = audit_folder(home) / KEPT
    with told(path):
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | AS_IT_IS, 0o600)
        with os.fdopen(handle, "ab") as file:
            file.write(anchor.line())
            file.flush()
            os.fsync(file.fileno())


def note_failure(home: Path, sentence: str) -> None:
    """Keep why the last try failed; "" when it went well."""
    path = audit_folder(home) / FAILED
    if sentence:
        write_private_bytes(path, sentence.encode(), is_durable=False)
        return
    with told(path):
        path.unlink(missing_ok=True)


def failure(home: Path) -> str:
    """Say why the last try failed, a sentence; "" where it went well."""
    path = audit_folder(home) / FAILED
    with told(path):
        return path.read_text(encoding="utf-8", errors="replace") if is_file(path) else ""


def failed_within(home: Path, seconds: float) -> bool:
    """Tell whether the last try failed so lately."""
    path = audit_folder(home) / FAILED
    if not is_file(path):
        return False
    with told(path):
        return 0 <= time.time() - path.stat().st_mtime < seconds


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Let one process at a time anchor."""
    folder = audit_folder(home)
    make_private_folder(folder)
    with told(folder):
        lock = lock_file(folder / ".anchors.lock")
    with lock, locked(lock):
        yield
