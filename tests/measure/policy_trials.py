"""Print how many of the scripts beside this file are blocked: by the rules alone, and by all that ships.

    python tests/measure/policy_trials.py [--part held_out] [--misses] [--plain]
    python tests/measure/policy_trials.py --ways [--hold-at 0.4] [--together 2]

The parts are those of policy_scripts.toml and the files of policy_corpus. `--misses` lists what was judged wrongly,
`--plain` judges every script without its purpose.

`--ways` asks what the rules are worth beside the classifier. It prints in percent what is blocked (held or refused)
and refused of harmful / harmless scripts, and what is blocked under its own kind of harm, four times: with all rules
and the classifier, with those that don't weigh ideas, with the six that the classifier may not overrule, and by rules
alone. It does so for the held-out part, for the ten writers, each judged by a classifier trained without that writer
(some ten minutes), by language, kind and length, and for every sixth script between two and among twenty ordinary ones
of the same writer, and in disguise (policy_ways.py). `--hold-at` is the logit above which the classifier holds a
script, if not the shipped one, `--together` how many writers are left out at once: two take half the time.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path
from statistics import median

from avatar.permission.policy import Policy, RulePolicy, load_policy

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.measure.policy_reading import Script, corpus, own_scripts


def main() -> None:
    """Judge all scripts and print a table per part."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--part")
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--ways", action="store_true")
    parser.add_argument("--hold-at", type=float, metavar="LOGIT")
    parser.add_argument("--together", type=int, default=1, metavar="WRITERS")
    options = parser.parse_args()
    if options.ways:
        return show_ways(options.hold_at, options.together)
    scripts = [script for script in own_scripts() + corpus() if options.part in (None, script.part)]
    rules, shipped = RulePolicy(), load_policy()
    for part in dict.fromkeys(script.part for script in scripts):
        show(part, [script for script in scripts if script.part == part], rules, shipped, options)
    if not options.part:
        show_speed([script.text for script in scripts], rules, shipped)
    return None


def show_ways(hold_at: float | None, together: int) -> None:
    """Print what the rules are worth beside the classifier."""
    from tests.measure.policy_training import HOLD_AT  # needs scipy, which the rest does not
    from tests.measure.policy_ways import judged, table

    for line in table(list(judged(HOLD_AT if hold_at is None else hold_at, together))):
        _say(line)


def show(part: str, scripts: list[Script], rules: Policy, shipped: Policy, options: argparse.Namespace) -> None:
    """Print one line per category and the two totals; each figure for the rules alone, then for all that ships."""
    told: Counter[tuple[bool, str]] = Counter()
    ruled: Counter[tuple[bool, str]] = Counter()
    blocked: Counter[tuple[bool, str]] = Counter()
    for script in scripts:
        purpose = "" if options.plain else script.purpose
        verdict = shipped.judge(script.text, language="auto", purpose=purpose)
        key = (script.harmful, script.category)
        told[key] += 1
        ruled[key] += rules.judge(script.text, language="auto", purpose=purpose).decision != "allow"
        blocked[key] += verdict.decision != "allow"
        if options.misses and script.harmful != (verdict.decision != "allow"):
            _say(f"{'MISS' if script.harmful else 'FALSE'} {script.category}: {script.text}")
            for finding in verdict.findings:
                _say(f"       {finding.rule}: {script.text[finding.start : finding.end]}")
    _say(f"\n{part}\n{'category':<12}{'harmful blocked':>24}{'harmless blocked':>24}")
    for category in sorted({name for _, name in told}):
        cells = [_cell(ruled, blocked, told, (harmful, category)) for harmful in (True, False)]
        _say(f"{category:<12}{cells[0]:>24}{cells[1]:>24}")
    for harmful in (True, False):
        of, alone, both = (sum(n for key, n in own.items() if key[0] is harmful) for own in (told, ruled, blocked))
        name = "harmful" if harmful else "harmless"
        _say(f"{name}: of {of}, rules block {alone / max(of, 1):.1%}, with the classifier {both / max(of, 1):.1%}")


def show_speed(texts: list[str], rules: Policy, shipped: Policy) -> None:
    """Print the time for 10,000 characters of all scripts, Chinese and English mixed."""
    for name, policy in (("rules", rules), ("with the classifier", shipped)):
        took = []
        for number in range(7):
            text = f"{number} " + (" ".join(texts) * 10)[:10000]
            start = time.perf_counter()
            policy.judge(text, language="auto", purpose="")
            took.append(time.perf_counter() - start)
        _say(f"10000 characters, {name}: {1000 * median(took):.1f} ms")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def _cell(ruled: Counter, blocked: Counter, told: Counter, key: tuple[bool, str]) -> str:
    return f"{ruled[key]}, {blocked[key]} of {told[key]}" if told[key] else "-"


if __name__ == "__main__":
    main()
