"""The queue of held scripts and what reviewers said about them, in one SQLite file."""

from __future__ import annotations

import getpass
import json
import os
import sqlite3
import unicodedata
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Literal

from avatar.errors import InputError, OutputError, RefusedError
from avatar.ledger.audit import Event, audit_folder, read_entries, text_sha256, verify
from avatar.ledger.canonical import canonical, digest
from avatar.ledger.keys import KeyRing
from avatar.ledger.stores import open_log, take_note
from avatar.permission.review.settings import ReviewSettings, read_settings
from avatar.runtime.access import database_refusal, is_file
from avatar.runtime.folders import user_data

if TYPE_CHECKING:
    import builtins
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from avatar.ledger.keys import PublicKey

State = Literal["waiting", "approved", "rejected", "expired"]
_VOTE = "key, reviewer, person, is_approval, reason, time"
SHORTEST_ID = 6
"""Digits of a key that may stand for it."""
_TABLES = """
CREATE TABLE IF NOT EXISTS entries (
    key TEXT PRIMARY KEY, text TEXT NOT NULL, portrait TEXT NOT NULL, purpose TEXT NOT NULL, language TEXT NOT NULL,
    rules TEXT NOT NULL, requester TEXT NOT NULL, asked TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS votes (
    key TEXT NOT NULL REFERENCES entries(key), reviewer TEXT NOT NULL, person TEXT NOT NULL,
    is_approval INTEGER NOT NULL, reason TEXT NOT NULL, time TEXT NOT NULL, sig TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (key, person)
);
"""


@dataclass(frozen=True, slots=True)
class Vote:
    """What one reviewer said."""

    reviewer: str
    """the name that was given"""
    is_approval: bool
    """or a rejection"""
    reason: str
    """why"""
    time: str
    """when, UTC"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One held script."""

    key: str
    """sha256 over text, portrait and purpose, hex; see `review_key`"""
    text: str
    """to be read by the reviewer"""
    portrait: str
    """sha256 of the portrait, hex"""
    purpose: str
    """what the clip is for"""
    language: str
    """BCP-47 or "auto\""""
    rules: tuple[str, ...]
    """ids of the rules that held it"""
    requester: str
    """who asked for the clip"""
    asked: str
    """when, UTC"""
    state: State
    """as of now"""
    expires: str
    """when the question, or the approval, lapses, UTC"""
    votes: tuple[Vote, ...]
    """in the order of time"""
    needed: int
    """approvals"""


def review_key(text: str, portrait: str, purpose: str) -> str:
    """Give the key that an approval is bound to: another text, portrait or purpose has another one."""
    return digest({"text": text_sha256(text), "portrait": portrait, "purpose": purpose})


class ReviewQueue:
    """Ask for a review, give one, and ask what came of it."""

    def __init__(
        self, path: Path | None = None, settings: ReviewSettings | None = None, home: Path | None = None
    ) -> None:
        """Take what a home's data has (None: the usual one's), unless `path` and `settings` say else."""
        self._home = home or (user_data() if path is None else None)
        self._path = path or (home or user_data()) / "review" / "queue.sqlite"
        self._keys = KeyRing((self._home or self._path.parent) / "keys")
        self._settings = settings or read_settings(home)

    def submit(  # noqa: PLR0913 - what an approval is bound to, and what a reviewer has to know
        self,
        text: str,
        *,
        portrait: str,
        purpose: str,
        language: str = "auto",
        rules: Sequence[str] = (),
        requester: str = "",
        now: datetime | None = None,
    ) -> Entry:
        """Put a script into the queue; one that is there already stays as it is, unless it has expired."""
        key, moment = review_key(text, portrait, purpose), _now(now)
        requester = requester.strip() or getpass.getuser()
        with self._open() as base:
            found = self._find(base, key, moment)
            if found is None or found.state == "expired":  # votes before this moment count no longer
                base.execute(
                    "INSERT OR REPLACE INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    (key, text, portrait, purpose, language, json.dumps(list(rules)), requester, _written(moment)),
                )
                found = self._find(base, key, moment)
        assert found is not None
        return found

    def approve(self, key: str, *, reviewer: str, reason: str, now: datetime | None = None) -> Entry:
        """Say yes. Raise `RefusedError` if this person may not, `InputError` if there is nothing to decide."""
        return self._vote(key, reviewer, reason, _now(now), is_approval=True)

    def reject(self, key: str, *, reviewer: str, reason: str, now: datetime | None = None) -> Entry:
        """Say no: one rejection is enough, and takes an approval back."""
        return self._vote(key, reviewer, reason, _now(now), is_approval=False)

    def approved(self, key: str, now: datetime | None = None) -> bool:
        """Tell whether enough people have approved what the key stands for, and not too long ago."""
        if not is_file(self._path):
            return False
        with self._open(is_read=True) as base:
            entry = self._find(base, key, _now(now))
        return entry is not None and entry.state == "approved" and not self._is_rejected(entry)

    def forged(self) -> builtins.list[str]:
        """Name the scripts with votes that nobody has signed, by the first digits of their keys."""
        if not is_file(self._path):
            return []
        with self._open(is_read=True) as base:
            rows = base.execute(f"SELECT {_VOTE}, sig FROM votes ORDER BY key").fetchall()
        known = self._known()
        return sorted({row[0][:12] for row in rows if not known.has(row)})

    def list(self, *, everything: bool = False, now: datetime | None = None) -> list[Entry]:
        """List what waits, oldest first; or everything."""
        if not is_file(self._path):
            return []
        moment = _now(now)
        with self._open(is_read=True) as base:
            keys = [row[0] for row in base.execute("SELECT key FROM entries ORDER BY asked, key")]
            entries = [entry for key in keys if (entry := self._find(base, key, moment))]
        return [entry for entry in entries if everything or entry.state == "waiting"]

    def show(self, key: str, now: datetime | None = None) -> Entry:
        """Give one entry by its key or the first digits of it. Raise `InputError` if there is none or more than one."""
        with self._open(is_read=True) as base:
            return self._one(base, key, _now(now))

    def _vote(self, key: str, reviewer: str, reason: str, moment: datetime, *, is_approval: bool) -> Entry:
        person = _person(reviewer)
        if not person or not reason.strip():
            raise InputError("A review needs a name and a reason; give both with --reviewer and --reason.")
        signer = self._keys.load_signer("log")
        with self._open() as base:
            entry = self._one(base, key, moment)
            self._require_open(entry, person, is_approval=is_approval)
            vote = (entry.key, reviewer.strip(), person, int(is_approval), reason.strip(), _written(moment))
            row = (*vote, signer.sign(_message(vote)))
            base.execute(f"INSERT OR REPLACE INTO votes ({_VOTE}, sig) VALUES (?, ?, ?, ?, ?, ?, ?)", row)
            entry = self._one(base, entry.key, moment)
            self._log(entry, reviewer.strip(), is_approval=is_approval)  # what cannot be logged is not voted
        if self._home is not None:
            take_note(self._home, signer)  # of a vote that is there now
        return entry

    def _log(self, entry: Entry, reviewer: str, *, is_approval: bool) -> None:
        if self._home is None:
            return
        decision = "approve" if is_approval else "reject"
        event = Event(
            f"review.{decision}",
            portrait=entry.portrait,
            text=text_sha256(entry.text),
            decision=decision,
            rules=entry.rules,
            details={"key": entry.key, "purpose": entry.purpose, "state": entry.state, "reviewer": reviewer},
        )
        open_log(self._home).append(event)

    def _is_rejected(self, entry: Entry) -> bool:
        """Tell whether the log has a rejection since the script was put up, whatever became of the vote."""
        lines = () if self._home is None else read_entries(audit_folder(self._home), entry.key.encode())
        return any(
            line.get("what") == "review.reject" and _key_of(line) == entry.key and str(line["time"]) >= entry.asked
            for line in lines
        )

    def _known(self) -> _Signed:
        return _Signed(self._keys.trusted_keys("log"), self._home)

    def _require_open(self, entry: Entry, person: str, *, is_approval: bool) -> None:
        short = entry.key[:12]
        if entry.state in ("expired", "rejected") or (entry.state == "approved" and is_approval):
            raise InputError(f"The script {short} is {entry.state}; there is nothing left to decide.")
        if not is_approval:
            return
        if self._settings.approvals > 1 and person == _person(entry.requester):
            raise RefusedError(f"{entry.requester!r} asked for {short} and cannot approve it; ask two other people.")
        if any(person == _person(vote.reviewer) for vote in entry.votes):
            raise RefusedError(f"{person!r} has already approved {short}; a different person has to agree.")

    def _one(self, base: sqlite3.Connection, key: str, moment: datetime) -> Entry:
        is_usable = len(key) >= SHORTEST_ID and key.isalnum()
        rows = base.execute("SELECT key FROM entries WHERE key GLOB ?", (key + "*",)).fetchall() if is_usable else []
        if len(rows) != 1:
            found = "More than one held script begins" if rows else "No held script begins"
            raise InputError(f"{found} with {key!r}; see: avatar review list --all")
        entry = self._find(base, rows[0][0], moment)
        assert entry is not None
        return entry

    def _find(self, base: sqlite3.Connection, key: str, moment: datetime) -> Entry | None:
        row = base.execute(
            "SELECT text, portrait, purpose, language, rules, requester, asked FROM entries WHERE key = ?", (key,)
        ).fetchone()
        if row is None:
            return None
        text, portrait, purpose, language, rules, requester, asked = row
        query = f"SELECT {_VOTE}, sig FROM votes WHERE key = ? AND time >= ? ORDER BY time, person"
        given, known = base.execute(query, (key, asked)).fetchall(), self._known()
        votes = tuple(
            Vote(reviewer, bool(is_approval), reason, time)
            for _key, reviewer, _person, is_approval, reason, time, _sig in filter(known.has, given)
        )
        expires = _read(max([asked, *(vote.time for vote in votes)])) + timedelta(days=self._settings.days)
        state = self._state(requester, votes, is_over=moment >= expires)
        named = tuple(json.loads(rules))
        return Entry(
            key, text, portrait, purpose, language, named, requester, asked, state, _written(expires), votes,
            self._settings.approvals,
        )  # fmt: skip

    def _state(self, requester: str, votes: Sequence[Vote], *, is_over: bool) -> State:
        if is_over:
            return "expired"
        if any(not vote.is_approval for vote in votes):
            return "rejected"
        people = {_person(vote.reviewer) for vote in votes}
        if self._settings.approvals > 1:
            people.discard(_person(requester))  # the setting may have been raised after the vote
        return "approved" if len(people) >= self._settings.approvals else "waiting"

    @contextmanager
    def _open(self, *, is_read: bool = False) -> Iterator[sqlite3.Connection]:
        """Hold the queue alone, or only see one state of it, beside others who read and one who writes."""
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600))
            base = sqlite3.connect(self._path, timeout=10, isolation_level=None)
            try:
                columns = {row[1] for row in base.execute("PRAGMA table_info (votes)")}
                if not columns:
                    base.executescript(_TABLES)
                elif "sig" not in columns:  # of an earlier version, which did not sign
                    base.execute("ALTER TABLE votes ADD COLUMN sig TEXT NOT NULL DEFAULT ''")
                base.execute("BEGIN" if is_read else "BEGIN IMMEDIATE")
                yield base
                base.execute("COMMIT")
            finally:
                base.close()
        except (OSError, sqlite3.Error) as fault:
            raise database_refusal(self._path, fault) or OutputError(
                f"The review queue {str(self._path)!r} cannot be used ({fault}); put it back from a backup."
            ) from fault


class _Signed:
    """Which votes count: those that are signed, and of earlier versions, which did not sign, those in the log."""

    def __init__(self, keys: Mapping[str, PublicKey], home: Path | None) -> None:
        self._keys, self._home = keys, home

    def has(self, row: tuple[str, str, str, int, str, str, str]) -> bool:
        """Tell whether a vote counts."""
        *vote, signature = row
        if any(key.has_signed(_message(vote), signature) for key in self._keys.values()):
            return True
        return not signature and (row[0], row[1], bool(row[3])) in self._logged()

    def _logged(self) -> set[tuple[str, str, bool]]:
        """List the votes in those lines of the log that were written before votes were signed, if it is whole."""
        if self._home is None or not verify(audit_folder(self._home), self._keys).passed:
            return set()
        lines = read_entries(audit_folder(self._home), b'"review.')
        found = ((_key_of(line), line) for line in lines if "v" not in line)
        return {(key, _reviewer_of(line), line.get("decision") == "approve") for key, line in found if key}


def _message(vote: Sequence[object]) -> bytes:
    return canonical({"what": "avatar.review.vote/1", **dict(zip(_VOTE.split(", "), vote, strict=True))})


def _key_of(line: Mapping[str, object]) -> str:
    details = line.get("details")
    return str(details.get("key", "")) if isinstance(details, dict) else ""


def _reviewer_of(line: Mapping[str, object]) -> str:
    details = line.get("details")
    return str(details.get("reviewer", "")) if isinstance(details, dict) else ""


def _person(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _now(now: datetime | None) -> datetime:
    return now or datetime.now(timezone.utc)


def _written(moment: datetime) -> str:
    return moment.astimezone(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _read(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))
