"""A record is found however it came into the folder, and the others are not read for it."""

import json
import os
import sys

import pytest

from avatar.errors import OutputError
from avatar.permission.consent import ConsentError
from avatar.permission.consent.index import RecordIndex
from tests.consents import make_home
from tests.ordinary import without_privilege

PIXELS, OTHERS = "ab" * 32, "cd" * 32


@pytest.fixture
def folder(tmp_path):
    """A folder of records in which nothing has changed for a while."""
    made = tmp_path / "records"
    made.mkdir()
    for number in range(5):
        put(made / f"{number}.json", f"{number:064x}")
    return made


@pytest.fixture
def index(folder, tmp_path):
    return RecordIndex(folder, tmp_path / "index.sqlite")


def put(path, sha256, phash="0123456789abcdef"):
    path.write_text(json.dumps({"portrait": [{"sha256": sha256, "phash": phash}]}), encoding="utf-8")


def settle(monkeypatch):
    """Let some time pass in which nothing changes."""
    import time

    now = time.time_ns
    monkeypatch.setattr(time, "time_ns", lambda: now() + 10_000_000_000)


def files_read(folder, ask):
    """Count the files that are opened while something is asked."""
    opened, is_watched = [], True

    def watch(event, arguments):
        if is_watched and event == "open" and str(arguments[0]).startswith(str(folder)):
            opened.append(arguments[0])

    sys.addaudithook(watch)  # for good: it can only be told to look away
    ask()
    is_watched = False
    return len(opened)


def test_only_what_is_new_is_read(folder, index, monkeypatch):
    settle(monkeypatch)
    assert files_read(folder, lambda: index.naming(PIXELS)) == 5
    assert files_read(folder, lambda: index.naming(PIXELS)) == 0
    put(folder / "new.json", PIXELS)
    assert files_read(folder, lambda: index.naming(PIXELS)) == 1
    assert index.naming(PIXELS) == [folder / "new.json"]


def test_what_was_dropped_in_renamed_or_taken_away_is_noticed(folder, index):
    assert index.naming(PIXELS) == []
    put(folder / "dropped.json", PIXELS)
    assert index.naming(PIXELS) == [folder / "dropped.json"]
    (folder / "dropped.json").rename(folder / "renamed.json")
    assert index.naming(PIXELS) == [folder / "renamed.json"]
    (folder / "renamed.json").unlink()
    assert index.naming(PIXELS) == []


def test_what_was_overwritten_in_its_place_is_noticed_by_a_thorough_look(folder, index, monkeypatch):
    """Also if its size and its time stay: the system notes when a file was changed."""
    settle(monkeypatch)
    path = folder / "3.json"
    before = path.stat()
    assert index.naming(PIXELS) == []
    put(path, PIXELS)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert index.naming(PIXELS, is_thorough=True) == [path]
    assert index.naming(f"{3:064x}") == []


def test_a_file_that_is_written_twice_in_a_moment_is_read_twice(folder, index):
    """No file system tells two changes within one tick of its clock apart."""
    put(folder / "twice.json", PIXELS)
    assert index.naming(PIXELS) == [folder / "twice.json"]
    put(folder / "twice.json", OTHERS)
    assert index.naming(OTHERS) == [folder / "twice.json"]
    assert index.naming(PIXELS) == []


@pytest.mark.parametrize("content", [b"", b"no database" * 1000, None])
def test_a_damaged_index_is_made_anew(folder, index, tmp_path, content):
    put(folder / "mine.json", PIXELS)
    assert index.naming(PIXELS) == [folder / "mine.json"]
    place = tmp_path / "index.sqlite"
    place.write_bytes(place.read_bytes()[:6000] if content is None else content)
    assert index.naming(PIXELS) == [folder / "mine.json"]
    assert index.naming(PIXELS) == [folder / "mine.json"]
    assert place.read_bytes()[:15] == b"SQLite format 3"


def test_records_are_found_where_no_index_can_be_kept(folder, index, tmp_path):
    """A home that can only be read: they are all looked at then."""
    put(folder / "mine.json", PIXELS)
    tmp_path.chmod(0o500)
    try:
        with without_privilege():
            assert index.naming(PIXELS) == [folder / "mine.json"]
    finally:
        tmp_path.chmod(0o700)
    assert not (tmp_path / "index.sqlite").exists()


def test_a_closed_record_is_told_of_and_not_passed_over(folder, index):
    put(folder / "closed.json", PIXELS)
    (folder / "closed.json").chmod(0)
    with without_privilege(), pytest.raises(OutputError, match="closed"):
        index.naming(PIXELS)


def test_the_gate_finds_what_was_overwritten_in_its_place(tmp_path, monkeypatch):
    """A record is put over that of another picture after both were looked for."""
    home, other = make_home(tmp_path / "one"), make_home(tmp_path / "two", 11)
    mine = home.give()
    theirs = home.store.folder / "records" / "other.json"
    theirs.write_text(json.dumps(mine.as_json()).replace(home.picture.sha256, other.picture.sha256), encoding="utf-8")
    (home.store.folder / "records" / f"{mine.authorization_id}.json").unlink()
    settle(monkeypatch)
    with pytest.raises(ConsentError):
        home.ask()
    theirs.write_text(json.dumps(mine.as_json()), encoding="utf-8")
    assert home.ask().authorization_id == mine.authorization_id
