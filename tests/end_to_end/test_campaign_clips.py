"""Clips of a campaign are real films: made once, found again, made side by side, refused where nobody agreed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace

import pytest

from avatar.campaign.running.executors.inline import inline
from avatar.campaign.running.executors.processes import Processes
from avatar.campaign.running.executors.work import Setting
from avatar.campaign.running.manifest import MANIFEST, Manifest
from avatar.campaign.running.place import Place
from avatar.campaign.running.rendering import render
from avatar.campaign.running.run import run
from avatar.campaign.running.streams import stream_hashes
from avatar.runtime.folders import Home
from avatar.runtime.hashing import file_sha256
from tests.campaigns import job
from tests.processes import Process

pytestmark = pytest.mark.slow
HELLO = job(1, "Hello, my people.", min_quality={"closures": 0.5})
HALLO = job(1, "Guten Morgen.", "de", options={"subtitles": "burn"})
BAD = job(2, "Hi.", options={"nonsense": 1})
LONG = job(3, " ".join(f"Sentence number {number} is said here in full." for number in range(1, 5)))


@pytest.fixture(scope="module")
def home(warm, tmp_path_factory):
    folder = tmp_path_factory.mktemp("home")
    warm(folder, "xiaochen")
    return Home.at(folder)


@pytest.fixture(scope="module")
def made(home, tmp_path_factory):
    """The outputs of a run in this process."""
    folder = tmp_path_factory.mktemp("out")
    return folder, run([HELLO, HALLO, BAD], Setting(str(folder), home), inline)


def test_a_failing_row_stops_nobody(made):
    folder, ran = made
    assert [outcome.state for _, outcome in ran.outcomes] == ["done", "done", "failed"]
    assert "There is no option 'nonsense'" in ran.outcomes[2][1].message
    assert not ran.is_whole
    for job_, outcome in ran.outcomes[:2]:
        assert file_sha256(folder / outcome.output) == outcome.sha256
        assert stream_hashes(folder / outcome.output) == outcome.streams
        assert outcome.output == job_.output
        for kind, name in outcome.files.items():
            assert file_sha256(folder / name) == outcome.hashes[kind]
    assert ran.outcomes[0][1].figures["closures"] >= 0.5


def test_what_lies_beside_a_film(made):
    folder, ran = made
    for _, outcome in ran.outcomes[:2]:
        assert set(outcome.files) == {"timeline", "srt", "vtt", "thumbnail"}
        assert "-->" in (folder / outcome.files["srt"]).read_text(encoding="utf-8")
        assert (folder / outcome.files["vtt"]).read_text(encoding="utf-8").startswith("WEBVTT")
        assert json.loads((folder / outcome.files["timeline"]).read_text(encoding="utf-8"))["phones"]
    assert (folder / "index.html").is_file()
    assert (folder / "results.csv").is_file()


def test_nothing_is_rendered_again_and_a_changed_file_is(made, home):
    folder, _ = made
    lines = (folder / MANIFEST).read_text().count("\n")
    again = run([HELLO, HALLO, BAD], Setting(str(folder), home), inline)
    assert (again.count("reused"), again.count("done"), again.count("failed")) == (2, 0, 1)
    assert (folder / MANIFEST).read_text().count("\n") == lines + 1
    edited = replace(HALLO, input_hash="e" * 64, output="de/1-row-1-eeeeeeee.mp4", text="Guten Tag.")
    third = run([HELLO, edited], Setting(str(folder), home), inline)
    assert (third.count("reused"), third.count("done")) == (1, 1)
    (folder / HELLO.output).write_bytes(b"cut off")
    assert render(HELLO, folder, home).state == "done"
    assert render(HELLO, folder, home).state == "reused"


def test_rows_that_ask_for_the_same_clip_have_a_film_each_and_it_is_made_once(made, home):
    folder, _ = made
    moved = replace(HELLO, row=9, slug="again", output="en/9-again-0.mp4")
    ran = run([HELLO, moved, replace(moved, row=10, output="en/10-again-0.mp4")], Setting(str(folder), home), inline)
    assert [outcome.state for _, outcome in ran.outcomes] == ["reused"] * 3
    films = [(folder / outcome.output).read_bytes() for _, outcome in ran.outcomes]
    assert [outcome.output for _, outcome in ran.outcomes] == [HELLO.output, moved.output, "en/10-again-0.mp4"]
    assert films[0] == films[1] == films[2]
    for _, outcome in ran.outcomes:
        assert all((folder / name).is_file() for name in outcome.files.values())
    assert "en/9-again-0.mp4" in (folder / "results.csv").read_text(encoding="utf-8")


def test_a_thumbnail_is_marked_as_its_film_is(made):
    from avatar.marks import aigc

    folder, ran = made
    outcome = ran.outcomes[1][1]
    assert aigc.read(folder / outcome.files["thumbnail"]) == aigc.read(folder / outcome.output) != ""


def test_segments_side_by_side_make_the_same_film(home, warm, tmp_path, monkeypatch):
    from avatar.campaign.running.executors import processes

    whole = render(LONG, tmp_path / "whole", home)
    other = Home.at(tmp_path / "other")
    warm(other.data, "xiaochen")
    for name in ("marks", "keys"):  # one pattern and one provider, so that what is marked is the same
        subprocess.run(["cp", "-rn", str(home.data / name), str(other.data)], check=False)
    (other.data / "keys" / "stores.json").unlink()  # what lies beside these keys is another home's
    monkeypatch.setattr(processes, "parts_of", lambda _job, _workers: 2)
    told = []
    ((_, parted),) = Processes(2)([LONG], Setting(str(tmp_path / "parts"), other), lambda *it: told.append(it))
    assert parted.state == whole.state == "done", parted.message
    assert parted.streams == whole.streams
    assert parted.content_id == whole.content_id
    assert {kind: parted.hashes[kind] for kind in ("srt", "vtt", "timeline")} == {
        kind: whole.hashes[kind] for kind in ("srt", "vtt", "timeline")
    }
    assert {stage for _, stage, _, _ in told} >= {"rendering", "storing"}


def test_a_killed_process_costs_only_time(home, tmp_path):
    from avatar.campaign.running.executors import processes

    killed = []

    def tell(one, stage, _done, _total):
        if one == LONG and stage == "reading" and len(killed) < 1:
            (child,) = [each for each in pool.children if each.piece and each.piece.job == LONG]
            os.kill(child.pid, signal.SIGKILL)
            killed.append(child.pid)

    pool = processes.Pool(Setting(str(tmp_path), home), 2, tell)
    pool.add(LONG)
    pool.add(HELLO)
    ended = {one.row: outcome for one, outcome in pool.run()}
    assert killed
    assert {outcome.state for outcome in ended.values()} == {"done"}
    assert len(Manifest(Place.at(tmp_path)).lines()) == 2


def test_who_dies_twice_has_failed(home, tmp_path):
    from avatar.campaign.running.executors import processes

    pool = processes.Pool(Setting(str(tmp_path), home, render="os:abort"), 1, lambda *_: None)
    pool.add(HELLO)
    ((_, outcome),) = pool.run()
    assert outcome.state == "failed"
    assert "died 2 times" in outcome.message
    assert Manifest(Place.at(tmp_path)).last(HELLO.input_hash).outcome == outcome


def test_a_photo_of_somebody_who_has_not_agreed_is_refused(home, tmp_path, astronaut):
    outcome = render(job(1, "Hello.", portrait=str(astronaut)), tmp_path, home)
    assert outcome.state == "refused"
    assert Manifest(Place.at(tmp_path)).lines()[outcome.input_hash].outcome.message == outcome.message
    assert not (tmp_path / "en").exists()


def test_another_version_than_was_planned_fails(home, tmp_path):
    from avatar.campaign.asking import pins_of

    pins = pins_of("xiaochen", None, home)
    assert render(replace(HELLO, pins=pins, min_quality={}), tmp_path / "right", home).is_done
    outcome = render(replace(HELLO, pins={"portrait": "0" * 64}), tmp_path, home)
    assert outcome.state == "failed"
    assert "another version of its portrait" in outcome.message


def test_what_is_not_good_enough_is_tried_with_another_seed_and_fails_with_its_figures(home, tmp_path):
    outcome = render(job(1, "My.", min_quality={"identity": 1.1}), tmp_path, home)
    assert outcome.state == "failed"
    assert "with another seed" in outcome.message
    assert 0 < outcome.figures["identity"] < 1.1
    assert not list(home.cache.glob("campaigns/*/*"))


def test_a_run_that_is_stopped_goes_on(home, tmp_path):
    """Ctrl-C at the shell ends it with what is finished, no process of it left, and the next run makes the rest."""
    jobs = [
        HELLO,
        HALLO,
        job(4, " ".join(f"This is number {number}, which nobody has filmed." for number in range(6))),
    ]
    (tmp_path / "jobs.jsonl").write_text("".join(json.dumps(one.document()) + "\n" for one in jobs))
    command = [sys.executable, "-m", "avatar", "campaign", "run", str(tmp_path / "jobs.jsonl"), "--to"]
    environment = os.environ | {"AVATAR_HOME": str(home.data)}
    manifest = Manifest(Place.at(tmp_path / "out"))
    with Process([*command, str(tmp_path / "out")], env=environment, stderr=subprocess.PIPE, text=True) as started:
        while not manifest.lines():
            assert started.poll() is None
            time.sleep(0.05)
        started.send_signal(signal.SIGINT)
        _, said = started.communicate(timeout=60)
    assert started.returncode == 130, said
    finished = manifest.lines()
    done = subprocess.run(
        [*command, str(tmp_path / "out"), "--json"], check=False, env=environment, capture_output=True, text=True
    )
    told = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert told["reused"] >= len(finished) >= 1
    assert told["reused"] + told["rendered"] == 3
