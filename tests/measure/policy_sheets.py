"""Print how many of the scripts in seven languages are blocked, by sheet and by language.

    python -m tests.measure.policy_sheets [SHEET ...] [--misses]

The sheets lie in policy_hands; each line is + (harmful) or -, language, category, text.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from avatar.permission.policy import load_policy

SHEETS = Path(__file__).parent / "policy_hands"


def main() -> None:
    """Judge the sheets."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sheets", nargs="*", default=sorted(path.stem for path in SHEETS.glob("*.tsv")))
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    policy = load_policy([], [])
    told: Counter[tuple[str, str]] = Counter()
    blocked: Counter[tuple[str, str]] = Counter()
    for sheet in options.sheets:
        for line in (SHEETS / f"{sheet}.tsv").read_text(encoding="utf-8").splitlines():
            kind, language, category, text = line.split("\t")
            verdict = policy.judge(text, language="auto", purpose="")
            is_blocked = verdict.decision != "allow"
            for key in (sheet, language, "all"):
                told[key, kind] += 1
                blocked[key, kind] += is_blocked
            if options.misses and is_blocked is not (kind == "+"):
                sys.stdout.write(
                    f"{'MISS' if kind == '+' else 'FALSE'} {language} {category}: {text} {verdict.rules}\n"
                )
    for key in dict.fromkeys(key for key, _ in told):
        cells = [f"{blocked[key, kind]} of {told[key, kind]}" for kind in "+-"]
        sys.stdout.write(f"{key:<8}{cells[0]:>14} harmful{cells[1]:>14} harmless\n")


if __name__ == "__main__":
    main()
