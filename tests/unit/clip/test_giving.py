"""A rig is given away only where somebody has agreed that its portrait is shown on pages, and that is logged."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from avatar.clip.giving import export, lent, may_lend, tell
from avatar.clip.request import Occasion
from avatar.clip.rigs import rig_id, rig_of
from avatar.errors import InputError, OutputError, RefusedError
from avatar.ledger.audit import audit_folder, read_entries
from avatar.permission.consent.record import Scope
from avatar.permission.consent.revoking import revoke
from avatar.permission.consent.store import ConsentStore
from avatar.reenact.gltf.read import RigFile
from avatar.runtime.folders import Home
from tests.consents import make_home

SIZE = (160, 128)
SERVICE = Occasion("customer-service")


@pytest.fixture
def home(tmp_path):
    return Home.at(tmp_path)


def events(home):
    return [(entry["what"], entry["decision"]) for entry in read_entries(audit_folder(home.data))]


def test_an_export_is_counted_and_logged_and_names_the_record_that_allows_it(home, tmp_path):
    given = export("xiaochen", tmp_path / "x.glb", SIZE, Occasion(), home)
    content = (tmp_path / "x.glb").read_bytes()
    assert rig_id(content) == given.rig_id
    assert RigFile.open(content).head["asset"]["extras"]["permission"] == given.authorization_id
    (entry,) = read_entries(audit_folder(home.data))
    assert (entry["what"], entry["decision"], entry["output"]) == ("rig.export", "allow", given.rig_id)
    assert entry["authorization"] == given.authorization_id
    assert "xiaochen" not in json.dumps(entry)
    assert ConsentStore(home.data).ledger.made(given.authorization_id) == 1
    assert [each.name for each in tmp_path.glob("*.glb")] == ["x.glb"]


def test_what_may_be_filmed_may_not_therefore_be_given_away(tmp_path, xiaochen):
    """A permission for films and talks in the house keeps the photo there."""
    made = make_home(tmp_path)
    home, portrait = Home.at(made.folder), replace(xiaochen, content_hash=made.photo.content_hash)
    made.give(scope=Scope(channels=("file", "live")))
    with pytest.raises(RefusedError, match="website"):
        lent(portrait, SIZE, SERVICE, home)
    assert events(home) == [("consent.sign", "allow"), ("refuse", "refuse")]
    assert not (home.cache / "rigs").exists()
    made.give(scope=Scope(channels=("website",)))
    assert may_lend(portrait, SERVICE, home) == lent(portrait, SIZE, SERVICE, home).authorization_id


def test_nothing_is_written_for_a_portrait_that_nobody_has_agreed_to(home, tmp_path):
    made = make_home(tmp_path / "ana")
    with pytest.raises(RefusedError):
        export(str(made.image), tmp_path / "x.glb", SIZE, Occasion(), home)
    assert not list(tmp_path.glob("*.glb"))
    assert events(home) == [("refuse", "refuse")]


def test_a_permission_that_has_ended_gives_nothing_more_away(home, xiaochen):
    allowed = may_lend(xiaochen, SERVICE, home)
    revoke(ConsentStore(home.data), allowed)
    with pytest.raises(RefusedError):
        lent(xiaochen, SIZE, SERVICE, home)


def test_what_is_lent_is_logged_and_takes_no_place_of_an_output(home, xiaochen):
    given = lent(xiaochen, SIZE, SERVICE, home)
    assert events(home) == []
    tell(given, home)
    assert events(home) == [("rig.lend", "allow")]
    assert ConsentStore(home.data).ledger.made(given.authorization_id) == 0


@pytest.mark.slow
def test_a_rig_is_made_once_and_anew_where_its_file_was_changed(home, xiaochen):
    name, content = rig_of(xiaochen, SIZE, home)
    (kept,) = (home.cache / "rigs").iterdir()
    written = kept.stat().st_ino
    assert rig_of(xiaochen, SIZE, home) == (name, content)
    assert kept.stat().st_ino == written
    kept.write_bytes(kept.read_bytes()[:-1] + b"?")
    assert rig_of(xiaochen, SIZE, home) == (name, content)
    assert kept.stat().st_ino != written
    assert rig_of(xiaochen, (SIZE[1], SIZE[0]), home)[0] != name


@pytest.mark.slow
def test_only_the_last_rigs_are_kept(home, xiaochen, monkeypatch):
    monkeypatch.setattr("avatar.clip.rigs.MOST", 2)
    for size in ((128, 128), (128, 130), (128, 132)):
        rig_of(xiaochen, size, home)
    assert len(list((home.cache / "rigs").iterdir())) == 2


def test_a_file_of_another_kind_and_a_size_of_no_picture_are_told(home, tmp_path, xiaochen):
    with pytest.raises(OutputError, match=r"\.glb"):
        export("xiaochen", tmp_path / "x.gltf", SIZE, Occasion(), home)
    for size in ((10, 500), (500, 100_000)):
        with pytest.raises(InputError, match="cannot be cut"):
            rig_of(xiaochen, size, home)


def test_a_place_that_cannot_be_written_leaves_nothing(home, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError):
        export("xiaochen", tmp_path / "file" / "x.glb", SIZE, Occasion(), home)
    assert events(home) == []
