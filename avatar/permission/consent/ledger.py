"""What must not be forgotten: outputs made, challenges used, revocations, the highest numbers and latest time seen.

One SQLite file, in which counts and marks only go up: the database itself refuses to lower or delete them.
"""

from __future__ import annotations

import os
import platform
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from avatar.errors import OutputError
from avatar.ledger.keys.files import make_private_folder
from avatar.runtime.access import database_refusal
from avatar.runtime.system import is_running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_TABLES = """
CREATE TABLE IF NOT EXISTS marks (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS clock (
  number INTEGER PRIMARY KEY AUTOINCREMENT, seen REAL NOT NULL, accepted INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS revoked (authorization_id TEXT PRIMARY KEY, at TEXT NOT NULL, reason TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS challenges (nonce TEXT PRIMARY KEY, request TEXT NOT NULL, used_at TEXT);
CREATE TABLE IF NOT EXISTS outputs (
  authorization_id TEXT NOT NULL, number INTEGER NOT NULL, output TEXT NOT NULL, at TEXT NOT NULL,
  PRIMARY KEY (authorization_id, number));
CREATE TABLE IF NOT EXISTS reservations (
  token TEXT PRIMARY KEY, authorization_id TEXT NOT NULL, at REAL NOT NULL,
  host TEXT NOT NULL, process INTEGER NOT NULL);
CREATE TRIGGER IF NOT EXISTS marks_rise BEFORE UPDATE ON marks WHEN NEW.value < OLD.value OR NEW.name <> OLD.name
  BEGIN SELECT RAISE(ABORT, 'a mark only rises'); END;
CREATE TRIGGER IF NOT EXISTS challenges_once BEFORE UPDATE ON challenges WHEN OLD.used_at IS NOT NULL
  BEGIN SELECT RAISE(ABORT, 'a challenge is answered once'); END;
"""
_KEPT = ("marks", "clock", "revoked", "challenges", "outputs")
_FIXED = ("clock", "revoked", "outputs")
_BEGUN = "INSERT OR IGNORE INTO marks VALUES ('begun', (random() & 4611686018427387903) | 1);"
"""tells a ledger from every other: what is signed about the stores names it"""
_VERSION = 2
"""1 had no such number"""
_HOUR, _DAY = 3600.0, 86400.0
_WAIT = 30.0
"""s for which another process may hold the ledger before this one gives up"""


class Ledger:
    """Read and write the ledger of one home."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def open(self, *, is_read: bool = False) -> Iterator[sqlite3.Connection]:
        """Hold the ledger alone, and keep what was written if the block ends well; or only see one state of it."""
        try:
            make_private_folder(self._path.parent)
            is_new = not self._path.exists()
            connection = sqlite3.connect(self._path, timeout=_WAIT, isolation_level=None)
            try:
                if is_new:
                    self._path.chmod(0o600)
                if connection.execute("PRAGMA user_version").fetchone()[0] != _VERSION:
                    connection.executescript(f"{_TABLES}{_guards()}{_BEGUN} PRAGMA user_version = {_VERSION};")
                connection.execute("BEGIN" if is_read else "BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
            finally:
                connection.close()  # rolls back what was not committed
        except (sqlite3.Error, OSError) as fault:
            raise database_refusal(self._path, fault) or OutputError(
                f"The consent ledger {str(self._path)!r} cannot be used ({fault}); check the disk, or restore the "
                "folder from a backup."
            ) from fault

    def mark(self, name: str) -> int:
        """Give the highest value seen under a name, 0 for none."""
        with self.open(is_read=True) as db:
            row = db.execute("SELECT value FROM marks WHERE name = ?", (name,)).fetchone()
        return int(row[0]) if row else 0

    def marks(self, beginning: str) -> dict[str, int]:
        """Give the highest values seen under all names that begin so, by what follows."""
        with self.open(is_read=True) as db:
            rows = db.execute("SELECT name, value FROM marks WHERE name GLOB ? || '*'", (beginning,)).fetchall()
        return {name.removeprefix(beginning): int(value) for name, value in rows}

    def raise_mark(self, name: str, value: int) -> None:
        """Remember a value if it is higher than any before."""
        with self.open() as db:
            db.execute(
                "INSERT INTO marks VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = MAX(value, excluded.value)",
                (name, value),
            )

    def latest_moment(self) -> float:
        """Give the latest moment that the clock has shown, s since 1970; 0 if it was never read."""
        with self.open(is_read=True) as db:
            row = db.execute("SELECT seen FROM clock ORDER BY number DESC LIMIT 1").fetchone()
        return float(row[0]) if row else 0.0

    def see_moment(self, moment: float, *, is_accepted: bool = False, is_exact: bool = False) -> None:
        """Remember a moment if it is an hour later than the latest, or if a person accepts it as it is.

        Where it `is_exact`, any moment later than the latest is remembered.
        """
        if is_accepted or moment > self.latest_moment() + (0.0 if is_exact else _HOUR):
            with self.open() as db:
                db.execute("INSERT INTO clock (seen, accepted) VALUES (?, ?)", (moment, int(is_accepted)))

    def revoke(self, authorization_id: str, at: str, reason: str) -> None:
        """Remember a revocation for good; the first one stays."""
        with self.open() as db:
            db.execute("INSERT OR IGNORE INTO revoked VALUES (?, ?, ?)", (authorization_id, at, reason))

    def revoked(self) -> dict[str, tuple[str, str]]:
        """Give moment and reason of every revocation, by authorization id."""
        with self.open(is_read=True) as db:
            rows = db.execute("SELECT authorization_id, at, reason FROM revoked").fetchall()
        return {name: (at, reason) for name, at, reason in rows}

    def pose(self, nonce: str, request: str) -> None:
        """Remember a challenge and the hash of what was asked."""
        with self.open() as db:
            db.execute("INSERT INTO challenges VALUES (?, ?, NULL)", (nonce, request))

    def challenge(self, nonce: str) -> tuple[str, str | None] | None:
        """Give the hash of what was asked with a challenge and when it was answered; None for an unknown one."""
        with self.open(is_read=True) as db:
            row = db.execute("SELECT request, used_at FROM challenges WHERE nonce = ?", (nonce,)).fetchone()
        return (str(row[0]), row[1]) if row else None

    def answer(self, nonce: str, at: str) -> bool:
        """Use up a challenge; tell whether it was still open."""
        with self.open() as db:
            done = db.execute("UPDATE challenges SET used_at = ? WHERE nonce = ? AND used_at IS NULL", (at, nonce))
        return done.rowcount == 1

    def made(self, authorization_id: str) -> int:
        """Count the finished outputs of an authorization."""
        with self.open(is_read=True) as db:
            return _made(db, authorization_id)

    def outputs(self) -> set[tuple[str, str]]:
        """Give every finished output: its authorization, and the content id under which it was counted."""
        with self.open(is_read=True) as db:
            return set(db.execute("SELECT authorization_id, output FROM outputs").fetchall())

    def reserve(self, token: str, authorization_id: str, limit: int, at: float) -> bool:
        """Hold a place for one output; tell whether there was one left. Places of dead processes are free again."""
        host = platform.node()
        with self.open() as db:
            held = db.execute("SELECT token, at, host, process FROM reservations").fetchall()
            for each, since, where, process in held:
                if at - since > _DAY or (where == host and not is_running(process)):
                    db.execute("DELETE FROM reservations WHERE token = ?", (each,))
            query = "SELECT COUNT(*) FROM reservations WHERE authorization_id = ?"
            taken = _made(db, authorization_id) + int(db.execute(query, (authorization_id,)).fetchone()[0])
            if taken >= limit:
                return False
            row = (token, authorization_id, at, host, os.getpid())
            db.execute("INSERT INTO reservations VALUES (?, ?, ?, ?, ?)", row)
        return True

    def release(self, token: str) -> None:
        """Give a held place back."""
        with self.open() as db:
            db.execute("DELETE FROM reservations WHERE token = ?", (token,))

    def count(self, token: str, authorization_id: str, output: str, at: str) -> int:
        """Turn a held place into a finished output; give how many there are now."""
        with self.open() as db:
            db.execute("DELETE FROM reservations WHERE token = ?", (token,))
            number = _made(db, authorization_id) + 1
            db.execute("INSERT INTO outputs VALUES (?, ?, ?, ?)", (authorization_id, number, output, at))
        return number


def _made(db: sqlite3.Connection, authorization_id: str) -> int:
    query = "SELECT COUNT(*), COALESCE(MAX(number), 0) FROM outputs WHERE authorization_id = ?"
    count, highest = db.execute(query, (authorization_id,)).fetchone()
    return max(int(count), int(highest))


def _guards() -> str:
    """Write the triggers that keep rows from being deleted, and those of `_FIXED` from being changed."""
    stay = (
        f"CREATE TRIGGER IF NOT EXISTS {table}_stay BEFORE DELETE ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} are kept'); END;"
        for table in _KEPT
    )
    fixed = (
        f"CREATE TRIGGER IF NOT EXISTS {table}_fixed BEFORE UPDATE ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} do not change'); END;"
        for table in _FIXED
    )
    return "\n".join([*stay, *fixed])
