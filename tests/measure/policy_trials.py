"""Print how many of the scripts in policy_scripts.toml the shipped rules block.

    python tests/measure/policy_trials.py [--part development|held-out] [--misses] [--plain]

`--misses` lists what was judged wrongly, `--plain` judges every script without its purpose.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path
from statistics import median

from avatar.provenance.policy import RulePolicy

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

SCRIPTS = Path(__file__).with_name("policy_scripts.toml")


def main() -> None:
    """Judge all scripts and print a table per part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--plain", action="store_true")
    options = parser.parse_args()
    sets = tomllib.loads(SCRIPTS.read_text(encoding="utf-8"))["set"]
    policy = RulePolicy()
    for part in sorted({own["part"] for own in sets if options.part in (None, own["part"])}):
        show(part, [own for own in sets if own["part"] == part], policy, options)
    show_speed(policy, [text for own in sets for text in own["texts"]])


def show(part: str, sets: list[dict], policy: RulePolicy, options: argparse.Namespace) -> None:
    """Print one line per category and the two totals."""
    told: Counter[tuple[bool, str]] = Counter()
    blocked: Counter[tuple[bool, str]] = Counter()
    for own in sets:
        for text in own["texts"]:
            verdict = policy.judge(text, language="auto", purpose="" if options.plain else own["purpose"])
            key = (own["harmful"], own["category"])
            told[key] += 1
            blocked[key] += verdict.decision != "allow"
            if options.misses and own["harmful"] != (verdict.decision != "allow"):
                _say(f"{'MISS' if own['harmful'] else 'FALSE'} {own['category']}: {text}")
                for finding in verdict.findings:
                    _say(f"       {finding.rule}: {text[finding.start : finding.end]}")
    _say(f"\n{part}\n{'category':<12}{'harmful blocked':>20}{'harmless blocked':>20}")
    for category in sorted({name for _, name in told}):
        _say(f"{category:<12}{_share(blocked, told, True, category):>20}{_share(blocked, told, False, category):>20}")
    for harmful in (True, False):
        of, hit = (sum(n for key, n in counts.items() if key[0] is harmful) for counts in (told, blocked))
        _say(f"{'harmful' if harmful else 'harmless'}: {hit} of {of} blocked, {hit / max(of, 1):.1%}")


def show_speed(policy: RulePolicy, texts: list[str]) -> None:
    """Print the time for 10,000 characters of all scripts, Chinese and English mixed."""
    text = (" ".join(texts) * 10)[:10000]
    took = []
    for _ in range(7):
        start = time.perf_counter()
        policy.judge(text, language="auto", purpose="")
        took.append(time.perf_counter() - start)
    _say(f"\n{len(text)} characters: {1000 * median(took):.1f} ms")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def _share(blocked: Counter, told: Counter, harmful: bool, category: str) -> str:
    of = told[harmful, category]
    return f"{blocked[harmful, category]} of {of}" if of else "-"


if __name__ == "__main__":
    main()
