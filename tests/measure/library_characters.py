"""OpenCC beside the table of traditional characters of the policy, and what it would do for reading them aloud."""

from __future__ import annotations

import json
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from library_costs import tell, timed
from opencc import OpenCC

from avatar.permission.policy.judging import SHIPPED
from avatar.permission.policy.lexicon import read_lexicon
from avatar.text.pronouncing import pronunciations

if TYPE_CHECKING:
    from argparse import Namespace

CORPUS = Path(__file__).parent / "policy_corpus"
VARIANTS = ("s2t", "s2tw", "s2hk")
STEP = 25
"""every so many sentences with a polyphone are read"""


def measure(asked: Namespace) -> None:
    """Tell how many scripts either brings back from traditional to simplified characters as they were."""
    begin = time.process_time()
    simplify = OpenCC("t2s").convert
    simplify("測")
    tell(f"OpenCC is ready after {(time.process_time() - begin) * 1e3:.0f} ms")
    table = read_lexicon((SHIPPED,)).sounds.simplified
    scripts = [script for script in _scripts() if simplify(script) == script]
    for variant in VARIANTS:
        complicate = OpenCC(variant).convert
        traditional = [complicate(script) for script in scripts]
        ours, theirs = Counter[str](), Counter[str]()
        for script, old in zip(scripts, traditional, strict=True):
            ours += _apart(script, old.translate(table))
            theirs += _apart(script, simplify(old))
        tell(
            f"{variant}: {len(scripts)} scripts of {sum(map(len, scripts))} characters; not as they were: "
            f"{ours.total()} characters by our table, {theirs.total()} by OpenCC; "
            f"most of ours {' '.join(pair for pair, _ in ours.most_common(8))}"
        )
    whole = "".join(traditional)
    tell(
        f"100,000 characters: {timed(lambda: whole.translate(table)) / len(whole) * 1e8:.0f} / "
        f"{timed(lambda: simplify(whole)) / len(whole) * 1e8:.0f} ms"
    )
    if asked.polyphones:
        _polyphones(asked.polyphones, simplify, table)


def _scripts() -> list[str]:
    lines = [line for path in sorted(CORPUS.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()]
    return [row["text"] for row in map(json.loads, lines) if row.get("lang") == "zh"]


def _apart(script: str, back: str) -> Counter[str]:
    if len(script) != len(back):
        return Counter({"another length": 1})
    return Counter(f"{old}>{new}" for old, new in zip(script, back, strict=True) if old != new)


def _polyphones(stem: Path, simplify, table) -> None:
    """Read each sentence's polyphone in simplified characters, and in traditional ones with and without OpenCC."""
    complicate = OpenCC("s2t").convert
    sentences = stem.with_suffix(".sent").read_text(encoding="utf-8").splitlines()[::STEP]
    readings = stem.with_suffix(".lb").read_text(encoding="utf-8").splitlines()[::STEP]
    right = Counter[str]()
    for marked, reading in zip(sentences, readings, strict=True):
        place, text = marked.index("▁"), marked.replace("▁", "").replace(" ", "")
        place -= marked[:place].count(" ")
        for name, written in (("simplified", text), ("traditional", complicate(text))):
            right[name] += _is_read(written, place, reading)
        old = complicate(text)
        right["traditional, by our table first"] += _is_read(old.translate(table), place, reading)
        right["traditional, by OpenCC first"] += _is_read(simplify(old), place, reading)
    tell(
        f"polyphones of {len(sentences)} sentences read right: "
        + ", ".join(f"{name} {count}" for name, count in right.items())
    )


def _is_read(text: str, place: int, reading: str) -> bool:
    """Tell whether the character at a place of the text has this reading, whatever the tone sandhi did."""
    at = 0
    for word in pronunciations(text, "zh"):
        start = text.find(word.word, at)
        at = start + len(word.word)
        if start <= place < at:
            syllables = word.reading.split()
            said = syllables[place - start] if len(syllables) == len(word.word) else ""
            return said.replace("ü", "v").replace("u:", "v") == reading.replace("u:", "v")
    return False
