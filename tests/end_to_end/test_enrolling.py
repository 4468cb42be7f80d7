"""A face is measured and kept only where somebody has agreed to that, and what is kept too long is told of."""

import json
import os
import shutil
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner

import avatar
from avatar.cli.app import app
from avatar.cli.inspect import _taken_apart
from avatar.clip.keeping import overdue
from avatar.doctor import examine
from avatar.errors import RefusedError
from avatar.ledger.audit import audit_folder, read_entries
from avatar.portrait.store import PortraitStore
from avatar.runtime.folders import shipped
from avatar.settings import PortraitSettings


@pytest.fixture
def home(tmp_path, monkeypatch, warm, astronaut):
    """A home in which a stranger's photo was taken apart before, though nobody was asked."""
    monkeypatch.setenv("AVATAR_HOME", str(tmp_path / "home"))
    return warm(tmp_path / "home", astronaut)


@pytest.fixture
def photo(tmp_path, astronaut):
    return Path(shutil.copy(astronaut, tmp_path / "ana.png"))


def shell(*words):
    done = CliRunner().invoke(app, list(words))
    assert done.exit_code == 0, done.output
    return done.stdout.strip()


def sign(photo, *words):
    return shell("consent", "sign", str(photo), "--self", "--yes", *words)


def logged(what):
    return [entry for entry in read_entries(audit_folder()) if entry["what"] == what]


@pytest.mark.slow
def test_what_is_kept_is_for_its_owner_alone_whatever_the_umask(home, photo):
    sign(photo, "--purpose", "x-nothing-else", "--channel", "phone")
    there, before = set(home.rglob("*")), os.umask(0)
    try:
        avatar.enroll(photo, "ana")
    finally:
        os.umask(before)
    modes = {path: stat.S_IMODE(path.lstat().st_mode) for path in set(home.rglob("*")) - there}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o600}
    assert any(path.name == "portrait.png" for path in modes)


@pytest.mark.slow
def test_a_photo_is_kept_once_somebody_has_agreed_and_no_longer(home, photo):
    """Before: refused and logged. Then: kept. After it was revoked: whoever looks is told to delete it."""
    with pytest.raises(RefusedError, match=r"ana\.png.*avatar consent sign"):
        avatar.enroll(photo, "ana")
    assert not (home / "portraits" / "ana").exists()
    assert [entry["decision"] for entry in logged("refuse")] == ["refuse"]

    record = sign(photo, "--purpose", "x-nothing-else", "--channel", "phone")
    assert avatar.enroll(photo, "ana").name == "ana"
    (entry,) = logged("enroll")
    assert entry["authorization"] == record
    assert overdue(home) == []
    assert json.loads(shell("portrait", "list", "--json"))["overdue"] == []

    shell("consent", "revoke", record)
    (due,) = json.loads(shell("portrait", "list", "--json"))["overdue"]
    assert due["name"] == "ana"
    assert "was revoked" in due["why"]
    assert any("avatar portrait remove ana" in line for line in examine().overdue)
    assert any("avatar portrait remove ana" in line for line in examine().as_lines())
    with pytest.raises(RefusedError, match="was revoked"):
        avatar.enroll(photo, "ana")

    sign(photo)
    assert overdue(home) == []


@pytest.mark.slow
def test_a_portrait_that_was_enrolled_before_anybody_was_asked_is_told_of(home, photo):
    """Its card does not say what its pixels are: then it is looked at."""
    PortraitStore().add(photo, "ana", PortraitSettings())
    card = home / "portraits" / "ana" / "card.toml"
    lines = card.read_text(encoding="utf-8").splitlines(keepends=True)
    card.write_text("".join(line for line in lines if not line.startswith("pixels")), encoding="utf-8")
    (due,) = overdue(home)
    assert "there is no authorization" in due.why
    sign("ana")
    assert overdue(home) == []


@pytest.mark.slow
def test_a_shipped_person_may_be_enrolled_by_anybody(home, warm):
    warm(home, "xiaochen")
    assert avatar.enroll(shipped("portraits") / "xiaochen" / "portrait.jpg", "mine").name == "mine"
    assert overdue(home) == []


@pytest.mark.slow
def test_to_inspect_a_film_of_a_stranger_keeps_nothing_of_them(home, photo):
    shutil.rmtree(home / "portraits")
    assert _taken_apart(str(photo)).name == "ana"
    assert not (home / "portraits").exists()
