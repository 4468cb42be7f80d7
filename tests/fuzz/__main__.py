"""Try damaged files for as long as one likes: `python -m tests.fuzz --minutes 10 [--seed 1] [DOOR ...]`.

What went wrong is kept in --folder, one file for each place in the sources, with how it was made beside it.
"""

from __future__ import annotations

import argparse
import hashlib
import time
from collections import Counter
from pathlib import Path
from random import Random

from tests.fuzz.damage import some_edits
from tests.fuzz.doors import DOORS
from tests.fuzz.trial import FINE, Trial


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("doors", nargs="*", default=list(DOORS), metavar="DOOR", help=", ".join(DOORS))
    parser.add_argument("--minutes", type=float, default=10.0, help="in all, shared by the doors")
    parser.add_argument("--seed", type=int, default=None, help="else others each time")
    parser.add_argument("--folder", type=Path, default=Path("fuzz-found"))
    asked = parser.parse_args()
    wrong = 0
    with Trial() as trial:
        for door in asked.doors:
            wrong += _try(trial, door, asked.minutes * 60 / len(asked.doors), Random(asked.seed), asked.folder)
    return 1 if wrong else 0


def _try(trial: Trial, door: str, seconds: float, random: Random, folder: Path) -> int:
    counts: Counter[str] = Counter()
    slowest, begun = 0.0, time.monotonic()
    while time.monotonic() < begun + seconds:
        done = some_edits(random)
        ending, content = trial.file(door, random.randrange(12), done)
        asked = time.monotonic()
        outcome = trial.open(door, ending, content)
        slowest = max(slowest, time.monotonic() - asked)
        if outcome not in FINE and counts[outcome.split(": ")[0]] == 0:
            _keep(folder, door, outcome, ending, content)
        counts[outcome if outcome in FINE else outcome.split(": ")[0]] += 1
    faults = {name: count for name, count in counts.items() if name not in FINE}
    total, taken = sum(counts.values()), counts["taken"]
    print(f"{door}\t{total} files\t{taken} taken\tslowest {slowest:.1f} s\t{faults or 'no fault'}", flush=True)  # noqa: T201
    return sum(faults.values())


def _keep(folder: Path, door: str, outcome: str, ending: str, content: bytes) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{door}-{hashlib.sha256(outcome.split(': ')[0].encode()).hexdigest()[:10]}"
    (folder / f"{name}{ending}").write_bytes(content)
    (folder / f"{name}.why").write_text(f"{outcome}\n", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
