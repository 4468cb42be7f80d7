"""Whether what the log says was made, revoked and counted is still in the stores: every line is looked up."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote

from avatar.ledger.audit.log import audit_folder, last_entries, read_entries
from avatar.ledger.stores.shown import LEDGER, REGISTRY
from avatar.runtime.access import is_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

WATCHED = b'"v":2'
"""in every line of a log whose home has statements"""
ACCEPTED = "stores.accept"
"""what a line says of stores that a person took as they were"""
COMPOSED = "compose"
"""what a line says of a film of several clips, each of which was counted when it was drawn"""
_OUTPUTS = ("render", "stream", "speak", COMPOSED)


@dataclass(slots=True)
class _Told:
    """What lines of the log say that the stores must have."""

    outputs: dict[str, set[str]] = field(default_factory=dict)
    """content id, and the authorizations under which it was counted"""
    clips: set[str] = field(default_factory=set)
    """content ids in the registry"""
    ended: set[str] = field(default_factory=set)
    """authorizations that were revoked"""


def lost(home: Path) -> list[str]:
    """Say in clauses what the log has and the stores lack; lines of earlier versions are left alone.

    The log is read before the stores: an output is counted and registered before it is logged, so whatever others make
    meanwhile is in the stores, if it is in the log.
    """
    told = _told(read_entries(audit_folder(home), WATCHED))
    counted = _rows(home / LEDGER, "SELECT authorization_id, output FROM outputs")
    revoked = _rows(home / LEDGER, "SELECT authorization_id FROM revoked")
    there = _rows(home / REGISTRY, "SELECT content_id FROM clips")
    uncounted = {each for each, leaves in told.outputs.items() if any((leave, each) not in counted for leave in leaves)}
    return [
        *_clauses(
            uncounted,
            {each for each in told.clips if (each,) not in there},
            {each for each in told.ended if (each,) not in revoked},
        ),
        *_holes(home),
    ]


def lately_lost(home: Path, count: int) -> list[str]:
    """Say in clauses what so many last lines of the log have and the stores lack; the others take no time."""
    told = _told(last_entries(audit_folder(home), count))
    counted = "SELECT 1 FROM outputs WHERE authorization_id = ? AND output = ?"
    return _clauses(
        {
            each
            for each, leaves in told.outputs.items()
            if not all(_rows(home / LEDGER, counted, (leave, each)) for leave in leaves)
        },
        {e for e in told.clips if not _rows(home / REGISTRY, "SELECT 1 FROM clips WHERE content_id = ?", (e,))},
        {e for e in told.ended if not _rows(home / LEDGER, "SELECT 1 FROM revoked WHERE authorization_id = ?", (e,))},
    )


def _told(lines: Iterable[dict[str, object]]) -> _Told:
    told = _Told()
    for line in lines:
        what = line.get("what")
        if what == ACCEPTED:  # what was lost until then is known
            told = _Told()
        if what == "consent.revoke":
            told.ended.add(str(line["authorization"]))
        if not (content_id := content_of(line)):
            continue
        told.outputs.setdefault(content_id, set()).update(leaves_of(line))
        if line.get("output"):
            told.clips.add(content_id)
    return told


def _clauses(uncounted: set[str], unregistered: set[str], unrevoked: set[str]) -> list[str]:
    return [
        *_clause("outputs that were logged are not counted in the ledger of consent", uncounted),
        *_clause("clips that were logged are not in the registry", unregistered),
        *_clause("authorizations that were revoked are not so in the ledger of consent", unrevoked),
    ]


def content_of(line: Mapping[str, object]) -> str:
    """Give the content id of the output that a line tells of; "" where it tells of something else."""
    return _detail(line, "content_id") if line.get("what") in _OUTPUTS else ""


def leaves_of(line: Mapping[str, object]) -> list[str]:
    """Name the authorizations of which an output was counted; the clips in a composed film have lines of their own."""
    if line.get("what") == COMPOSED:
        return []
    several = [str(line.get("authorization", "")), *_detail(line, "voice_authorizations").split(",")]
    return [each for each in several if each]


def _detail(line: Mapping[str, object], name: str) -> str:
    details = line.get("details")
    return str(details.get(name, "")) if isinstance(details, dict) else ""


def _clause(what: str, those: set[str]) -> list[str]:
    return [f"{len(those)} {what}, such as {min(those)}"] if those else []


def _holes(home: Path) -> list[str]:
    """Say whether rows were taken out between others: none is ever deleted here."""
    clauses = []
    for table, what in (("outputs", "counted outputs"), ("revoked", "revocations")):
        for count, highest in _rows(home / LEDGER, f"SELECT COUNT(*), COALESCE(MAX(rowid), 0) FROM {table}"):
            if count != highest:
                clauses.append(f"{highest} {what} were written into the ledger of consent, and {count} are there")
    return clauses


def _rows(path: Path, query: str, given: tuple[str, ...] = ()) -> set[tuple[object, ...]]:
    if not is_file(path):
        return set()
    with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=rw", uri=True, timeout=30.0)) as base:
        try:
            return set(base.execute(query, given))
        except sqlite3.Error:  # without tables, as a store that was emptied; that is told where its end is looked at
            return set()
