"""How far each store of a home has come, as it shows now: numbers that only rise, and how what is in a chain ends.

It takes nearly as long whatever lies in them: of a million clips a few dozen rows are looked at, and the others
counted, which an index of their numbers makes a matter of a hundredth of a second.
"""

from __future__ import annotations

import base64
import hashlib
import json
import random
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from avatar.errors import OutputError
from avatar.ledger.audit.checkpoint import CHECKPOINTS, read_head
from avatar.ledger.audit.log import CURRENT
from avatar.ledger.canonical import canonical
from avatar.ledger.keys.ring import PURPOSES
from avatar.runtime.access import database_refusal, is_file, listed, told

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from avatar.ledger.audit.checkpoint import Checkpoint

_WAIT = 30.0
"""s for which another process may hold a database before this one gives up"""
LEDGER, REGISTRY, REVIEW = "consent/ledger.sqlite", "registry/clips.sqlite", "review/queue.sqlite"
_ROWS = 16
"""of the registry that are looked at each time: so many of the last, and as many anywhere before"""
BEGUN = "consent.begun"
"""number by which a ledger is told from every other, so that an empty one is told where nothing was counted yet"""
_RESTORED = "(put registry/clips.sqlite back, or remove it)"
_QUERIES = {
    LEDGER: {
        "consent.outputs": "SELECT MAX(rowid) FROM outputs",
        "consent.revoked": "SELECT MAX(rowid) FROM revoked",
        "consent.clock": "SELECT MAX(number) FROM clock",
        "consent.challenges": "SELECT MAX(rowid) FROM challenges",
        "consent.list": "SELECT value FROM marks WHERE name = 'revocations:own'",
        "consent.marks": "SELECT SUM(value) FROM marks WHERE name LIKE 'revocations:%'",
        "consent.answers": "SELECT COUNT(used_at) FROM challenges",
        BEGUN: "SELECT value FROM marks WHERE name = 'begun'",
    },
    REGISTRY: {"registry.rows": "SELECT MAX(n) FROM clips"},
    REVIEW: {
        "review.entries": "SELECT MAX(rowid) FROM entries",
        "review.votes": "SELECT MAX(rowid) FROM votes",
    },
}
WORDS = {
    "audit.lines": ("the audit log", "lines"),
    "audit.checkpoints": ("the checkpoints of the audit log", "bytes"),
    "consent.outputs": ("the ledger of consent", "counted outputs"),
    "consent.revoked": ("the ledger of consent", "revocations"),
    "consent.clock": ("the ledger of consent", "moments of the clock"),
    "consent.challenges": ("the ledger of consent", "requests"),
    "consent.list": ("the ledger of consent", "revocation lists"),
    "consent.marks": ("the ledger of consent", "numbers of revocation lists, added up"),
    "consent.answers": ("the ledger of consent", "answered requests"),
    "registry.rows": ("the registry", "clips"),
    "review.entries": ("the review queue", "scripts"),
    "review.votes": ("the review queue", "votes"),
}
"""number, whose it is, and what it counts"""


@dataclass(frozen=True, slots=True)
class Shown:
    """What the stores of a home show."""

    counts: Mapping[str, int]
    """by the names of `WORDS`; they only rise"""
    ends: Mapping[str, str] = field(default_factory=dict)
    """"audit.log", the log's id, `BEGUN`, the ledger's, and "audit.hash" and "registry.hash", ends of chains, hex"""
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """purpose, and "ID.pub" or "ID.withdrawn" for each of its keys, sorted"""
    faults: tuple[str, ...] = ()
    """what is wrong with a store by itself, clauses"""


def look(home: Path) -> Shown:
    """See how far the stores in a home's data have come. Raise `OutputError` where one cannot be read."""
    counts: dict[str, int] = {}
    for place, queries in _QUERIES.items():
        found = list(_asked(home / place, list(queries.values())))
        counts |= dict(zip(queries, found or [0] * len(queries), strict=True))
    begun = counts.pop(BEGUN)
    head, faults = _head(home / "audit")
    rows, end, changed = _registry_end(home / REGISTRY)
    counts["registry.rows"] = counts["registry.rows"] if rows is None else rows
    checkpoints = home / "audit" / CHECKPOINTS
    counts["audit.lines"] = head.n if head else 0
    counts["audit.checkpoints"] = checkpoints.stat().st_size if is_file(checkpoints) else 0
    ends = {"audit.log": head.log, "audit.hash": head.hash} if head else {}
    ends |= {BEGUN: f"{begun:016x}"} if begun else {}
    keys, broken = _keys(home / "keys")
    return Shown(counts, ends | end, keys, (*faults, *changed, *broken))


def registry_row(n: int, prev: str, text: str) -> bytes:
    """Give what is signed of a row of the registry: its number, the link of the row before, and its content."""
    return canonical({"what": "avatar.registry/1", "n": n, "prev": prev, "entry": text})


def registry_link(n: int, prev: str, text: str) -> str:
    """Give by what the next row, or the signed end, names a row of the registry, hex."""
    return hashlib.sha256(registry_row(n, prev, text)).hexdigest()


def lacking(stated: Shown, now: Shown) -> list[str]:
    """Say in clauses where the stores lag behind what was signed about them, or have become others."""
    behind: dict[str, list[str]] = {}
    for name, (store, unit) in WORDS.items():
        found, signed = now.counts.get(name, 0), stated.counts.get(name, 0)
        if found < signed:
            behind.setdefault(store, []).append(f"{found} {unit} where {signed} were signed")
    if stated.ends.get(BEGUN, "") not in ("", now.ends.get(BEGUN, "")):
        behind.setdefault("the ledger of consent", []).append("it is not the one that was signed")
    clauses = [*now.faults, *(f"{store} was emptied, lost or put back ({', '.join(w)})" for store, w in behind.items())]
    if now.ends.get("audit.log") and stated.ends.get("audit.log", "") not in ("", now.ends["audit.log"]):
        clauses.append("the audit log is another one than was signed")
    for name, count in (("audit.hash", "audit.lines"), ("registry.hash", "registry.rows")):
        is_level = now.counts.get(count) == stated.counts.get(count)
        if is_level and stated.ends.get(name, "") not in ("", now.ends.get(name, "")):
            clauses.append(f"{WORDS[count][0]} ends otherwise than was signed")
    return clauses + _other_keys(stated.keys, now.keys)


def joined(stated: Shown, now: Shown) -> Shown:
    """Give what is to be signed next: never less than before, and no key that came from nowhere."""
    counts = {name: max(now.counts.get(name, 0), stated.counts.get(name, 0)) for name in WORDS}
    ends = dict(stated.ends)
    if now.ends.get("audit.log") == stated.ends.get("audit.log", now.ends.get("audit.log")):
        ends |= _ahead("audit.lines", stated, now, ("audit.log", "audit.hash"))
    ends |= _ahead("registry.rows", stated, now, ("registry.hash",))
    ends |= {BEGUN: now.ends[BEGUN]} if BEGUN in now.ends and BEGUN not in ends else {}
    return Shown(counts, ends, dict(now.keys) | {purpose: known for purpose, known in stated.keys.items() if known})


def _ahead(count: str, stated: Shown, now: Shown, names: tuple[str, ...]) -> dict[str, str]:
    if now.counts.get(count, 0) <= stated.counts.get(count, 0):
        return {}
    return {name: now.ends[name] for name in names if name in now.ends}


def _other_keys(stated: Mapping[str, tuple[str, ...]], now: Mapping[str, tuple[str, ...]]) -> list[str]:
    clauses = []
    for purpose, known in stated.items():
        found = set(now.get(purpose, ()))
        clauses += [f"the public {KEYED}{each} for {purpose} is gone" for each in known if each not in found]
        # The first key of a purpose may be newer than the last statement.
        strange = found.difference(known) if known else ()
        clauses += [f"nobody has signed for the {KEYED}{each} for {purpose}" for each in sorted(strange)]
    return clauses


def _asked(path: Path, queries: list[str]) -> Iterator[int]:
    """Ask a database for numbers, 0 where there is none; nothing where there is no database."""
    if not is_file(path):
        return
    try:
        # Not read-only: what a killed process has left half-written is to be rolled back.
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=rw", uri=True, timeout=_WAIT)) as base:
            tables = {name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            for query in queries:
                is_there = query.split(" FROM ")[1].split()[0] in tables
                row = base.execute(query).fetchone() if is_there else None
                yield int(row[0] or 0) if row else 0
    except sqlite3.Error as fault:
        raise database_refusal(path, fault) or OutputError(
            f"The database {str(path)!r} cannot be read ({fault}); put it back from a backup."
        ) from fault


def _registry_end(path: Path) -> tuple[int | None, dict[str, str], tuple[str, ...]]:
    """Give how many rows the registry has and what their chain ends with, as they are at one moment.

    And which of the rows that are looked at is not what was signed. The number is None where there is no chain.
    """
    if not is_file(path):
        return None, {}, ()
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=rw", uri=True, timeout=_WAIT)) as base:
            base.execute("BEGIN")  # one state: others may add meanwhile
            head = base.execute("SELECT n, hash FROM head").fetchone()
            if head is None:
                return None, {}, ()
            rows = int(base.execute("SELECT MAX(n) FROM clips").fetchone()[0] or 0)
            there = int(base.execute("SELECT COUNT(*) FROM clips").fetchone()[0])
            changed = _changed_row(base, int(head[0]), str(head[1]))
    except sqlite3.Error:  # without tables; what else is wrong has been told
        return None, {}, ()
    faults = []
    if there != rows:
        faults.append(f"the registry lacks {rows - there} of its {rows} rows {_RESTORED}")
    if changed:
        faults.append(f"row {changed} of the registry is not as it was signed {_RESTORED}")
    return rows, {"registry.hash": str(head[1])}, tuple(faults)


def _changed_row(base: sqlite3.Connection, last: int, end: str) -> int:
    """Give the number of a row that the row after it, or the end, does not name; 0 where all that are looked at do."""
    older = max(last - _ROWS, 0)
    picked: list[int] = [*range(older + 1, last + 1), *random.sample(range(1, older + 1), min(_ROWS, older))]
    for n in picked:
        found = base.execute("SELECT prev, entry, content_id, sha256 FROM clips WHERE n = ?", (n,)).fetchone()
        after = base.execute("SELECT prev FROM clips WHERE n = ?", (n + 1,)).fetchone() if n < last else (end,)
        if found is None or after is None:
            continue  # that is told by their count
        prev, text, content_id, sha256 = found
        if registry_link(n, prev, text) != after[0] or not _is_indexed(text, content_id, sha256):
            return n
    return 0


def _is_indexed(text: str, content_id: str, sha256: str) -> bool:
    """Tell whether a row is found under what it says."""
    values = json.loads(text)
    return bool(values["facts"]["content_id"] == content_id and values["sha256"] == sha256)


def _head(folder: Path) -> tuple[Checkpoint | None, tuple[str, ...]]:
    """Read the signed end of the log; with what is wrong with it."""
    try:
        head = read_head(folder)
    except ValueError:
        return None, ("the signed head of the audit log is damaged",)
    if head is None:
        return None, ()
    current = folder / CURRENT
    size = current.stat().st_size if is_file(current) else 0
    if head.file == CURRENT and size < head.size:
        newest = max(listed(folder, "log-*.jsonl"), default=None)
        if size or newest is None or newest.stat().st_size != head.size:  # else a new file has just been begun
            return head, ("the audit log is shorter than its signed head says",)
    return head, ()


def _keys(folder: Path) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """Name the public keys for each purpose; with those whose content is not what they are named by."""
    found: dict[str, tuple[str, ...]] = {}
    broken = []
    for purpose in PURPOSES:
        paths = [path for path in listed(folder / purpose, "*.pem") if path.name.endswith(_ENDINGS)]
        found[purpose] = tuple(path.name.removesuffix(".pem") for path in paths)
        broken += [
            f"the public {KEYED}{path.name.partition('.')[0]} for {purpose} is damaged (put it back from a backup)"
            for path in paths
            if not _is_whole_key(path)
        ]
    return found, tuple(broken)


def _is_whole_key(path: Path) -> bool:
    """Tell whether a public key is the one that its file is named by; read without the library, which takes longer."""
    with told(path):
        lines = path.read_bytes().splitlines()
    try:
        raw = base64.b64decode(b"".join(lines[1:-1]), validate=True)[-_RAW:]
    except ValueError:
        return False
    return hashlib.sha256(raw).hexdigest().startswith(path.name.partition(".")[0])


KEYED = "key "
"""in every clause about keys, and no other"""
_ENDINGS = (".pub.pem", ".withdrawn.pem")
_RAW = 32
"""bytes of an Ed25519 public key, with which its PEM ends"""
