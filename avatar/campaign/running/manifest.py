"""What became of each clip: a line of JSON each, of which the last one of a clip counts.

On a disk the lines stand in `manifest.jsonl`, to which any number of processes append. A store of objects knows no
appending: there each clip has a file of its own below `manifest/`, and `manifest.jsonl` is put together of them.
"""

from __future__ import annotations

import errno
import json
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

from avatar.campaign.job import Job, Outcome
from avatar.errors import OutputError
from avatar.runtime.access import refusal
from avatar.runtime.system import locked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from io import FileIO

    from avatar.campaign.running.place import Place

MANIFEST, JOBS = "manifest.jsonl", "jobs.jsonl"
"""names of the files below a campaign's outputs"""
_FOLDER = "manifest"
_TAIL = 1 << 20
"""bytes at the end of a manifest in which a torn line begins"""


@dataclass(frozen=True, slots=True)
class Line:
    """What became of one clip, and what it was."""

    outcome: Outcome
    row: int
    """number of the row in the table, from 1"""
    language: str
    """BCP-47"""
    format: str
    """name of the shape"""
    pins: dict[str, str]
    """versions that it was made of"""
    ended: str
    """when, ISO 8601 in UTC"""

    @classmethod
    def of_job(cls, job: Job, outcome: Outcome) -> Line:
        """Write down now what became of a job."""
        now = datetime.now(timezone.utc).isoformat(timespec="milliseconds")
        return cls(outcome, job.row, job.language, job.format, job.pins, now)

    def text(self) -> str:
        """Write it as one line of JSON, without its end."""
        own = {"row": self.row, "language": self.language, "format": self.format}
        told = own | self.outcome.document() | {"pins": self.pins, "ended": self.ended}
        return json.dumps(told, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def read(cls, text: str) -> Line | None:
        """Read one line; None for what is none, such as one that is being written."""
        try:
            told: dict[str, Any] = json.loads(text)
            outcome = Outcome.of(told)
            return cls(outcome, told["row"], told["language"], told["format"], told["pins"], told["ended"])
        except (ValueError, TypeError, KeyError, AttributeError):
            return None


class Manifest:
    """The lines of one campaign, wherever its films lie."""

    def __init__(self, place: Place) -> None:
        """Take the place of a campaign's outputs."""
        self._place = place
        self._lines: dict[str, Line] = {}
        self._read = 0
        self._states: dict[str, str] = {}

    def add(self, line: Line) -> None:
        """Write a line, so that it is there whole or not at all. Raise `OutputError` if that cannot be."""
        if not self._place.is_local:
            self._place.write(line.text() + "\n", f"{_FOLDER}/{line.outcome.input_hash}.json")
            return
        path = self._place.local(MANIFEST)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("a+b", buffering=0) as file, locked(file):
                _append(file, line.text().encode() + b"\n")
        except OSError as fault:
            raise refusal(path, fault, "choose another place") from fault

    def last(self, input_hash: str) -> Line | None:
        """Give what became of one clip; None: nothing yet."""
        if not self._place.is_local:
            return Line.read(self._place.read(f"{_FOLDER}/{input_hash}.json") or "")
        return self.lines().get(input_hash)

    def lines(self) -> dict[str, Line]:
        """Give the last line of each clip, by its input hash; what was read before is not read again."""
        for text in self._new_lines() if self._place.is_local else self._new_objects():
            if (line := Line.read(text)) is not None:
                self._lines[line.outcome.input_hash] = line
        return dict(self._lines)

    def compile(self) -> None:
        """Put `manifest.jsonl` together where each clip has a file of its own."""
        if not self._place.is_local:
            self._place.write("".join(f"{line.text()}\n" for line in self.lines().values()), MANIFEST)

    def _new_lines(self) -> Iterator[str]:
        """Yield the whole lines that were added; one that is being written is left for the next time."""
        try:
            with self._place.local(MANIFEST).open("rb") as file:
                if file.seek(0, os.SEEK_END) < self._read:  # somebody has begun it anew
                    self._read, self._lines = 0, {}
                file.seek(self._read)
                added = file.read()
        except FileNotFoundError:
            self._read, self._lines = 0, {}
            return
        whole = added.rfind(b"\n") + 1
        yield from added[:whole].decode(errors="replace").splitlines()
        if Line.read(tail := added[whole:].decode(errors="replace")) is not None:
            yield tail
        self._read += whole

    def _new_objects(self) -> Iterator[str]:
        states = self._place.states(_FOLDER)
        for name, state in states.items():
            if self._states.get(name) != state:
                yield self._place.read(name) or ""
        self._states = states


def write_jobs(jobs: Iterable[Job], place: Place) -> None:
    """Keep what is to be made beside what is, so that `status` and `retry` know it."""
    place.write("".join(f"{json.dumps(job.document(), ensure_ascii=False)}\n" for job in jobs), JOBS)


def read_jobs(place: Place) -> tuple[Job, ...]:
    """Read what is to be made. Raise `OutputError` if nothing was ever planned there."""
    text = place.read(JOBS)
    if text is None:
        raise OutputError(f"Nothing was planned for {place.url!r} yet; run the campaign first: avatar campaign run.")
    return jobs_in(text)


def jobs_in(text: str) -> tuple[Job, ...]:
    """Read jobs, a line of JSON each."""
    return tuple(Job.of(json.loads(line)) for line in text.splitlines() if line.strip())


def _append(file: FileIO, line: bytes) -> None:
    """Write a line at the end of what is whole; where it does not fit, leave what was there."""
    size = _repaired(file)
    try:
        if file.write(line) != len(line):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(file.fileno())
    except OSError:
        with suppress(OSError):
            os.ftruncate(file.fileno(), size)
        raise


def _repaired(file: FileIO) -> int:
    """Cut off a last line that was torn, and end one that is whole; give the file's bytes."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _TAIL))
    tail = file.read()
    torn = tail[tail.rfind(b"\n") + 1 :]
    if not torn:
        return size
    if Line.read(torn.decode(errors="replace")) is not None:
        file.write(b"\n")
        return size + 1
    file.truncate(size - len(torn))
    return size - len(torn)
