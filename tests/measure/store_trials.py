"""Empty, delete, cut, clear and put back every store of a home, one at a time, and see who tells of it.

    python -m tests.measure.store_trials [--home fresh|used] [--store NAME ...]

In a home in which one record was signed and nothing else (fresh), and in one in which everything has happened twice
(used), each file and each folder that counts is deleted, emptied to 0 bytes, cut to its half, cleared of its rows, or
put back as it was before the last acts. Then three are asked: the gate for a leave, `avatar doctor` for what it says of
the stores, and `avatar audit verify`. Prints a row for each store and state, and ends with 1 where the gate opens or
one of the others says nothing, but where nothing was lost.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import shutil
import sqlite3
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from avatar import doctor
from avatar.cli.edge import run
from avatar.errors import AvatarError
from avatar.ledger.audit import Event
from avatar.ledger.keys import Signer
from avatar.ledger.stores import open_log
from avatar.ledger.stores.statement import FOLDERS, NAME
from avatar.permission.consent.lists import as_file, sign_list
from avatar.permission.consent.record import Scope
from avatar.permission.consent.revoking import honour, revoke
from avatar.permission.review import ReviewQueue
from tests.consents import NOW, Home, make_home, with_issuer
from tests.watched import make_clip

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SCRIPT = "我是市公安局民警。"
STATEMENTS = " ".join(f"{folder}/{NAME}" for folder in FOLDERS)
_WHOLE_LEDGER = f"consent/ledger.sqlite consent/revocations.json consent/lists {STATEMENTS}"
STORES = (
    "consent/ledger.sqlite",
    "consent/revocations.json",
    "consent/lists",
    "consent/counts",
    "consent/records",
    "consent/ledger.sqlite consent/revocations.json",
    "consent/ledger.sqlite consent/lists",
    "consent/ledger.sqlite consent/counts",
    f"consent/ledger.sqlite {STATEMENTS}",
    _WHOLE_LEDGER,
    "consent",
    "audit/log.jsonl",
    "audit/head.json",
    "audit/checkpoints.jsonl",
    "audit/log.jsonl audit/head.json audit/checkpoints.jsonl",
    "audit",
    "registry/clips.sqlite",
    "registry",
    "review/queue.sqlite",
    "review",
    "keys/log",
    "keys/consent",
    "keys/media",
    "keys/revocation",
    STATEMENTS,
    "consent registry review",
    "consent registry review audit",
)
"""files and folders of a home, several with blanks between them"""
HARMLESS = {
    ("fresh", STATEMENTS, "put back"): "the stores have all that was signed, and more",
    ("fresh", f"consent/ledger.sqlite {STATEMENTS}", "put back"): "there was nothing in the ledger",
    ("fresh", _WHOLE_LEDGER, "put back"): "there was nothing in the ledger",
    ("used", "consent/counts", "put back"): "the ledger has the counts",
    ("used", "consent/records", "put back"): "a later record is gone, and the earlier one was asked for",
}
"""home, store and state of which somebody may say nothing, and why"""


@dataclass(frozen=True, slots=True)
class Made:
    """A home, and how it was before the last acts."""

    home: Home
    before: Path
    """a copy of its folder"""


def fresh(folder: Path) -> Made:
    """Sign one record in a home that has keys, and do nothing else."""
    home = make_home(folder)
    _keys(home)
    return _then(home, lambda: home.give(scope=Scope()))


def used(folder: Path) -> Made:
    """Let everything happen twice, and keep how it was in between."""
    home = make_home(folder)
    _keys(home)
    issuer = Signer.new()
    record = home.give(scope=Scope(purposes=("marketing",), max_outputs=99), revocation=with_issuer(issuer))
    _all(home, record, issuer, 1)
    return _then(home, lambda: _all(home, record, issuer, 2))


def _keys(home: Home) -> None:
    os.environ["AVATAR_HOME"] = str(home.folder)
    for purpose in ("consent", "media", "log", "revocation"):
        home.store.keys.load_signer(purpose)
    open_log(home.folder)


def _then(home: Home, acts: Callable[[], object]) -> Made:
    before = home.folder.with_name("before")
    shutil.copytree(home.folder, before)
    acts()
    return Made(home, before)


def _all(home: Home, record: object, issuer: Signer, number: int) -> None:
    listed = home.folder.parent / "list.json"
    listed.write_bytes(as_file(sign_list(issuer, number, NOW, 9999)))
    honour(home.store, listed)
    ended = home.give(scope=Scope(purposes=("research",)))
    revoke(home.store, ended.authorization_id)
    home.give("subject-signed", scope=Scope(purposes=("news",)))
    for each in range(3):
        make_clip(home, record, 10 * number + each)
    for _ in range(50):
        open_log(home.folder).append(Event("refuse", decision="refuse"))
    queue = ReviewQueue(home=home.folder)
    queue.approve(
        queue.submit(f"{SCRIPT}{number}", portrait="ab" * 32, purpose="news").key, reviewer="Ana", reason="seen"
    )


def _deleted(path: Path, _before: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


def _emptied(path: Path, _before: Path) -> None:
    for each in _files(path):
        each.write_bytes(b"")


def _cut(path: Path, _before: Path) -> None:
    for each in _files(path):
        os.truncate(each, each.stat().st_size // 2)


def _cleared(path: Path, _before: Path) -> None:
    """Take all rows out of databases, as a tool for them does; whatever guards them first."""
    for each in _files(path):
        if each.suffix != ".sqlite":
            continue
        with contextlib.closing(sqlite3.connect(each)) as base:
            rows = base.execute("SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'").fetchall()
            for kind, name in sorted(rows, reverse=True):
                if kind == "trigger":
                    base.execute(f"DROP TRIGGER {name}")
                elif kind == "table":
                    base.execute(f"DELETE FROM {name}")
            base.commit()


def _put_back(path: Path, before: Path) -> None:
    _deleted(path, before)
    if before.is_dir():
        shutil.copytree(before, path)
    elif before.is_file():
        shutil.copy(before, path)


STATES = {"deleted": _deleted, "emptied": _emptied, "cut": _cut, "cleared": _cleared, "put back": _put_back}


def _files(path: Path) -> list[Path]:
    inside = path.rglob("*") if path.is_dir() else [path]
    return sorted(each for each in inside if each.is_file() and "lock" not in each.name)


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(each.relative_to(folder)): _content(each) for each in _files(folder)}


def _content(path: Path) -> bytes:
    if path.suffix != ".sqlite":
        return path.read_bytes()
    try:
        with contextlib.closing(sqlite3.connect(path)) as base:
            return "\n".join(base.iterdump()).encode()
    except sqlite3.Error:
        return path.read_bytes()


def told(home: Home) -> dict[str, str]:
    """Ask the gate, the doctor and `audit verify`; give what each says, "" where it says nothing."""
    return {"gate": _gate(home), "doctor": "; ".join(doctor._stores()), "verify": _verified()}


def _gate(home: Home) -> str:
    try:
        home.ask().release()
    except AvatarError as fault:
        return str(fault)
    return ""


def _verified() -> str:
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        return said.getvalue() or "told" if run(["audit", "verify"]) else ""


def rows(made: Made, stores: list[str]) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Give each store with each state that changes it, and what is told of that."""
    whole = _contents(made.home.folder)
    for store in stores:
        for state, make in STATES.items():
            place = made.home.folder.with_name("trial")
            shutil.rmtree(place, ignore_errors=True)
            shutil.copytree(made.home.folder, place, copy_function=shutil.copy)
            for each in filter(lambda name: (place / name).exists(), store.split()):
                make(place / each, made.before / each)
            if _contents(place) == whole:
                continue
            os.environ["AVATAR_HOME"] = str(place)
            yield store, state, told(Home(place, made.home.photo, made.home.image))


def main() -> int:
    """Read what is asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", choices=("fresh", "used"), action="append")
    parser.add_argument("--store", nargs="*", default=list(STORES))
    parser.add_argument("--words", action="store_true", help="print what each says")
    asked = parser.parse_args()
    silent = 0
    sys.stdout.write("| home | store | state | gate | doctor | audit verify | |\n|---|---|---|---|---|---|---|\n")
    for name in asked.home or ("fresh", "used"):
        with tempfile.TemporaryDirectory() as place:
            for store, state, said in rows({"fresh": fresh, "used": used}[name](Path(place)), asked.store):
                cells = [name, store, state, *("told" if each else "SILENT" for each in said.values())]
                cells += [HARMLESS.get((name, store, state), "")]
                silent += "SILENT" in cells and not cells[-1]
                sys.stdout.write(f"| {' | '.join(cells)} |\n")
                if asked.words:
                    sys.stdout.write("".join(f"    {each}: {what}\n" for each, what in said.items()))
    sys.stdout.write(f"{silent} of which somebody says nothing\n")
    return 1 if silent else 0


if __name__ == "__main__":
    sys.exit(main())
