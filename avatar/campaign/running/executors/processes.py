"""Clips are made side by side, each in a process of its own, which may die without harm to the others."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field, replace
from queue import Queue
from typing import TYPE_CHECKING, Any

from avatar.campaign.job import Job, Outcome
from avatar.campaign.running.executors.work import Ended, Setting, Tell, parts_of, untold
from avatar.campaign.running.manifest import Manifest
from avatar.campaign.running.place import Place
from avatar.campaign.running.rendering import noted
from avatar.ledger.keys.unlocking import handing_on
from avatar.runtime.shortage import NATURAL_VOICE, film_room
from avatar.runtime.system import available_memory, usable_cores

if TYPE_CHECKING:
    from collections.abc import Sequence

_TRIES = 2
"""how often a clip is tried whose process dies"""
TIRED = 40
"""pieces of work after which a fresh process is begun: what libraries hold on to is given back"""
_PATIENCE = 3.0
"""s that a process has to end when it is asked to"""
_MB = 1 << 20


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of work: a clip, or the filming of a part of one."""

    job: Job
    """which clip"""
    part: int = 0
    """of the parts, from 0"""
    parts: int = 0
    """count; 0: the clip as a whole"""
    tries: int = 0
    """processes that have died of it"""


@dataclass(frozen=True, slots=True)
class Message:
    """What a process tells, or that it has ended."""

    child: Child
    """which one"""
    told: dict[str, Any] | None
    """None: it has ended"""


class Child:
    """A process that does one piece of work at a time."""

    def __init__(self, told: Queue[Message]) -> None:
        """Start it; `told` gets what it tells."""
        with handing_on() as (variables, inherited):
            self._process = subprocess.Popen(
                [sys.executable, "-m", "avatar.campaign.running.executors.child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # a library's complaints may carry a text
                text=True,
                encoding="utf-8",
                env=variables,
                pass_fds=inherited,
            )
        self.piece: Piece | None = None
        self.works = 0
        threading.Thread(target=self._read, args=(told,), daemon=True).start()

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def do(self, piece: Piece, setting: Setting) -> None:
        """Hand it a piece of work."""
        self.piece, self.works = piece, self.works + 1
        work = {
            "job": piece.job.document(),
            "folder": setting.folder,
            "home": [str(setting.home.data), str(setting.home.cache)],
            "call": setting.segment if piece.parts else setting.render,
            "more": [piece.part, piece.parts] if piece.parts else [],
        }
        with suppress(OSError):  # it has just died, which is told
            sent = self._process.stdin
            sent.write(json.dumps(work) + "\n")  # type: ignore[union-attr]
            sent.flush()  # type: ignore[union-attr]

    def ended(self) -> str:
        """Say how it has ended."""
        code = self._process.wait()
        return f"signal {-code}" if code < 0 else f"exit code {code}"

    def stop(self) -> None:
        """End it now, whatever it is at."""
        for end in (self._process.terminate, self._process.kill):
            with suppress(ProcessLookupError):
                end()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_PATIENCE)
                break
        for stream in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                stream.close()  # type: ignore[union-attr]

    def _read(self, told: Queue[Message]) -> None:
        with suppress(ValueError, OSError):
            for line in self._process.stdout:  # type: ignore[union-attr]
                told.put(Message(self, json.loads(line)))
        told.put(Message(self, None))


@dataclass(slots=True)
class Pool:
    """As many processes as there is work for, up to a number."""

    setting: Setting
    """where clips are made"""
    count: int
    """of processes at most"""
    tell: Tell
    """who is told how far the clips are"""
    waiting: deque[Piece] = field(default_factory=deque)
    """in this order"""
    open_parts: dict[str, int] = field(default_factory=dict)
    """how many parts of a clip are not filmed yet, by its input hash"""
    children: list[Child] = field(default_factory=list)
    """that live"""
    told: Queue[Message] = field(default_factory=Queue)
    """what they tell"""

    def add(self, job: Job) -> None:
        """Take a job, a long one in parts."""
        parts = parts_of(job, self.count)
        if parts < 2:
            self.waiting.append(Piece(job))
            return
        self.open_parts[job.input_hash] = parts
        self.waiting.extend(Piece(job, part, parts) for part in range(parts))

    def run(self) -> Ended:
        """Yield what becomes of each job."""
        try:
            self._hand_out()
            while any(child.piece for child in self.children):
                message = self.told.get()
                piece = message.child.piece
                if message.told is None:
                    yield from self._died(message.child)
                elif message.told["type"] == "progress" and piece:
                    self.tell(piece.job, *(message.told[name] for name in ("stage", "done", "total")))
                elif piece:
                    yield from self._done(message.child, message.told["outcome"])
                self._hand_out()
        finally:
            for child in self.children:
                child.stop()

    def _hand_out(self) -> None:
        for child in [each for each in self.children if not each.piece and each.works >= TIRED]:
            self.children.remove(child)
            child.stop()
        while self.waiting:
            idle = [each for each in self.children if not each.piece]
            if not idle and len(self.children) >= self.count:
                return
            if not idle:
                idle = [Child(self.told)]
                self.children += idle
            idle[0].do(self.waiting.popleft(), self.setting)

    def _done(self, child: Child, outcome: dict[str, Any] | None) -> Ended:
        piece, child.piece = child.piece, None
        if piece is None:
            return
        if piece.parts:
            self._filmed(piece)
        elif outcome is not None:
            yield piece.job, Outcome.of(outcome)

    def _died(self, child: Child) -> Ended:
        piece, child.piece = child.piece, None
        if child in self.children:
            self.children.remove(child)
        how = child.ended()
        child.stop()
        if piece is None:
            return
        if piece.parts:
            self._filmed(piece)  # what it has left is filmed with the whole
        elif piece.tries + 1 < _TRIES:
            self.waiting.append(replace(piece, tries=piece.tries + 1))
        else:
            yield piece.job, self._lost(piece, how)

    def _filmed(self, piece: Piece) -> None:
        """Count a part of a clip; after the last one the clip is put together."""
        key = piece.job.input_hash
        self.open_parts[key] -= 1
        if not self.open_parts[key]:
            self.waiting.appendleft(Piece(piece.job))

    def _lost(self, piece: Piece, how: str) -> Outcome:
        message = (
            f"The process that rendered it died {_TRIES} times ({how}); see whether there is enough memory, then: "
            "avatar campaign retry."
        )
        outcome = Outcome(piece.job.input_hash, "failed", piece.job.output, message=message, tries=_TRIES)
        return noted(piece.job, outcome, Manifest(Place.at(self.setting.folder)))


class Processes:
    """An executor of several processes."""

    def __init__(self, count: int = 0) -> None:
        """Take their number; 0: one per core, as far as memory goes."""
        self._count = count

    def __call__(self, jobs: Sequence[Job], setting: Setting, tell: Tell = untold) -> Ended:
        """Yield what becomes of each job, in the order in which they end."""
        pool = Pool(setting, self._count or fitting(jobs), tell)
        for job in jobs:
            pool.add(job)
        return pool.run()


def fitting(jobs: Sequence[Job]) -> int:
    """Say how many clips can be made side by side here: one per core, as far as memory goes."""
    need = max((film_room(*job.size).resident for job in jobs), default=0) + NATURAL_VOICE.resident
    room = available_memory()
    return max(1, min(usable_cores(), int(room / (need * _MB)) if room else usable_cores()))
