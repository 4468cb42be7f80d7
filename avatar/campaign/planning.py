"""What a run would make of a campaign, what is there already, and how long it would take."""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from avatar.campaign.rates import Rates, began, keep_rates, kind_of, read_rates
from avatar.campaign.running.executors.processes import Processes
from avatar.campaign.running.executors.work import Setting, untold
from avatar.campaign.running.manifest import Manifest
from avatar.campaign.running.place import Place
from avatar.campaign.running.rendering import still_there
from avatar.clip.request import DEFAULT_PORTRAIT
from avatar.runtime.folders import Home
from avatar.runtime.watch import Watch, unwatched

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from avatar.campaign.job import Job, Outcome
    from avatar.campaign.preflight import Checked
    from avatar.campaign.running.manifest import Line

_TRIALS = 3
"""clips of each kind that are made to measure how long they take"""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run would do."""

    checked: Checked
    """the campaign"""
    folder: str
    """where its films go, a path or a URL"""
    unchanged: tuple[Job, ...]
    """of which the film is there"""
    due: tuple[Job, ...]
    """that would be made"""
    seconds: float
    """of the films that would be made"""
    wall_s: float | None
    """that they would take on this machine; None: nothing like them was measured"""

    def as_json(self) -> dict[str, object]:
        """Give the object of `avatar campaign plan --json`."""
        return {
            "campaign": self.checked.campaign.name,
            "folder": self.folder,
            "rows": len(self.checked.table.rows),
            "clips": len(self.checked.jobs),
            "unchanged": len(self.unchanged),
            "due": len(self.due),
            "seconds": round(self.seconds, 1),
            "wall_s": None if self.wall_s is None else round(self.wall_s, 1),
            "languages": dict(Counter(job.language for job in self.due)),
            "fatal": len(self.checked.fatal),
            "outputs": [job.output for job in self.due],
        }


def plan(
    checked: Checked, home: Home, folder: str = "", watch: Watch = unwatched, *, is_measuring: bool = True
) -> Plan:
    """Say what a run into `folder` ("": the campaign's own) would do.

    What was not measured yet is, unless not `is_measuring`: by a few clips of the kind that is wanted, which show a
    shipped portrait and are thrown away.
    """
    folder = folder or checked.campaign.place
    place = Place.at(folder)
    lines, rates = Manifest(place).lines(), read_rates(home)
    there = {name for name, line in lines.items() if still_there(line.outcome, place)}
    unchanged = tuple(job for job in checked.jobs if job.input_hash in there)
    due = tuple({job.input_hash: job for job in checked.jobs if job.input_hash not in there}.values())
    is_new = rates.learn(checked.jobs, lines, checked.seconds)
    if is_measuring:
        for trials in _trials(due, rates):
            is_new |= _measure(trials, checked, rates, watch)
    if is_new:
        keep_rates(rates, home)
    seconds = {job.input_hash: rates.film_seconds(job, checked.seconds[job.input_hash]) for job in due}
    walls = [rates.wall_seconds(job, seconds[job.input_hash]) for job in due]
    known = [each for each in walls if each is not None]
    wall = sum(known) + (rates.startup if due else 0.0) if len(known) == len(walls) else None
    return Plan(checked, folder, unchanged, due, sum(seconds.values()), wall)


def _trials(due: Sequence[Job], rates: Rates) -> list[list[Job]]:
    """Choose a few clips of each kind that was not measured, from all over the table."""
    kinds: dict[str, list[Job]] = {}
    for job in due:
        if kind_of(job) not in rates.wall:
            kinds.setdefault(kind_of(job), []).append(job)
    return [jobs[:: max(1, len(jobs) // _TRIALS)][:_TRIALS] for jobs in kinds.values()]


def _measure(jobs: Sequence[Job], checked: Checked, rates: Rates, watch: Watch) -> bool:
    """Make a few clips of a shipped portrait in homes that are gone afterwards, and learn from them."""
    shown = [_harmless(job) for job in jobs]
    watch("measuring", 0, len(shown) + 1)
    _thrown_away(shown[:1], lambda _: watch("measuring", 1, len(shown) + 1))  # what is done once is not measured
    begun = time.time()
    lines = _thrown_away(shown, lambda done: watch("measuring", 1 + done, len(shown) + 1))
    if not rates.learn(shown, lines, checked.seconds):
        return False
    rates.startup = max(0.0, min(began(line) for line in lines.values()) - begun)
    return True


def _thrown_away(jobs: Sequence[Job], tell: Callable[[int], None]) -> dict[str, Line]:
    """Make clips as a run does, and give what is written down of them."""
    with tempfile.TemporaryDirectory(prefix="avatar-plan-") as scratch:
        setting = Setting(f"{scratch}/films", Home.at(f"{scratch}/home"))
        with closing(cast("Generator[tuple[Job, Outcome], None, None]", Processes(0)(jobs, setting, untold))) as ended:
            for done, _ in enumerate(ended, 1):
                tell(done)
        return Manifest(Place.at(setting.folder)).lines()


def _harmless(job: Job) -> Job:
    """Let a shipped portrait say it for nobody: what is measured has nothing to do with who is shown."""
    kept = {name: value for name, value in job.options.items() if name in ("speed", "emotion", "subtitles", "fps")}
    return replace(job, portrait=DEFAULT_PORTRAIT, pins={}, min_quality={}, options=kept)
