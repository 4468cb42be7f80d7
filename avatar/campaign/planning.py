"""What a run would make of a campaign, what is there already, and how long it would take."""

from __future__ import annotations

import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING, cast

from avatar.campaign.rates import Rates, began, keep_rates, kind_of, read_rates
from avatar.campaign.running.executors.processes import TIRED, Processes, fitting
from avatar.campaign.running.executors.work import Setting, untold
from avatar.campaign.running.manifest import Manifest
from avatar.campaign.running.place import Place
from avatar.campaign.running.rendering import still_there
from avatar.clip.request import DEFAULT_PORTRAIT
from avatar.runtime.folders import Home
from avatar.runtime.unfinished import passing_folder
from avatar.runtime.watch import Watch, unwatched

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping, Sequence

    from avatar.campaign.job import Job, Outcome
    from avatar.campaign.preflight import Checked
    from avatar.campaign.running.manifest import Line

_TRIALS = 3
"""clips of each kind, for each process that makes some, that are made to measure how long they take; the first of a
process tells what it has to load"""


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
        for trials in _trials(due, checked.seconds, rates):
            is_new |= _measure(trials, checked, rates, watch)
    if is_new:
        keep_rates(rates, home)
    seconds = {job.input_hash: rates.film_seconds(job, checked.seconds[job.input_hash]) for job in due}
    walls = [rates.wall_seconds(job, seconds[job.input_hash]) for job in due]
    known = [each for each in walls if each is not None]
    wall = sum(known) + rates.startup * _processes(due) if len(known) == len(walls) else None
    return Plan(checked, folder, unchanged, due, sum(seconds.values()), wall)


def _processes(due: Sequence[Job]) -> int:
    """Say how often, one after the other, a process is begun: after some tens of clips it is replaced."""
    return ceil(len(due) / (TIRED * fitting(due))) if due else 0


def _trials(due: Sequence[Job], seconds: Mapping[str, float], rates: Rates) -> list[list[Job]]:
    """Choose a few clips of each kind that was not measured, of all lengths, in the order of the table."""
    kinds: dict[str, list[Job]] = {}
    for job in due:
        if kind_of(job) not in rates.wall:
            kinds.setdefault(kind_of(job), []).append(job)
    return [_of_all_lengths(jobs, seconds, _TRIALS * fitting(jobs)) for jobs in kinds.values()]


def _of_all_lengths(jobs: Sequence[Job], seconds: Mapping[str, float], count: int) -> list[Job]:
    order = sorted(range(len(jobs)), key=lambda index: seconds[jobs[index].input_hash])
    step = max(1.0, len(order) / count)
    middles = {order[min(len(order) - 1, int((place + 0.5) * step))] for place in range(min(count, len(order)))}
    return [jobs[index] for index in sorted(middles)]


def _measure(jobs: Sequence[Job], checked: Checked, rates: Rates, watch: Watch) -> bool:
    """Make a few clips of a shipped portrait in a home that is gone afterwards, and learn from them."""
    shown, at_once = [_harmless(job) for job in jobs], min(fitting(jobs), len(jobs))
    watch("measuring", 0, len(shown))
    begun = time.time()
    lines = _thrown_away(shown, lambda done: watch("measuring", done, len(shown)))
    if not rates.learn(shown, lines, checked.seconds, at_once):
        return False
    order = sorted((line for line in lines.values() if line.outcome.state == "done"), key=began)
    rate, first = rates.wall[kind_of(shown[0])] * at_once, order[:at_once]
    loading = sum(line.outcome.wall_s - rate * line.outcome.seconds for line in first) / len(first)
    rates.startup = max(0.0, began(order[0]) - begun) + max(0.0, loading)
    return True


def _thrown_away(jobs: Sequence[Job], tell: Callable[[int], None]) -> dict[str, Line]:
    """Make clips as a run does, and give what is written down of those that were made."""
    with passing_folder() as scratch:
        setting = Setting(f"{scratch}/films", Home.at(f"{scratch}/home"))
        with closing(cast("Generator[tuple[Job, Outcome], None, None]", Processes(0)(jobs, setting, untold))) as ended:
            for done, _ in enumerate(ended, 1):
                tell(done)
        return Manifest(Place.at(setting.folder)).lines()


def _harmless(job: Job) -> Job:
    """Let a shipped portrait say it for nobody: what is measured has nothing to do with who is shown."""
    kept = {name: value for name, value in job.options.items() if name in ("speed", "emotion", "subtitles", "fps")}
    return replace(job, portrait=DEFAULT_PORTRAIT, pins={}, min_quality={}, options=kept)
