"""One SQLite file per tenant, in its home: what is to be made is known to all processes, and outlives them."""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from avatar.errors import OutputError
from avatar.runtime.access import database_refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_TABLES = """
CREATE TABLE IF NOT EXISTS jobs (
    n INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, status TEXT NOT NULL,
    asked TEXT NOT NULL, made TEXT NOT NULL DEFAULT '', fault TEXT NOT NULL DEFAULT '',
    progress TEXT NOT NULL DEFAULT '', user_data TEXT NOT NULL DEFAULT '', webhook TEXT NOT NULL DEFAULT '',
    created REAL NOT NULL, started REAL, ended REAL, starts INTEGER NOT NULL DEFAULT 0,
    deaths INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS by_status ON jobs (status, n);
CREATE TABLE IF NOT EXISTS events (
    n INTEGER PRIMARY KEY AUTOINCREMENT, job TEXT NOT NULL, kind TEXT NOT NULL, body TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS by_job ON events (job, n);
CREATE TABLE IF NOT EXISTS answered (
    key TEXT PRIMARY KEY, asked TEXT NOT NULL, job TEXT NOT NULL, at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS messages (
    id TEXT PRIMARY KEY, url TEXT NOT NULL, body TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0,
    next REAL NOT NULL, at REAL NOT NULL
);
"""
FOLDER = "service"
"""of a home's data, where the service keeps what is its own"""


def service_folder(data: Path) -> Path:
    """Give the folder in a home's data that only the service uses, and make it."""
    folder = data / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


class Database:
    """A tenant's file."""

    def __init__(self, data: Path) -> None:
        """Take a home's data."""
        self.path = data / FOLDER / "jobs.sqlite"
        self._data, self._is_ready = data, False

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """See one state of it."""
        with self._open("BEGIN") as base:
            yield base

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """Hold it alone; what is written counts if the block ends well."""
        with self._open("BEGIN IMMEDIATE") as base:
            yield base

    @contextmanager
    def _open(self, begin: str) -> Iterator[sqlite3.Connection]:
        try:
            self._prepare()
            base = sqlite3.connect(self.path, timeout=10, isolation_level=None)
            base.row_factory = sqlite3.Row
            try:
                base.execute("PRAGMA synchronous = NORMAL")
                base.execute("PRAGMA secure_delete = ON")  # texts that were said do not linger in free pages
                base.execute(begin)
                yield base
                base.execute("COMMIT")
            finally:
                base.close()
        except (OSError, sqlite3.Error) as fault:
            raise database_refusal(self.path, fault) or OutputError(
                f"The list of jobs {str(self.path)!r} cannot be used ({fault}); put it back from a backup."
            ) from fault

    def _prepare(self) -> None:
        if self._is_ready:
            return
        service_folder(self._data)
        os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
        base = sqlite3.connect(self.path, timeout=10, isolation_level=None)
        try:
            base.execute("PRAGMA journal_mode = WAL")
            base.executescript(_TABLES)
        finally:
            base.close()
        self._is_ready = True
