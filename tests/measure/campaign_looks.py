"""A campaign of twenty garments on five people: a hundred rows, each in a look of its own, checked, run, and looked at.

    python -m tests.measure.campaign_looks [FOLDER] [--sheet looks.jpg]

The five are the shipped portraits and amara with xiaochen's face, so that face, garment and speech go together. The
garments are the ten that are drawn, each in another colour and seed as well. Prints who was refused with which reason,
how many clips came, how many `avatar verify` trusts, and how long each step took; `--sheet` shows a frame of each,
two garments a line, on each of the five. Started anew it goes on where it was.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import numpy as np
from PIL import Image

from tests.garments import GARMENTS, Drawing

CAMPAIGN = """name: looks
table: table.csv
portrait: xiaochen
voices: {en: fast}
languages: [en]
sizes: {small: 512x512}
purpose: marketing
channel: website
outputs: outputs
"""
PEOPLE = (("xiaochen", ""), ("marco", ""), ("amara", ""), ("xiaochen_green", ""), ("amara", "xiaochen"))
"""portraits, and whose face each has"""
SIDE = 240


def main() -> None:
    """Do it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", nargs="?", type=Path, default=Path("/tmp/avatar-campaign-looks"))
    asked.add_argument("--sheet", type=Path)
    given = asked.parse_args()
    rows = written(given.folder)
    told = avatar(given.folder, "check")
    problems = told.get("problems", [])
    print("refused", Counter(str(each.get("message", each)) for each in problems))  # noqa: T201
    bad = {each.get("row") for each in problems}
    if bad - {None}:
        write_table(given.folder, [row for number, row in enumerate(rows, 2) if number not in bad])
        avatar(given.folder, "check")
    avatar(given.folder, "run")
    films = sorted((given.folder / "outputs").rglob("*.mp4"))
    seen = [verified(given.folder, film) for film in films]
    print(f"{len(rows)} rows, {len(films)} clips, {Counter(seen)}")  # noqa: T201
    if given.sheet:
        sheet(given.folder, rows, given.sheet)


def written(folder: Path) -> list[dict[str, str]]:
    """Draw the garments, and write the campaign with all its rows."""
    products = folder / "products"
    products.mkdir(parents=True, exist_ok=True)
    names = []
    for name, garment in GARMENTS.items():
        for seed, kind in ((7, garment), (8, replace(garment, colour=garment.colour[::-1]))):
            path = products / f"{name.replace(' ', '-')}-{seed}.png"
            names.append(path.stem)
            if not path.exists():
                Image.fromarray(Drawing(kind, 1200, seed).picture()).save(path)
    rows = [
        {"id": f"{name}-{who}{'-' * bool(face)}{face}", "portrait": who, "face": face}
        | {"garment": f"products/{name}.png", "text": "This one suits you well."}
        for name in names
        for who, face in PEOPLE
    ]
    (folder / "campaign.yaml").write_text(CAMPAIGN, encoding="utf-8")
    write_table(folder, rows)
    return rows


def write_table(folder: Path, rows: list[dict[str, str]]) -> None:
    """Write what the campaign reads."""
    with (folder / "table.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)


def avatar(folder: Path, step: str) -> dict[str, Any]:
    """Run a step of the campaign, and tell how long it took."""
    began = time.monotonic()
    done = shell(folder, "campaign", step, str(folder), "--json", "--quiet")
    if not done.stdout:
        raise SystemExit(f"{step}: {done.stderr}")
    told = dict(json.loads(done.stdout))
    shown = {key: value for key, value in told.items() if isinstance(value, int | float | str)}
    print(f"{step:<8}{time.monotonic() - began:7.1f} s  {shown}", flush=True)  # noqa: T201
    return told


def verified(folder: Path, film: Path) -> str:
    """Give the verdict on a clip."""
    return str(json.loads(shell(folder, "verify", str(film), "--json").stdout)["verdict"])


def shell(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command in the campaign's own home."""
    environment = os.environ | {"AVATAR_HOME": str(folder / "home")}
    return subprocess.run(
        [sys.executable, "-m", "avatar", *words], capture_output=True, text=True, check=False, env=environment
    )


def sheet(folder: Path, rows: list[dict[str, str]], place: Path) -> None:
    """Put a frame of every clip side by side, grey where there is none."""
    tiles = []
    for number, row in enumerate(rows, 2):
        name = f"{number}-{row['id']}".replace("_", "-")
        found = next((folder / "outputs").rglob(f"{name}-*.mp4"), None)
        tiles.append(frame_of(found) if found else np.full((SIDE, SIDE, 3), 128, np.uint8))
    wide = len(PEOPLE) * 2
    lines = [np.hstack(tiles[start : start + wide]) for start in range(0, len(tiles), wide)]
    Image.fromarray(np.vstack(lines)).save(place, quality=90)


def frame_of(film: Path) -> np.ndarray:
    """Give a frame in the middle of a word, (SIDE, SIDE, 3)."""
    with av.open(str(film)) as opened:
        for index, frame in enumerate(opened.decode(video=0)):
            if index == 12:
                return np.asarray(frame.to_image().resize((SIDE, SIDE)))
    raise SystemExit(f"{film} has no twelve frames")


if __name__ == "__main__":
    main()
