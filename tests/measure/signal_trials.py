"""Send signals to commands at random moments, and count what ends as it should.

    python -m tests.measure.signal_trials [TRIALS] [--seed N] [--only NAME ...] [--each]

SIGTERM, SIGINT and SIGHUP come by turns to a film with the fast voice, one with a neural one, a sound, `verify`, an
enrolment, an edited portrait, a reenactment, `inspect`, both benches, a portrait on the air, a campaign on two
processes, and a server, at any moment of their work, beginning with the start of Python. Each has to end within 2 s
with 128 and the signal's number (or have done its work before), and has to leave no file that is half made, no process,
no held lock, nothing in the folder for scratch, a log and stores that are whole, and at last a home that the doctor
finds ready. Prints a row for each command, and with `--each` a line for each signal as soon as it is over.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from skimage.data import astronaut

from tests.processes import MARK, Process, end_left_over

if TYPE_CHECKING:
    from collections.abc import Iterator

SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
LIMIT = 2.0
"""s from the signal to the end"""
GIVEN_UP = 30.0
"""s after which a process counts as one that does not end"""
TEXT = "Good morning, and welcome to our branch. Please bring your passport with you."
CAMPAIGN = """name: greetings
table: people.csv
portrait: xiaochen
voices: fast
purpose: marketing
languages: [en]
sizes: {small: 128x128}
"""
_READY = re.compile(rb"http://|On the air")
HALF_MADE = re.compile(r"\.part|\.tmp|-journal$|\.avatar-")


@dataclass(frozen=True, slots=True)
class Command:
    """What is told to stop."""

    words: tuple[str, ...]
    """of the command line"""
    fresh: tuple[str, ...] = ()
    """folders of the home that are emptied before, so that there is work"""
    is_endless: bool = False
    """it runs until it is told to stop"""


_LITTLE = "--portraits xiaochen --out out/b --languages en --speeds 1 --sizes 128x128 --seconds 0"
COMMANDS = {
    "say fast": Command(("say", TEXT, "--voice", "fast", "--size", "128x128", "-o", "out/a.mp4"), ("cache/footage",)),
    "say neural": Command(("say", TEXT, "--size", "128x128", "-o", "out/b.mp4"), ("cache",)),
    "speak": Command(("speak", TEXT, "-o", "out/a.wav"), ("cache",)),
    "verify": Command(("verify", "made.mp4")),
    "enroll": Command(("portrait", "enroll", "me.png", "--name", "me"), ("portraits",)),
    "edit": Command(("portrait", "edit", "amara", "--face", "xiaochen", "--name", "anna"), ("portraits",)),
    "inspect": Command(("inspect", "made.mp4", "--html", "out/page.html")),
    "reenact": Command(
        (
            "reenact",
            "--driving",
            "made.mp4",
            "--mute",
            "--performer-consent",
            "nobody",
            "--size",
            "128x128",
            "-o",
            "out/r.mp4",
        ),
        ("cache/footage",),
    ),
    "bench quality": Command(
        tuple(f"bench quality --portraits xiaochen --out out/b {_LITTLE}".split()), ("cache/footage",)
    ),
    "bench speed": Command(("bench", "speed", "--sizes", "128x128", "--runs", "1", "--clips", "1", "--lengths", "2")),
    "stream": Command(("stream", TEXT, "--to", "out/live.ts", "--stay", "--size", "128x128"), is_endless=True),
    "campaign": Command(("campaign", "run", "camp", "--workers", "2"), ("cache/footage",)),
    "serve": Command(("serve", "--port", "0", "--processes", "2"), is_endless=True),
}


class Trials:
    """A folder with a home in which everything was used once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("out", "scratch", "camp"):
            (folder / name).mkdir()
        Image.fromarray(astronaut()).save(folder / "me.png")
        (folder / "camp" / "campaign.yaml").write_text(CAMPAIGN)
        (folder / "camp" / "people.csv").write_text(
            "name,text\n" + "".join(f"{each},Hello {each}.\n" for each in ("Ana", "Bo", "Li"))
        )
        self.run("consent", "sign", "me.png", "--self", "--yes")
        self.run("say", TEXT, "--voice", "fast", "--size", "128x128", "-o", "made.mp4")

    def start(self, mark: str, *words: str) -> Process:
        """Begin a command; what it starts bears a mark."""
        found = os.environ | {
            "AVATAR_HOME": str(self.folder / "home"),
            "TMPDIR": str(self.folder / "scratch"),
            "PYTHONUNBUFFERED": "1",
            MARK: mark,
        }
        self.said = (self.folder / "said").open("w+b")
        line = [sys.executable, "-m", "avatar", *words]
        return Process(line, env=found, cwd=self.folder, stdout=self.said, stderr=self.said, stdin=subprocess.DEVNULL)

    def run(self, *words: str) -> float:
        """Let a command come to its end, and give the seconds that it took."""
        begun = time.monotonic()
        with self.start("whole", *words) as process:
            if process.wait():
                raise SystemExit((self.folder / "said").read_text(errors="replace"))
        return time.monotonic() - begun

    def clear(self, command: Command) -> None:
        """Give it something to do."""
        for name in command.fresh:
            shutil.rmtree(self.folder / "home" / name, ignore_errors=True)
        for place in (self.folder / "out", self.folder / "camp" / "out", self.folder / "scratch"):
            shutil.rmtree(place, ignore_errors=True)
        for name in ("out", "scratch"):
            (self.folder / name).mkdir()

    def lasts(self, command: Command) -> float:
        """Say how long it works when nobody stops it, s; of a server until it is ready, and a second."""
        self.clear(command)
        if not command.is_endless:
            return self.run(*command.words)
        begun = time.monotonic()
        with self.start("whole", *command.words) as process:
            while not _READY.search((self.folder / "said").read_bytes()) and process.poll() is None:
                time.sleep(0.02)
            return time.monotonic() - begun + 1.0

    def stopped(self, command: Command, number: signal.Signals, moment: float) -> tuple[float, list[str]]:
        """Stop it at a moment; give the seconds until its end, 0 if it was faster, and what was wrong."""
        self.clear(command)
        mark = f"signals-{os.getpid()}-{time.monotonic_ns()}"
        with self.start(mark, *command.words) as process:
            with suppress(subprocess.TimeoutExpired):
                process.wait(moment)
                return 0.0, []
            process.send_signal(number)
            code, took = _awaited(process)
            if code is None:
                return took, ["it does not end"]
            wrong = list(self.wrong(code if code >= 0 else 128 - code, number, took))
            end = time.monotonic() + LIMIT - min(took, LIMIT - 0.1)
            left = end_left_over(mark, end - time.monotonic())
        return took, wrong + [f"left running: {each}" for each in left] + list(self.left(end))

    def wrong(self, code: int, number: signal.Signals, took: float) -> Iterator[str]:
        """Say what is wrong with how it has ended."""
        if code not in (128 + number, 0):
            yield f"exit code {code}: {self.told()}"
        if took > LIMIT:
            yield f"only after {took:.1f} s"
        if "Traceback" in self.told() and "avatar/" in self.told():
            yield f"a traceback: {self.told()}"

    def told(self) -> str:
        """Give the end of what it has said."""
        return (self.folder / "said").read_text(errors="replace")[-900:]

    def left(self, end: float) -> Iterator[str]:
        """Say what it has left behind; a lock goes when the system has closed a dead process' files, by `end`."""
        for path in self.folder.rglob("*"):
            inside = path.relative_to(self.folder)
            if HALF_MADE.search(path.name) or (inside.parts[0] == "scratch" and len(inside.parts) > 1):
                yield f"left behind: {inside}"
            elif path.name.endswith("lock") and path.is_file() and not _is_free(path, end):
                yield f"a held lock: {inside}"
        with self.start("audit", "audit", "verify") as process:
            if process.wait():
                yield f"the log: {self.told()}"


def _awaited(process: Process) -> tuple[int | None, float]:
    """Wait for the end; give the exit code and the seconds, without those in which this process itself was stopped."""
    took, last = 0.0, time.monotonic()
    while process.poll() is None and took < GIVEN_UP:
        time.sleep(0.01)
        now = time.monotonic()
        took, last = took + min(now - last, 0.5), now
    return process.returncode, took


def _is_free(path: Path, end: float) -> bool:
    while not _can_be_locked(path):
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def _can_be_locked(path: Path) -> bool:
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
    return True


def tell(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


@dataclass(slots=True)
class Row:
    """What became of the signals to one command."""

    ends: Counter[str] = field(default_factory=Counter)
    """how many ended well, were done before, or went wrong"""
    slowest: float = 0.0
    """s from the signal to the end"""

    def __str__(self) -> str:
        counts = (self.ends[each] for each in ("well", "done before", "wrong"))
        return " | ".join((*map(str, counts), f"{self.slowest:.2f} s"))


def tried(trials: Trials, count: int, chance: random.Random, names: list[str], *, is_each: bool = False) -> int:
    """Run the trials, and count what was wrong."""
    whole = {name: trials.lasts(COMMANDS[name]) for name in names}
    rows = {name: Row() for name in names}
    for trial in range(count):
        name, number = names[trial % len(names)], SIGNALS[(trial // len(names)) % len(SIGNALS)]
        moment = chance.uniform(0.02, 0.98) * whole[name]
        took, wrong = trials.stopped(COMMANDS[name], number, moment)
        rows[name].ends["wrong" if wrong else "done before" if took == 0 else "well"] += 1
        rows[name].slowest = max(took, rows[name].slowest)
        if wrong or is_each:
            wrong = wrong or [f"ended in {took:.2f} s" if took else "was done before"]
            tell(f"{name}, {number.name} after {moment:.2f} of {whole[name]:.2f} s: {'; '.join(wrong)}")
    trials.run("doctor")
    tell("| command | well | done before | wrong | slowest end |\n|---|---|---|---|---|")
    for name, row in rows.items():
        tell(f"| {name} | {row} |")
    return sum(row.ends["wrong"] for row in rows.values())


def main() -> int:
    """Read what is asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trials", type=int, nargs="?", default=63)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", action="store_true")
    parser.add_argument("--only", nargs="*", default=list(COMMANDS), choices=list(COMMANDS))
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        trials, chance = Trials(Path(folder)), random.Random(asked.seed)
        return 1 if tried(trials, asked.trials, chance, asked.only, is_each=asked.each) else 0


if __name__ == "__main__":
    sys.exit(main())
