"""The registry on disk: one SQLite file of signed rows in a chain, whose end is signed too.

A changed row has a wrong signature, a row that was taken out leaves the chain shorter than its signed end says. An old
copy of the whole file, end and all, can only be told from outside: the audit log counts the same clips.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from avatar.errors import OutputError
from avatar.ledger.canonical import canonical
from avatar.ledger.keys import KeyRing
from avatar.ledger.keys.files import make_private_folder
from avatar.ledger.stores.shown import registry_link, registry_row
from avatar.marks.registry.facts import Facts
from avatar.marks.registry.sent import Note
from avatar.runtime.access import database_refusal, is_file
from avatar.runtime.folders import user_data

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from avatar.ledger.keys import PublicKey, Unlock

_TABLES = """
CREATE TABLE IF NOT EXISTS clips (
  n INTEGER PRIMARY KEY, content_id TEXT NOT NULL, sha256 TEXT NOT NULL, prev TEXT NOT NULL, entry TEXT NOT NULL,
  kid TEXT NOT NULL, sig TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS by_content ON clips (content_id);
CREATE INDEX IF NOT EXISTS by_file ON clips (sha256);
CREATE INDEX IF NOT EXISTS by_number ON clips (n);
CREATE TABLE IF NOT EXISTS spans (asset_id INTEGER NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (asset_id, n));
CREATE TABLE IF NOT EXISTS head (
  one INTEGER PRIMARY KEY CHECK (one = 1), n INTEGER NOT NULL, hash TEXT NOT NULL, kid TEXT NOT NULL,
  sig TEXT NOT NULL);
"""
_VERSION = 2
"""1 had no index of the numbers alone, which makes rows quick to count"""
_BEFORE_FIRST = "0" * 64
_ROW = "n, content_id, sha256, prev, entry, kid, sig"


@dataclass(frozen=True, slots=True)
class Entry:
    """One clip in the registry."""

    facts: Facts
    """what it is made of"""
    sha256: str
    """of its file, hex"""
    size: int
    """of its file, bytes"""
    kind: str
    """of its file, such as "mp4\""""
    layers: tuple[str, ...]
    """marks that it was given"""
    is_sound: bool = True
    """the row is as it was signed"""
    notes: tuple[Note, ...] = ()
    """what a stream was like on its way"""


@dataclass(frozen=True, slots=True)
class Soundness:
    """Whether the registry is whole."""

    clips: int
    """count"""
    why: str = ""
    """a clause; "" if it is whole"""

    @property
    def is_whole(self) -> bool:
        """Nothing was changed, added or taken out."""
        return not self.why


class Registry:
    """Add clips, and find them again. Safe with several processes."""

    def __init__(self, home: Path | None = None, unlock: Unlock | None = None) -> None:
        root = home or user_data()
        self._path = root / "registry" / "clips.sqlite"
        self._keys, self._unlock = KeyRing(root / "keys"), unlock

    def add(self, entry: Entry) -> int:
        """Keep a clip; give its number. Raise `OutputError` if that fails or the end of the chain was changed."""
        signer = self._keys.load_signer("media", self._unlock)
        text = canonical(
            {
                "facts": entry.facts.as_json(),
                "sha256": entry.sha256,
                "size": entry.size,
                "kind": entry.kind,
                "layers": list(entry.layers),
                **({"notes": [[note.size, note.digest] for note in entry.notes]} if entry.notes else {}),
            }
        ).decode()
        with self._open() as db:
            why = _end_fault(db, self._keys.trusted_keys("media"))
            if why:
                raise OutputError(f"The registry {str(self._path)!r} was changed ({why}); put it back from a backup.")
            last = db.execute("SELECT n, hash FROM head").fetchone() or (0, _BEFORE_FIRST)
            n, prev = int(last[0]) + 1, str(last[1])
            signature = signer.sign(registry_row(n, prev, text))
            row = (n, entry.facts.content_id, entry.sha256, prev, text, signer.key_id, signature)
            db.execute(f"INSERT INTO clips ({_ROW}) VALUES (?, ?, ?, ?, ?, ?, ?)", row)
            spans = {(asset, n) for asset in entry.facts.asset_ids}
            db.executemany("INSERT INTO spans VALUES (?, ?)", sorted(spans))
            end = registry_link(n, prev, text)
            head = (n, end, signer.key_id, signer.sign(_end_message(n, end)))
            db.execute("INSERT OR REPLACE INTO head VALUES (1, ?, ?, ?, ?)", head)
        return n

    def by_file(self, sha256: str) -> list[Entry]:
        """Find the clips of exactly this file, the latest first."""
        return self._found("sha256 = ?", sha256)

    def by_content(self, content_id: str) -> list[Entry]:
        """Find the clips of this content id, the latest first: one for each time that it was made."""
        return self._found("content_id = ?", content_id)

    def by_asset(self, asset_id: int) -> list[Entry]:
        """Find the clips that show the passage with this watermark, the latest first."""
        return self._found("n IN (SELECT n FROM spans WHERE asset_id = ?)", asset_id)

    def has_layer(self, name: str) -> bool:
        """Tell whether any clip was given such a mark; it takes long only where none was."""
        if not is_file(self._path):
            return False
        with self._open(is_read=True) as db:
            query = "SELECT 1 FROM clips, json_each(clips.entry, '$.layers') AS layer WHERE layer.value = ? LIMIT 1"
            return db.execute(query, (name,)).fetchone() is not None

    def counted(self) -> Soundness:
        """Look quickly whether rows are missing: the signed end and a count, a hundredth of a second for a million."""
        if not is_file(self._path):
            return Soundness(0)
        with self._open(is_read=True) as db:
            why, highest = _end_fault(db, self._keys.trusted_keys("media")), _highest(db)
            count = int(db.execute("SELECT COUNT(*) FROM clips").fetchone()[0])
        if not why and count != highest:
            why = f"there are {count} rows where {highest} were signed"
        return Soundness(count, why)

    def check(self) -> Soundness:
        """Look at every row, its signature and its place in the chain."""
        quick = self.counted()
        if not quick.is_whole or not is_file(self._path):
            return quick
        keys, prev = self._keys.trusted_keys("media"), _BEFORE_FIRST
        with self._open(is_read=True) as db:
            for expected, row in enumerate(db.execute(f"SELECT {_ROW} FROM clips ORDER BY n"), 1):
                if row[0] != expected or row[3] != prev or not _is_sound(row, keys):
                    return Soundness(quick.clips, f"row {row[0]} is not as it was signed, or not in its place")
                prev = registry_link(row[0], row[3], row[4])
            listed = set(db.execute("SELECT asset_id, n FROM spans"))
            entries = db.execute("SELECT n, entry FROM clips").fetchall()
        rows = ((n, Facts.from_json(json.loads(text)["facts"])) for n, text in entries)
        wanted = {(asset, n) for n, facts in rows for asset in facts.asset_ids}
        return Soundness(quick.clips, "" if listed == wanted else "the index of watermarks was changed")

    def _found(self, where: str, value: str | int) -> list[Entry]:
        if not is_file(self._path):
            return []
        keys = self._keys.trusted_keys("media")
        with self._open(is_read=True) as db:
            rows = db.execute(f"SELECT {_ROW} FROM clips WHERE {where} ORDER BY n DESC", (value,)).fetchall()
            return [_entry(row, is_sound=_is_sound(row, keys)) for row in rows]

    @contextmanager
    def _open(self, *, is_read: bool = False) -> Iterator[sqlite3.Connection]:
        """Hold the registry alone, or only see one state of it, beside others who read and one who writes."""
        try:
            make_private_folder(self._path.parent)
            is_new = not self._path.exists()
            db = sqlite3.connect(self._path, timeout=30, isolation_level=None)
            try:
                if is_new:
                    self._path.chmod(0o600)
                if db.execute("PRAGMA user_version").fetchone()[0] != _VERSION:
                    db.executescript(f"{_TABLES} PRAGMA user_version = {_VERSION};")
                db.execute("BEGIN" if is_read else "BEGIN IMMEDIATE")
                yield db
                db.execute("COMMIT")
            finally:
                db.close()  # rolls back what was not committed
        except (sqlite3.Error, OSError, ValueError, KeyError) as fault:
            raise database_refusal(self._path, fault) or OutputError(
                f"The registry {str(self._path)!r} cannot be used ({fault}); check the disk, or put it back from a "
                "backup."
            ) from fault


def _entry(row: tuple[int, str, str, str, str, str, str], *, is_sound: bool) -> Entry:
    values = json.loads(row[4])
    facts = Facts.from_json(values["facts"])
    notes = tuple(Note(size, digest) for size, digest in values.get("notes", ()))
    return Entry(facts, values["sha256"], values["size"], values["kind"], tuple(values["layers"]), is_sound, notes)


def _is_sound(row: tuple[int, str, str, str, str, str, str], keys: dict[str, PublicKey]) -> bool:
    """Tell whether a row is as it was signed, and found under what it says."""
    n, content_id, sha256, prev, text, kid, signature = row
    if kid not in keys or not keys[kid].has_signed(registry_row(n, prev, text), signature):
        return False
    values = json.loads(text)
    return bool(values["facts"]["content_id"] == content_id and values["sha256"] == sha256)


def _highest(db: sqlite3.Connection) -> int:
    """Give the number of the last row: how many there are, if none was taken out."""
    return int(db.execute("SELECT COALESCE(MAX(n), 0) FROM clips").fetchone()[0])


def _end_fault(db: sqlite3.Connection, keys: dict[str, PublicKey]) -> str:
    """Say what is wrong with the end of the chain; "" if nothing is. It takes as long whatever the number of rows."""
    highest = _highest(db)
    head = db.execute("SELECT n, hash, kid, sig FROM head").fetchone()
    if head is None:
        return "its signed end is missing" if highest else ""
    n, end, kid, signature = head
    if kid not in keys or not keys[kid].has_signed(_end_message(n, end), signature):
        return "its end is not as it was signed"
    if highest != n:
        return f"its rows end with {highest} where {n} were signed"
    row = db.execute("SELECT n, prev, entry FROM clips WHERE n = ?", (n,)).fetchone()
    return "" if registry_link(*row) == end else "the last row is not as it was signed"


def _end_message(n: int, end: str) -> bytes:
    return canonical({"what": "avatar.registry.end/1", "n": n, "hash": end})
