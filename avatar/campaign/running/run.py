"""A whole campaign: what is there is left alone, the rest is made, and all of it is told."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from avatar.campaign.running.executors.work import Setting, Tell, untold
from avatar.campaign.running.gallery import write_gallery
from avatar.campaign.running.manifest import Manifest, read_jobs, write_jobs
from avatar.campaign.running.place import Place
from avatar.campaign.running.rendering import still_there
from avatar.campaign.running.scratch import sweep
from avatar.campaign.running.table import write_table

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping, Sequence

    from avatar.campaign.job import Job, Outcome, Problem
    from avatar.campaign.running.executors.work import Executor


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run has come to."""

    folder: str
    """of the outputs, a path or a URL"""
    outcomes: tuple[tuple[Job, Outcome], ...]
    """of each clip that was asked for, in the order of the table"""
    left: int
    """clips that were asked for and not come to, as `limit` has it"""

    def count(self, *states: str) -> int:
        """Count the clips that ended in one of some states."""
        counts = Counter(outcome.state for _, outcome in self.outcomes)
        return sum(counts[state] for state in states)

    @property
    def is_whole(self) -> bool:
        """Whether no clip that was tried is missing."""
        return not self.count("failed", "refused", "stopped")

    def as_json(self) -> dict[str, object]:
        """Give the object of `avatar campaign run --json`."""
        return {
            "rows": len({job.row for job, _ in self.outcomes}),
            "clips": len(self.outcomes),
            "rendered": self.count("done"),
            "reused": self.count("reused"),
            "failed": self.count("failed"),
            "refused": self.count("refused"),
            "left": self.left,
            "folder": self.folder,
            "outputs": [outcome.output for _, outcome in self.outcomes if outcome.is_done],
            "faults": [
                {"row": job.row, "language": job.language, "state": outcome.state, "message": outcome.message}
                for job, outcome in self.outcomes
                if not outcome.is_done
            ],
        }


def run(  # noqa: PLR0913 - what, where, by whom, how much of it, and who is told
    jobs: Sequence[Job],
    setting: Setting,
    execute: Executor,
    *,
    asked: Sequence[Job] | None = None,
    limit: int | None = None,
    problems: Sequence[Problem] = (),
    tell: Tell = untold,
    ended: Callable[[Job, Outcome], None] = lambda _job, _outcome: None,
) -> Ran:
    """Make what is missing of a campaign's clips: of all, or of those that are `asked` for; the first `limit` of them.

    `ended` is told of each clip that is there or has ended. What was found wrong with the table, `problems`, is shown
    beside the clips. Whatever stops it, what is finished stays finished, and the next run goes on.
    """
    place = Place.at(setting.folder)
    sweep(setting.home)
    write_jobs(jobs, place)
    asked = jobs if asked is None else asked
    found = dict[str, "Outcome"]()

    def note(job: Job, outcome: Outcome) -> None:
        found[job.input_hash] = outcome
        ended(job, outcome)

    try:
        lines = Manifest(place).lines()
        for job in asked:
            line = lines.get(job.input_hash)
            if line and (outcome := still_there(line.outcome, place)):
                note(job, outcome)
        due = list({job.input_hash: job for job in asked if job.input_hash not in found}.values())
        with closing(cast("Generator[tuple[Job, Outcome], None, None]", execute(due[:limit], setting, tell))) as those:
            for job, outcome in those:
                note(job, outcome)
    finally:
        publish(place, problems)
    told = tuple(_told(asked, found))
    return Ran(setting.folder, told, len(asked) - len(told))


def _told(asked: Sequence[Job], found: Mapping[str, Outcome]) -> Iterator[tuple[Job, Outcome]]:
    """Yield what became of each job; of those that ask for the same clip one was rendered, and the others copied."""
    seen = set[str]()
    for job in asked:
        if job.input_hash in found:
            outcome = found[job.input_hash].at(job.output)
            if job.input_hash in seen and outcome.state == "done":
                outcome = replace(outcome, state="reused", wall_s=0.0, tries=0)
            seen.add(job.input_hash)
            yield job, outcome


def _copied(outcome: Outcome, job: Job, place: Place) -> None:
    """Let a row that asks for the same clip as another, or has moved in its table, have it under its own name."""
    own = outcome.at(job.output)
    if own is not outcome and place.size(own.output) is None and place.size(outcome.output) is not None:
        for kind, name in own.files.items():
            place.copy(outcome.files[kind], name)
        place.copy(outcome.output, own.output)


def publish(place: Place, problems: Sequence[Problem] = ()) -> None:
    """Write the gallery, the table and the whole manifest of what is there now."""
    manifest = Manifest(place)
    jobs, lines = read_jobs(place), manifest.lines()
    for job in jobs:
        if (line := lines.get(job.input_hash)) is not None:
            _copied(line.outcome, job, place)
    manifest.compile()
    write_table(place, jobs, lines, problems)
    write_gallery(place, jobs, lines, problems)
