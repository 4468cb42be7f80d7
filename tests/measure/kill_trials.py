"""Kill `avatar say` at random moments, run it again, and count how often the film is the same as an unbroken one.

    python -m tests.measure.kill_trials [TRIALS] [--seed N]

Every trial begins with an empty cache. Compared are all packets of picture and sound, and the timeline; of the marks
the moment of making differs by nature. What a killed run left beside the film counts as a failure too.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import av

TEXT = "Good morning, and welcome to our branch. Please bring your passport with you. The office closes at five."


def streams(film: Path) -> list[tuple[str, int | None, bytes]]:
    """Give picture and sound as they are encoded."""
    with av.open(str(film)) as container:
        return [(packet.stream.type, packet.pts, bytes(packet)) for packet in container.demux()]


def start(folder: Path, name: str) -> subprocess.Popen[bytes]:
    """Begin a film."""
    line = [sys.executable, "-m", "avatar", "say", TEXT, "-o", str(folder / name), "--size", "128x128", "--quiet"]
    environment = os.environ | {"AVATAR_HOME": str(folder / "home")}
    return subprocess.Popen(line, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def clear(folder: Path) -> None:
    """Forget what was filmed."""
    line = [sys.executable, "-m", "avatar", "cache", "clear"]
    subprocess.run(line, env=os.environ | {"AVATAR_HOME": str(folder / "home")}, check=True, capture_output=True)


def main() -> int:
    """Run the trials."""
    parser = argparse.ArgumentParser()
    parser.add_argument("trials", type=int, nargs="?", default=100)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    moments = random.Random(asked.seed)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        start(folder, "first.mp4").wait()  # enrols the portrait
        clear(folder)
        begin = time.perf_counter()
        start(folder, "unbroken.mp4").wait()
        lasts = time.perf_counter() - begin
        wanted, script = streams(folder / "unbroken.mp4"), (folder / "unbroken.json").read_bytes()
        same = killed = 0
        for trial in range(asked.trials):
            clear(folder)
            process = start(folder, "clip.mp4")
            try:
                process.wait(timeout=moments.uniform(0.05, 1.0) * lasts)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                killed += 1
            code = start(folder, "clip.mp4").wait()
            left = [path.name for path in folder.iterdir() if path.name.endswith(".part")]
            is_same = code == 0 and streams(folder / "clip.mp4") == wanted
            is_same = is_same and (folder / "clip.json").read_bytes() == script and not left
            same += is_same
            if not is_same:
                sys.stdout.write(f"trial {trial}: exit code {code}, left over: {left}\n")
            for path in (folder / "clip.mp4", folder / "clip.json"):
                path.unlink(missing_ok=True)
    sys.stdout.write(f"{asked.trials} trials, {killed} killed before the end: {same} films as the unbroken one\n")
    return 0 if same == asked.trials else 1


if __name__ == "__main__":
    sys.exit(main())
