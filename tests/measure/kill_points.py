"""Kill a process before every single step by which it writes a store, and look whether its home is whole.

    python -m tests.measure.kill_points [NAME ...] [--alone] [--list] [--most 60]

A step is a call that makes something lasting: a write, its fsync, a rename, a link, a removal, the commit of a
database. A child does one act (a film is registered, counted and logged; a record is signed; a key is replaced, ...)
and is ended by SIGKILL before step 1, then before step 2, and so on; of a write the first half is made. Meanwhile
another process makes clips in the same home, unless `--alone`. Afterwards the stores have to be whole, or say what is
wrong with them and be mended by `audit accept`; nothing may be held for ever; the act has to work the second time, and
a clip after it.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
import traceback
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Any

from avatar.cli.edge import run
from avatar.errors import AvatarError
from avatar.ledger.audit import Event
from avatar.ledger.stores import accept, open_log, rotate, whole_troubles
from avatar.marks.registry import Registry
from avatar.permission.consent.record import Scope
from avatar.permission.consent.revoking import revoke
from avatar.permission.review import ReviewQueue
from avatar.service.videos.jobs import Job, Jobs
from tests.consents import Home, make_home
from tests.watched import clip, make_clip

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE = 40.0
"""s after which whoever waits is taken to wait for ever"""
SCRIPT = "我是市公安局民警。"
_WHOLE, _DEAD, _FAILED = 0, 9, 3


@dataclass(frozen=True, slots=True)
class Act:
    """What writes a store."""

    does: Callable[[Home], object]
    """in a home; it may be done again"""
    is_fresh: bool = False
    """in a home that nobody has used"""


def _cli(*words: str) -> Callable[[Home], object]:
    def does(home: Home) -> None:
        told = io.StringIO()
        with contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
            places = {"PHOTO": home.image, "PLACE": home.folder.parent / "anchors.jsonl"}
            code = run([str(places.get(each, each)) for each in words])
        if code:
            raise SystemExit(f"{' '.join(words)}: {code}: {told.getvalue()}")

    return does


def _numbered(home: Home) -> int:
    return 1000 * os.getpid() + int(time.time_ns() % 1000)


def _film(home: Home) -> None:
    number = _numbered(home)
    now = datetime.now(timezone.utc)
    with home.ask(now=now) as leave:
        Registry(home.folder).add(clip(number))
        leave.count(f"{number:032x}", now)
        told = {"content_id": f"{number:032x}"}
        event = Event("render", authorization=leave.authorization_id, output=f"{number:064x}", details=told)
        open_log(home.folder).append(event)


def _checkpoints(home: Home) -> None:
    for _ in range(50):
        open_log(home.folder).append(Event("refuse", decision="refuse"))


def _vote(home: Home) -> None:
    queue = ReviewQueue(home=home.folder)
    key = queue.submit(f"{SCRIPT}{_numbered(home)}", portrait="ab" * 32, purpose="news").key
    queue.approve(key, reviewer="Ana", reason="seen")


def _revoke(home: Home) -> None:
    revoke(home.store, home.give(scope=Scope(purposes=("news",))).authorization_id)


def _jobs(home: Home) -> None:
    jobs = Jobs(home.folder)
    with jobs.base.write() as base:
        jobs.add(base, Job(f"{_numbered(home):x}", "video", "created", {"text": "hello"}))
    jobs.orphaned()
    while (job := jobs.claim()) is not None:
        jobs.progress(job.id, "speech", 1, 2)
        jobs.done(job, {"bytes": 1})


def _asked(home: Home) -> None:
    home.give("subject-signed")


ACTS = {
    "first use": Act(_cli("consent", "sign", "PHOTO", "--self", "--yes"), is_fresh=True),
    "keys": Act(_cli("keys", "init"), is_fresh=True),
    "film": Act(_film),
    "log and checkpoints": Act(_checkpoints),
    "sign": Act(_cli("consent", "sign", "PHOTO", "--self", "--yes", "--max-outputs", "500")),
    "request": Act(_asked),
    "revoke": Act(_revoke),
    "clock": Act(_cli("consent", "clock", "--accept")),
    "vote": Act(_vote),
    "rotate consent": Act(lambda home: rotate(home.folder, "consent")),
    "rotate log": Act(lambda home: rotate(home.folder, "log")),
    "rotate log, withdrawn": Act(_cli("keys", "rotate", "log", "--withdraw")),
    "rotate media, withdrawn": Act(_cli("keys", "rotate", "media", "--withdraw")),
    "rotate revocation, withdrawn": Act(_cli("keys", "rotate", "revocation", "--withdraw")),
    "accept": Act(lambda home: accept(home.folder, "tried")),
    "anchor": Act(_cli("audit", "anchor", "--to", "PLACE")),
    "queue of the service": Act(_jobs),
}


class Steps:
    """Counts steps, and ends the process before one of them."""

    def __init__(self, last: int) -> None:
        """End before step number `last`, from 1; 0: never."""
        self.last, self.made = last, 0

    def step(self, before: Callable[[], object] = lambda: None) -> None:
        """Make one."""
        self.made += 1
        if self.made == self.last:
            before()
            os.kill(os.getpid(), signal.SIGKILL)

    def watch(self) -> None:
        """Let every call that makes something lasting be a step."""
        for name in ("fsync", "replace", "rename", "link", "unlink", "remove"):
            self._wrap(name)
        write = os.write

        def halved(handle: int, content: Any) -> int:
            if handle > 2:
                self.step(lambda: write(handle, bytes(content)[: len(content) // 2]))
            return write(handle, content)

        os.write = halved
        connect, steps = sqlite3.connect, self

        class Watched(sqlite3.Connection):
            def execute(self, sql: str, *more: Any) -> Any:  # type: ignore[override]
                if sql.startswith(("COMMIT", "INSERT", "UPDATE", "DELETE", "CREATE")):
                    steps.step()
                return super().execute(sql, *more)

            def executescript(self, sql: str) -> Any:  # type: ignore[override]
                steps.step()
                return super().executescript(sql)

            def commit(self) -> None:
                steps.step()
                super().commit()

        sqlite3.connect = lambda *given, **more: connect(*given, **({"factory": Watched} | more))  # type: ignore[assignment]

    def _wrap(self, name: str) -> None:
        real = getattr(os, name)

        def call(*given: Any, **more: Any) -> Any:
            self.step()
            return real(*given, **more)

        setattr(os, name, call)


def forked(work: Callable[[], object], told: Path) -> int:
    """Do something in a fork; give its pid."""
    if pid := os.fork():
        return pid
    code = _FAILED
    try:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        work()
        code = _WHOLE
    except BaseException as fault:  # noqa: BLE001 - told by the parent
        sentence = str(fault) if isinstance(fault, AvatarError | SystemExit) else traceback.format_exc()
        told.write_text(f"{type(fault).__name__}: {sentence}")
    finally:
        os._exit(code)


def ended(pid: int, patience: float = PATIENCE) -> int | None:
    """Wait for a fork's end: its exit code, 9 if it was killed, None if it does not end."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        gone, status = os.waitpid(pid, os.WNOHANG)
        if gone:
            return os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else _DEAD
        time.sleep(0.003)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return None


def used_home(folder: Path) -> Home:
    """Make a home in which everything has happened."""
    home = make_home(folder)
    revoke(home.store, home.give(scope=Scope(purposes=("research",))).authorization_id)
    record = home.give(scope=Scope(max_outputs=100_000))
    for number in range(3):
        make_clip(home, record, number)
    _vote(home)
    return home


class Trial:
    """One act, ended before one step, in a copy of a home."""

    def __init__(self, made: Home, act: Act, folder: Path, *, is_alone: bool) -> None:
        """Take the home that is copied."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        if not act.is_fresh:
            shutil.copytree(made.folder, folder / "home")
        self.home = Home(folder / "home", made.photo, made.image)
        self.act, self.told, self.is_alone = act, folder / "told", is_alone or act.is_fresh
        os.environ["AVATAR_HOME"] = str(self.home.folder)

    def steps(self) -> int:
        """Count the steps of the whole act."""
        count = self.told.with_name("count")

        def work() -> None:
            steps = Steps(0)
            steps.watch()
            try:
                self.act.does(self.home)
            finally:
                made, steps.last = steps.made, -1
                count.write_text(str(made))

        code = ended(forked(work, self.told))
        if code != _WHOLE:
            raise SystemExit(f"The act does not work where nobody ends it: {code} {self._said()}")
        return int(count.read_text())

    def killed(self, last: int) -> str:
        """End it before a step; say what came of that, "WRONG" first if it is wrong."""

        def work() -> None:
            Steps(last).watch()
            self.act.does(self.home)

        beside = None if self.is_alone else forked(self._clips, self.told.with_name("beside"))
        code = ended(forked(work, self.told))
        if code not in (_DEAD, _WHOLE):
            return f"WRONG: it ended with {code}: {self._said()}"
        if beside is not None and (code := ended(beside)) != _WHOLE:
            return self._mended(f"the other process ended with {code}: {self.told.with_name('beside').read_text()}")
        return self._looked_at()

    def _clips(self) -> None:
        for _ in range(3):
            _film(self.home)

    def _looked_at(self) -> str:
        answer = self._in_fork(self._troubles)
        return self._mended(answer) if answer else self._again("whole")

    def _troubles(self) -> None:
        wrong = whole_troubles(self.home.folder)
        found = Registry(self.home.folder).check()
        if wrong or not found.is_whole:
            raise SystemExit("; ".join([*wrong, found.why]))

    def _mended(self, why: str) -> str:
        if answer := self._in_fork(lambda: _cli("audit", "accept", "--reason", "killed", "--yes")(self.home)):
            return f"WRONG: {why}; and it cannot be accepted: {answer}"
        if answer := self._in_fork(self._troubles):
            return f"WRONG: {why}; and after that was accepted: {answer}"
        return self._again(f"told, and accepted: {why}")

    def _again(self, found: str) -> str:
        if answer := self._in_fork(lambda: self.act.does(self.home)):
            return f"WRONG: {found}; not a second time: {answer}"
        if self.act.is_fresh and not any((self.home.folder / "consent" / "records").glob("*.json")):
            self._in_fork(lambda: _cli("consent", "sign", "PHOTO", "--self", "--yes")(self.home))
        if answer := self._in_fork(self._asks):
            return f"WRONG: {found}; no clip afterwards: {answer}"
        if answer := self._in_fork(self._troubles):
            return f"WRONG: {found}; afterwards: {answer}"
        left = [each.name for each in self.home.folder.rglob("*") if each.name.endswith((".part", ".tmp", "-journal"))]
        return f"{found}, {len(left)} scratch file left" if left else found

    def _asks(self) -> None:
        if self.act.is_fresh:
            use = {"purpose": "research", "channel": "file", "language": "en", "territory": "", "product": ""}
            with self.home.ask(**use, now=datetime.now(timezone.utc)):
                Registry(self.home.folder).check()
        else:
            _film(self.home)

    def _in_fork(self, work: Callable[[], object]) -> str:
        code = ended(forked(work, self.told))
        return "" if code == _WHOLE else "it waits for ever" if code is None else self._said()

    def _said(self) -> str:
        return self.told.read_text()[-900:] if self.told.exists() else "nothing was said"


def tried(name: str, made: Home, folder: Path, most: int, *, is_alone: bool) -> Counter[str]:
    """End an act before every step, or before as many as `most`, evenly."""
    act, found = ACTS[name], Counter[str]()
    count = Trial(made, act, folder, is_alone=True).steps()
    chosen = range(1, count + 1) if count <= most else sorted({1 + each * count // most for each in range(most)})
    for last in chosen:
        outcome = Trial(made, act, folder, is_alone=is_alone).killed(last)
        kind = "wrong" if outcome.startswith("WRONG") else "told" if outcome.startswith("told") else "whole"
        found[kind] += 1
        found["left"] += "scratch file left" in outcome
        if kind != "whole":
            sys.stdout.write(f"{name}, step {last} of {count}: {outcome}\n")
    cells = (name, count, len(chosen), *(found[each] for each in ("whole", "told", "wrong", "left")))
    sys.stdout.write(f"| {' | '.join(map(str, cells))} |\n")
    sys.stdout.flush()
    return found


def main() -> int:
    """Read what is asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", default=list(ACTS))
    parser.add_argument("--alone", action="store_true")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--most", type=int, default=60)
    asked = parser.parse_args()
    if asked.list:
        sys.stdout.write("".join(f"{name}\n" for name in ACTS))
        return 0
    sys.stdout.write("| act | steps | tried | whole | told | wrong | scratch left |\n|---|---|---|---|---|---|---|\n")
    wrong = 0
    with tempfile.TemporaryDirectory() as place:
        made = used_home(Path(place) / "made")
        for name in asked.names:
            wrong += tried(name, made, Path(place) / "trial", asked.most, is_alone=asked.alone)["wrong"]
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
