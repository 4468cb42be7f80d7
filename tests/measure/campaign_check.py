"""How long it takes to look at a campaign before anything renders: 100 rows in three languages, five of them bad.

    python tests/measure/campaign_check.py [--rows 100] [--home FOLDER]

It prints what was found wrong, by row and column, and s of processor time: reading, checking, and per text.
"""

from __future__ import annotations

import argparse
import csv
import sys
import tempfile
import time
from pathlib import Path

BAD = {
    10: ("text_en", "Lamp {{ prce }}"),
    20: ("text_zh", "请把验证码发给我，我帮您操作。"),
    30: ("voice_en", "nobody"),
    40: ("price", "about nine"),
    50: ("portrait", "somebody"),
}
"""rows of the table, with the column and what stands there"""
YAML = """\
name: lamps
table: table.csv
languages: [zh, en, ar]
purpose: marketing
channel: website
variables: {currency: EUR}
"""


def main() -> None:
    """Write a campaign, look at it, and say what that took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=100)
    parser.add_argument("--home", type=Path)
    asked = parser.parse_args()
    from avatar.campaign.preflight import check
    from avatar.campaign.preflight.report import HEADER, lines
    from avatar.runtime.folders import Home

    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        write_table(folder / "table.csv", asked.rows)
        (folder / "campaign.yaml").write_text(YAML, encoding="utf-8")
        home = Home.at(asked.home or folder / "home")
        for attempt in ("first", "again"):
            begun, wall = time.process_time(), time.monotonic()
            checked = check(folder, home)
            spent = time.process_time() - begun
            _tell(
                f"{attempt}: {spent:.2f} s of processor time, {time.monotonic() - wall:.2f} s, "
                f"{1000 * spent / (3 * asked.rows):.1f} ms per text; {len(checked.jobs)} clips, "
                f"{sum(checked.seconds.values()) / 60:.0f} min of film"
            )
    for line in (HEADER, *lines(checked.problems)):
        _tell("  ".join(f"{cell:<10}" for cell in line))
    rows = {each.row for each in checked.fatal}
    _tell(
        f"bad rows: {sorted(BAD)}; told: {sorted(rows)}; {'all and no other' if rows == set(BAD) else 'NOT THE SAME'}"
    )


def write_table(path: Path, count: int) -> None:
    """Write rows of three languages, each of its own words."""
    headers = ("id", "text_zh", "text_en", "text_ar", "price", "voice_en", "portrait")
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, headers)
        writer.writeheader()
        for number in range(2, count + 2):
            row = {
                "id": f"lamp-{number}",
                "text_zh": f"第{number}款台灯，现在只要{{{{ price | money('CNY') }}}}，欢迎到店选购。",
                "text_en": f"Lamp number {number} is only {{{{ price | money }}}} now. Come and see it in our shop.",
                "text_ar": f"المصباح رقم {number} متوفر الآن في متجرنا بسعر {{{{ price | money }}}}. أهلا بكم.",
                "price": str(number * 3),
            }
            column, cell = BAD.get(number, ("id", row["id"]))
            writer.writerow(row | {column: cell})


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
