"""Whole commands of several checkouts, turn by turn in one run: what the machine does meanwhile hits all of them.

    python tests/measure/turn_by_turn.py CHECKOUT [CHECKOUT ...] [--runs 5] [--sizes 512x512 720x720 1920x1080]

Prints for each size and checkout the medians (and the least) of: seconds to the first picture, wall seconds, and
seconds of processor time of the command with all processes that it starts. Every run has a seed of its own, so nothing
comes from the cache; one run of each is not counted. On a machine that others use, look at the processor time.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

TEXT = (
    "您好，我是小陈。今天为您介绍三款理财产品，每一款都有不同的期限和收益。"
    "如果您有任何问题，请随时告诉我，我会一直在这里。"
)
PROGRAM = "import sys; from avatar.cli import main; sys.argv[0] = 'avatar'; main()"


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkouts", nargs="+", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--sizes", nargs="+", default=["512x512", "720x720", "1920x1080"])
    parser.add_argument("--portrait", default="xiaochen")
    parser.add_argument("--voice", default="xiaoyun", help="a fast one: the figures are not about the voice")
    asked = parser.parse_args()
    for checkout in asked.checkouts:
        say(checkout, asked.sizes[0], asked)
    for size in asked.sizes:
        found: dict[Path, list[tuple[float, float, float]]] = {each: [] for each in asked.checkouts}
        for _ in range(asked.runs):
            for checkout in asked.checkouts:
                found[checkout].append(say(checkout, size, asked))
        for checkout, runs in found.items():
            told = (f"{statistics.median(column):6.2f} ({min(column):.2f})" for column in zip(*runs, strict=True))
            first, wall, busy = told
            sys.stdout.write(f"{size:>10} {checkout.name:<12} first picture {first}  wall {wall}  processor {busy}\n")
            sys.stdout.flush()


def say(checkout: Path, size: str, asked: argparse.Namespace) -> tuple[float, float, float]:
    """Run a command; give s to the first picture, s it took, and s of processor time."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPATH"] = str(checkout.resolve())
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-c", PROGRAM, "say", TEXT, "--portrait", asked.portrait, "--voice", asked.voice]
        command += ["--size", size, "--seed", str(time.time_ns() % 10**9), "--json", "-o", f"{folder}/clip.mp4"]
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=folder)
        wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(done.stderr)
    busy = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return json.loads(done.stdout)["first_frame_s"], wall, busy


if __name__ == "__main__":
    main()
