"""Whether a log is what was written: every line, their order, their number and the signatures over their end."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from avatar.ledger.audit.checkpoint import read_checkpoints, read_head
from avatar.ledger.audit.entry import BEFORE_FIRST, RECOVERED, TORN, entry_hash
from avatar.ledger.audit.log import has_only_begun, log_files, read_file
from avatar.ledger.canonical import canonical
from avatar.outside.documents import parsed
from avatar.runtime.access import is_file, told
from avatar.runtime.system import locked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from avatar.ledger.audit.checkpoint import Checkpoint, LogKey


class SignedEnd(Protocol):
    """A signed statement about how the log ended once: a checkpoint, or what is anchored elsewhere."""

    @property
    def n(self) -> int:
        """Number of the last line."""
        ...

    @property
    def hash(self) -> str:
        """Its hash, hex."""
        ...

    @property
    def time(self) -> str:
        """When it was signed, UTC."""
        ...

    def is_signed(self, keys: Mapping[str, LogKey]) -> bool:
        """Tell whether one of the trusted keys has signed it."""
        ...


@dataclass(frozen=True, slots=True)
class Fault:
    """One sign that the log was changed."""

    kind: str
    """edited, broken, order, missing, unsigned, forged-head or damaged"""
    n: int
    """number of the line that it was seen at; 0 for the log as a whole"""
    why: str
    """a sentence"""


@dataclass(slots=True)
class Report:
    """What was found."""

    entries: int = 0
    """lines that hold"""
    checkpoints: int = 0
    """signed statements that were compared"""
    last_hash: str = BEFORE_FIRST
    """of the last line, hex"""
    faults: list[Fault] = field(default_factory=list)
    """signs of tampering"""
    notes: list[str] = field(default_factory=list)
    """what a crash leaves behind, and is no tampering"""

    @property
    def passed(self) -> bool:
        """Whether nothing was changed."""
        return not self.faults


def verify(folder: Path, keys: Mapping[str, LogKey], against: Sequence[SignedEnd] = ()) -> Report:
    """Check the whole log in `folder` under the trusted `keys` (by key id), and that it continues `against`."""
    with _at_rest(folder):
        contents = [read_file(path) for path in log_files(folder)]
        kept, damaged = read_checkpoints(folder)
        try:
            head, is_damaged = read_head(folder), False
        except ValueError:
            head, is_damaged = None, True
    report, hashes = check_lines(contents)
    if is_damaged:
        report.faults.append(Fault("forged-head", 0, "The signed head of the log is damaged."))
    elif head is None and has_only_begun(folder):
        report.notes += ["The first line has no signed head yet: a process died after it."] * bool(report.entries)
    elif head is None and (report.entries or report.faults or kept):
        report.faults.append(Fault("missing", 0, "The signed head of the log is not there."))
    elif head is not None:
        _check_head(head, keys, report, hashes)
    if damaged:
        report.faults.append(Fault("damaged", 0, f"{damaged} lines of the checkpoints cannot be read."))
    for checkpoint in (*kept, *against):
        check_checkpoint(checkpoint, keys, report, hashes)
    return report


def check_lines(contents: Sequence[bytes]) -> tuple[Report, dict[int, str]]:
    """Check the chain through the files of a log; give the report and the hash of each number."""
    report = Report()
    hashes: dict[int, str] = {}
    unread = b""
    lines = [line for content in contents for line in _lines(content)]
    for place, (line, is_whole) in enumerate(lines):
        entry = _entry(line) if is_whole else None
        if entry is None:
            if unread:
                _broken(report, unread)
            unread = line
            if place == len(lines) - 1:
                _end_unread(report, line, is_whole=is_whole)
            continue
        if unread and not _marks(entry, unread):
            _broken(report, unread)
        elif unread:
            report.notes.append(f"The line before number {report.entries + 1} was torn by a crash, and marked.")
        unread = b""
        _chain(entry, line, report, hashes)
    return report, hashes


def check_checkpoint(
    checkpoint: SignedEnd, keys: Mapping[str, LogKey], report: Report, hashes: Mapping[int, str]
) -> None:
    """Compare the log with one signed statement about it."""
    if not checkpoint.is_signed(keys):
        report.faults.append(
            Fault("unsigned", checkpoint.n, f"The checkpoint at {checkpoint.n} is not signed by a trusted key.")
        )
        return
    report.checkpoints += 1
    if checkpoint.n not in hashes:
        why = f"The log was signed with {checkpoint.n} lines, but line {checkpoint.n} is not there."
        report.faults.append(Fault("missing", checkpoint.n, why))
    elif hashes[checkpoint.n] != checkpoint.hash:
        why = f"Line {checkpoint.n} is not the one that was signed on {checkpoint.time}."
        report.faults.append(Fault("edited", checkpoint.n, why))


@contextmanager
def _at_rest(folder: Path) -> Iterator[None]:
    """Keep writers away while the files are read; a copy of a log has no lock and no writers."""
    lock = folder / ".lock"
    if not is_file(lock):
        yield
        return
    with told(lock):
        file = lock.open("rb")
    with file, locked(file, is_shared=True):
        yield


def _check_head(head: Checkpoint, keys: Mapping[str, LogKey], report: Report, hashes: Mapping[int, str]) -> None:
    check_checkpoint(head, keys, report, hashes)
    later = max(hashes, default=0) - head.n
    if later == 1:
        report.notes.append(f"Line {head.n + 1} is not signed yet: the program stopped before it could.")
    elif later > 1:
        report.faults.append(Fault("unsigned", head.n + 1, f"{later} lines after number {head.n} are not signed."))


def _lines(content: bytes) -> list[tuple[bytes, bool]]:
    *whole, rest = content.split(b"\n")
    return [(line, True) for line in whole] + ([(rest, False)] if rest else [])


def _entry(line: bytes) -> dict[str, object] | None:
    try:
        entry = parsed(line)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) and isinstance(entry.get("n"), int) else None


def _chain(entry: dict[str, object], line: bytes, report: Report, hashes: dict[int, str]) -> None:
    number, expected = int(str(entry["n"])), report.entries + 1
    try:
        is_true = entry.get("hash") == entry_hash(entry) and line == canonical(entry)
    except Exception:  # noqa: BLE001 - whatever was put into a line, it is no line of ours
        is_true = False
    if not is_true:
        report.faults.append(Fault("edited", number, f"Line {expected} does not have the hash of its content."))
    elif number != expected:
        report.faults.append(Fault("order", number, f"Line {expected} has the number {number}."))
    elif entry.get("prev") != report.last_hash:
        report.faults.append(Fault("broken", number, f"Line {expected} does not continue the line before it."))
    if entry.get("what") == RECOVERED:
        report.notes.append(f"Lines before number {number} were signed late, after a crash.")
    report.entries += 1
    report.last_hash = str(entry.get("hash"))
    hashes[number] = report.last_hash


def _marks(entry: dict[str, object], fragment: bytes) -> bool:
    details = entry.get("details")
    if entry.get("what") != TORN or not isinstance(details, dict):
        return False
    return details.get("sha256") == hashlib.sha256(fragment).hexdigest()


def _broken(report: Report, line: bytes) -> None:
    why = f"The line after number {report.entries} cannot be read ({len(line)} bytes)."
    report.faults.append(Fault("damaged", report.entries + 1, why))


def _end_unread(report: Report, line: bytes, *, is_whole: bool) -> None:
    if is_whole:
        _broken(report, line)
    else:
        report.notes.append(f"The last line is torn ({len(line)} bytes): the program stopped while it wrote.")
