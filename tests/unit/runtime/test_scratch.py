"""Files for a moment lie where the system has a place for them, else in the home; libraries are told the same place."""

import os
import tempfile
from pathlib import Path

import pytest

from avatar.runtime import scratch
from avatar.runtime.scratch import find_scratch


@pytest.fixture
def system(tmp_path, monkeypatch):
    """A system of which only the home may be written to, as far as is asked here."""
    monkeypatch.setenv("AVATAR_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "none"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


def test_a_place_that_is_open_stays(system, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(system))
    find_scratch()
    assert os.environ["TMPDIR"] == str(system)
    assert not (system / "home").exists()


def test_libraries_are_told_where_python_has_found_one(system):
    find_scratch()
    assert os.environ["TMPDIR"] == tempfile.gettempdir()
    assert Path(os.environ["TMPDIR"]).is_dir()


def test_without_any_the_home_has_one(system, monkeypatch):
    def nowhere():
        raise FileNotFoundError("No usable temporary directory found")

    with monkeypatch.context() as patch:
        patch.setattr(tempfile, "gettempdir", nowhere)
        find_scratch()
    assert os.environ["TMPDIR"] == tempfile.gettempdir() == str(system / "home" / "cache" / "scratch")
    with tempfile.TemporaryFile() as file:
        file.write(b"x")


def test_without_a_home_it_is_left_to_those_who_need_it(system, monkeypatch):
    def nowhere():
        raise FileNotFoundError("No usable temporary directory found")

    monkeypatch.setenv("AVATAR_HOME", os.devnull)
    monkeypatch.setattr(tempfile, "gettempdir", nowhere)
    find_scratch()
    assert os.environ["TMPDIR"] == str(system / "none")


def test_a_file_is_no_place(tmp_path):
    (tmp_path / "file").touch()
    assert not scratch._is_open(str(tmp_path / "file"))
