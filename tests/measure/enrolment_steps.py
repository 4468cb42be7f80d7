"""Print how long each step of taking a photo apart lasts, each run in a process of its own.

    python tests/measure/enrolment_steps.py PHOTO ... [--runs N] [--beside CHECKOUT]

Seconds are medians, between one sign to whoever watches and the next; "cpu" is what all cores together worked,
"longest" the longest time without a sign, "program" the whole process. With `--beside` another checkout takes the same
photos apart in turn with this one, because on a shared machine only neighbouring minutes can be compared.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

HERE = Path(__file__).resolve().parents[2]


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("photos", nargs="+", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--beside", type=Path)
    parser.add_argument("--alone", action="store_true", help="take the one photo apart in this process")
    asked = parser.parse_args()
    if asked.alone:
        sys.stdout.write(json.dumps(take_apart(asked.photos[0])))
        return
    checkouts = [HERE, *([asked.beside.resolve()] if asked.beside else [])]
    for photo in asked.photos:
        found: dict[Path, list[dict[str, float]]] = {checkout: [] for checkout in checkouts}
        for _ in range(asked.runs):
            for checkout in checkouts:
                found[checkout].append(run(checkout, photo))
        sys.stdout.write(f"{photo.name}\n")
        for checkout, runs in found.items():
            figures = "  ".join(f"{step} {statistics.median(run[step] for run in runs):.2f}" for step in runs[0])
            sys.stdout.write(f"  {checkout.name:<8} {figures}\n")


def run(checkout: Path, photo: Path) -> dict[str, float]:
    """Take a photo apart in a new process, with the code of a checkout."""
    line = [sys.executable, str(Path(__file__).resolve()), str(photo.resolve()), "--alone"]
    begin = time.perf_counter()
    done = subprocess.run(line, stdout=subprocess.PIPE, check=True, env=os.environ | {"PYTHONPATH": str(checkout)})
    found: dict[str, float] = json.loads(done.stdout)
    return found | {"program": time.perf_counter() - begin}


def take_apart(photo: Path) -> dict[str, float]:
    """Time the steps by the signs that they give, s."""
    from avatar.portrait import PhotoEnroller
    from avatar.settings import PortraitSettings

    signs: list[tuple[str, float]] = []
    PhotoEnroller(PortraitSettings(), lambda step, _done, _total: signs.append((step, time.perf_counter()))).enroll(
        photo, "measured"
    )
    steps: dict[str, float] = {}
    lasted = [(step, after - at) for (step, at), (_, after) in pairwise(signs)]
    for step, seconds in lasted:
        name = step.split()[0]
        steps[name] = steps.get(name, 0.0) + seconds
    whole = {"whole": signs[-1][1] - signs[0][1], "cpu": time.process_time()}
    return steps | whole | {"longest": max(seconds for _, seconds in lasted)}


if __name__ == "__main__":
    main()
