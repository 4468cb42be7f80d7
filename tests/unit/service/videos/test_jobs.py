"""The list of jobs: what it promises to whoever waits, whatever dies meanwhile."""

from __future__ import annotations

import threading

import pytest

from avatar.service.problems import Problem
from avatar.service.videos.jobs import VIDEO, Job, Jobs, inspection_of, new_id, waiting


@pytest.fixture
def jobs(tmp_path):
    return Jobs(tmp_path)


def put(jobs, **more):
    job = Job(new_id(), VIDEO, "created", {"text": "secret words"}, **more)
    with jobs.base.write() as base:
        jobs.add(base, job)
    return job.id


def kinds(jobs, job):
    return [kind for _, kind, _ in jobs.events(job, 0)]


def test_a_job_is_done_in_its_turn_and_its_text_forgotten(jobs):
    first, second = put(jobs), put(jobs)
    job = jobs.claim()
    assert (job.id, job.asked) == (first, {"text": "secret words"})
    jobs.done(job, {"file": "film.mp4"})
    found = jobs.find(first)
    assert (found.status, found.made, found.asked) == ("done", {"file": "film.mp4"}, {})
    assert b"secret words" not in _content_of_row(jobs, first)
    assert jobs.claim().id == second
    assert kinds(jobs, first) == ["created", "started", "done"]


def _content_of_row(jobs, job):
    with jobs.base.read() as base:
        return repr(tuple(base.execute("SELECT * FROM jobs WHERE id = ?", (job,)).fetchone())).encode()


def test_no_job_is_given_out_twice(jobs):
    for _ in range(20):
        put(jobs)
    taken, lock = [], threading.Lock()

    def take():
        while job := Jobs(jobs._data).claim():
            with lock:
                taken.append(job.id)

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == len(set(taken)) == 20


def test_work_that_dies_is_tried_once_more_and_then_told(jobs):
    put(jobs)
    assert jobs.died(jobs.claim(), "signal 9")
    job = jobs.claim()
    assert not jobs.died(job, "signal 9")
    found = jobs.find(job.id)
    assert found.status == "error"
    assert "ended twice (signal 9)" in found.fault["detail"]


def test_what_a_dead_service_had_begun_is_begun_again(tmp_path):
    before = Jobs(tmp_path)
    job = put(before)
    before.claim()
    after = Jobs(tmp_path)
    assert after.orphaned() == 1
    assert after.claim().id == job
    assert kinds(after, job) == ["created", "started", "retried", "started"]


def test_a_service_that_dies_of_a_job_again_and_again_gives_it_up(jobs):
    job = put(jobs)
    for _ in range(5):
        assert jobs.claim().id == job
        jobs.orphaned()
    assert jobs.claim() is None
    assert jobs.find(job).status == "error"


def test_a_service_that_stops_puts_work_back_as_often_as_it_likes(jobs):
    put(jobs)
    for _ in range(9):
        jobs.put_back(jobs.claim().id)
    assert jobs.claim() is not None


def test_progress_is_kept_only_where_it_is_news(jobs):
    job = put(jobs)
    jobs.claim()
    for done in (1, 2, 3):
        jobs.progress(job, "rendering", done, 3)
    numbers = [number for number, _, _ in jobs.events(job, 0)]
    assert kinds(jobs, job) == ["created", "started", "progress"]
    assert '"done": 3' in jobs.events(job, numbers[1])[0][2]
    assert jobs.events(job, numbers[-1]) == []


def test_a_deleted_job_is_gone_for_its_owner_at_once_and_for_good_when_its_work_has_stopped(jobs):
    job = put(jobs)
    jobs.claim()
    jobs.folder(job).mkdir(parents=True)
    jobs.leave(job)
    with pytest.raises(Problem) as told:
        jobs.find(job)
    assert told.value.status == 404
    assert jobs.page(None, 10) == []
    assert not jobs.progress(job, "rendering", 1, 2)
    jobs.sweep(1e9, frozenset({job}))
    assert jobs.folder(job).is_dir()
    jobs.sweep(1e9)
    assert not jobs.folder(job).exists()


def test_results_are_removed_when_their_time_is_over(tmp_path):
    now = [1000.0]
    jobs = Jobs(tmp_path, lambda: now[0])
    job = put(jobs)
    jobs.folder(job).mkdir(parents=True)
    jobs.done(jobs.claim(), {"file": "film.mp4"})
    now[0] += 59
    jobs.sweep(60)
    assert jobs.find(job).status == "done"
    now[0] += 2
    jobs.sweep(60)
    assert not jobs.folder(job).exists()
    with pytest.raises(Problem):
        jobs.find(job)


def test_pages_go_on_where_the_last_one_ended(jobs):
    made = [put(jobs) for _ in range(5)]
    first = jobs.page(None, 2)
    second = jobs.page(first[-1].n, 2)
    assert [job.id for job in (*first, *second)] == made[:0:-1]


def test_only_what_waits_is_counted(jobs):
    put(jobs)
    put(jobs)
    jobs.claim()
    with jobs.base.read() as base:
        assert waiting(base) == 1


def test_the_end_is_put_down_for_whoever_wants_to_be_told(jobs):
    put(jobs, webhook="https://bank.example/hook", user_data="4711")
    jobs.failed(jobs.claim(), "rejected", {"type": "held", "detail": "It waits.", "review": "ab"})
    with jobs.base.read() as base:
        (row,) = base.execute("SELECT * FROM messages").fetchall()
    assert row["url"] == "https://bank.example/hook"
    assert '"type": "video.rejected"' in row["body"]
    assert '"user_data": "4711"' in row["body"]
    assert "secret words" not in row["body"]


def test_an_inspection_is_named_after_its_film():
    assert inspection_of("v-00ff") == "i-00ff"
