"""Print how marks come back, AIGC labels byte for byte and credentials by who signed them, and what marking costs.

    python tests/measure/credential_trials.py

`ffprobe` and `exiftool` read the AIGC label too, where they are installed. The cost is that of `marking.mark_film` on a
clip of 10 s at 1280x720: the first time in a process, with all that is loaded for it, and the median of later ones.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import soundfile
from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from avatar.clip import marking
from avatar.ledger.keys import Signer
from avatar.marks import aigc, credentials
from avatar.marks.credentials.authority import own_anchors, own_certificates
from avatar.marks.registry import Span
from avatar.marks.registry.pattern_key import pattern_key
from avatar.marks.verify.given import read_given
from tests.marked import Studio, scene

if TYPE_CHECKING:
    from collections.abc import Callable

    from avatar.marks.registry import Facts

TRIES = 25
KINDS = ("mp4", "mov", "mkv", "webm", "wav", "mp3", "png", "jpg", "gif")


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        studio = Studio(place / "studio")
        cost(studio, place)
        read_back(studio, place)
        signers(studio, place)


def cost(studio: Studio, place: Path) -> None:
    """Time the marks of a clip, ms."""
    facts = studio.facts(1, 10.0)
    plain = place / "plain.mp4"
    kept = marking.mark_film
    marking.mark_film = lambda *_: None  # type: ignore[assignment]
    studio.film(plain, facts, (1280, 720), 10.0)
    marking.mark_film = kept
    times = []
    for _ in range(8):
        path = Path(shutil.copy(plain, place / "marked.mp4"))
        begun = time.perf_counter()
        marking.mark_film(path, facts, studio.folder)
        times.append(1000 * (time.perf_counter() - begun))
    more = path.stat().st_size - plain.stat().st_size
    say(f"marking 10 s of 1280x720, {plain.stat().st_size / 1e6:.1f} MB: first {times[0]:.0f} ms, then")
    say(f"  {statistics.median(times[1:]):.0f} ms (least {min(times):.0f}); the film grows by {more / 1000:.1f} kB")
    reading(studio, path, facts, "of that, reading back")
    long = place / "long.mp4"
    many = studio.facts(4, spans=tuple(Span(9_000_000 + each, 10.0 * each, 10.0 * (each + 1)) for each in range(12)))
    studio.film(long, many, (1280, 720), 10.0, [replace(many, spans=(each,)) for each in many.spans])
    reading(studio, long, many, "reading back 12 passages of 10 s")


def reading(studio: Studio, path: Path, facts: Facts, what: str) -> None:
    """Time how the marks in pictures and sound are read back, s of wall clock and of CPU time."""
    walls, costs = [], []
    facts = replace(facts, is_sound_marked=True)
    for _ in range(5):
        begun, spent = time.perf_counter(), time.process_time()
        read_given(path, "mp4", facts, marking.plates, pattern_key(studio.folder))
        walls.append(1000 * (time.perf_counter() - begun))
        costs.append(1000 * (time.process_time() - spent))
    say(f"  {what}: median {statistics.median(walls):.0f} ms, {statistics.median(costs):.0f} ms of CPU time")


def read_back(studio: Studio, place: Path) -> None:
    """Write labels of all lengths and scripts into every kind of file, and read them back."""
    say("AIGC label read back byte for byte (by avatar | ffprobe | exiftool)")
    for kind in KINDS:
        path = place / f"a.{kind}"
        make(studio, path)
        counts: dict[str, list[bool]] = {"avatar": [], "ffprobe": [], "exiftool": []}
        for number in range(TRIES):
            name = ("示例银行 <&\"'>" * (1 + number % 5))[: 4 + 3 * number]
            tag = aigc.signed_tag(name, f"{number:032x}", Signer.new())
            aigc.write(path, tag)
            counts["avatar"].append(aigc.read(path) == tag.as_text())
            for tool, read in tools(kind).items():
                counts[tool].append(read(path) == tag.as_text())
        say(f"  {kind:5} {' | '.join(f'{sum(n)} of {len(n)}' if n else '-' for n in counts.values())}")


def make(studio: Studio, path: Path) -> None:
    """Make a file of the kind that its name says."""
    kind = path.suffix[1:]
    if kind in aigc.FILMS:
        studio.film(path, studio.facts(2))
    elif kind in ("wav", "mp3"):
        soundfile.write(path, np.linspace(-0.5, 0.5, 48_000), 48_000)
    else:
        Image.fromarray(scene((320, 320))).save(path)


def tools(kind: str) -> dict[str, Callable[[Path], str]]:
    """Give the other programs that can read the label in files of this kind, where they are installed."""
    found: dict[str, Callable[[Path], str]] = {}
    if shutil.which("ffprobe") and kind in (*aigc.FILMS, "mp3"):
        found["ffprobe"] = ffprobe
    if shutil.which("exiftool") and kind in ("mp4", "mov", "mp3", "png", "jpg", "gif"):
        found["exiftool"] = exiftool
    return found


def ffprobe(path: Path) -> str:
    """Read the label with FFmpeg's program."""
    command = ["ffprobe", "-v", "error", "-show_entries", "format_tags", "-of", "json", str(path)]
    told = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return str(told.get("format", {}).get("tags", {}).get("AIGC", ""))


def exiftool(path: Path) -> str:
    """Read the label with ExifTool, under whatever name it gives to it."""
    command = ["exiftool", "-j", "-a", "-charset", "utf8", str(path)]
    told = json.loads(subprocess.run(command, capture_output=True, check=False).stdout)[0]
    values = [str(value) for name, value in told.items() if "aigc" in name.lower() or "userdefinedtext" in name.lower()]
    values = [value.removeprefix("(AIGC) ") for value in values]
    return next((value for value in values if value.startswith("{")), values[0] if values else "")


def signers(studio: Studio, place: Path) -> None:
    """Count what credentials are worth by who signed them, and after a changed byte."""
    own_certificates(place / "elsewhere")
    ours, theirs = own_anchors(studio.folder), own_anchors(place / "elsewhere")
    wanted = {
        "trusted": 0,
        "untrusted without anchors": 0,
        "untrusted with others' anchors": 0,
        "invalid if changed": 0,
    }
    rng = np.random.default_rng(0)
    for number in range(3, 3 + TRIES):
        path = studio.film(place / "c.mp4", studio.facts(number), seconds=1.0)
        wanted["trusted"] += credentials.read(path, "mp4", ours).state == "trusted"
        wanted["untrusted without anchors"] += credentials.read(path, "mp4", "").state == "untrusted"
        wanted["untrusted with others' anchors"] += credentials.read(path, "mp4", theirs).state == "untrusted"
        content = bytearray(path.read_bytes())
        content[content.index(b"mdat") + 4 + int(rng.integers(5000))] ^= 1 << int(rng.integers(8))
        path.write_bytes(content)
        wanted["invalid if changed"] += credentials.read(path, "mp4", ours).state == "invalid"
    for name, count in wanted.items():
        say(f"C2PA {name}: {count} of {TRIES}")


def say(line: str) -> None:
    """Print at once."""
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
