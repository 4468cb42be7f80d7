"""Requests that are sent twice and done once (draft-ietf-httpapi-idempotency-key-header)."""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING

from avatar.service.problems import Problem

if TYPE_CHECKING:
    import sqlite3

KEPT = 86_400.0
"""s that a key is remembered"""
LONGEST = 255


def fingerprint(body: bytes) -> str:
    """Name what was asked."""
    return hashlib.sha256(body).hexdigest()


def require_key(key: str | None) -> str | None:
    """Take the header's value. Raise `Problem` 422 for one that cannot be a key."""
    if key is None:
        return None
    if not key.strip() or len(key) > LONGEST:
        raise Problem(422, "input", f"The Idempotency-Key is no key; send 1 to {LONGEST} characters, such as a UUID.")
    return key.strip()


def answered(base: sqlite3.Connection, key: str, asked: str) -> str | None:
    """Give the job that was made for this key before. Raise `Problem` 409 where something else was asked with it."""
    base.execute("DELETE FROM answered WHERE at < ?", (time.time() - KEPT,))
    row = base.execute("SELECT asked, job FROM answered WHERE key = ?", (key,)).fetchone()
    if row is None:
        return None
    if row["asked"] != asked:
        raise Problem(
            409,
            "idempotency-key",
            "This Idempotency-Key was sent with another request; take a new key for a new request.",
        )
    return str(row["job"])


def remember(base: sqlite3.Connection, key: str, asked: str, job: str) -> None:
    """Note which job was made for a key."""
    base.execute("INSERT INTO answered (key, asked, job, at) VALUES (?, ?, ?, ?)", (key, asked, job, time.time()))
