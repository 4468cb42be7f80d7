"""Kill an enrolment and a campaign at random moments, run them again, and look whether anything half made is used.

    python -m tests.measure.kill_work [TRIALS] [--seed N] [--only enroll|campaign]

A command and all that it has started are ended by SIGKILL at any moment of their work. After that nothing may be listed
or lie in its place that is not whole: a portrait that is listed has to speak, a film that lies there has to be trusted.
Then the same command has to come to its end, with what an unbroken run gives: the same copy of the photo, one film for
each row. The log and the stores have to be whole. Counted are also scratch files that the second run has left.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from skimage.data import astronaut

from tests.measure.signal_trials import CAMPAIGN

if TYPE_CHECKING:
    from collections.abc import Iterator

ROWS = ("Ana", "Bo", "Li")
ENROLL = ("portrait", "enroll", "me.png", "--name", "me")
RUN = ("campaign", "run", "camp", "--workers", "2")


class Place:
    """A folder with a home in which there is leave for a photo, and a campaign."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "camp").mkdir()
        Image.fromarray(astronaut()[:400, 40:440]).save(folder / "me.png")
        (folder / "camp" / "campaign.yaml").write_text(CAMPAIGN)
        rows = "".join(f"{each},Hello {each}.\n" for each in ROWS)
        (folder / "camp" / "people.csv").write_text(f"name,text\n{rows}")
        self.whole("consent", "sign", "me.png", "--self", "--yes")

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """Begin a command in a group of its own."""
        found = os.environ | {"AVATAR_HOME": str(self.folder / "home"), "TMPDIR": str(self.folder)}
        self.said = (self.folder / "said").open("w+b")
        line = [sys.executable, "-m", "avatar", *words]
        return subprocess.Popen(
            line, env=found, cwd=self.folder, stdout=self.said, stderr=self.said, start_new_session=True
        )

    def run(self, *words: str) -> tuple[int, str]:
        """Let a command come to its end; give its exit code and what it has said."""
        code = self.start(*words).wait()
        return code, (self.folder / "said").read_text(errors="replace")

    def whole(self, *words: str) -> float:
        """Let it do its work; give the seconds that it took."""
        begun = time.monotonic()
        code, said = self.run(*words)
        if code:
            raise SystemExit(f"{' '.join(words)}: {code}: {said}")
        return time.monotonic() - begun

    def killed(self, moment: float, *words: str) -> bool:
        """End a command and what it has started at a moment, s; tell whether it was still at work."""
        process = self.start(*words)
        with suppress(subprocess.TimeoutExpired):
            process.wait(moment)
            return False
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return True

    def scratch(self) -> int:
        """Count what is half made."""
        return sum(each.name.endswith(".part") for each in self.folder.rglob("*"))

    def stores(self) -> Iterator[str]:
        """Say what is wrong with the log and the stores."""
        code, said = self.run("audit", "verify")
        if code:
            yield f"the stores: {said}"


class Enrolment:
    """A photo that is enrolled."""

    words = ENROLL

    def __init__(self, place: Place) -> None:
        self.place = place

    def clear(self) -> None:
        """Forget the portrait."""
        shutil.rmtree(self.place.folder / "home" / "portraits", ignore_errors=True)
        shutil.rmtree(self.place.folder / "home" / "cache" / "portraits", ignore_errors=True)

    def made(self) -> object:
        """Give what is to be the same each time."""
        folder = self.place.folder / "home" / "portraits" / "me"
        return sorted(
            hashlib.sha256(each.read_bytes()).hexdigest() for each in folder.glob("portrait*") if each.suffix == ".png"
        )

    def half(self) -> Iterator[str]:
        """Say what is used that is not whole."""
        code, said = self.place.run("portrait", "list", "--json")
        if code:
            yield f"the list: {said}"
        elif any(each.get("name") == "me" for each in json.loads(said)["portraits"]):
            code, said = self.place.run("say", "Hi.", "-p", "me", "--voice", "fast", "--size", "128x128", "-o", "a.mp4")
            if code:
                yield f"it is listed and does not speak: {said}"


class Campaign:
    """A campaign of three films on two processes."""

    words = RUN

    def __init__(self, place: Place) -> None:
        self.place = place

    def clear(self) -> None:
        """Forget its films, and the passages they are made of."""
        shutil.rmtree(self.place.folder / "camp" / "out", ignore_errors=True)
        shutil.rmtree(self.place.folder / "home" / "cache" / "footage", ignore_errors=True)

    def films(self) -> list[Path]:
        """List the films that lie in their places."""
        found = (self.place.folder / "camp" / "out").rglob("*.mp4")
        return sorted(each for each in found if not each.name.startswith("."))

    def made(self) -> object:
        """Give what is to be the same each time."""
        return [each.name for each in self.films()]

    def half(self) -> Iterator[str]:
        """Say what lies there that is not whole."""
        if films := self.films():
            code, said = self.place.run("verify", *(str(each) for each in films), "--json")
            if code:
                yield f"a film is not trusted: {said[-400:]}"


def tried(work: Enrolment | Campaign, count: int, chance: random.Random) -> int:
    """Kill it so often, and count what was wrong."""
    name, place = type(work).__name__.lower(), work.place
    place.whole(*work.words)  # the first one compiles and fills caches
    expected, found = work.made(), Counter[str]()
    work.clear()
    lasts = place.whole(*work.words)
    for _ in range(count):
        work.clear()
        moment = chance.uniform(0.1, 0.98) * lasts
        found["killed"] += place.killed(moment, *work.words)
        wrong = list(work.half())
        code, said = place.run(*work.words)
        wrong += [f"not a second time: {code}: {said[-400:]}"] if code else []
        wrong += [f"it made {work.made()} instead of {expected}"] if work.made() != expected else []
        wrong += [*work.half(), *place.stores()]
        found["wrong"] += bool(wrong)
        tell(f"{name}, killed after {moment:.2f} of {lasts:.2f} s: {'; '.join(wrong) or 'whole'}")
    tell(f"| {name} | {count} | {found['killed']} | {count - found['wrong']} | {found['wrong']} | {place.scratch()} |")
    return found["wrong"]


def tell(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """Read what is asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("trials", type=int, nargs="?", default=20)
    parser.add_argument("--seed", type=int, default=1)
    kinds = {"enroll": Enrolment, "campaign": Campaign}
    parser.add_argument("--only", choices=list(kinds), action="append")
    asked = parser.parse_args()
    wrong = 0
    for name in asked.only or kinds:
        with tempfile.TemporaryDirectory() as folder:
            wrong += tried(kinds[name](Place(Path(folder))), asked.trials, random.Random(asked.seed))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
