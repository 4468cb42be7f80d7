"""Threads that speak: who is due soonest is served first, and what nobody waits for any longer is not made."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import threading
import time
from collections import OrderedDict
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeVar

from avatar.clip.speaking import Voices
from avatar.errors import AvatarError, InputError, NotInstalledError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from avatar.clip.lending import Loan
    from avatar.settings import SpeechSettings

Made = TypeVar("Made")
_OPEN = 3
"""companies of voices that a thread keeps open"""
_PLAIN_FAULTS = (RefusedError, InputError, NotInstalledError)
"""that come again however often something is tried"""


class Bench:
    """What one thread keeps ready."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._open: OrderedDict[object, Voices] = OrderedDict()

    def voices(self, settings: SpeechSettings, lent: Sequence[Loan] = ()) -> Voices:
        """Give those who speak in this manner; they stay open for the next."""
        name = (settings, tuple(lent))
        if name not in self._open:
            while len(self._open) >= _OPEN:
                self._open.popitem(last=False)[1].__exit__()
            self._open[name] = Voices(settings, lent=lent).__enter__()
        self._open.move_to_end(name)
        return self._open[name]

    def close(self) -> None:
        """End all of them."""
        while self._open:
            with suppress(AvatarError, OSError):
                self._open.popitem()[1].__exit__()


@dataclass(frozen=True, slots=True, order=True)
class _Job:
    """What a thread is to do."""

    due: float
    """moment of `time.monotonic` when it is needed"""
    number: int
    """of two that are needed at once, the earlier is done first"""
    work: Callable[[Bench], Any] = field(compare=False)
    future: Future[Any] = field(compare=False)
    is_counted: bool = field(default=True, compare=False)
    """its time counts as work"""
    goes_on: bool = field(default=False, compare=False)
    """it gives the moment when it is to be done again, None when it is done"""


class Workshop:
    """A few threads of the process."""

    def __init__(self, threads: int) -> None:
        """Start so many."""
        self.threads = threads
        """count"""
        self.busy = 0.0
        """s that they have worked, all together"""
        self._jobs: list[_Job] = []
        self._numbers = itertools.count()
        self._changed = threading.Condition()
        self._is_over = False
        self._threads = [
            threading.Thread(target=self._work, name=f"avatar-speak-{index}", daemon=True) for index in range(threads)
        ]
        for thread in self._threads:
            thread.start()

    @property
    def is_over(self) -> bool:
        """Whether it is closed: what takes long had better end."""
        return self._is_over

    @property
    def waiting(self) -> int:
        """Count what nobody has begun with."""
        return len(self._jobs)

    async def make(self, job: Callable[[Bench], Made], due: float, *, is_counted: bool = True) -> Made:
        """Let a thread do a job that is needed at a moment of `time.monotonic`; cancelled, it is not begun.

        Its time counts as work unless it is only a trial.
        """
        future: Future[Made] = Future()
        self._add(_Job(due, next(self._numbers), job, future, is_counted=is_counted))
        return await asyncio.wrap_future(future)

    async def go_on(self, step: Callable[[Bench], float | None], due: float) -> None:
        """Let threads do a job step by step: each step says when the next one is needed, the last one None.

        Whoever is needed sooner has a turn between two steps. Cancelled, the next is not begun.
        """
        future: Future[None] = Future()
        self._add(_Job(due, next(self._numbers), step, future, goes_on=True))
        await asyncio.wrap_future(future)

    def _add(self, job: _Job) -> None:
        with self._changed:
            heapq.heappush(self._jobs, job)
            self._changed.notify()

    def close(self, seconds: float = 10.0) -> None:
        """Finish what was begun, if that takes no longer than so many seconds, and nothing else."""
        until = time.monotonic() + seconds
        with self._changed:
            self._is_over = True
            self._changed.notify_all()
        for thread in self._threads:
            thread.join(max(until - time.monotonic(), 0.0))

    def _work(self) -> None:
        bench = Bench()
        try:
            while (found := self._next()) is not None:
                began = time.monotonic()
                self._do(found, bench)
                with self._changed:
                    self.busy += (time.monotonic() - began) * found.is_counted
        finally:
            bench.close()

    def _do(self, job: _Job, bench: Bench) -> None:
        future = job.future
        if future.cancelled() or not (job.goes_on or future.set_running_or_notify_cancel()):
            return
        try:
            made = _tried(job.work, bench)
        except BaseException as fault:  # noqa: BLE001 - raised again where it is waited for
            if not job.goes_on or future.set_running_or_notify_cancel():
                future.set_exception(fault)
            return
        if job.goes_on and made is not None:  # before this thread looks for what is next
            self._add(replace(job, due=made, number=next(self._numbers)))
        elif not job.goes_on or future.set_running_or_notify_cancel():
            future.set_result(made)

    def _next(self) -> _Job | None:
        with self._changed:
            while not self._jobs and not self._is_over:
                self._changed.wait()
            if self._is_over:
                return None
            return heapq.heappop(self._jobs)


def _tried(job: Callable[[Bench], Made], bench: Bench) -> Made:
    """Do a job, and once more where a process that speaks has died."""
    try:
        return job(bench)
    except _PLAIN_FAULTS:
        raise
    except AvatarError:
        bench.close()
        return job(bench)
