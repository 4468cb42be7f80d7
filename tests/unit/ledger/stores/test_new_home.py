"""A home in which one record was signed and nothing was counted yet: what is done to its stores is told, too."""

import os
import shutil
import sqlite3

import pytest

from avatar import doctor
from avatar.cli.edge import run
from avatar.errors import OutputError
from avatar.ledger.audit import Event
from avatar.ledger.keys import Signer
from avatar.ledger.stores import accept, open_log, troubles
from avatar.ledger.stores.shown import BEGUN, look
from avatar.ledger.stores.statement import FOLDERS, NAME
from avatar.permission.consent import ConsentError
from avatar.permission.consent.ledger import Ledger
from avatar.permission.consent.lists import as_file, sign_list
from avatar.permission.consent.missing import missing
from avatar.permission.consent.record import Scope
from avatar.permission.consent.revoking import honour, revoke
from tests.consents import NOW, Home, make_home, with_issuer

LEDGER = "consent/ledger.sqlite"
STATEMENTS = [f"{folder}/{NAME}" for folder in FOLDERS]


@pytest.fixture(scope="module")
def signed(tmp_path_factory):
    home = make_home(tmp_path_factory.mktemp("signed"))
    home.give(scope=Scope())
    return home


@pytest.fixture
def fresh(signed, tmp_path, monkeypatch):
    """Give a copy of the home that is the usual one."""
    shutil.copytree(signed.folder, tmp_path / "home", copy_function=shutil.copy)
    monkeypatch.setenv("AVATAR_HOME", str(tmp_path / "home"))
    return Home(tmp_path / "home", signed.photo, signed.image)


def cleared(path):
    with sqlite3.connect(path) as base:
        for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            base.execute(f"DROP TRIGGER {name}")
        base.execute("DELETE FROM marks")


STATES = {
    "deleted": lambda path: path.unlink(),
    "emptied": lambda path: path.write_bytes(b""),
    "cut": lambda path: os.truncate(path, path.stat().st_size // 2),
    "cleared": cleared,
    "another one": lambda path: (path.unlink(), Ledger(path).raise_mark("a", 1)),
}


@pytest.mark.parametrize("state", STATES)
def test_a_ledger_in_which_nothing_was_counted_is_missed_by_gate_doctor_and_audit(fresh, state, capsys):
    assert run(["audit", "verify"]) == 0
    assert doctor._stores() == ()
    fresh.ask().release()
    STATES[state](fresh.folder / LEDGER)
    assert run(["audit", "verify"]) == 2
    assert "ledger" in "".join(capsys.readouterr()).lower()
    assert "ledger" in " ".join(doctor._stores()).lower()
    for _ in range(2):  # and asking has not made it right
        with pytest.raises(OutputError if state == "cut" else ConsentError, match="ledger"):
            fresh.ask()


def test_a_ledger_that_is_accepted_is_the_one_that_counts(fresh):
    before = look(fresh.folder).ends[BEGUN]
    (fresh.folder / LEDGER).unlink()
    assert troubles(fresh.folder)
    accept(fresh.folder, "lost")
    fresh.ask().release()
    open_log(fresh.folder).append(Event("refuse", decision="refuse"))
    assert troubles(fresh.folder) == []
    assert look(fresh.folder).ends[BEGUN] != before
    (fresh.folder / LEDGER).write_bytes(b"")
    assert troubles(fresh.folder)


def test_a_ledger_of_an_earlier_version_gets_its_number_and_goes_on(fresh):
    cleared(fresh.folder / LEDGER)
    with sqlite3.connect(fresh.folder / LEDGER) as base:
        base.execute("PRAGMA user_version = 1")
    accept(fresh.folder, "as an earlier version left it")
    assert BEGUN not in look(fresh.folder).ends
    fresh.give(scope=Scope())
    fresh.ask().release()
    assert BEGUN in look(fresh.folder).ends
    (fresh.folder / LEDGER).unlink()
    assert troubles(fresh.folder)


def keep(folder, names, into):
    for name in names:
        if (folder / name).exists():
            (into / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(folder / name, into / name)


def put_back(folder, names, kept):
    for name in names:
        (folder / name).unlink(missing_ok=True)
        if (kept / name).exists():
            shutil.copy(kept / name, folder / name)


@pytest.mark.parametrize("more", [0, 6, 30])
def test_a_ledger_that_is_put_back_with_every_statement_is_told_by_the_log(fresh, tmp_path, more):
    """A revocation is undone by that, unless the lines that nobody has signed for are looked up, or are too many."""
    record = fresh.give(scope=Scope())
    fresh.ask().release()
    names = [LEDGER, "consent/revocations.json", *STATEMENTS]
    keep(fresh.folder, names, tmp_path / "kept")
    revoke(fresh.store, record.authorization_id)
    for _ in range(more):
        open_log(fresh.folder).append(Event("refuse", decision="refuse"))
    put_back(fresh.folder, names, tmp_path / "kept")
    with pytest.raises(ConsentError) as told:
        fresh.ask()
    assert told.value.reason == "stores"
    assert run(["audit", "verify"]) == 2


def test_lines_that_a_killed_process_has_not_signed_for_are_no_trouble(fresh, tmp_path):
    keep(fresh.folder, STATEMENTS, tmp_path / "kept")
    revoke(fresh.store, fresh.give(scope=Scope(purposes=("news",))).authorization_id)
    put_back(fresh.folder, STATEMENTS, tmp_path / "kept")
    assert troubles(fresh.folder) == []
    fresh.ask().release()


def listed(home, issuer, number):
    path = home.folder.parent / "list.json"
    path.write_bytes(as_file(sign_list(issuer, number, NOW, 99)))
    return honour(home.store, path)


def test_the_list_of_another_issuer_cannot_be_put_back_with_the_ledger(fresh, tmp_path):
    issuer = Signer.new()
    fresh.give(scope=Scope(), revocation=with_issuer(issuer))
    listed(fresh, issuer, 1)
    names = [LEDGER, f"consent/lists/{issuer.key_id}.json"]
    keep(fresh.folder, names, tmp_path / "kept")
    listed(fresh, issuer, 2)
    fresh.ask().release()
    put_back(fresh.folder, names, tmp_path / "kept")
    with pytest.raises(ConsentError, match="ledger of consent was emptied, lost or put back"):
        fresh.ask()


def test_lists_records_and_counts_that_are_gone_are_told_to_who_audits(fresh, tmp_path, capsys):
    issuer = Signer.new()
    record = fresh.give(scope=Scope(max_outputs=3), revocation=with_issuer(issuer))
    listed(fresh, issuer, 1)
    fresh.store.lists.issue(NOW)
    assert missing(fresh.store) == []
    for name, word in (
        (f"consent/lists/{issuer.key_id}.json", f"list of the issuer {issuer.key_id} is gone"),
        ("consent/revocations.json", "the revocation list is gone"),
        (f"consent/counts/{record.authorization_id}.json", "count of outputs was changed or is gone"),
        (f"consent/records/{record.authorization_id}.json", "1 authorizations that were signed are gone or changed"),
    ):
        keep(fresh.folder, [name], tmp_path / "kept")
        (fresh.folder / name).unlink()
        assert any(word in each for each in missing(fresh.store)), word
        assert run(["audit", "verify"]) == 2
        assert word in capsys.readouterr().out.lower()
        assert any(word in each.lower() for each in doctor._stores())
        (fresh.folder / name).write_bytes(b"{}")
        assert missing(fresh.store)
        put_back(fresh.folder, [name], tmp_path / "kept")
        assert missing(fresh.store) == []


@pytest.mark.parametrize("purpose", ["consent", "log"])
@pytest.mark.parametrize("content", [b"", b"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"])
def test_a_public_key_that_is_emptied_or_another_is_told(fresh, purpose, content):
    (path,) = (fresh.folder / "keys" / purpose).glob("*.pub.pem")
    path.write_bytes(content)
    assert run(["audit", "verify"]) == 2
    assert doctor._stores()
