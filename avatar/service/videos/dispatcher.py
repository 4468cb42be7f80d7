"""Who gives jobs to workers: of all processes of the service, the one that holds a tenant's lock."""

from __future__ import annotations

import asyncio
import os
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from avatar.runtime import leftovers
from avatar.runtime.system import take_lock
from avatar.runtime.unfinished import machine
from avatar.service.logs import place_of
from avatar.service.uploads.store import Uploads
from avatar.service.videos.database import Database, service_folder
from avatar.service.videos.jobs import Job, Jobs
from avatar.service.videos.webhooks.deliveries import Deliveries, deliver
from avatar.service.videos.worker import Worker, WorkerDiedError

if TYPE_CHECKING:
    from avatar.service.config import FilmsSettings, Tenant
    from avatar.service.state import Service

_TICK = 0.4
"""s between looks for new jobs that another process has put into the list"""
_SWEEP = 30.0
"""s between looks for what has been kept long enough"""
_IDLE = 300.0
"""s that a worker waits for more work"""


@dataclass(slots=True)
class Share:
    """A tenant whose jobs this process gives out."""

    tenant: Tenant
    jobs: Jobs
    lock: int
    """descriptor of the file that is locked as long as this process lives"""


class Dispatcher:
    """Gives out jobs, as many at a time as there may be films in the making."""

    def __init__(self, service: Service, settings: FilmsSettings) -> None:
        """Take one process of the service."""
        self._service, self._settings = service, settings
        self._shares: dict[str, Share] = {}
        self._running: dict[str, asyncio.Task[None]] = {}
        self._idle: list[tuple[Worker, float]] = []
        """those that wait for work, and since when"""
        self._wake = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._places: dict[str, tuple[Database, Path]] = {}
        self._place = tempfile.TemporaryDirectory(prefix=f"avatar-work-{machine()}-{os.getpid()}-")
        self._swept = 0.0
        self._turn = 0
        self.pids: set[int] = set()
        """of the workers that are at work"""

    async def start(self) -> None:
        """Begin to look for jobs."""
        self._loop = asyncio.get_running_loop()
        telling = Deliveries(self._service, has_loopback=self._settings.has_loopback_webhooks)
        self._service.checks["films"] = self._check
        self._tasks = [asyncio.create_task(self._live()), asyncio.create_task(deliver(telling, self._places))]

    async def stop(self, seconds: float) -> None:
        """Let what is nearly done be done within the time, and put the rest back for whoever comes next."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._running and seconds > 1:
            await asyncio.wait(self._running.values(), timeout=seconds - 1)
        for task in self._running.values():
            task.cancel()
        await asyncio.gather(*self._running.values(), return_exceptions=True)
        await asyncio.gather(*(worker.stop() for worker, _ in self._idle))
        for share in self._shares.values():
            os.close(share.lock)
        self._shares.clear()
        self._places.clear()
        self._place.cleanup()

    def wake(self) -> None:
        """Look at once: there is something new. May be called on any thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._wake.set)

    def _check(self) -> str:
        """Say whether jobs are given out."""
        is_over = any(task.done() for task in self._tasks) and not self._service.is_stopping
        return "Films are not given out any more; start the service anew." if is_over else ""

    async def _live(self) -> None:
        while True:
            try:
                await self._round()
            except Exception as fault:  # noqa: BLE001 - films must go on: the next round may find all well again
                self._service.log("dispatcher.fault", **place_of(fault))
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._wake.wait(), _TICK)
            self._wake.clear()

    async def _round(self) -> None:
        await asyncio.to_thread(self._take_shares)
        if time.monotonic() - self._swept > _SWEEP:
            self._swept = time.monotonic()
            await asyncio.to_thread(self._sweep)
            await self._rest()
        waiting = await asyncio.to_thread(self._waiting)
        self._service.metrics.gauge("queue", waiting, kind="video")
        while waiting and len(self._running) < self._settings.at_once:
            found = await asyncio.to_thread(self._next)
            if found is None:
                return
            share, job = found
            task = asyncio.create_task(self._do(share, job))
            self._running[job.id] = task
            task.add_done_callback(partial(self._over, share, job))

    async def _rest(self) -> None:
        """End workers that have waited long: they hold half a gigabyte each."""
        latest = time.monotonic() - _IDLE
        tired = [worker for worker, since in self._idle if since < latest]
        self._idle = [(worker, since) for worker, since in self._idle if since >= latest]
        await asyncio.gather(*(worker.stop() for worker in tired))

    def _over(self, share: Share, job: Job, task: asyncio.Task[None]) -> None:
        self._running.pop(job.id, None)
        if not task.cancelled() and (fault := task.exception()) is not None:
            self._service.log("job.fault", job=job.id, **place_of(fault))
            share.jobs.died(job, type(fault).__name__)
        self._wake.set()

    def _waiting(self) -> int:
        return sum(share.jobs.waiting() for share in self._shares.values())

    def _take_shares(self) -> None:
        for tenant in self._service.config.tenants:
            if tenant.name in self._shares:
                continue
            place = service_folder(tenant.home.data) / "dispatcher.lock"
            lock = os.open(place, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            if take_lock(lock, is_patient=False) is False:
                os.close(lock)
                continue
            share = Share(tenant, Jobs(tenant.home.data), lock)
            share.jobs.orphaned()
            self._shares[tenant.name] = share
            self._places[tenant.name] = (share.jobs.base, tenant.home.data)

    def _sweep(self) -> None:
        for share in self._shares.values():
            share.jobs.sweep(self._settings.keep_hours * 3600, frozenset(self._running))
            Uploads(share.tenant.home.data).sweep()
            leftovers.sweep_daily(share.tenant.home)

    def _next(self) -> tuple[Share, Job] | None:
        """Take a job of the tenant whose turn it is: one with a thousand keeps nobody waiting who has one."""
        shares = list(self._shares.values())
        for step in range(len(shares)):
            share = shares[(self._turn + step) % len(shares)]
            if (job := share.jobs.claim()) is not None:
                self._turn += step + 1
                return share, job
        return None

    async def _do(self, share: Share, job: Job) -> None:
        worker = await self._worker()
        begun = time.monotonic()
        watching = asyncio.create_task(self._watch(share, job, worker))
        self.pids.add(worker.pid)
        try:
            await asyncio.wait_for(self._follow(share, job, worker), self._settings.film_seconds)
            self._idle.append((worker, time.monotonic()))
        except WorkerDiedError as fault:
            await worker.stop()
            if share.jobs.is_wanted(job.id):
                is_again = await asyncio.to_thread(share.jobs.died, job, str(fault))
                self._told(job, "retried" if is_again else "error", begun)
        except asyncio.TimeoutError:
            await worker.stop()
            detail = f"It was not done within {self._settings.film_seconds:.0f} s; ask for a shorter or smaller film."
            await asyncio.to_thread(share.jobs.failed, job, "error", {"type": "too-long", "detail": detail})
            self._told(job, "error", begun)
        except asyncio.CancelledError:
            await worker.stop()
            share.jobs.put_back(job.id)
            raise
        finally:
            self.pids.discard(worker.pid)
            watching.cancel()
            if not share.jobs.is_wanted(job.id):
                share.jobs.sweep(self._settings.keep_hours * 3600, frozenset(self._running) - {job.id})

    async def _follow(self, share: Share, job: Job, worker: Worker) -> None:
        begun, jobs = time.monotonic(), share.jobs
        async for message in worker.do(self._work(share, job)):
            kind = message["type"]
            if kind == "progress":
                await asyncio.to_thread(jobs.progress, job.id, message["stage"], message["done"], message["total"])
            elif kind == "done":
                await asyncio.to_thread(jobs.done, job, message["made"])
                self._told(job, "done", begun, message["made"])
            elif kind == "refused":
                fault = {"type": "held", "detail": message["detail"], "review": message["review"]}
                if not message["review"]:
                    fault = {"type": "refused", "detail": message["detail"]}
                await asyncio.to_thread(jobs.failed, job, "rejected", fault)
                self._told(job, "rejected", begun)
            elif kind == "fault":
                fault = {"type": "fault" if message["is_ours"] else "input", "detail": message["detail"]}
                await asyncio.to_thread(jobs.failed, job, "error", fault)
                self._told(job, "error", begun)

    async def _watch(self, share: Share, job: Job, worker: Worker) -> None:
        """End the work as soon as nobody wants it."""
        while await asyncio.to_thread(share.jobs.is_wanted, job.id):
            await asyncio.sleep(_TICK / 2)
        await worker.stop()

    async def _worker(self) -> Worker:
        while self._idle:
            worker, _ = self._idle.pop()
            if worker.is_usable:
                return worker
            await worker.stop()
        return await Worker.start(Path(self._place.name))

    def _work(self, share: Share, job: Job) -> dict[str, Any]:
        home = share.tenant.home
        video = job.asked.get("video", job.id)
        where = {"data": str(home.data), "cache": str(home.cache), "folder": str(share.jobs.folder(video))}
        return {"kind": job.kind, **where, **job.asked}

    def _told(self, job: Job, end: str, begun: float, made: dict[str, Any] | None = None) -> None:
        wall = time.monotonic() - begun
        self._service.log("job.ended", job=job.id, kind=job.kind, end=end, seconds=wall)
        self._service.metrics.count("jobs", kind=job.kind, end=end)
        if made and made.get("seconds"):
            self._service.metrics.observe("real_time_factor", wall / made["seconds"], kind=job.kind)
        if made and (likeness := made.get("likeness")) is not None and likeness < made["likeness_floor"]:
            self._service.identity_alarm(job.kind, likeness, made["likeness_floor"])
