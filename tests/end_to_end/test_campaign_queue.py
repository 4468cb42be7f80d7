"""A real Redis, real workers: whatever is killed, restarted or too late, nothing is lost, nothing is doubled."""

from __future__ import annotations

import os
import signal
import threading
import time
from contextlib import contextmanager
from dataclasses import replace

import pytest

from avatar.campaign.running.executors.inline import inline
from avatar.campaign.running.executors.queued import Queued
from avatar.campaign.running.executors.queued.app import Limits, make_app
from avatar.campaign.running.executors.queued.desk import Desk
from avatar.campaign.running.executors.queued.worker import Watching, Worker
from avatar.campaign.running.executors.work import Setting
from avatar.campaign.running.manifest import MANIFEST, Manifest
from avatar.campaign.running.place import Place
from avatar.campaign.running.run import run
from avatar.errors import InputError
from avatar.runtime.folders import Home
from tests import redis_server, slow_work
from tests.campaigns import job
from tests.patience import until

pytestmark = [pytest.mark.slow, pytest.mark.skipif(redis_server.BINARY is None, reason=redis_server.NONE)]
LIMITS = Limits(soft=170, hard=180, visibility=200, patience=10, deliveries=3)
HELLO, HALLO = job(1, "Hello."), job(1, "你好。", "zh")
BAD = job(2, "Hi.", options={"nonsense": 1})
LONG = job(3, " ".join(f"Sentence number {number} is said here in full." for number in range(1, 5)))


@pytest.fixture(scope="module")
def redis(tmp_path_factory):
    server = redis_server.RedisServer(tmp_path_factory.mktemp("redis"))
    yield server
    server.stop()


@pytest.fixture(scope="module")
def home(warm, tmp_path_factory):
    folder = tmp_path_factory.mktemp("home")
    warm(folder, "xiaochen")
    return Home.at(folder)


@contextmanager
def working(redis, home, processes=2, limits=LIMITS, watching=None):
    """Let a worker work in the block."""
    worker, is_on = Worker(redis.url, home, processes=processes, limits=limits, watching=watching), [True]
    thread = threading.Thread(target=worker.run, args=(lambda: bool(is_on),))
    thread.start()
    try:
        yield worker
    finally:
        is_on.clear()
        thread.join()


TEXTS = ("timeline", "srt", "vtt")


def lines_of(folder):
    return (folder / MANIFEST).read_text(encoding="utf-8").splitlines()


def test_workers_make_the_same_films_as_this_process(redis, home, tmp_path, monkeypatch):
    from avatar.campaign.running.executors.queued import dispatch

    monkeypatch.setattr(dispatch, "parts_of", lambda one, _most: 2 if one is LONG else 1)
    jobs = [HELLO, HALLO, BAD, LONG]
    told = set()
    with working(redis, home):
        queued = Queued(redis.url, LIMITS)
        ran = run(
            jobs,
            Setting(str(tmp_path / "q"), home),
            queued,
            tell=lambda one, stage, *_: told.add((one.row, stage)),
        )
        assert queued.listening() == 1
    assert [outcome.state for _, outcome in ran.outcomes] == ["done", "done", "failed", "done"]
    assert "no option 'nonsense'" in ran.outcomes[2][1].message
    assert len(lines_of(tmp_path / "q")) == 4
    assert any(row == 3 for row, _ in told)
    assert not list((tmp_path / "q").glob("segments/*/*"))
    alone = run(jobs, Setting(str(tmp_path / "inline"), home), inline)
    for (_, one), (_, same) in zip(ran.outcomes, alone.outcomes, strict=True):
        assert one.streams == same.streams
        assert one.content_id == same.content_id
        assert {kind: one.hashes.get(kind) for kind in TEXTS} == {kind: same.hashes.get(kind) for kind in TEXTS}


def test_a_killed_worker_process_costs_only_time(redis, home, tmp_path):
    """The one that is at a clip is killed; the clip is delivered again, and made once."""
    jobs = [job(number, "1") for number in range(2)]
    killed = []

    def tell(one, stage, *_):
        if stage == "sleeping" and not killed:
            killed.append(one)
            children = [int(pid) for pid in os.popen(f"pgrep -P {worker._process.pid}").read().split()]
            os.kill(children[0], signal.SIGKILL)

    with working(redis, home, processes=1) as worker:
        ran = run(jobs, Setting(str(tmp_path), home, render=slow_work.SLEEP), Queued(redis.url, LIMITS), tell=tell)
    assert killed
    assert ran.count("done") == 2
    assert len(lines_of(tmp_path)) == 2
    assert len(list((tmp_path / "begun").iterdir())) == 3


def test_a_worker_that_is_stopped_lets_its_clip_end(redis, home, tmp_path):
    one, stopping = job(5, "0.5"), []

    def tell(_one, stage, *_):
        if stage == "sleeping" and not stopping:
            stopping.append(threading.Thread(target=worker.stop))
            stopping[0].start()

    with working(redis, home, processes=1) as worker:
        ran = run([one], Setting(str(tmp_path), home, render=slow_work.SLEEP), Queued(redis.url, LIMITS), tell=tell)
    stopping[0].join()
    assert ran.count("done") == 1
    assert len(list((tmp_path / "begun").iterdir())) == 1


def test_redis_may_be_killed_and_come_back(redis, home, tmp_path):
    jobs = [job(number, "1") for number in range(10, 13)]
    with working(redis, home, processes=1):
        begun = []

        def ended(*_):
            if not begun:
                begun.append(1)
                redis.kill()
                time.sleep(1)
                redis.start()

        setting = Setting(str(tmp_path), home, render=slow_work.SLEEP)
        ran = run(jobs, setting, Queued(redis.url, LIMITS), ended=ended)
    assert ran.count("done") == 3
    assert len(lines_of(tmp_path)) == 3
    assert not Desk(redis.url).dead()


def test_what_kills_every_worker_is_set_aside_and_can_be_tried_again(redis, home, tmp_path):
    one = job(20, "0")
    setting = Setting(str(tmp_path), home, render=slow_work.DIE)
    with working(redis, home, processes=1, limits=replace(LIMITS, deliveries=1)):
        ran = run([one], setting, Queued(redis.url, LIMITS))
        assert ran.count("failed") == 1
        assert "delivered 2 times and never ended" in ran.outcomes[0][1].message
        assert Desk(redis.url).dead() == [one.input_hash]
        again = run([one], replace(setting, render=slow_work.SLEEP), Queued(redis.url, LIMITS))
    assert again.count("done") == 1
    assert Desk(redis.url).dead() == []


def test_a_worker_that_takes_no_work_is_begun_anew(redis, home, tmp_path):
    patient = Watching(1, 120)
    with working(redis, home, processes=1, watching=patient) as worker:
        until(lambda: Desk(redis.url).heard(worker.node), 180)
        first = worker._process.pid
        os.kill(first, signal.SIGSTOP)  # it lives, and takes nothing
        worker._watching = Watching(1, 1)  # from here on, so that it may take its time to begin
        until(lambda: worker._process.pid != first, 180)
        worker._watching = patient
        ran = run([job(30, "0")], Setting(str(tmp_path), home, render=slow_work.SLEEP), Queued(redis.url, LIMITS))
    assert ran.count("done") == 1


def test_what_was_lost_on_the_way_is_handed_out_again(redis, home, tmp_path, monkeypatch):
    from avatar.campaign.running.executors.queued import dispatch

    monkeypatch.setattr(dispatch, "_SWEEP", 0.5)
    one = job(40, "0")
    Desk(redis.url).sent(one.input_hash)  # somebody has handed it in, and the message is gone
    with working(redis, home, processes=1):
        ran = run([one], Setting(str(tmp_path), home, render=slow_work.SLEEP), Queued(redis.url, LIMITS))
    assert ran.count("done") == 1
    assert len(Manifest(Place.at(tmp_path)).lines()) == 1


def test_limits_leave_room_for_each_other():
    limits = Limits.of(600)
    assert limits.soft < limits.hard < limits.visibility
    with pytest.raises(InputError, match="too short"):
        Limits.of(0)


@pytest.mark.parametrize("broker", ["amqp://localhost", "localhost", ""])
def test_a_broker_is_a_redis(broker):
    with pytest.raises(InputError, match="not a Redis"):
        make_app(broker, LIMITS)
