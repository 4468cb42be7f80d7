"""Print how often `avatar inspect` passes what `avatar` makes: clips drawn at random, in as many goes as one likes.

    python tests/measure/wolf.py FOLDER --clips 200 --seconds 80     # repeat until nothing is left
    python tests/measure/wolf.py FOLDER --table

The clip of a number is always the same: one of the four shipped portraits, of five languages, of two engines and their
voices, a seed, and sentences of four to six seconds. FOLDER keeps films and, in `wolf.jsonl`, a line for each: what was
drawn, and every figure. `--again` measures the films that are there anew with the instrument as it is now; a film is
made anew only where it is missing.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from avatar import pipeline
from avatar.bench.origin import measure_digest
from avatar.bench.voice.sentences import sentences_of
from avatar.clip.request import ClipRequest, Occasion
from avatar.clip.shown import MEASURING
from avatar.errors import RefusedError
from avatar.inspection import inspect_clip
from avatar.inspection.report import Figure
from avatar.portrait.store import PortraitStore
from avatar.settings import FilmSettings, Settings, TextSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avatar.inspection import Report

PORTRAITS = ("xiaochen", "marco", "amara", "xiaochen_green")
VOICES = {
    "zh": ("xiaoxiao", "yunxi", "xiaoyun", "yunfeng"),
    "en": ("af_heart", "am_michael", "emma", "james"),
    "es": ("ef_dora", "em_alex", "lucia", "diego"),
    "fr": ("ff_siwis", "ff_siwis", "chloe", "hugo"),
    "ja": ("jf_alpha", "jm_kumo", "sakura", "haruto"),
}
"""of each language two of Kokoro and two of espeak"""
LETTERS = {"zh": 4.6, "ja": 7.5}
"""said in a second; 15 in the others"""
SECONDS = 4.2
"""that the sentences of a clip last at least, about"""
SIZE = (512, 512)


def drawn(number: int) -> dict[str, object]:
    """Draw what the clip of a number shows and says."""
    rng = np.random.default_rng([19, number])
    language = str(rng.choice(list(VOICES)))
    text, sentences = "", sentences_of(language)
    while len(text) < SECONDS * LETTERS.get(language, 15.0):
        text = f"{text} {rng.choice(sentences)}".strip()
    return {
        "number": number,
        "portrait": str(rng.choice(PORTRAITS)),
        "language": language,
        "voice": str(rng.choice(VOICES[language])),
        "seed": int(rng.integers(1 << 31)),
        "text": text,
    }


def filmed(clip: dict[str, object], folder: Path) -> Path:
    """Make the film of a clip, if it is not there."""
    video = folder / f"{clip['number']:03d}.mp4"
    if not video.exists():
        settings = Settings(
            text=TextSettings(language=str(clip["language"])), film=FilmSettings(width=SIZE[0], height=SIZE[1])
        )
        request = ClipRequest(
            str(clip["text"]),
            str(clip["portrait"]),
            str(clip["voice"]),
            seed=int(str(clip["seed"])),
            settings=settings,
            occasion=Occasion(purpose=MEASURING),
        )
        pipeline.film(pipeline.prepare(request), video)
    return video


def told(clip: dict[str, object], report: Report) -> dict[str, object]:
    """Give the line of a clip: what was drawn, and what was found."""
    return {**clip, "measure": measure_digest(), **report.as_json()}


def kept(folder: Path) -> dict[int, dict[str, object]]:
    """Read the lines that are there; the last one of a clip counts."""
    place = folder / "wolf.jsonl"
    lines = place.read_text(encoding="utf-8").splitlines() if place.exists() else []
    return {each["number"]: each for each in map(json.loads, lines)}


def failures(line: dict) -> Iterator[tuple[str, float, list, bool]]:
    """Yield row and figure, value and limits, and whether it fails, of what is outside its limits."""
    for row in line["rows"]:
        for name, value in row["value"].items():
            low, high = row["limit"][name]
            doubt = row.get("error", {}).get(name) or 0.0
            figure = Figure(name, value, low, high, error=doubt)
            if value is not None and figure.beyond > (doubt if row["passed"] is False else 0.0):
                yield f"{row['id']} {name}", value, [low, high], row["passed"] is False


def table(lines: list[dict]) -> list[str]:
    """Lay out how many clips pass, by row, and each that does not."""
    passed = sum(line["passed"] for line in lines)
    out = [f"{passed} of {len(lines)} clips pass"]
    rows = sorted({(row["id"], row["name"]) for line in lines for row in line["rows"]})
    for number, name in rows:
        verdicts = [row["passed"] for line in lines for row in line["rows"] if row["id"] == number]
        judged = [each for each in verdicts if each is not None]
        values = {}
        for line in lines:
            for row in line["rows"]:
                if row["id"] == number:
                    for figure, value in row["value"].items():
                        values.setdefault(figure, []).append(value)
        spread = []
        for figure, found in values.items():
            seen = [value for value in found if value is not None]
            if seen:
                low, middle, high = np.percentile(seen, (0, 50, 100))
                spread.append(f"{figure} {low:.3g}|{middle:.3g}|{high:.3g}")
        out.append(f"  {number:2d} {name}: {sum(judged)} of {len(judged)}; {', '.join(spread)}")
    for line in lines:
        outside = [
            (f"{what} {value:.4g} {limit}{'' if fails else ' (not judged, or in doubt)'}")
            for what, value, limit, fails in failures(line)
        ]
        wrong = ", ".join(outside)
        if outside or not line["passed"]:
            lost = line["frames"] - line["faces_found"]
            drawn_as = " ".join(str(line[key]) for key in ("number", "portrait", "language", "voice"))
            out.append(f"  {drawn_as}: {wrong}{f'; no face in {lost} frames' if lost else ''}")
    return out


def main() -> None:
    """Make and measure what is missing, for as long as is allowed."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--clips", type=int, default=200)
    asked.add_argument("--first", type=int, default=0)
    asked.add_argument("--seconds", type=float, default=80.0)
    asked.add_argument("--again", action="store_true", help="measure anew what another instrument has measured")
    asked.add_argument("--table", action="store_true")
    given = asked.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    started, there = time.monotonic(), kept(given.folder)
    numbers = range(given.first, given.first + given.clips)
    done = {number for number, line in there.items() if not given.again or line["measure"] == measure_digest()}
    for number in numbers:
        if given.table or number in done or time.monotonic() - started > given.seconds:
            continue
        clip = drawn(number)
        try:
            video = filmed(clip, given.folder)
        except RefusedError as refusal:  # a sentence that the policy wants somebody to look at
            sys.stderr.write(f"{number}: {refusal}\n")
            continue
        portrait = PortraitStore().load_or_enroll(str(clip["portrait"]))
        line = told(clip, inspect_clip(video, portrait))
        with (given.folder / "wolf.jsonl").open("a", encoding="utf-8") as place:
            place.write(json.dumps(line, ensure_ascii=False) + "\n")
    lines = [line for number, line in sorted(kept(given.folder).items()) if number in numbers]
    sys.stdout.write("\n".join(table(lines)) + "\n")


if __name__ == "__main__":
    main()
