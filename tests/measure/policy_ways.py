"""Judge scripts with all rules, with fewer, and by rules alone; `policy_trials.py --ways` prints it.

Nobody judges what it has been trained on: each of the ten writers is judged by a classifier that was trained without
that writer, the held-out part by the shipped one. Beside the scripts as they were written, some are judged with
harmless ones around them, and disguised.
"""

from __future__ import annotations

import re
import shutil
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from avatar.permission.policy import RulePolicy, ShippedPolicy
from avatar.permission.policy.judging import SHIPPED
from avatar.permission.policy.lexicon import read_lexicon
from avatar.permission.policy.shipped import CERTAIN
from avatar.permission.policy.tongues import FIRST
from avatar.permission.policy.trained import SURE, TrainedPolicy, length_of
from avatar.permission.policy.weighing import FOLDER, files_of
from tests.measure.policy_reading import Script, corpus, own_scripts
from tests.measure.policy_training import WRITERS, without_writer, write

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from avatar.permission.policy import Finding

ALL, UNWEIGHED, SIX, ALONE = "all rules + classifier", "unweighed + classifier", "six rules + classifier", "rules alone"
WAYS = (ALL, UNWEIGHED, SIX, ALONE)
"""With the classifier: all rules; those that don't weigh ideas; those that it may not overrule."""
EVERY = 6
"""Of so many scripts one is judged with others around it, and disguised."""
HIDDEN = 20
"""Harmless scripts in a long text."""
_LOOKALIKE = str.maketrans("aeopcyxi", "аеорсухі")
_WORD = re.compile(r"[A-Za-z]{4,}|[\u3400-\u9fff]{3}")


class Judged(NamedTuple):
    """A script, and what each way objects to."""

    script: Script
    form: str
    """of `forms`"""
    findings: dict[str, tuple[Finding, ...]]
    """by the name of the way"""

    def blocked(self, way: str, decision: str = "") -> bool:
        """Say whether a way objects, with this decision if one is given."""
        return any(decision in ("", own.decision) for own in self.findings[way])

    def named(self, way: str) -> bool:
        """Say whether a way objects under the right kind of harm."""
        return any(own.category == self.script.category for own in self.findings[way])


class Judges:
    """The ways of judging, with one classifier."""

    def __init__(self, weights: Path) -> None:
        """Read the rules, and the weights of `weights`."""
        self._shipped, self._rules, self._trained = ShippedPolicy((), weights), RulePolicy(), TrainedPolicy(weights)
        self._unweighed = {rule.id for rule in read_lexicon((SHIPPED,)).rules if not rule.weights}

    def judge(self, script: Script, form: str) -> Judged:
        """Judge a script in every way."""
        ruled = self._rules.judge(script.text, purpose=script.purpose).findings
        learned = self._trained.judge(script.text, purpose=script.purpose).findings
        found = {ALONE: ruled}
        for way, ids in ((ALL, None), (UNWEIGHED, self._unweighed), (SIX, CERTAIN)):
            own = [finding for finding in ruled if ids is None or finding.rule in ids]
            found[way] = (*self._shipped.kept(own, script.text), *learned)
        return Judged(script, form, found)


def judged(hold_at: float, together: int = 1) -> Iterator[Judged]:
    """Judge the held-out part, what is abroad, and the ten writers, one after the other.

    `hold_at` is the logit above which the classifier holds a script, `together` how many writers are left out at once.
    """
    with TemporaryDirectory() as name:
        folder = Path(name)
        shipped = Judges(_holding(FOLDER, folder / "shipped", hold_at))
        for script in (*corpus(), *own_scripts()):
            if script.part in ("held_out", "abroad"):
                yield shipped.judge(script, "as written")
        for writer, path in without_writer(folder, together):
            judges = Judges(_holding(path, folder / f"holding_{writer}", hold_at))
            yield from (judges.judge(*own) for own in forms([own for own in corpus() if own.part == writer]))


def _holding(weights: Path, folder: Path, hold_at: float) -> Path:
    shutil.copytree(weights, folder)
    path, _ = files_of(folder, FIRST)
    with np.load(path) as file:
        content = dict(file)
    content["thresholds"][0] = hold_at
    write(content, path)
    return folder


def forms(scripts: Sequence[Script]) -> Iterator[tuple[Script, str]]:
    """Give a writer's scripts as they were written, and some of them in other forms."""
    yield from ((script, "as written") for script in scripts)
    business = [script for script in scripts if script.category == "none"]
    for number, script in enumerate(scripts[::EVERY]):
        others = [own.text for own in business if own.language == script.language and own != script]
        others = (others[number % len(others) :] + others)[:HIDDEN]
        yield script._replace(text=_around(script, others[:2])), "two around it"
        yield script._replace(text=_around(script, others)), "twenty around it"
        yield script._replace(text=_disguised(script, number)), "disguised"


def _around(script: Script, others: Sequence[str]) -> str:
    half = len(others) // 2
    return "\n".join((*others[:half], script.text, *others[half:]))


def _disguised(script: Script, number: int) -> str:
    """Write it in traditional characters or Cyrillic letters, or pull every second word apart."""
    if number % 2 and script.language == "zh":
        back = {new: old for old, new in sorted(read_lexicon((SHIPPED,)).sounds.simplified.items())}
        return "".join(chr(back.get(letter, ord(letter))) for letter in script.text)
    if number % 2:
        return script.text.translate(_LOOKALIKE)
    words = count()
    return _WORD.sub(lambda match: "*".join(match[0]) if next(words) % 2 else match[0], script.text)


def table(rows: Sequence[Judged]) -> Iterator[str]:
    """Give the lines of the table: blocked and refused of harmful / harmless, and named, in percent."""
    ten = [row for row in rows if row.script.part in WRITERS]
    plain = [row for row in ten if row.form == "as written"]
    held_out = [row for row in rows if row.script.part == "held_out"]
    yield f"{'':<20}{'harmful / harmless':>20}" + "".join(f"{way:>34}" for way in WAYS)
    yield f"{'':<40}" + f"{'blocked':>14}{'refused':>13}{'named':>7}" * len(WAYS)
    yield from _lines("held out", held_out)
    yield from _lines("ten writers", plain)
    for writer in WRITERS:
        yield _line(writer, [row for row in plain if row.script.part == writer])
    for name, low, high in (("short", 0, SURE), ("middling", SURE, 300), ("long", 300, 10_000)):
        yield _line(name, [row for row in plain if low <= length_of(row.script.text) < high])
    for form in ("two around it", "twenty around it", "disguised"):
        yield _line(form, [row for row in ten if row.form == form])
    yield _line("abroad", [row for row in rows if row.script.part == "abroad"])


def _lines(name: str, rows: Sequence[Judged]) -> Iterator[str]:
    yield _line(name, rows)
    for language in ("zh", "en"):
        yield _line(f"  {language}", [row for row in rows if row.script.language == language])
    for kind in sorted({row.script.category for row in rows}):
        yield _line(f"  {kind}", [row for row in rows if row.script.category == kind])


def _line(name: str, rows: Sequence[Judged]) -> str:
    harmful = [row for row in rows if row.script.harmful]
    harmless = [row for row in rows if not row.script.harmful]
    line = f"{name:<20}{f'{len(harmful)} / {len(harmless)}':>20}"
    for way in WAYS:
        cells = [
            " / ".join(_percent([row.blocked(way, decision) for row in own]) for own in (harmful, harmless))
            for decision in ("", "refuse")
        ]
        line += f"{cells[0]:>14}{cells[1]:>13}{_percent([row.named(way) for row in harmful]):>7}"
    return line


def _percent(claims: Sequence[bool]) -> str:
    return f"{100 * sum(claims) / len(claims):.1f}" if claims else "-"
