"""The signed statement of how far every store has come, of which a copy lies in each of them.

Whoever puts one store back finds the others' copies against them: the newest that is signed counts.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from avatar.errors import InputError
from avatar.ledger.canonical import canonical, parse
from avatar.ledger.keys.files import write_private_bytes
from avatar.ledger.stores.shown import Shown
from avatar.runtime.access import is_file, told

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from avatar.ledger.audit.checkpoint import LogKey, LogSigner

SCHEMA = "avatar.stores/1"
NAME = "stores.json"
FOLDERS = ("audit", "consent", "registry", "review", "keys")
"""of a home's data, in which copies lie"""
_ALWAYS = ("audit", "keys")


@dataclass(frozen=True, slots=True)
class Statement:
    """What was signed about the stores of a home."""

    number: int
    """rises with every statement"""
    time: str
    """when it was signed, UTC"""
    shown: Shown
    """how far they had come"""
    key_id: str
    """of the log's key, which signed"""
    signature: str
    """base64, over the rest"""

    def as_json(self) -> dict[str, object]:
        """Give the object that is kept."""
        return {**_content(self.number, self.time, self.shown, self.key_id), "signature": self.signature}

    def is_signed(self, keys: Mapping[str, LogKey]) -> bool:
        """Tell whether one of the trusted keys has signed it."""
        key = keys.get(self.key_id)
        content = _content(self.number, self.time, self.shown, self.key_id)
        return key is not None and key.has_signed(canonical(content), self.signature)


def sign(signer: LogSigner, number: int, shown: Shown) -> Statement:
    """State how far the stores have come."""
    time = datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    content = _content(number, time, shown, signer.key_id)
    return Statement(number, time, shown, signer.key_id, signer.sign(canonical(content)))


def copies(home: Path) -> list[Path]:
    """List the copies that are there."""
    return [path for path in (home / folder / NAME for folder in FOLDERS) if is_file(path)]


def newest(home: Path, keys: Mapping[str, LogKey]) -> Statement | None:
    """Give the latest statement that was signed here; None where there is none."""
    return max(_signed(copies(home), keys), key=lambda each: each.number, default=None)


def keep(home: Path, statement: Statement) -> None:
    """Put a copy into every store that is there. Raise `OutputError` where that fails."""
    content = json.dumps(statement.as_json()).encode() + b"\n"
    for folder in FOLDERS:
        if folder in _ALWAYS or (home / folder).is_dir():
            # One that surely lies on the disk is enough; each of the others is whole or the earlier one.
            write_private_bytes(home / folder / NAME, content, is_durable=folder == "audit")


def read(content: bytes, origin: str) -> Statement:
    """Read a statement. Raise `InputError` if it is none."""
    return of_fields(parse(content, origin), origin)


def of_fields(fields: Mapping[str, object], origin: str) -> Statement:
    """Read a statement from the object that was kept. Raise `InputError` if it is none."""
    try:
        if fields.get("schema") != SCHEMA:
            raise ValueError(fields.get("schema"))
        counts, ends, keys = (_mapping(fields[name]) for name in ("counts", "ends", "keys"))
        shown = Shown(
            {name: _whole(value) for name, value in counts.items()},
            {name: _text(value) for name, value in ends.items()},
            {name: tuple(_text(each) for each in _several(value)) for name, value in keys.items()},
        )
        names = ("time", "key_id", "signature")
        time, key_id, signature = (_text(fields[name]) for name in names)
        return Statement(_whole(fields["n"]), time, shown, key_id, signature)
    except (KeyError, ValueError) as fault:
        raise InputError(f"{origin!r} is not a statement about the stores of a home; give another.") from fault


def _signed(paths: list[Path], keys: Mapping[str, LogKey]) -> Iterator[Statement]:
    for path in paths:
        with told(path):
            content = path.read_bytes()
        try:
            found = read(content, str(path))
        except InputError:
            continue
        if found.is_signed(keys):
            yield found


def _content(number: int, time: str, shown: Shown, key_id: str) -> dict[str, object]:
    return {
        "schema": SCHEMA,
        "n": number,
        "time": time,
        "counts": dict(shown.counts),
        "ends": dict(shown.ends),
        "keys": {purpose: list(known) for purpose, known in shown.keys.items()},
        "key_id": key_id,
    }


def _mapping(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise ValueError(value)
    return value


def _several(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ValueError(value)
    return value


def _whole(value: object) -> int:
    if type(value) is not int:
        raise ValueError(value)
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(value)
    return value
