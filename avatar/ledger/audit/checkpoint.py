"""Signed statements of how long the log is and how it ends.

`head.json` is replaced after every line, so that a line that is cut off is missed; `checkpoints.jsonl` grows by one
every so many lines, so that a rolled-back head is missed too.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Protocol

from avatar.ledger.canonical import canonical
from avatar.runtime.access import is_file, told
from avatar.runtime.unfinished import unfinished

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

HEAD = "head.json"
CHECKPOINTS = "checkpoints.jsonl"


class LogSigner(Protocol):
    """A key that signs the log; `avatar.ledger.keys.load_signer("log")` gives one."""

    @property
    def key_id(self) -> str:
        """Name the key."""
        ...

    def sign(self, message: bytes) -> str:
        """Give the signature as base64."""
        ...


class LogKey(Protocol):
    """The public half."""

    def has_signed(self, message: bytes, signature: str) -> bool:
        """Tell whether the signature is the key's."""
        ...


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A signed statement about the log."""

    log: str
    """id of the log, 32 hex digits"""
    n: int
    """number of the last line"""
    hash: str
    """its hash, hex"""
    file: str
    """name of the file that it stands in"""
    size: int
    """bytes of that file up to and with that line"""
    time: str
    """when it was signed, UTC"""
    key_id: str
    """of the key that signed"""
    signature: str
    """base64, over the canonical form of all the fields before"""

    def is_signed(self, keys: Mapping[str, LogKey]) -> bool:
        """Tell whether one of the trusted keys has signed it."""
        key = keys.get(self.key_id)
        return key is not None and key.has_signed(_message(asdict(self)), self.signature)

    def line(self) -> bytes:
        """Write it as one line of canonical JSON."""
        return canonical(asdict(self)) + b"\n"


def sign(signer: LogSigner, log: str, n: int, last_hash: str, file: str, size: int) -> Checkpoint:  # noqa: PLR0913 - its fields
    """Make a checkpoint of now."""
    fields: dict[str, object] = {
        "log": log,
        "n": n,
        "hash": last_hash,
        "file": file,
        "size": size,
        "time": datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "key_id": signer.key_id,
    }
    return parse({**fields, "signature": signer.sign(_message(fields))})


def parse(fields: Mapping[str, object]) -> Checkpoint:
    """Read a checkpoint. Raise `ValueError` if it is not one."""
    kinds = {"log": str, "n": int, "hash": str, "file": str, "size": int, "time": str, "key_id": str, "signature": str}
    if set(fields) != set(kinds) or not all(isinstance(fields[name], kind) for name, kind in kinds.items()):
        raise ValueError("not a checkpoint")
    return Checkpoint(**fields)  # type: ignore[arg-type]


def read_head(folder: Path) -> Checkpoint | None:
    """Read the signed end of the log; None if there is none. Raise `ValueError` if it is damaged."""
    path = folder / HEAD
    with told(path):
        content = path.read_bytes() if is_file(path) else None
    return _parsed(content) if content is not None else None


def write_head(folder: Path, checkpoint: Checkpoint) -> None:
    """Replace the signed end of the log, whole or not at all."""
    with told(folder / HEAD), unfinished(folder / f".{HEAD}.part") as scratch:
        handle = os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(checkpoint.line())
            file.flush()
            os.fsync(file.fileno())
        scratch.replace(folder / HEAD)


def read_checkpoints(folder: Path) -> tuple[list[Checkpoint], int]:
    """Read all checkpoints; give them and how many lines are not one (a torn last line does not count)."""
    path = folder / CHECKPOINTS
    with told(path):
        content = path.read_bytes() if is_file(path) else b""
    found: list[Checkpoint] = []
    damaged = 0
    for line in content.split(b"\n")[:-1]:
        checkpoint = _read(line)
        if checkpoint is None:
            damaged += 1
        else:
            found.append(checkpoint)
    return found, damaged


def _read(line: bytes) -> Checkpoint | None:
    try:
        return _parsed(line)
    except ValueError:
        return None


def _parsed(content: bytes) -> Checkpoint:
    """Read one line of JSON, whatever it holds. Raise `ValueError` if that is no checkpoint."""
    try:
        found = json.loads(content)
    except RecursionError as fault:  # nested without end, by whoever changed it
        raise ValueError(str(fault)) from fault
    if not isinstance(found, dict):
        raise ValueError("not an object")
    return parse(found)


def _message(fields: Mapping[str, object]) -> bytes:
    return b"avatar audit checkpoint\n" + canonical({name: fields[name] for name in fields if name != "signature"})
