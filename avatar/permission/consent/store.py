"""The records of this installation, and those that come with the shipped portraits."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from avatar.errors import InputError
from avatar.ledger.canonical import parse, read_json
from avatar.ledger.keys import KeyRing
from avatar.ledger.keys.files import write_private_bytes
from avatar.permission.consent.counter import OutputCounter
from avatar.permission.consent.ledger import Ledger
from avatar.permission.consent.likeness import NEAR, distance
from avatar.permission.consent.lists import RevocationLists
from avatar.permission.consent.record import Record
from avatar.permission.consent.signatures import Trust, project_keys
from avatar.runtime.access import listed, told
from avatar.runtime.folders import shipped, user_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from avatar.ledger.keys import Unlock


class ConsentStore:
    """Everything about consent in one home: records, ledger, lists and counts."""

    def __init__(self, home: Path | None = None) -> None:
        root = home or user_data()
        self.folder = root / "consent"
        """where records, ledger, lists and counts lie"""
        self.keys = KeyRing(root / "keys")
        """this installation's keys"""
        self.ledger = Ledger(self.folder / "ledger.sqlite")
        """what must not be forgotten"""
        self.lists = RevocationLists(self.folder, self.ledger, self.keys)
        """who has been revoked"""
        self.counter = OutputCounter(self.folder / "counts", self.ledger, self.keys)
        """how many outputs were made"""

    def trust(self) -> Trust:
        """Say whose signatures count."""
        return Trust(self.keys.trusted_keys("consent"), project_keys())

    def save(self, record: Record, unlock: Unlock | None = None) -> Path:
        """Keep a record, and begin to count its outputs if they are limited."""
        path = self.folder / "records" / f"{record.authorization_id}.json"
        content = json.dumps(record.as_json(), ensure_ascii=False, indent=1) + "\n"
        self.counter.open(record, unlock)
        write_private_bytes(path, content.encode())
        return path

    def records(self) -> list[Record]:
        """Give every record that can be read, the latest first."""
        return _latest_first(_readable(self._files()))

    def covering(self, sha256: str) -> list[Record]:
        """Give the records of exactly these pixels, the latest first."""
        files = (file for file in self._files() if sha256.encode() in file[1])
        return [record for record in _latest_first(_readable(files)) if _covers(record, sha256)]

    def damaged(self, sha256: str) -> Path | None:
        """Give a file that names these pixels and is not a record that can be read, if there is one."""
        files = (file for file in self._files() if sha256.encode() in file[1])
        return next((path for path, content in files if _record(path, content) is None), None)

    def looking_alike(self, phash: str) -> Record | None:
        """Give the record of the most similar picture, if one is similar at all."""
        near = [
            (distance(picture.phash, phash), record)
            for record in self.records()
            for picture in record.portrait
            if picture.phash
        ]
        found = min(near, key=lambda pair: pair[0], default=None)
        return found[1] if found and found[0] <= NEAR else None

    def find(self, authorization_id: str) -> Record:
        """Give one record by its id, or by the beginning of it. Raise `InputError` if there is not just one."""
        found = [record for record in self.records() if record.authorization_id.startswith(authorization_id)]
        if len(found) != 1 or len(authorization_id) < 6:
            raise InputError(
                f"There is {'no' if not found else 'more than one'} authorization {authorization_id!r}; "
                "see: avatar consent list"
            )
        return found[0]

    def _files(self) -> Iterator[tuple[Path, bytes]]:
        for path in listed(self.folder / "records", "*.json"):
            with told(path):
                content = path.read_bytes()
            yield path, content
        yield from ((path, path.read_bytes()) for path in sorted(shipped("portraits").glob("*/consent.json")))


def read_record(path: Path) -> Record:
    """Read a record from a file. Raise `InputError` if it is not one."""
    return Record.from_json(read_json(path), f"The record {str(path)!r}")


def _readable(files: Iterable[tuple[Path, bytes]]) -> Iterator[Record]:
    found = (_record(path, content) for path, content in files)
    return (record for record in found if record is not None)


def _record(path: Path, content: bytes) -> Record | None:
    try:
        return Record.from_json(parse(content, str(path)))
    except InputError:
        return None


def _covers(record: Record, sha256: str) -> bool:
    return any(picture.sha256 == sha256 for picture in record.portrait)


def _latest_first(records: Iterator[Record]) -> list[Record]:
    return sorted(records, key=lambda record: (record.issued_at, record.authorization_id), reverse=True)
