"""A copy of the log to keep elsewhere: its lines under a signed statement, in one file."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from avatar.errors import InputError, OutputError
from avatar.ledger.audit.checkpoint import Checkpoint, parse
from avatar.ledger.audit.log import log_files, read_file
from avatar.ledger.audit.verify import Report, check_checkpoint, check_lines
from avatar.ledger.canonical import canonical
from avatar.outside.documents import parsed
from avatar.runtime.unfinished import own_name, unfinished

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from avatar.ledger.audit.checkpoint import LogKey
    from avatar.ledger.audit.log import AuditLog

SCHEMA = "avatar.audit-export/1"


def export_log(log: AuditLog, folder: Path, target: Path) -> Checkpoint:
    """Sign the end of the log in `folder` and copy it to `target`. Raise `OutputError` if that cannot be written."""
    if target.is_dir():
        raise OutputError(f"{str(target)!r} is a folder, and the log is exported to a file; choose another.")
    checkpoint = log.checkpoint()
    content = b"".join(read_file(path) for path in log_files(folder))
    scratch = target.with_name(own_name(".avatar-", ".part"))
    try:
        with unfinished(scratch):
            scratch.write_bytes(canonical({"schema": SCHEMA, "checkpoint": asdict(checkpoint)}) + b"\n" + content)
            scratch.replace(target)
    except OSError as fault:
        raise OutputError(
            f"The log cannot be exported to {str(target)!r} ({fault.strerror}); choose another."
        ) from fault
    return checkpoint


def exported_checkpoint(path: Path) -> Checkpoint:
    """Read the signed statement of an export. Raise `InputError` if the file is none."""
    try:
        with path.open("rb") as file:
            header = parsed(file.readline())
        if header["schema"] != SCHEMA:
            raise ValueError(header["schema"])
        return parse(header["checkpoint"])
    except OSError as fault:
        raise InputError(
            f"The export {str(path)!r} cannot be read ({fault.strerror}); check its name and rights."
        ) from fault
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        raise InputError(f"{str(path)!r} is not an exported audit log; make one with: avatar audit export") from fault


def verify_export(path: Path, keys: Mapping[str, LogKey]) -> Report:
    """Check an exported log by itself."""
    checkpoint = exported_checkpoint(path)
    _, _, content = path.read_bytes().partition(b"\n")
    report, hashes = check_lines([content])
    check_checkpoint(checkpoint, keys, report, hashes)
    return report
