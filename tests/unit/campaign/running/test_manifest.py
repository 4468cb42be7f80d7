"""The manifest: the last line of a clip counts, torn lines do no harm, many processes may write at once."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from dataclasses import replace

import pytest

from avatar.campaign.job import Outcome
from avatar.campaign.running.manifest import MANIFEST, Line, Manifest, read_jobs, write_jobs
from avatar.campaign.running.place import Place
from avatar.errors import OutputError
from tests.campaigns import job

JOB = job(1, "Hello.")
DONE = Outcome(JOB.input_hash, "done", JOB.output, {"srt": "en/1.srt"}, "ab" * 32, warnings=("one",), tries=2)


@pytest.fixture(params=["disk", "objects"])
def place(request, tmp_path):
    return Place.at(tmp_path / "out" if request.param == "disk" else f"memory://{tmp_path.name}-{os.getpid()}")


def test_what_was_written_is_read_back(place):
    manifest = Manifest(place)
    assert manifest.lines() == {}
    assert manifest.last(JOB.input_hash) is None
    manifest.add(Line.of_job(JOB, DONE))
    assert manifest.last(JOB.input_hash).outcome == DONE
    assert manifest.lines()[JOB.input_hash].row == 1


def test_the_last_line_of_a_clip_counts(place):
    manifest = Manifest(place)
    manifest.add(Line.of_job(JOB, replace(DONE, state="failed", message="no")))
    manifest.add(Line.of_job(JOB, DONE))
    manifest.compile()
    assert manifest.last(JOB.input_hash).outcome.state == "done"
    assert json.loads(place.read(MANIFEST).splitlines()[-1])["state"] == "done"


def test_jobs_are_kept_beside_what_was_made(place):
    with pytest.raises(OutputError, match="Nothing was planned"):
        read_jobs(place)
    write_jobs([JOB], place)
    assert read_jobs(place) == (JOB,)


@pytest.mark.parametrize("torn", ['{"row":1,"lang', "\x00\x00", '{"row":1}'])
def test_a_torn_last_line_is_cut_off_by_the_next(tmp_path, torn):
    manifest = Manifest(Place.at(tmp_path))
    manifest.add(Line.of_job(JOB, DONE))
    with (tmp_path / MANIFEST).open("a") as file:
        file.write(torn)
    assert manifest.last(JOB.input_hash).outcome == DONE
    other = job(2, "Bye.")
    manifest.add(Line.of_job(other, replace(DONE, input_hash=other.input_hash)))
    assert [json.loads(line)["row"] for line in (tmp_path / MANIFEST).read_text().splitlines()] == [1, 2]


def test_a_whole_line_without_its_end_is_kept(tmp_path):
    text = Line.of_job(JOB, DONE).text()
    (tmp_path / MANIFEST).write_text(text)
    Manifest(Place.at(tmp_path)).add(Line.of_job(job(2, "Bye."), replace(DONE, input_hash="cd" * 32)))
    assert (tmp_path / MANIFEST).read_text().splitlines()[0] == text


WRITING = """
import sys
from dataclasses import replace
from avatar.campaign.running.manifest import Line, Manifest
from avatar.campaign.running.place import Place
from avatar.campaign.job import Outcome
from tests.campaigns import job
for number in range(40):
    one = job(number, sys.argv[2])
    Manifest(Place.at(sys.argv[1])).add(Line.of_job(one, Outcome(one.input_hash, "done", message="m" * 3000)))
"""


def test_many_processes_write_whole_lines(tmp_path):
    started = [subprocess.Popen([sys.executable, "-c", WRITING, str(tmp_path), str(name)]) for name in range(3)]
    assert [each.wait() for each in started] == [0, 0, 0]
    texts = (tmp_path / MANIFEST).read_text().splitlines()
    assert len(texts) == 120
    assert all(Line.read(text) is not None for text in texts)


def test_what_does_not_fit_leaves_the_lines_before_it(tmp_path):
    manifest = Manifest(Place.at(tmp_path))
    manifest.add(Line.of_job(JOB, DONE))
    before = (tmp_path / MANIFEST).read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 20, hard))
    try:
        with pytest.raises(OutputError, match="does not fit"):
            manifest.add(Line.of_job(JOB, DONE))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (tmp_path / MANIFEST).read_bytes() == before
    manifest.add(Line.of_job(JOB, DONE))
    assert len((tmp_path / MANIFEST).read_text().splitlines()) == 2


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", '{"row": 1}'])
def test_what_is_no_line_is_none(text):
    assert Line.read(text) is None


def test_lines_are_followed_as_they_are_added(place):
    reader, writer = Manifest(place), Manifest(place)
    assert reader.lines() == {}
    for number, state in enumerate(("failed", "done", "failed"), 1):
        writer.add(Line.of_job(JOB, replace(DONE, state=state, message="m" * number)))
        assert reader.lines()[JOB.input_hash].outcome.state == state
    other = job(2, "Bye.")
    writer.add(Line.of_job(other, replace(DONE, input_hash=other.input_hash)))
    assert set(reader.lines()) == {JOB.input_hash, other.input_hash}


def test_a_manifest_that_was_begun_anew_is_read_anew(tmp_path):
    reader = Manifest(Place.at(tmp_path))
    for number in range(3):
        one = job(number, "Hi.")
        reader.add(Line.of_job(one, replace(DONE, input_hash=one.input_hash)))
    assert len(reader.lines()) == 3
    (tmp_path / MANIFEST).write_text(Line.of_job(JOB, DONE).text() + "\n")
    assert set(reader.lines()) == {JOB.input_hash}
