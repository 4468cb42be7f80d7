"""Which files of a folder name which picture: kept beside it, so that a clip does not read every record.

It says only where to look. What counts is read from the records themselves and checked, so whoever changes the index
can hide a record and no more; it is made anew from the folder whenever it is missing or damaged.
"""

from __future__ import annotations

import os
import re
import sqlite3
import time
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from avatar.errors import OutputError
from avatar.ledger.keys.files import make_private_folder
from avatar.runtime.access import refusal, told

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_VERSION = 1
_TABLES = f"""
CREATE TABLE files (name TEXT PRIMARY KEY, stamp TEXT NOT NULL);
CREATE TABLE named (sha256 TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (sha256, name)) WITHOUT ROWID;
CREATE INDEX named_by ON named (name);
CREATE TABLE hints (phash TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (phash, name)) WITHOUT ROWID;
CREATE INDEX hints_by ON hints (name);
CREATE TABLE folder (stamp TEXT NOT NULL);
PRAGMA user_version = {_VERSION};
"""
_SHA256 = re.compile(rb"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
_PHASH = re.compile(rb'"phash"\s*:\s*"([0-9a-f]{16})"')
_SETTLED = 3_000_000_000
"""ns after which what has not changed since shows another time when it changes again, on any file system"""
_WAIT = 5.0
"""s for which another process may write the index before this one does without"""


class RecordIndex:
    """Find the files of a folder that name a picture, without reading the others."""

    def __init__(self, folder: Path, place: Path) -> None:
        self._folder, self._place = folder, place

    def naming(self, sha256: str, *, is_thorough: bool = False) -> list[Path]:
        """List the files in which this hash stands, sorted.

        Files that were put there, moved or taken away are noticed. One that was overwritten in its place is noticed by
        a thorough look only, which asks for the state of every file.
        """
        rows = self._asked("SELECT name FROM named WHERE sha256 = ? ORDER BY name", (sha256,), is_thorough=is_thorough)
        return [self._folder / name for (name,) in rows]

    def hints(self) -> list[tuple[str, Path]]:
        """List every perceptual hash with the file in which it stands."""
        rows = self._asked("SELECT phash, name FROM hints ORDER BY phash, name", (), is_thorough=False)
        return [(phash, self._folder / name) for phash, name in rows]

    def _asked(self, query: str, values: tuple[str, ...], *, is_thorough: bool) -> list[tuple[str, ...]]:
        stamp = self._stamp()
        if stamp is None:
            return []
        with suppress(sqlite3.OperationalError, OutputError):  # a home that can only be read, is full, or is busy
            try:
                with closing(self._kept()) as base:
                    return self._current(base, stamp, query, values, is_thorough=is_thorough)
            except sqlite3.DatabaseError as fault:
                if isinstance(fault, sqlite3.OperationalError):
                    raise
                self._place.unlink(missing_ok=True)  # damaged: the next one makes it anew
        with closing(sqlite3.connect(":memory:", isolation_level=None)) as base:
            base.executescript(_TABLES)
            return self._current(base, stamp, query, values, is_thorough=True)

    def _current(
        self, base: sqlite3.Connection, stamp: str, query: str, values: tuple[str, ...], *, is_thorough: bool
    ) -> list[tuple[str, ...]]:
        known = base.execute("SELECT stamp FROM folder").fetchone()
        if is_thorough or not stamp or known != (stamp,):
            with base:
                base.execute("BEGIN IMMEDIATE")
                self._refresh(base, stamp)
        return base.execute(query, values).fetchall()

    def _kept(self) -> sqlite3.Connection:
        make_private_folder(self._place.parent)
        with told(self._place):
            os.close(os.open(self._place, os.O_RDWR | os.O_CREAT, 0o600))
        base = sqlite3.connect(self._place, timeout=_WAIT, isolation_level=None)
        try:
            version = base.execute("PRAGMA user_version").fetchone()[0]
            if version not in (0, _VERSION):
                raise sqlite3.DatabaseError(f"the index is of version {version}")
            if not version:
                base.executescript(f"BEGIN IMMEDIATE; {_TABLES} COMMIT;")
        except sqlite3.Error:
            base.close()
            raise
        return base

    def _refresh(self, base: sqlite3.Connection, stamp: str) -> None:
        """Read what is new or changed, and forget what is gone."""
        found, known = self._found(), dict(base.execute("SELECT name, stamp FROM files"))
        for name in (name for name, state in known.items() if not state or found.get(name) != state):
            for table in ("files", "named", "hints"):
                base.execute(f"DELETE FROM {table} WHERE name = ?", (name,))
        for name in (name for name, state in found.items() if not state or known.get(name) != state):
            self._read(base, name, found[name])
        base.execute("DELETE FROM folder")
        base.execute("INSERT INTO folder VALUES (?)", (stamp,))

    def _read(self, base: sqlite3.Connection, name: str, state: str) -> None:
        path = self._folder / name
        with told(path), suppress(FileNotFoundError):
            content = path.read_bytes()
            base.execute("INSERT OR REPLACE INTO files VALUES (?, ?)", (name, state))
            for table, pattern in (("named", _SHA256), ("hints", _PHASH)):
                rows = [(each.decode(), name) for each in set(pattern.findall(content))]
                base.executemany(f"INSERT OR IGNORE INTO {table} VALUES (?, ?)", rows)

    def _found(self) -> Mapping[str, str]:
        """Give the state of every record's file; "" where it was written just now and may be written again unseen."""
        with told(self._folder), os.scandir(self._folder) as entries:
            names = [entry for entry in entries if entry.name.endswith(".json")]
            return {entry.name: _state(entry) for entry in names}

    def _stamp(self) -> str | None:
        """Give the folder's state; "" where it was changed just now, None where it is not there."""
        try:
            return _written(self._folder.stat())
        except FileNotFoundError:
            return None
        except OSError as fault:
            raise refusal(self._folder, fault) from fault


def _state(entry: os.DirEntry[str]) -> str:
    try:
        return _written(entry.stat())
    except FileNotFoundError:  # a link that leads nowhere, or taken away meanwhile
        return ""


def _written(state: os.stat_result) -> str:
    if time.time_ns() - max(state.st_mtime_ns, state.st_ctime_ns) < _SETTLED:
        return ""
    return f"{state.st_ino} {state.st_size} {state.st_mtime_ns} {state.st_ctime_ns}"
