"""A home that is put back as a whole is told by what was anchored elsewhere; nothing there is ever overwritten."""

import json
import os
import shutil
import sqlite3
import uuid
from dataclasses import replace
from pathlib import Path

import fsspec
import pytest

from avatar.errors import InputError, OutputError, RefusedError
from avatar.ledger.anchors import AnchorSettings, lagging, look_there, put_elsewhere, put_if_due, remembered
from avatar.ledger.anchors.anchor import read
from avatar.ledger.anchors.comparing import diverged
from avatar.ledger.anchors.kept import FAILED, failure
from avatar.ledger.audit import Event, audit_folder
from avatar.ledger.audit.log import CURRENT
from avatar.ledger.keys import Signer, trusted_keys
from avatar.ledger.stores import open_log, rotate
from avatar.marks.registry import Entry, Facts, Registry


def clip(number):
    facts = Facts(f"{number:032x}", "2026-11-21T12:00:00Z", "aa" * 32, "bb" * 32, "cc" * 16, "dd" * 32, ("v",), ())
    return Entry(facts, f"{number:064x}", 1000, "mp4", ("label", "aigc"))


class House:
    """A home with some clips, and a place elsewhere."""

    def __init__(self, folder, place):
        self.home, self.place, self.settings = folder / "home", place, AnchorSettings(to=place)

    def grow(self, count, first=0):
        log = open_log(self.home)
        for number in range(first, first + count):
            Registry(self.home).add(clip(number))
            log.append(Event("refuse", decision="refuse"))

    def anchor(self):
        return put_elsewhere(self.home, self.settings)

    def faults(self):
        found = look_there(self.home, self.place, None)
        statements = [each.statement for each in found.anchors]
        last = diverged(self.home, statements[-1]) if statements else []
        return [*found.faults, *lagging(self.home, statements), *last]

    def copy(self, name):
        shutil.copytree(self.home, self.home.with_name(name), copy_function=shutil.copy)

    def put_back(self, name):
        shutil.rmtree(self.home)
        shutil.copytree(self.home.with_name(name), self.home, copy_function=shutil.copy)


@pytest.fixture(scope="module")
def begun(tmp_path_factory):
    house = House(tmp_path_factory.mktemp("begun"), "")
    house.grow(3)
    return house.home


@pytest.fixture
def one(begun, tmp_path):
    shutil.copytree(begun, tmp_path / "home", copy_function=shutil.copy)
    return House(tmp_path, str(tmp_path / "far.jsonl"))


@pytest.fixture(params=["memory folder", "file"])
def house(request, one):
    return House(one.home.parent, f"memory://{uuid.uuid4().hex}/") if "memory" in request.param else one


@pytest.fixture(params=["memory file", "folder"])
def other(request, one, tmp_path):
    """Give the same with the other kinds of places."""
    return House(tmp_path, f"memory://{uuid.uuid4().hex}" if "memory" in request.param else f"{tmp_path / 'far'}/")


def test_a_home_goes_on_from_its_anchors(house):
    for number in (10, 20, 30):
        made = house.anchor()
        house.grow(1, number)
    assert made.places == (house.place,)
    assert house.faults() == []
    assert len(look_there(house.home, house.place, None).anchors) == 3


def test_every_kind_of_place_takes_anchors_and_gives_them_back(other):
    other.anchor()
    other.grow(1, 10)
    other.anchor()
    assert other.faults() == []
    assert len(look_there(other.home, other.place, None).anchors) == 2


def test_what_was_anchored_before_is_not_touched(house):
    house.anchor()
    files, path = fsspec.core.url_to_fs(house.place)
    before = {name: files.cat_file(name) for name in files.find(path)}
    house.grow(1, 50)
    house.anchor()
    house.anchor()  # nothing is new
    after = {name: files.cat_file(name) for name in files.find(path)}
    assert all(after[name].startswith(content) for name, content in before.items())
    assert sum(content.count(b"\n") for content in after.values()) == 2
    assert len(remembered(house.home)) == 2


def test_a_line_is_signed_and_names_counts_ends_and_keys(one):
    one.anchor()
    (line,) = Path(one.place).read_bytes().splitlines()
    statement = read(line, "line").statement
    assert statement.is_signed(trusted_keys("log", one.home / "keys"))
    assert (statement.shown.counts["audit.lines"], statement.shown.counts["registry.rows"]) == (3, 3)
    assert {"audit.log", "audit.hash", "registry.hash"} == set(statement.shown.ends)
    assert {"log", "media"} <= {purpose for purpose, keys in statement.shown.keys.items() if keys}
    assert b"places" not in line


def test_a_whole_home_that_was_put_back_is_told(house):
    house.copy("old")
    house.grow(1, 40)
    house.anchor()
    house.put_back("old")
    told = " ".join(house.faults())
    assert "the audit log has 3 lines where 4 were anchored" in told
    assert "the registry has 3 clips where 4 were anchored" in told
    with pytest.raises(RefusedError, match="does not go on from its last anchor"):
        house.anchor()


def test_a_home_that_was_put_back_and_has_grown_again_is_told(house):
    house.copy("old")
    house.grow(1, 40)
    house.anchor()
    house.put_back("old")
    house.grow(2, 60)
    told = " ".join(house.faults())
    assert "line 4 of the audit log is not the one that was anchored" in told
    assert "the registry is not the one that was anchored" in told
    with pytest.raises(RefusedError):
        house.anchor()


def test_another_home_in_its_place_is_told(house, tmp_path):
    house.anchor()
    shutil.rmtree(house.home)
    house.grow(1)
    assert "1 anchors in" in (told := " ".join(house.faults()))
    assert "are not signed by a key that counts here" in told
    with pytest.raises(RefusedError, match="another home"):
        house.anchor()


def test_stores_that_lag_are_not_anchored(one):
    with sqlite3.connect(one.home / "registry" / "clips.sqlite") as base:
        base.execute("DELETE FROM clips WHERE n = 3")
    with pytest.raises(RefusedError, match="that is not anchored"):
        one.anchor()
    assert not Path(one.place).exists()


def test_anchors_that_are_taken_away_are_told(house):
    house.anchor()
    house.grow(1, 9)
    house.anchor()
    files, path = fsspec.core.url_to_fs(house.place)
    if house.place.endswith("/"):
        files.rm_file(sorted(files.find(path))[0])
    else:
        files.pipe_file(path, files.cat_file(path).partition(b"\n")[2])
    assert any("1 anchors that were written to" in each for each in house.faults())


def test_an_empty_place_is_told(house):
    assert house.faults() == [f"there is no anchor in {house.place!r}"]


@pytest.mark.parametrize("junk", [b"junk\n", b"{}\n", b"\x00\xff\n", b"[" * 5000 + b"\n"])
def test_what_somebody_else_has_added_is_told_and_nothing_is_added_after_it(one, junk):
    one.anchor()
    with Path(one.place).open("ab") as file:
        file.write(junk)
    assert any("1 lines in" in each for each in one.faults())
    one.grow(1, 9)
    with pytest.raises(RefusedError, match="no anchor"):
        one.anchor()


def test_a_changed_anchor_does_not_count(one):
    one.anchor()
    content = json.loads(Path(one.place).read_text())
    content["statement"]["counts"]["audit.lines"] = 1
    Path(one.place).write_text(json.dumps(content) + "\n")
    assert any("not signed by a key that counts here" in each for each in one.faults())


def test_a_stranger_cannot_anchor(one):
    one.anchor()
    there = read(Path(one.place).read_bytes(), "there")
    forged = replace(there.statement, key_id=Signer.new().key_id)
    Path(one.place).write_bytes(replace(there, statement=forged).line())
    with pytest.raises(RefusedError, match="another home"):
        one.anchor()


def test_keys_that_are_rotated_are_no_fault_and_one_that_is_gone_is(one):
    one.anchor()
    rotate(one.home, "media", withdraw=True)
    assert one.faults() == []
    for path in (one.home / "keys" / "media").glob("*.withdrawn.pem"):
        path.unlink()
    assert any("for media is gone that was anchored" in each for each in one.faults())


def test_a_line_that_was_torn_is_told_apart(one):
    one.anchor()
    with Path(one.place).open("rb+") as file:
        file.truncate(Path(one.place).stat().st_size - 1)  # its end of line
    one.grow(1, 9)
    one.anchor()
    assert one.faults() == []


@pytest.mark.parametrize("place", ["audit/far.jsonl", "far/", "keys/../far.jsonl"])
def test_a_place_in_the_home_itself_is_none(one, place):
    with pytest.raises(InputError, match="lies in the data folder"):
        put_elsewhere(one.home, AnchorSettings(to=f"{one.home}/{place}"))


@pytest.mark.parametrize("url", ["nosuch://there/", "s3://bucket/x/"])
def test_a_store_that_no_library_knows_is_told(one, url):
    if url.startswith("s3") and _knows_s3():
        pytest.skip("s3fs is installed")
    with pytest.raises(InputError, match="cannot be opened"):
        put_elsewhere(one.home, AnchorSettings(to=url))


def _knows_s3():
    try:
        return bool(fsspec.get_filesystem_class("s3"))
    except ImportError:
        return False


def test_a_password_in_a_url_is_neither_shown_nor_kept(one):
    url = "ftp://name:secret@127.0.0.1:1/far.jsonl"
    with pytest.raises(OutputError) as told:
        put_elsewhere(one.home, AnchorSettings(to=(url, one.place)))
    assert "secret" not in str(told.value)
    assert "ftp://127.0.0.1:1/far.jsonl" in str(told.value)
    assert remembered(one.home)[0].places == (one.place,)  # what worked is kept


def test_nowhere_is_told(one):
    with pytest.raises(InputError, match="nowhere"):
        put_elsewhere(one.home, AnchorSettings())


def test_a_home_without_a_line_has_nothing_to_anchor(tmp_path):
    (tmp_path / "home").mkdir()
    with pytest.raises(OutputError, match="nothing to anchor"):
        put_elsewhere(tmp_path / "home", AnchorSettings(to=str(tmp_path / "far")))


def configure(house, text):
    (house.home / "config.toml").write_text(f"[anchors]\n{text}\n", encoding="utf-8")


def test_so_many_lines_are_anchored_by_themselves(one):
    configure(one, f'to = "{one.place}"\nevery = 5')
    assert put_if_due(one.home) == ""
    assert not Path(one.place).exists()
    for first in (10, 20, 30, 40):
        one.grow(2, first)
        assert put_if_due(one.home) == ""
    counts = [
        read(line, "").statement.shown.counts["audit.lines"] for line in Path(one.place).read_bytes().splitlines()
    ]
    assert counts == [5, 11]


def test_a_failure_is_told_and_kept_and_nobody_waits_for_it_again_at_once(one):
    configure(one, f'to = "{one.home.parent / "missing" / "far.jsonl"}"\nevery = 1')
    told = put_if_due(one.home)
    assert "does not take an anchor" in told
    assert failure(one.home) == told
    assert put_if_due(one.home) == ""
    (one.home.parent / "missing").mkdir()
    (audit_folder(one.home) / FAILED).touch()
    os.utime(audit_folder(one.home) / FAILED, (0, 0))  # long ago
    assert put_if_due(one.home) == ""
    assert failure(one.home) == ""
    assert len(remembered(one.home)) == 1


@pytest.mark.parametrize(
    "text", ["to = 3", "every = -1", "every = true", 'tsa = "http://x"', "where = 1", "to = [1]", "tsa = 1"]
)
def test_settings_that_cannot_be_are_told_and_stop_nothing(one, text):
    configure(one, text)
    assert put_if_due(one.home).endswith((".", "others'; name the PEM file of its authority."))


def test_a_log_that_was_cut_under_the_anchor_is_told(one):
    one.anchor()
    path = audit_folder(one.home) / CURRENT
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:2], lines[0]]))
    assert any("line 3 of the audit log is not the one" in each for each in one.faults())
