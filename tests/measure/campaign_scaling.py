"""What a second and a fourth worker bring, with work that takes time and no processor: executors measured alone.

    python tests/measure/campaign_scaling.py [--tasks 48] [--seconds 0.5]

Efficiency is the time of one worker, divided by that of N workers and by N, from the first task begun to the last one
done; workers are up before that, since a machine that starts them once makes thousands of clips.
"""

from __future__ import annotations

import argparse
import shutil
import threading
import time
from pathlib import Path

from avatar.campaign.running.executors.processes import Processes
from avatar.campaign.running.executors.queued import Queued
from avatar.campaign.running.executors.queued.app import Limits
from avatar.campaign.running.executors.queued.worker import Worker
from avatar.campaign.running.executors.work import Executor, Setting
from avatar.campaign.running.run import run
from avatar.runtime.folders import Home
from tests import slow_work
from tests.campaigns import job
from tests.redis_server import RedisServer

LIMITS = Limits(soft=100, hard=110, visibility=120, patience=5)


def seconds(count: int, each: float, setting: Setting, execute: Executor, workers: int) -> float:
    """Time so many tasks from the first that ends to the last, and add what the first ones took."""
    ends: list[float] = []
    warm = [job(9000 + number, "0.01") for number in range(4 * workers)]
    jobs = warm + [job(number, f"{each}") for number in range(count)]

    def ended(one: object, _outcome: object) -> None:
        if one not in warm:
            ends.append(time.monotonic())

    ran = run(jobs, setting, execute, ended=ended)
    assert ran.count("done") == len(jobs), ran.as_json()
    return ends[-1] - ends[0] + each


def main() -> None:
    """Print the times and the efficiencies."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--tasks", type=int, default=48)
    asked.add_argument("--seconds", type=float, default=0.5)
    given = asked.parse_args()
    folder = Path("/tmp/avatar-campaign-scaling")
    shutil.rmtree(folder, ignore_errors=True)
    redis = RedisServer(folder / "redis")
    home = Home.at(folder / "home")
    for name in ("processes", "queued"):
        alone = 0.0
        for workers in (1, 2, 4):
            setting = Setting(str(folder / f"{name}-{workers}"), home, render=slow_work.SLEEP)
            if name == "processes":
                took = seconds(given.tasks, given.seconds, setting, Processes(workers), workers)
            else:
                took = _queued(given.tasks, given.seconds, setting, redis, home, workers)
            alone = alone or took
            print(f"{name:<10}{workers} workers {took:6.2f} s  efficiency {alone / took / workers:.2f}", flush=True)  # noqa: T201
    redis.stop()


def _queued(count: int, each: float, setting: Setting, redis: RedisServer, home: Home, workers: int) -> float:
    those, is_on = [Worker(redis.url, home, limits=LIMITS) for _ in range(workers)], [True]
    threads = [threading.Thread(target=one.run, args=(lambda: bool(is_on),)) for one in those]
    for thread in threads:
        thread.start()
    queued = Queued(redis.url, LIMITS)
    while queued.listening() < workers:
        time.sleep(0.2)
    try:
        return seconds(count, each, setting, queued, workers)
    finally:
        is_on.clear()
        for thread in threads:
            thread.join()


if __name__ == "__main__":
    main()
