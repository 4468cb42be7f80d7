"""The records of this installation, and those that come with the shipped portraits."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING

from avatar.errors import InputError
from avatar.ledger.audit.entry import Event
from avatar.ledger.canonical import parse, read_json
from avatar.ledger.keys import KeyRing
from avatar.ledger.keys.files import write_private_bytes
from avatar.ledger.stores import CURE, exposed, is_used, open_log, troubles
from avatar.ledger.stores.statement import copies
from avatar.permission.consent.counter import OutputCounter
from avatar.permission.consent.faults import ConsentError
from avatar.permission.consent.index import RecordIndex
from avatar.permission.consent.ledger import Ledger
from avatar.permission.consent.likeness import NEAR, distance
from avatar.permission.consent.lists import RevocationLists
from avatar.permission.consent.record import EDITED, Record
from avatar.permission.consent.signatures import Trust, project_keys
from avatar.runtime.access import listed, told
from avatar.runtime.folders import shipped, user_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from avatar.ledger.audit import AuditLog
    from avatar.ledger.keys import Unlock


class ConsentStore:
    """Everything about consent in one home: records, ledger, lists and counts."""

    def __init__(self, home: Path | None = None) -> None:
        self.root = root = home or user_data()
        """the home's data"""
        self.folder = root / "consent"
        """where records, ledger, lists and counts lie"""
        self.keys = KeyRing(root / "keys")
        """this installation's keys"""
        self.ledger = Ledger(self.folder / "ledger.sqlite")
        """what must not be forgotten"""
        self.lists = RevocationLists(self.folder, self.ledger, self.keys)
        """who has been revoked"""
        self._index = RecordIndex(self.folder / "records", self.folder / "index.sqlite")
        self.counter = OutputCounter(self.folder / "counts", self.ledger, self.keys)
        """how many outputs were made"""

    def trust(self) -> Trust:
        """Say whose signatures count."""
        return Trust(self.keys.trusted_keys("consent"), project_keys())

    def save(self, record: Record, unlock: Unlock | None = None) -> Path:
        """Keep a record, log it, and begin to count its outputs if they are limited."""
        path = self.folder / "records" / f"{record.authorization_id}.json"
        content = json.dumps(record.as_json(), ensure_ascii=False, indent=1) + "\n"
        log = self.open_log(unlock)
        log.require_writable()
        self.counter.open(record, unlock)
        with self.ledger.open():  # it is there from the first record on, or it is missed
            write_private_bytes(path, content.encode())
        about = (record.portrait or record.voice)[0].sha256
        details = {"type": record.type, "record": record.sha256}
        log.append(Event("consent.sign", about, record.authorization_id, decision="allow", details=details))
        return path

    def open_log(self, unlock: Unlock | None = None) -> AuditLog:
        """Open the log of this home, with its key."""
        return open_log(self.root, unlock)

    def require_whole(self, unlock: Unlock | None = None) -> None:
        """Raise `ConsentError` if a store of this home was emptied, lost or put back, or others could write there."""
        if unsafe := exposed(self.root):
            raise ConsentError("stores", "; ".join(unsafe))
        wrong = troubles(self.root)
        if wrong:
            raise ConsentError("stores", f"{'; '.join(wrong)} ({CURE} --reason WHY)")
        if not copies(self.root) and is_used(self.root):
            self.open_log(unlock)  # what was found is what counts from now on

    def records(self) -> list[Record]:
        """Give every record that can be read, the latest first."""
        return _latest_first(_readable(self._files()))

    def covering(self, sha256: str, *, is_voice: bool = False) -> Iterator[Record]:
        """Give the records of exactly these pixels, or of exactly this recording of a voice, the latest first.

        A record about the one never counts for the other.
        Whoever still asks after that is given those that only a look at every file shows, overwritten in their place.
        """
        seen: set[tuple[Path, bytes]] = set()
        for is_thorough in (False, True):
            files = [file for file in self._naming(sha256, is_thorough=is_thorough) if file not in seen]
            seen.update(files)
            yield from _latest_first(
                record for record in _readable(files) if _covers(record, sha256, is_voice=is_voice)
            )

    def is_edited(self, sha256: str) -> bool:
        """Tell whether these pixels were made here of other photos, by a record of that."""
        found = _readable(self._naming(sha256, is_thorough=False))
        return any(each.type == EDITED and _covers(each, sha256, is_voice=False) for each in found)

    def damaged(self, sha256: str) -> Path | None:
        """Give a file that names these pixels and is not a record that can be read, if there is one."""
        files = self._naming(sha256, is_thorough=False)
        return next((path for path, content in files if _record(path, content) is None), None)

    def looking_alike(self, phash: str) -> Record | None:
        """Give the record of the most similar picture, if one is similar at all."""
        hints = [*self._index.hints(), *self._shipped_hints()]
        for _distance, path in sorted((distance(each, phash), path) for each, path in hints):
            record = next(_readable(_contents([path])), None)
            near = [distance(each.phash, phash) for each in record.portrait if each.phash] if record else []
            if near:
                return record if min(near) <= NEAR else None
        return None

    def find(self, authorization_id: str) -> Record:
        """Give one record by its id, or by the beginning of it. Raise `InputError` if there is not just one."""
        files = (file for file in self._files() if authorization_id.encode() in file[1])
        found = [record for record in _readable(files) if record.authorization_id.startswith(authorization_id)]
        if len(found) != 1 or len(authorization_id) < 6:
            raise InputError(
                f"There is {'no' if not found else 'more than one'} authorization {authorization_id!r}; "
                "see: avatar consent list"
            )
        return found[0]

    def _naming(self, sha256: str, *, is_thorough: bool) -> list[tuple[Path, bytes]]:
        """Read the files in which this hash stands."""
        own = _contents(self._index.naming(sha256, is_thorough=is_thorough))
        return [file for file in (*own, *_contents(_shipped())) if sha256.encode() in file[1]]

    def _shipped_hints(self) -> Iterator[tuple[str, Path]]:
        for path in _shipped():
            for record in _readable(_contents([path])):
                yield from ((picture.phash, path) for picture in record.portrait if picture.phash)

    def _files(self) -> Iterator[tuple[Path, bytes]]:
        yield from _contents([*listed(self.folder / "records", "*.json"), *_shipped()])


def _shipped() -> list[Path]:
    return sorted(shipped("portraits").glob("*/consent.json"))


def _contents(paths: Iterable[Path]) -> Iterator[tuple[Path, bytes]]:
    for path in paths:
        content = None
        with told(path), suppress(FileNotFoundError):  # taken away meanwhile
            content = path.read_bytes()
        if content is not None:
            yield path, content


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


def _covers(record: Record, sha256: str, *, is_voice: bool) -> bool:
    return any(each.sha256 == sha256 for each in (record.voice if is_voice else record.portrait))


def _latest_first(records: Iterator[Record]) -> list[Record]:
    return sorted(records, key=lambda record: (record.issued_at, record.authorization_id), reverse=True)
