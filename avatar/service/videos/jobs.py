"""What is to be made, how far it is, and what became of it."""

from __future__ import annotations

import json
import secrets
import shutil
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from avatar.service.problems import Problem
from avatar.service.videos.database import Database, service_folder

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path

OPEN, ENDED = ("created", "started"), ("done", "error", "rejected")
"""states of a job that is still to be done, and of one that is not"""
LEFT = "deleted"
"""state of a job that nobody wants any more: it is gone as soon as its work has stopped"""
VIDEO, INSPECTION = "video", "inspection"
"""kinds of jobs"""
_TRIES, _STARTS = 2, 5
"""how often the work may die, and how often it may be begun, before it is given up"""
_RESULTS = "videos"


@dataclass(frozen=True, slots=True)
class Job:
    """One film that is to be made, or one inspection of it."""

    id: str
    kind: str
    status: str
    """created | started | done | error | rejected"""
    asked: dict[str, Any]
    """what was asked for; empty once it is done"""
    made: dict[str, Any] = field(default_factory=dict)
    """what was made"""
    fault: dict[str, Any] = field(default_factory=dict)
    """why it was not: kind, detail, review"""
    progress: dict[str, Any] = field(default_factory=dict)
    """stage, done, total"""
    user_data: str = ""
    webhook: str = ""
    created: float = 0.0
    """s since 1970, as the next two"""
    started: float | None = None
    ended: float | None = None
    n: int = 0
    """its place in the order of all"""


class Jobs:
    """The jobs of one tenant."""

    def __init__(self, data: Path, clock: Callable[[], float] = time.time) -> None:
        """Take a home's data."""
        self.base, self._data, self._clock = Database(data), data, clock

    def folder(self, job: str) -> Path:
        """Say where the files of a job lie."""
        return service_folder(self._data) / _RESULTS / job

    def add(self, base: sqlite3.Connection, job: Job) -> None:
        """Put a job at the end of the queue."""
        asked = json.dumps(job.asked)
        row = (job.id, job.kind, job.status, asked, job.user_data, job.webhook, self._clock())
        base.execute(
            "INSERT INTO jobs (id, kind, status, asked, user_data, webhook, created) VALUES (?, ?, ?, ?, ?, ?, ?)", row
        )
        _tell(base, job.id, "created", {"status": "created"})

    def find(self, job: str, kind: str = VIDEO) -> Job:
        """Find a job. Raise `Problem` 404 if there is none, or none any more."""
        with self.base.read() as base:
            row = base.execute(
                "SELECT * FROM jobs WHERE id = ? AND kind = ? AND status <> ?", (job, kind, LEFT)
            ).fetchone()
        if row is None:
            raise Problem(404, f"no-{kind}", f"There is no {kind} {job[:64]!r}; it was deleted, or was never yours.")
        return _job(row)

    def page(self, before: int | None, size: int) -> list[Job]:
        """List films, the newest first: those before a place in the order."""
        with self.base.read() as base:
            rows = base.execute(
                "SELECT * FROM jobs WHERE kind = ? AND status <> ? AND n < ? ORDER BY n DESC LIMIT ?",
                (VIDEO, LEFT, 2**62 if before is None else before, size),
            ).fetchall()
        return [_job(row) for row in rows]

    def waiting(self) -> int:
        """Count the jobs that nobody has begun."""
        with self.base.read() as base:
            return waiting(base)

    def claim(self) -> Job | None:
        """Take the next job to be done."""
        with self.base.write() as base:
            row = base.execute("SELECT * FROM jobs WHERE status = 'created' ORDER BY n LIMIT 1").fetchone()
            if row is None:
                return None
            base.execute(
                "UPDATE jobs SET status = 'started', started = ?, starts = starts + 1 WHERE n = ?",
                (self._clock(), row["n"]),
            )
            _tell(base, row["id"], "started", {"status": "started"})
        return _job(row)

    def progress(self, job: str, stage: str, done: int, total: int) -> bool:
        """Note how far a job is; tell whether it is still wanted."""
        told = {"stage": stage, "done": done, "total": total}
        with self.base.write() as base:
            base.execute("DELETE FROM events WHERE job = ? AND kind = 'progress'", (job,))
            _tell(base, job, "progress", {"status": "started", "progress": told})
            return (
                base.execute(
                    "UPDATE jobs SET progress = ? WHERE id = ? AND status = 'started'", (json.dumps(told), job)
                ).rowcount
                > 0
            )

    def is_wanted(self, job: str) -> bool:
        """Tell whether somebody still waits for a job."""
        with self.base.read() as base:
            row = base.execute("SELECT 1 FROM jobs WHERE id = ? AND status <> ?", (job, LEFT)).fetchone()
        return row is not None

    def done(self, job: Job, made: dict[str, Any]) -> None:
        """Note what was made. What was asked for is forgotten: nobody needs its text any more."""
        with self.base.write() as base:
            self._end(base, job, "done", made=made)

    def failed(self, job: Job, status: str, fault: dict[str, Any]) -> None:
        """Note why it was not made: "error" or "rejected"."""
        with self.base.write() as base:
            self._end(base, job, status, fault=fault)

    def died(self, job: Job, why: str) -> bool:
        """Note that the work on a job has died; tell whether it is tried once more."""
        with self.base.write() as base:
            base.execute("UPDATE jobs SET deaths = deaths + 1 WHERE id = ?", (job.id,))
            row = base.execute("SELECT deaths, starts FROM jobs WHERE id = ?", (job.id,)).fetchone()
            if row is not None and row["deaths"] < _TRIES:
                self._again(base, job.id)
                return True
            detail = f"The process that made it ended twice ({why}); ask for a smaller film, or tell the operator."
            self._end(base, job, "error", fault={"type": "died", "detail": detail})
        return False

    def put_back(self, job: str) -> None:
        """Put a job back that was begun and is not to be finished now: the service stops."""
        with self.base.write() as base:
            base.execute("UPDATE jobs SET starts = starts - 1 WHERE id = ? AND status = 'started'", (job,))
            self._again(base, job)

    def orphaned(self) -> int:
        """Put back what a process had begun that is gone now; give their count."""
        with self.base.write() as base:
            rows = base.execute("SELECT * FROM jobs WHERE status = 'started'").fetchall()
            for row in rows:
                if row["starts"] < _STARTS:
                    self._again(base, row["id"])
                else:
                    detail = "The service ended again and again while it was made; tell the operator."
                    self._end(base, _job(row), "error", fault={"type": "died", "detail": detail})
        return len(rows)

    def leave(self, job: str) -> bool:
        """Delete a film, and stop the work on it; tell whether it was there."""
        with self.base.write() as base:
            found = base.execute(
                "UPDATE jobs SET status = ?, asked = '{}' WHERE id = ? AND status <> ?", (LEFT, job, LEFT)
            )
            base.execute("UPDATE jobs SET status = ? WHERE id = ?", (LEFT, inspection_of(job)))
            _tell(base, job, "deleted", {"status": "deleted"})
        return found.rowcount > 0

    def sweep(self, keep: float, busy: frozenset[str] = frozenset()) -> None:
        """Remove what nobody wants and what is older than `keep` seconds, but nothing that is still worked on."""
        with self.base.write() as base:
            rows = base.execute(
                "SELECT id FROM jobs WHERE status = ? OR (ended IS NOT NULL AND ended < ?)",
                (LEFT, self._clock() - keep),
            ).fetchall()
            gone = [row["id"] for row in rows if row["id"] not in busy]
            for job in gone:
                shutil.rmtree(self.folder(job), ignore_errors=True)
                base.execute("DELETE FROM jobs WHERE id = ?", (job,))
                base.execute("DELETE FROM events WHERE job = ?", (job,))

    def events(self, job: str, after: int) -> list[tuple[int, str, str]]:
        """List what has happened to a job since an event: number, kind, JSON."""
        with self.base.read() as base:
            rows = base.execute("SELECT n, kind, body FROM events WHERE job = ? AND n > ? ORDER BY n", (job, after))
            return [(row["n"], row["kind"], row["body"]) for row in rows]

    def _again(self, base: sqlite3.Connection, job: str) -> None:
        back = base.execute(
            "UPDATE jobs SET status = 'created', started = NULL, progress = '' WHERE id = ? AND status = 'started'",
            (job,),
        )
        if back.rowcount:
            _tell(base, job, "retried", {"status": "created"})

    def _end(
        self,
        base: sqlite3.Connection,
        job: Job,
        status: str,
        *,
        made: dict[str, Any] | None = None,
        fault: dict[str, Any] | None = None,
    ) -> None:
        now = self._clock()
        ended = base.execute(
            "UPDATE jobs SET status = ?, made = ?, fault = ?, asked = '{}', ended = ? WHERE id = ? AND status <> ?",
            (status, json.dumps(made or {}), json.dumps(fault or {}), now, job.id, LEFT),
        )
        if not ended.rowcount:
            return
        _tell(base, job.id, status, {"status": status} | ({"error": fault} if fault else {}))
        if job.webhook:
            told = {"status": status, "id": job.id, "user_data": job.user_data}
            body = {
                "type": f"video.{status}",
                "timestamp": _moment(now),
                "data": told | ({"error": fault} if fault else {}),
            }
            base.execute(
                "INSERT INTO messages (id, url, body, next, at) VALUES (?, ?, ?, ?, ?)",
                (f"msg_{secrets.token_hex(16)}", job.webhook, json.dumps(body, ensure_ascii=False), now, now),
            )


def waiting(base: sqlite3.Connection) -> int:
    """Count the jobs that nobody has begun."""
    return int(base.execute("SELECT count(*) FROM jobs WHERE status = 'created'").fetchone()[0])


def new_id() -> str:
    """Make the name of a film."""
    return f"v-{secrets.token_hex(12)}"


def inspection_of(video: str) -> str:
    """Name the inspection of a film."""
    return f"i-{video.removeprefix('v-')}"


def _tell(base: sqlite3.Connection, job: str, kind: str, body: dict[str, Any]) -> None:
    base.execute(
        "INSERT INTO events (job, kind, body) VALUES (?, ?, ?)",
        (job, kind, json.dumps({"id": job, **body}, ensure_ascii=False)),
    )


def _job(row: sqlite3.Row) -> Job:
    def read(name: str) -> dict[str, Any]:
        return dict(json.loads(row[name])) if row[name] else {}

    return Job(
        row["id"],
        row["kind"],
        row["status"],
        read("asked"),
        read("made"),
        read("fault"),
        read("progress"),
        row["user_data"],
        row["webhook"],
        row["created"],
        row["started"],
        row["ended"],
        row["n"],
    )


def _moment(seconds: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))
