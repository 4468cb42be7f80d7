"""Whether a home goes on from what was anchored of it: a home that was put back as a whole does not."""

# Shapes no clip.

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from avatar.ledger.audit.log import audit_folder, read_entries
from avatar.ledger.stores.shown import REGISTRY, WORDS, look
from avatar.runtime.access import is_file

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from avatar.ledger.audit.checkpoint import LogKey
    from avatar.ledger.stores.statement import Statement


@dataclass(frozen=True, slots=True)
class AnchoredEnd:
    """How the log ended when it was anchored, for `audit.verify` to compare with."""

    statement: Statement
    """that says so"""

    @property
    def n(self) -> int:
        """Number of the last line."""
        return self.statement.shown.counts.get("audit.lines", 0)

    @property
    def hash(self) -> str:
        """Its hash, hex."""
        return self.statement.shown.ends.get("audit.hash", "")

    @property
    def time(self) -> str:
        """When that was signed, UTC."""
        return self.statement.time

    def is_signed(self, keys: Mapping[str, LogKey]) -> bool:
        """Tell whether one of the trusted keys has signed it."""
        return self.statement.is_signed(keys)


def ends(anchored: Sequence[Statement]) -> list[AnchoredEnd]:
    """Give the ends of the log that were anchored, without those of an empty one."""
    return [each for each in map(AnchoredEnd, anchored) if each.n]


def lagging(home: Path, anchored: Sequence[Statement]) -> list[str]:
    """Say in clauses where the stores of a home have less than was anchored, or something else in its place."""
    now, behind, changed, gone = look(home), dict[str, str](), list[str](), dict[str, str]()
    kept = {each.partition(".")[0] for several in now.keys.values() for each in several}
    for each in sorted(anchored, key=lambda each: each.number):
        for name, (store, unit) in WORDS.items():
            count, found = each.shown.counts.get(name, 0), now.counts.get(name, 0)
            if found < count:
                behind[name] = f"{store} has {found} {unit} where {count} were anchored ({each.time})"
        if not changed and not _continues(home, each):
            changed.append(f"the registry is not the one that was anchored ({each.time})")
        for purpose, names in each.shown.keys.items():
            lost = {name.partition(".")[0] for name in names} - kept
            gone |= {key: f"the public key {key} for {purpose} is gone that was anchored" for key in lost}
    return [*behind.values(), *changed, *gone.values()]


def diverged(home: Path, anchored: Statement) -> list[str]:
    """Say in a clause whether the line that the log ended with is not in it any more, without reading all of it."""
    end = AnchoredEnd(anchored)
    having = f'"hash":"{end.hash}"'.encode()
    if not end.n or any(line.get("n") == end.n for line in read_entries(audit_folder(home), having)):
        return []
    return [f"line {end.n} of the audit log is not the one that was anchored ({end.time})"]


def _continues(home: Path, anchored: Statement) -> bool:
    """Tell whether the chain of the registry went through where it was anchored, as far as it reaches."""
    count, end = anchored.shown.counts.get("registry.rows", 0), anchored.shown.ends.get("registry.hash", "")
    if not count or not end or not is_file(home / REGISTRY):
        return True
    try:
        with closing(sqlite3.connect(f"file:{quote(str(home / REGISTRY))}?mode=rw", uri=True, timeout=30.0)) as base:
            row = base.execute("SELECT prev FROM clips WHERE n = ?", (count + 1,)).fetchone()
            row = row or base.execute("SELECT hash FROM head WHERE n = ?", (count,)).fetchone()
    except sqlite3.Error:  # without tables; that it has fewer rows is told
        return True
    return row is None or row[0] == end
