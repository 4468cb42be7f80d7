"""How long clips take on this machine, learned from clips that were made, and kept in the home for the next plan."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil
from typing import TYPE_CHECKING

from avatar.clip.voice_choice import FAST
from avatar.outside.documents import parsed
from avatar.runtime.access import told
from avatar.runtime.archive import write

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from avatar.campaign.job import Job
    from avatar.campaign.running.manifest import Line
    from avatar.runtime.folders import Home

_PAUSE = 30.0
"""s in which no clip is made, after which it was another run"""
_FRESH = 0.5
"""share of what is known that the newest measurement makes up"""


@dataclass(slots=True)
class Rates:
    """What is known of the speed of this machine."""

    wall: dict[str, float] = field(default_factory=dict)
    """s of work per s of film, as many at once as there usually are, by `kind_of` a job"""
    lengths: dict[str, float] = field(default_factory=dict)
    """how many times longer films are than they were thought to be, by `tongue_of` a job"""
    startup: float = 0.0
    """s that a process takes before its clips take no longer than the later ones do"""

    def learn(
        self, jobs: Iterable[Job], lines: Mapping[str, Line], expected: Mapping[str, float], at_once: int = 0
    ) -> bool:
        """Learn from clips that were made, `at_once` of them side by side; tell whether there were any.

        0: as many at once as their times tell, which at the end of a run are fewer than it could have been.
        """
        made = [
            (job, lines[job.input_hash])
            for job in {each.input_hash: each for each in jobs}.values()
            if job.input_hash in lines and lines[job.input_hash].outcome.state == "done"
        ]
        for kind in sorted({kind_of(job) for job, _ in made}):
            self._note(self.wall, kind, _wall_rate([line for job, line in made if kind_of(job) == kind], at_once))
        by_tongue: dict[str, list[tuple[float, float]]] = defaultdict(list)
        for job, line in made:
            if guess := expected.get(job.input_hash):
                by_tongue[tongue_of(job)].append((line.outcome.seconds, guess))
        for tongue, pairs in by_tongue.items():
            self._note(self.lengths, tongue, sum(each for each, _ in pairs) / sum(guess for _, guess in pairs))
        return bool(made)

    def film_seconds(self, job: Job, guess: float) -> float:
        """Say how long a film becomes that is thought to last so long, s."""
        return guess * self.lengths.get(tongue_of(job), self.lengths.get(job.language, 1.0))

    def wall_seconds(self, job: Job, seconds: float) -> float | None:
        """Say how long a film of so many s takes to make; None where nothing like it was measured."""
        rate = self.wall.get(kind_of(job))
        return None if rate is None else rate * seconds

    def _note(self, known: dict[str, float], key: str, found: float) -> None:
        known[key] = found if key not in known else known[key] * (1 - _FRESH) + found * _FRESH


def kind_of(job: Job) -> str:
    """Name what of a job decides how long a second of its film takes."""
    width, height = job.size
    return f"{width}x{height} {'scene' if job.scene else 'bare'} {FAST if job.voice == FAST else 'voice'}"


def tongue_of(job: Job) -> str:
    """Name what of a job decides how long its text takes to be said."""
    return f"{job.language} {job.voice or ''} {float(job.options.get('speed', 1.0)):.2f}"


def read_rates(home: Home) -> Rates:
    """Read what is known; nothing where nothing was measured yet, or where the file is not one of ours."""
    path = _path(home)
    try:
        content = parsed(path.read_text(encoding="utf-8"))
        return Rates(
            {str(key): float(value) for key, value in content["wall"].items()},
            {str(key): float(value) for key, value in content["lengths"].items()},
            float(content["startup"]),
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return Rates()


def keep_rates(rates: Rates, home: Home) -> None:
    """Keep what is known."""
    path = _path(home)
    content = {"wall": rates.wall, "lengths": rates.lengths, "startup": rates.startup}
    with told(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        write(json.dumps(content, indent=1).encode(), path)


def _path(home: Home) -> Path:
    return home.cache / "campaigns" / "rates.json"


def _wall_rate(lines: list[Line], at_once: int) -> float:
    """Give s of work per s of film, when several clips are made at once."""
    work = seconds = 0.0
    for run in _runs(lines):
        total = sum(line.outcome.wall_s for line in run)
        span = max(_moment(line) for line in run) - began(run[0])
        beside = at_once or max(1.0, total / max(span, 1e-3))
        later = (
            run[ceil(beside) :] if len(run) > 2 * ceil(beside) or at_once else []
        )  # the first ones load what all need
        counted = later or run
        work += sum(line.outcome.wall_s for line in counted) / beside
        seconds += sum(line.outcome.seconds for line in counted)
    return work / seconds


def _runs(lines: list[Line]) -> list[list[Line]]:
    """Tell runs apart, each in the order in which its clips were begun."""
    runs: list[list[Line]] = []
    end = 0.0
    for line in sorted(lines, key=began):
        if not runs or began(line) > end + _PAUSE:
            runs.append([])
        runs[-1].append(line)
        end = max(end, _moment(line))
    return runs


def began(line: Line) -> float:
    """Say when a clip was begun, s since 1970."""
    return _moment(line) - line.outcome.wall_s


def _moment(line: Line) -> float:
    return datetime.fromisoformat(line.ended).timestamp()
