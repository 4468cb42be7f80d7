"""A campaign of many short rows in three languages, five of them bad: planned, run, run again, one cell edited.

    python tests/measure/campaign_rows.py [FOLDER] [--rows 100]

Prints what each step says, and how far the plan's estimate is from what the run took.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

CAMPAIGN = """name: rows
table: table.csv
languages: [en, zh, fr]
portrait: xiaochen
voices: {en: fast, zh: fast, fr: fast}
sizes: {small: 256x256}
purpose: customer-service
channel: website
outputs: outputs
"""
BAD = {
    10: ("{{ pric }} a month.", "每月。", "Par mois."),
    30: ("Number three.", "三号。", "{{ 1 / 0 }}"),
    50: ("{% if %}", "五号。", "Numéro cinq."),
    70: ("Number seven.", "{{ price | moneyy }}", "Numéro sept."),
    90: ("{{ row.nothing }}", "九号。", "Numéro neuf."),
}
"""by row: a name that there is not, an error, a broken tag, an unknown filter, a column that there is not"""


def main() -> None:
    """Do it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", nargs="?", type=Path, default=Path("/tmp/avatar-campaign-rows"))
    asked.add_argument("--rows", type=int, default=100)
    given = asked.parse_args()
    shutil.rmtree(given.folder, ignore_errors=True)
    given.folder.mkdir(parents=True)
    (given.folder / "campaign.yaml").write_text(CAMPAIGN, encoding="utf-8")
    rows = [[f"Item {n}.", f"第{n}项。", f"Point {n}."] for n in range(1, given.rows + 1)]
    for number, texts in BAD.items():
        rows[number * given.rows // 100 - 1] = list(texts)
    _write(given.folder, rows)
    checked, _ = _avatar(given.folder, "check")
    _tell("check", {"clips": checked.get("clips"), "problems": len(checked.get("problems", ()))})
    planned, _ = _avatar(given.folder, "plan")
    _tell("plan", planned)
    ran, took = _avatar(given.folder, "run")
    _tell("run", ran)
    expected = planned.get("wall_s")
    if expected:
        _tell("estimate", {"planned_s": expected, "took_s": round(took, 1), "off": round(expected / took - 1, 3)})
    _tell("run again", _avatar(given.folder, "run")[0])
    rows[0][1] = "第一项！"
    _write(given.folder, rows)
    _tell("one cell edited", _avatar(given.folder, "run")[0])


def _write(folder: Path, rows: list[list[str]]) -> None:
    with (folder / "table.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([["text_en", "text_zh", "text_fr"], *rows])


def _avatar(folder: Path, command: str) -> tuple[dict[str, Any], float]:
    began = time.monotonic()
    words = [sys.executable, "-m", "avatar", "campaign", command, str(folder), "--json", "--quiet"]
    environment = {"AVATAR_HOME": str(folder / "home"), **os.environ}
    done = subprocess.run(words, capture_output=True, text=True, check=False, env=environment)
    if not done.stdout:
        raise SystemExit(f"{command}: {done.stderr}")
    return dict(json.loads(done.stdout)), time.monotonic() - began


def _tell(step: str, told: dict[str, Any]) -> None:
    shown = {key: value for key, value in told.items() if isinstance(value, int | float | str)}
    print(f"{step:<18}{shown}", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
