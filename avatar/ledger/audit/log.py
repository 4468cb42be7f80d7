"""The log on disk: lines of canonical JSON that are only ever added, by one process at a time."""

from __future__ import annotations

import hashlib
import os
import secrets
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from avatar.errors import OutputError
from avatar.ledger.audit.checkpoint import CHECKPOINTS, Checkpoint, read_head, sign, write_head
from avatar.ledger.audit.entry import BEFORE_FIRST, RECOVERED, TORN, Event, entry_hash, new_entry
from avatar.ledger.canonical import canonical
from avatar.outside.documents import parsed
from avatar.runtime.access import is_file, listed, require_writable, told
from avatar.runtime.folders import user_data
from avatar.runtime.system import AS_IT_IS, locked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from avatar.ledger.audit.checkpoint import LogSigner

CURRENT = "log.jsonl"
"""The file that grows; earlier ones are "log-000000001.jsonl", by the number of their first line."""
EVERY = 50
"""Lines from one checkpoint to the next."""
LARGEST = 64_000_000
"""Bytes after which a new file is begun."""
_LAST = 1_000_000
"""Bytes at the end in which the last lines are looked for; one has a thousand or two."""


class _End(NamedTuple):
    """How the log ends."""

    log: str
    n: int
    hash: str
    size: int


def audit_folder(home: Path | None = None) -> Path:
    """Give the folder of the log in a home's data; None: the usual one's."""
    return (home or user_data()) / "audit"


class AuditLog:
    """Add to a log. Safe with several writers and with one that dies at any moment."""

    def __init__(
        self,
        folder: Path,
        signer: LogSigner,
        *,
        every: int = EVERY,
        largest: int = LARGEST,
        then: Callable[[], None] | None = None,
    ) -> None:
        """Take where it lies, the key, and what is done after each line; `stores.open_log` gives that of a home."""
        self._folder, self._signer, self._every, self._largest = folder, signer, every, largest
        self._then = then

    def append(self, event: Event) -> dict[str, object]:
        """Add one line and sign the new end; give the line. Raise `OutputError` if the disk does not take it."""
        with self._alone():
            end = self._repaired()
            entry, end = self._add(event, end)
            if end.n % self._every == 0:
                self._checkpoint(end)
            if self._then:
                self._then()
            return entry

    def require_writable(self) -> None:
        """Raise `OutputError` if a line could not be added now: what cannot be logged must not be made."""
        with self._alone():
            self._repaired()
            require_writable(self._folder)
            self._write(self._folder / CURRENT, b"")

    def checkpoint(self) -> Checkpoint:
        """Sign the end of the log and keep that beside the head. Raise `OutputError` if the log is empty."""
        with self._alone():
            end = self._repaired()
            if not end.n:
                raise OutputError(f"The audit log in {str(self._folder)!r} is empty; there is nothing to sign yet.")
            made = self._checkpoint(end)
            if self._then:
                self._then()
            return made

    def _checkpoint(self, end: _End) -> Checkpoint:
        made = sign(self._signer, end.log, end.n, end.hash, CURRENT, end.size)
        path = self._folder / CHECKPOINTS
        self._write(path, b"\n" * _is_torn(path) + made.line())
        return made

    def _add(self, event: Event, end: _End) -> tuple[dict[str, object], _End]:
        if end.size > self._largest:
            end = self._begin_file(end)
        entry = new_entry(event, end.n + 1, end.hash, is_watched=self._then is not None)
        line = canonical(entry) + b"\n"
        self._write(self._folder / CURRENT, line)
        end = _End(end.log, end.n + 1, str(entry["hash"]), end.size + len(line))
        write_head(self._folder, sign(self._signer, end.log, end.n, end.hash, CURRENT, end.size))
        return entry, end

    def _begin_file(self, end: _End) -> _End:
        current = self._folder / CURRENT
        with told(current):
            with current.open("rb") as file:
                first = int(parsed(file.readline())["n"])
            current.rename(self._folder / f"log-{first:09d}.jsonl")
        return end._replace(size=0)

    def _repaired(self) -> _End:
        """Find the end of the log, and mark what a crash has left behind it."""
        try:
            head = read_head(self._folder)
        except ValueError as fault:
            raise OutputError(
                f"The head of the audit log in {str(self._folder)!r} is damaged; look with: avatar audit verify"
            ) from fault
        current = self._folder / CURRENT
        size = current.stat().st_size if is_file(current) else 0
        if head is None:
            if not has_only_begun(self._folder):
                raise OutputError(
                    f"The audit log in {str(self._folder)!r} has lost its head; look with: avatar audit verify"
                )
            end = _End(secrets.token_hex(16), 0, BEFORE_FIRST, 0)
            return self._after(end, current) if size else end
        if head.file == CURRENT and size == head.size:
            return _End(head.log, head.n, head.hash, size)
        return self._after_crash(head, current, size)

    def _after_crash(self, head: Checkpoint, current: Path, size: int) -> _End:
        return self._after(_End(head.log, head.n, head.hash, self._start_after(head, current, size)), current)

    def _after(self, end: _End, current: Path) -> _End:
        """Take in what was written after an end that was signed, or after none."""
        with told(current):
            rest = current.read_bytes()[end.size :] if is_file(current) else b""
        *lines, fragment = rest.split(b"\n")
        for line in lines:
            end = self._continued(end, line)
        if fragment:
            self._write(current, b"\n")
            details = {"bytes": str(len(fragment)), "sha256": hashlib.sha256(fragment).hexdigest()}
            _, end = self._add(Event(TORN, details=details), end._replace(size=end.size + len(fragment) + 1))
        if lines:
            _, end = self._add(Event(RECOVERED, details={"lines": str(len(lines))}), end)
        return end

    def _start_after(self, head: Checkpoint, current: Path, size: int) -> int:
        if is_file(current) and size >= head.size:
            return head.size
        newest = max(listed(self._folder, "log-*.jsonl"), default=None)
        if not size and newest and newest.stat().st_size == head.size:  # it died while it began a new file
            return 0
        raise OutputError(
            f"The audit log in {str(self._folder)!r} is shorter than its signed head says; "
            "look with: avatar audit verify"
        )

    def _continued(self, end: _End, line: bytes) -> _End:
        try:
            entry = parsed(line)
            fits = entry["n"] == end.n + 1 and entry["prev"] == end.hash and entry["hash"] == entry_hash(entry)
        except (ValueError, KeyError, TypeError):
            fits = False
        if not fits:
            raise OutputError(
                f"A line after number {end.n} of the audit log in {str(self._folder)!r} does not continue it; "
                "look with: avatar audit verify"
            )
        return _End(end.log, end.n + 1, str(entry["hash"]), end.size + len(line) + 1)

    def _write(self, path: Path, content: bytes) -> None:
        with told(path):
            handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | AS_IT_IS, 0o600)
            try:
                written = os.write(handle, content)
                os.fsync(handle)
            finally:
                os.close(handle)
        if written != len(content):
            raise OutputError(f"The audit log {str(path)!r} took only part of a line; make room on the disk.")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with told(self._folder / ".lock"):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle = os.open(self._folder / ".lock", os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            with locked(handle):
                yield
        finally:
            os.close(handle)


def _is_torn(path: Path) -> bool:
    """Tell whether a file does not end with the end of a line."""
    if not is_file(path):
        return False
    with told(path), path.open("rb") as file:
        if not file.seek(0, os.SEEK_END):
            return False
        file.seek(-1, os.SEEK_END)
        return file.read(1) != b"\n"


def has_only_begun(folder: Path) -> bool:
    """Tell whether a log without a head has none yet: there is at most its first line, and nobody has signed for it.

    So it is left by a process that dies between its first line and its first head.
    """
    if [path.name for path in log_files(folder)] not in ([], [CURRENT]) or is_file(folder / CHECKPOINTS):
        return False
    content = read_file(folder / CURRENT) if is_file(folder / CURRENT) else b""
    return content.count(b"\n") <= 1


def log_files(folder: Path) -> list[Path]:
    """List the files of a log in the order of their lines."""
    current = folder / CURRENT
    return [*listed(folder, "log-*.jsonl"), *([current] if is_file(current) else [])]


def read_file(path: Path) -> bytes:
    """Read one file of a log. Raise `OutputError` if that may not be."""
    with told(path):
        return path.read_bytes()


def read_entries(folder: Path, having: bytes = b"") -> Iterator[dict[str, object]]:
    """Read the lines that can be read, from the first, and have these bytes; nothing is said of whether they are true.

    Passing over the others costs next to nothing.
    """
    for path in log_files(folder):
        with told(path):
            file = path.open("rb")
        with file:
            for line in file:
                if having not in line:
                    continue
                yield from _entry(line)


def last_entries(folder: Path, count: int) -> list[dict[str, object]]:
    """Read the last lines of the file that grows, so many where they are no longer than usual, from the first."""
    path = folder / CURRENT
    if not count or not is_file(path):
        return []
    with told(path), path.open("rb") as file:
        file.seek(max(file.seek(0, os.SEEK_END) - _LAST, 0))
        lines = file.read().splitlines()
    return [entry for line in lines[-count:] for entry in _entry(line)]


def _entry(line: bytes) -> Iterator[dict[str, object]]:
    """Give a line if it can be read."""
    try:
        entry = parsed(line)
    except ValueError:
        return
    if isinstance(entry, dict):
        yield entry
