"""How far a campaign is, read from what is written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from avatar.campaign.running.manifest import Line, Manifest, read_jobs

if TYPE_CHECKING:
    from avatar.campaign.job import Job
    from avatar.campaign.running.place import Place

_MINUTE = 60


@dataclass(frozen=True, slots=True)
class State:
    """What is written down of a campaign's clips."""

    jobs: tuple[Job, ...]
    """all that was planned"""
    lines: dict[str, Line]
    """what became of those that were tried, by their input hashes"""

    @property
    def done(self) -> int:
        """Count the clips that are there."""
        return sum(self._is(job, "done", "reused") for job in self.jobs)

    @property
    def left(self) -> int:
        """Count the clips that nobody has tried."""
        return sum(job.input_hash not in self.lines for job in self.jobs)

    @property
    def faults(self) -> list[tuple[Job, Line]]:
        """Give the clips that were tried and are not there."""
        tried = ((job, self.lines.get(job.input_hash)) for job in self.jobs)
        return [(job, line) for job, line in tried if line and not line.outcome.is_done]

    def counts(self) -> dict[str, object]:
        """Count the clips by what became of them."""
        failed, refused = (sum(self._is(job, state) for job in self.jobs) for state in ("failed", "refused"))
        return {"clips": len(self.jobs), "done": self.done, "left": self.left, "failed": failed, "refused": refused}

    @property
    def seconds_left(self) -> float | None:
        """Guess how long one process works at those that are left, s, by those that are done; None: nobody knows."""
        spent = [line.outcome.wall_s for line in self.lines.values() if line.outcome.is_done and line.outcome.wall_s]
        return round(self.left * sum(spent) / len(spent), 1) if spent else None

    @property
    def time_left(self) -> str:
        """Say it for a person."""
        seconds = self.seconds_left
        if not self.left:
            return "nothing is left"
        if seconds is None:
            return "not known before a clip is done"
        minutes = max(1, round(seconds / _MINUTE))
        return f"about {minutes} min of one process, divided by how many there are"

    def as_json(self) -> dict[str, object]:
        """Give the object of `avatar campaign status --json`."""
        told = [
            {"row": job.row, "language": job.language, "state": line.outcome.state, "message": line.outcome.message}
            for job, line in self.faults
        ]
        return self.counts() | {"seconds_left": self.seconds_left, "faults": told}

    def _is(self, job: Job, *states: str) -> bool:
        line = self.lines.get(job.input_hash)
        return line is not None and line.outcome.state in states


def read_state(place: Place) -> State:
    """Read how far a campaign is. Raise `OutputError` if nothing was planned there."""
    return State(read_jobs(place), Manifest(place).lines())
