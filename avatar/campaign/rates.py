"""How long clips take on this machine, learned from clips that were made, and kept in the home for the next plan."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from avatar.clip.voice_choice import FAST
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
    """s of a run before its first clip is begun"""

    def learn(self, jobs: Iterable[Job], lines: Mapping[str, Line], expected: Mapping[str, float]) -> bool:
        """Learn from clips that were made; tell whether there were any."""
        made = [
            (job, lines[job.input_hash])
            for job in {each.input_hash: each for each in jobs}.values()
            if job.input_hash in lines and lines[job.input_hash].outcome.state == "done"
        ]
        for kind in sorted({kind_of(job) for job, _ in made}):
            self._note(self.wall, kind, _wall_rate([line for job, line in made if kind_of(job) == kind]))
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
        content = json.loads(path.read_text(encoding="utf-8"))
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


def _wall_rate(lines: list[Line]) -> float:
    """Give s of work per s of film: of each run its whole length, in which several clips may be made at once."""
    spans = sorted((began(line), _moment(line)) for line in lines)
    total, (begin, end) = 0.0, spans[0]
    for first, last in spans[1:]:
        if first > end + _PAUSE:
            total, begin = total + end - begin, first
        end = max(end, last)
    return (total + end - begin) / sum(line.outcome.seconds for line in lines)


def began(line: Line) -> float:
    """Say when a clip was begun, s since 1970."""
    return _moment(line) - line.outcome.wall_s


def _moment(line: Line) -> float:
    return datetime.fromisoformat(line.ended).timestamp()
