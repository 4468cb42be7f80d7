"""Kill `avatar say` at random moments, run it again, and count how often the film is the same as an unbroken one.

    python -m tests.measure.kill_trials [TRIALS] [--seed N] [--end]

Every trial begins with an empty cache. Compared are all packets of picture and sound, and the timeline; of the marks
the moment of making differs by nature. What a killed run left beside the film counts as a failure too.

With `--end` a photo under a limited permission is filmed from a full cache, and each run is killed at a random moment
after the first byte of its film, which is its last second or less. It fails if there is ever a film that is not
counted, logged and registered.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import av
from PIL import Image
from skimage.data import astronaut

from avatar.ledger.audit import audit_folder, read_entries
from avatar.marks.registry import Registry
from avatar.permission.consent import ConsentStore

TEXT = "Good morning, and welcome to our branch. Please bring your passport with you. The office closes at five."


def streams(film: Path) -> list[tuple[str, int | None, bytes]]:
    """Give picture and sound as they are encoded."""
    with av.open(str(film)) as container:
        return [(packet.stream.type, packet.pts, bytes(packet)) for packet in container.demux()]


def start(folder: Path, name: str, *more: str) -> subprocess.Popen[bytes]:
    """Begin a film."""
    line = [
        sys.executable,
        "-m",
        "avatar",
        "say",
        TEXT,
        "-o",
        str(folder / name),
        "--size",
        "128x128",
        "--quiet",
        *more,
    ]
    environment = os.environ | {"AVATAR_HOME": str(folder / "home")}
    return subprocess.Popen(line, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def clear(folder: Path) -> None:
    """Forget what was filmed."""
    line = [sys.executable, "-m", "avatar", "cache", "clear"]
    subprocess.run(line, env=os.environ | {"AVATAR_HOME": str(folder / "home")}, check=True, capture_output=True)


def ended(trials: int, moments: random.Random, folder: Path) -> int:
    """Kill films in their last second, and look what there is."""
    os.environ["AVATAR_HOME"] = str(folder / "home")
    photo, film = str(folder / "me.png"), folder / "clip.mp4"
    Image.fromarray(astronaut()).save(photo)
    line = [sys.executable, "-m", "avatar", "consent", "sign", photo, "--self", "--yes", "--max-outputs", "99999"]
    subprocess.run(line, check=True, capture_output=True)
    (record,) = (each for each in ConsentStore().records() if each.type == "self")
    start(folder, "first.mp4", "-p", photo).wait()  # takes the photo apart, and fills the cache
    lasts = max(measured(folder, photo) for _ in range(3))
    found: Counter[str] = Counter()
    for trial in range(trials):
        before = ConsentStore().ledger.made(record.authorization_id)
        process = start(folder, film.name, "-p", photo)
        await_first_byte(folder, process)
        try:
            process.wait(timeout=moments.uniform(0.0, lasts))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        is_counted = ConsentStore().ledger.made(record.authorization_id) == before + 1
        outcome = judged(film, is_counted=is_counted)
        found[outcome] += 1
        if outcome.startswith("WRONG"):
            sys.stdout.write(f"trial {trial}: {outcome}\n")
        for path in (film, film.with_suffix(".json")):
            path.unlink(missing_ok=True)
    sys.stdout.write("".join(f"{count} of {trials}: {outcome}\n" for outcome, count in sorted(found.items())))
    sound = Registry().check().is_whole
    sys.stdout.write(f"the registry is {'whole' if sound else 'broken'}\n")
    return 0 if sound and not any(outcome.startswith("WRONG") for outcome in found) else 1


def measured(folder: Path, photo: str) -> float:
    """Time a run from the first byte of its film to its end, s."""
    process = start(folder, "whole.mp4", "-p", photo)
    await_first_byte(folder, process)
    begin = time.perf_counter()
    if process.wait():
        raise SystemExit("A film that nobody kills cannot be made here; try avatar doctor.")
    return time.perf_counter() - begin


def await_first_byte(folder: Path, process: subprocess.Popen[bytes]) -> None:
    """Wait until the hidden film holds something, and throw away what killed runs have left of theirs before."""
    for left in folder.glob(".*.part"):
        left.unlink()
    while process.poll() is None:
        with suppress(FileNotFoundError):  # each run first tries the folder with an empty file
            if any(part.stat().st_size for part in folder.glob(".*.part")):
                return
        time.sleep(0.001)


def judged(film: Path, *, is_counted: bool) -> str:
    """Say what a killed run has left."""
    if not film.exists():
        return "no film, but a place used up" if is_counted else "no film, no place used up"
    digest = hashlib.sha256(film.read_bytes()).hexdigest()
    proofs = {
        "counted": is_counted,
        "logged": any(entry["output"] == digest for entry in read_entries(audit_folder())),
        "registered": bool(Registry().by_file(digest)),
    }
    missing = [name for name, is_there in proofs.items() if not is_there]
    return f"WRONG: a film that is not {', '.join(missing)}" if missing else "a film, counted, logged and registered"


def main() -> int:
    """Run the trials."""
    parser = argparse.ArgumentParser()
    parser.add_argument("trials", type=int, nargs="?", default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--end", action="store_true")
    asked = parser.parse_args()
    moments = random.Random(asked.seed)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        if asked.end:
            return ended(asked.trials, moments, folder)
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
