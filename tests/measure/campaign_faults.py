"""What becomes of a campaign when workers are killed, Redis restarts, disks fill, stores answer 503, consents end.

    python tests/measure/campaign_faults.py [FOLDER] [--only NAME]

Real films, a real redis-server, real workers. For each fault a line: clips, what became of them, films that are there,
lines of the manifest, whether all pictures and sounds are those of an undisturbed run, seconds.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from avatar.campaign.running.executors.inline import inline
from avatar.campaign.running.executors.processes import Processes
from avatar.campaign.running.executors.queued import Queued
from avatar.campaign.running.executors.queued.app import Limits
from avatar.campaign.running.executors.queued.worker import Worker
from avatar.campaign.running.executors.work import Setting
from avatar.campaign.running.manifest import Manifest
from avatar.campaign.running.place import Place
from avatar.campaign.running.rendering import render
from avatar.campaign.running.run import run
from avatar.permission.consent.issue import Terms, sign_own
from avatar.permission.consent.likeness import perceptual_hash
from avatar.permission.consent.moments import now
from avatar.permission.consent.record import Picture, Scope
from avatar.permission.consent.revoking import revoke
from avatar.permission.consent.store import ConsentStore
from avatar.portrait.read import read_photo
from avatar.runtime.folders import Home, shipped
from tests import flaky_store, slow_work
from tests.campaigns import job
from tests.redis_server import RedisServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from avatar.campaign.job import Job
    from avatar.campaign.running.run import Ran

TEXTS = ("Good morning.", "你好，朋友。", "We open at nine.", "Bonjour !")
LANGUAGES = ("en", "zh", "en", "fr")
LIMITS = Limits(soft=170, hard=180, visibility=200, patience=5, deliveries=4)


class Trials:
    """A home, a Redis, and what an undisturbed run has made."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.home = folder, Home.at(folder / "home")
        self.redis = RedisServer(folder / "redis")
        self.jobs = [job(n, text, language) for n, (text, language) in enumerate(zip(TEXTS, LANGUAGES, strict=True))]
        self.plain = self._streams(run(self.jobs, self.setting("undisturbed"), inline))

    def setting(self, name: str, **more: str) -> Setting:
        return Setting(str(self.folder / name), self.home, **more)

    @contextmanager
    def working(self, count: int = 2, limits: Limits = LIMITS) -> Iterator[list[Worker]]:
        workers = [Worker(self.redis.url, self.home, limits=limits) for _ in range(count)]
        is_on = [True]
        threads = [threading.Thread(target=each.run, args=(lambda: bool(is_on),)) for each in workers]
        for each in threads:
            each.start()
        try:
            yield workers
        finally:
            is_on.clear()
            for each in threads:
                each.join()

    def clear(self) -> None:
        """Forget the footage, so that clips take their time."""
        shutil.rmtree(self.home.cache / "footage", ignore_errors=True)

    def row(self, name: str, ran: Ran, began: float, note: str = "") -> None:
        place = Place.at(ran.folder)
        lines = Manifest(place).lines()
        states = [outcome.state for _, outcome in ran.outcomes]
        told = ", ".join(f"{states.count(state)} {state}" for state in dict.fromkeys(states))
        films = sum(place.size(line.outcome.output) is not None for line in lines.values() if line.outcome.is_done)
        found = self._streams(ran)
        same = all(found[key] == self.plain.get(key, found[key]) for key in found)
        print(  # noqa: T201
            f"{name:<44}{len(states):>3}  {told:<26}{films:>3} films {len(lines):>3} lines  "
            f"{'same' if same else 'DIFFERENT'}  {time.monotonic() - began:5.1f} s  {note}",
            flush=True,
        )

    def _streams(self, ran: Ran) -> dict[str, dict[str, str]]:
        return {job_.input_hash: outcome.streams for job_, outcome in ran.outcomes if outcome.streams}


def children(worker: Worker) -> list[int]:
    """Give the processes that a worker's process has forked."""
    told = subprocess.run(["pgrep", "-P", str(worker._process.pid)], capture_output=True, text=True, check=False)
    return [int(each) for each in told.stdout.split()]


def once(stage: str, call: Callable[[Job], None]) -> Callable[..., None]:
    """Call something the first time that a clip is at a stage."""
    seen: list[Job] = []

    def tell(one: Job, at: str, _done: int, _total: int) -> None:
        if at == stage and not seen:
            seen.append(one)
            call(one)

    return tell


def killed_child(trials: Trials) -> None:
    began = time.monotonic()
    with trials.working() as workers:

        def kill(_one: Job) -> None:
            for each in children(workers[0])[:1]:
                os.kill(each, signal.SIGKILL)

        setting = trials.setting("child")
        ran = run(trials.jobs, setting, Queued(trials.redis.url, LIMITS), tell=once("rendering", kill))
    trials.row("kill -9 of a process mid-clip", ran, began)


def killed_worker(trials: Trials) -> None:
    """The whole worker is gone; what it had is delivered again when its visibility ends."""
    began, limits = time.monotonic(), Limits(soft=25, hard=28, visibility=30, patience=5, deliveries=4)
    with trials.working(limits=limits) as workers:

        def kill(_one: Job) -> None:
            os.killpg(workers[0]._process.pid, signal.SIGKILL)

        setting = trials.setting("worker")
        ran = run(trials.jobs, setting, Queued(trials.redis.url, limits), tell=once("rendering", kill))
    trials.row("kill -9 of a whole worker mid-clip", ran, began)


def restarted_redis(trials: Trials) -> None:
    began = time.monotonic()
    with trials.working():

        def restart(_one: Job) -> None:
            trials.redis.kill()
            time.sleep(2)
            trials.redis.start()

        setting = trials.setting("redis")
        ran = run(trials.jobs, setting, Queued(trials.redis.url, LIMITS), tell=once("rendering", restart))
    trials.row("Redis killed for 2 s and started again", ran, began)


def emptied_redis(trials: Trials) -> None:
    began = time.monotonic()
    with trials.working():

        def empty(_one: Job) -> None:
            subprocess.run(["redis-cli", "-p", str(trials.redis.port), "flushall"], capture_output=True, check=True)

        setting = trials.setting("emptied")
        ran = run(trials.jobs, setting, Queued(trials.redis.url, LIMITS), tell=once("rendering", empty))
    trials.row("Redis loses everything", ran, began)


def late(trials: Trials) -> None:
    """Work takes three times as long as its visibility: it is delivered again while it is done."""
    began, limits = time.monotonic(), Limits(soft=100, hard=110, visibility=8, patience=5, deliveries=9)
    slow = [job(100 + n, "25") for n in range(2)]
    with trials.working(limits=limits):
        setting = trials.setting("late", render=slow_work.SLEEP)
        ran = run(slow, setting, Queued(trials.redis.url, limits))
        time.sleep(10)
    trials.row("visibility 8 s, work of 25 s", ran, began, f"done {_lines(setting)} times in all")


def _lines(setting: Setting) -> int:
    return len((Path(setting.folder) / "manifest.jsonl").read_text().splitlines())


def full_disk(trials: Trials) -> None:
    """No file may grow beyond 30 kB, for films are larger; then it may, and the run goes on."""
    began, code = time.monotonic(), "import resource,sys; resource.setrlimit(resource.RLIMIT_FSIZE,(30_000,-1));"
    code += "from tests.measure.campaign_faults import confined; confined(sys.argv[1])"
    subprocess.run([sys.executable, "-c", code, str(trials.folder)], check=True)
    place = Place.at(trials.setting("full").folder)
    failed = [line.outcome for line in Manifest(place).lines().values()]
    told = f"{sum(each.state == 'failed' for each in failed)} failed first: {failed[0].message[:48]}..."
    trials.row("disk full, then not", run(trials.jobs, trials.setting("full"), Processes(2)), began, told)


def confined(folder: str) -> None:
    """Make one clip where no large file can be written."""
    home = Home.at(Path(folder) / "home")
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == 30_000
    render(job(0, TEXTS[0], LANGUAGES[0]), Path(folder) / "full", home)


def busy_store(trials: Trials) -> None:
    began, file = time.monotonic(), trials.folder / "faults"
    os.environ[flaky_store.FAULTS] = str(file)
    file.write_text("0")
    setting = Setting(f"flaky://{trials.folder}/store", trials.home, render=flaky_store.RENDER)
    with trials.working():
        ran = run(
            trials.jobs,
            setting,
            Queued(trials.redis.url, LIMITS),
            tell=once("rendering", lambda _one: file.write_text("15") and None),
        )
        first = ran.count("failed")
        if first:  # somebody met more of them than is waited for; the film is there, and only to be sent
            ran = run(trials.jobs, setting, Queued(trials.redis.url, LIMITS))
    trials.row("store answers 503 to 15 requests", ran, began, f"{first} failed first")
    del os.environ[flaky_store.FAULTS]


def dead_store(trials: Trials) -> None:
    """It stays away until the clip is given up; the film that was made is only sent afterwards."""
    began, file = time.monotonic(), trials.folder / "faults"
    os.environ[flaky_store.FAULTS] = str(file)
    setting = Setting(f"flaky://{trials.folder}/store-2", trials.home, render=flaky_store.RENDER)
    one = trials.jobs[0]
    file.write_text("0")

    def end(_one: Job) -> None:
        file.write_text("8")

    first = run([one], setting, inline, tell=once("storing", end))
    came_back = time.monotonic()
    again = run([one], setting, inline)
    times = [round(came_back - began, 1), round(time.monotonic() - came_back, 1)]
    message = first.outcomes[0][1].message[:40]
    trials.row("store away, then back", again, began, f"first {first.outcomes[0][1].state} ({message}...), {times} s")
    del os.environ[flaky_store.FAULTS]


def revoked(trials: Trials) -> None:
    began, photo = time.monotonic(), trials.folder / "ana.png"
    from PIL import Image

    with Image.open(shipped("portraits") / "amara" / "portrait.jpg") as whole:
        whole.crop((3, 3, whole.width - 3, whole.height - 3)).save(photo)
    picture = read_photo(photo)
    store = ConsentStore(trials.home.data)
    scope = Scope(purposes=("personal",), channels=("file",))
    terms = Terms(now(), scope)
    record = sign_own(
        Picture(picture.content_hash, perceptual_hash(picture.pixels)), "Ana", terms, store.keys.load_signer("consent")
    )
    store.save(record)
    jobs = [job(200 + n, f"Number {n}.", portrait=str(photo)) for n in range(6)]
    done: list[Job] = []

    def ended(one: Job, _outcome: object) -> None:
        done.append(one)
        if len(done) == 2:
            revoke(store, record.authorization_id, "changed her mind")

    with trials.working(1):
        ran = run(jobs, trials.setting("revoked"), Queued(trials.redis.url, LIMITS), ended=ended)
    trials.row("consent revoked after two clips of six", ran, began, ran.outcomes[-1][1].message[:60])


FAULTS = (
    *(killed_child, killed_worker, restarted_redis, emptied_redis, late, full_disk),
    *(busy_store, dead_store, revoked),
)


def main() -> None:
    """Print a line for each fault."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", nargs="?", type=Path, default=Path("/tmp/avatar-campaign-faults"))
    asked.add_argument("--only", choices=[each.__name__ for each in FAULTS], action="append")
    given = asked.parse_args()
    shutil.rmtree(given.folder, ignore_errors=True)
    trials = Trials(given.folder)
    try:
        for fault in FAULTS:
            if not given.only or fault.__name__ in given.only:
                trials.clear()
                fault(trials)
    finally:
        trials.redis.stop()


if __name__ == "__main__":
    main()
