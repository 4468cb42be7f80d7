"""What a clip pays for the records and clips that lie in its home already.

    python -m tests.measure.gate_costs [--records 10000] [--clips 100000] [--lines 1000000]

Asks the gate in homes of one and of many records, adds a clip to registries of a few and of many rows, and looks at
the stores and adds a line in homes whose log, ledger and registry are short and long. Medians of five, ms.
"""

from __future__ import annotations

import argparse
import json
import secrets
import sqlite3
import sys
import time
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from avatar.errors import RefusedError
from avatar.ledger.audit import Event
from avatar.ledger.audit.checkpoint import CHECKPOINTS, read_head, sign, write_head
from avatar.ledger.audit.log import CURRENT, EVERY
from avatar.ledger.keys import KeyRing
from avatar.ledger.stores import open_log, take_note, troubles
from avatar.ledger.stores.shown import registry_link
from avatar.marks.registry import Entry, Facts, Registry, Span
from avatar.marks.registry.store import _end_message
from tests.consents import look_alike, make_home

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.consents import Home

RUNS = 5


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description="What a clip pays for what lies in its home already.")
    parser.add_argument("--records", type=int, default=10_000)
    parser.add_argument("--clips", type=int, default=100_000)
    parser.add_argument("--lines", type=int, default=1_000_000)
    asked = parser.parse_args()
    sys.stdout.write("| | with | ms |\n|---|---|---|\n")
    with TemporaryDirectory() as folder:
        for number in (1, asked.records):
            _ask_often(Path(folder) / f"records{number}", number)
        for number in (10, asked.clips):
            registry = _registry(Path(folder) / f"clips{number}", number)
            _say("a clip is entered", f"{number:,} clips", _timed(lambda each=registry: each.add(_clip())))  # type: ignore[misc]
        for number in (10, asked.lines):
            _watch(Path(folder) / f"lines{number}", number)


def _ask_often(folder: Path, number: int) -> None:
    home = _home(folder, number)
    stranger = look_alike(home.photo, "mirrored", folder)
    time.sleep(4)  # the records have lain there for a while
    records = f"{number:,} records"
    _say("leave is given, the first time", records, _timed(lambda: home.ask().release(), 1))
    _say("leave is given", records, _timed(lambda: home.ask().release()))
    _say("a photo is refused", records, _timed(lambda: _refused(home, stranger)))


def _watch(folder: Path, number: int) -> None:
    home = _home(folder, 1)
    _grow(home, number)
    lines = f"{number:,} lines, outputs and clips"
    _say("the stores are compared", lines, _timed(lambda: _whole(home)))
    _say("leave is given", lines, _timed(lambda: home.ask().release()))
    _say("a line is logged", lines, _timed(lambda: open_log(home.folder).append(Event("refuse"))))


def _whole(home: Home) -> None:
    if wrong := troubles(home.folder):
        raise SystemExit(f"The stores were made so that they fit, and do not: {wrong}")


def _grow(home: Home, number: int) -> None:
    """Make log, ledger and registry long; their ends are sound, and what lies before is there to be passed over."""
    audit, signer = home.folder / "audit", KeyRing(home.folder / "keys").load_signer("log")
    log, line = open_log(home.folder), (audit / CURRENT).read_bytes().splitlines(keepends=True)[-1]
    for part in range(max(1, number // 60_000)):
        (audit / f"log-{part + 1:09d}.jsonl").write_bytes(line * min(number, 60_000))
    end = log.append(Event("refuse"))
    size = (audit / CURRENT).stat().st_size
    head = read_head(audit)
    assert head is not None
    write_head(audit, sign(signer, head.log, number, str(end["hash"]), CURRENT, size))
    (audit / CHECKPOINTS).write_bytes(head.line() * (number // EVERY))
    _registry(home.folder, number)
    with home.store.ledger.open() as db:
        rows = (("other", each, f"{each:032x}", "2026-11-21T12:00:00Z") for each in range(number))
        db.executemany("INSERT INTO outputs VALUES (?, ?, ?, ?)", rows)
    take_note(home.folder, signer, is_accepted=True)


def _say(what: str, among: str, spent: float) -> None:
    sys.stdout.write(f"| {what} | {among} | {spent:.1f} |\n")


def _timed(work: Callable[[], object], runs: int = RUNS) -> float:
    spent = []
    for _ in range(runs):
        begin = time.perf_counter()
        work()
        spent.append(1000 * (time.perf_counter() - begin))
    return median(spent)


def _refused(home: Home, photo: object) -> None:
    try:
        home.ask(photo)  # type: ignore[arg-type]
    except RefusedError:
        return
    raise SystemExit("A stranger's photo was let in.")


def _home(folder: Path, records: int) -> Home:
    home = make_home(folder)
    mine = home.give()
    for _ in range(records - 1):
        other = replace(mine, authorization_id=secrets.token_hex(16)).as_json()
        text = json.dumps(other).replace(home.picture.sha256, secrets.token_hex(32))
        (home.store.folder / "records" / f"{other['authorization_id']}.json").write_text(text, encoding="utf-8")
    return home


def _clip() -> Entry:
    spans = (Span(secrets.randbits(40), 0.0, 2.0),)
    facts = Facts(
        secrets.token_hex(16), "2026-11-21T12:00:00Z", "aa" * 32, "bb" * 32, "cc" * 16, "dd" * 32, ("v",), spans
    )
    return Entry(facts, secrets.token_hex(32), 1000, "mp4", ("label", "aigc"))


def _registry(folder: Path, clips: int) -> Registry:
    """Make a registry whose chain is sound; of its signatures the last is."""
    registry = Registry(folder)
    registry.add(_clip())
    signer = KeyRing(folder / "keys").load_signer("media")
    db = sqlite3.connect(folder / "registry" / "clips.sqlite")
    content_id, sha256, prev, text, kid, sig = db.execute(
        "SELECT content_id, sha256, prev, entry, kid, sig FROM clips WHERE n = 1"
    ).fetchone()
    end = registry_link(1, prev, text)
    rows = []
    for n in range(2, clips + 1):
        rows.append((n, content_id, sha256, end, text, kid, sig))
        end = registry_link(n, end, text)
    db.executemany("INSERT INTO clips VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    sig = signer.sign(_end_message(clips, end))
    db.execute("UPDATE head SET n = ?, hash = ?, kid = ?, sig = ?", (clips, end, signer.key_id, sig))
    db.commit()
    db.close()
    return registry


if __name__ == "__main__":
    main()
