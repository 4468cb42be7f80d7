"""A limit on outputs holds: across processes, after failures, and against a count that was lowered."""

import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from avatar.errors import RefusedError
from avatar.ledger.stores import rotate
from avatar.permission.consent.record import Scope
from tests.consents import NOW

TWO = Scope(max_outputs=2)


def refused(home):
    with pytest.raises(RefusedError) as caught:
        home.ask()
    return caught.value.reason


def ledger_of(home):
    return sqlite3.connect(home.store.folder / "ledger.sqlite", isolation_level=None)


def test_finished_outputs_count_and_the_last_one_ends_it(home):
    home.give("attested", TWO)
    assert [home.ask().count(f"clip {n}") for n in range(2)] == [1, 2]
    with pytest.raises(RefusedError, match="all 2 outputs"):
        home.ask()


def test_outputs_being_made_count_too_and_failures_give_their_place_back(home):
    home.give("attested", TWO)
    with home.ask(), home.ask():
        assert refused(home) == "outputs"
    with home.ask() as leave:
        leave.count("clip")
        leave.count("clip")  # the same output
    assert home.ask().count("other") == 2


def test_a_place_held_by_a_process_that_died_is_free_again(home):
    home.give("attested", Scope(max_outputs=1))
    home.ask()
    assert refused(home) == "outputs"
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    with ledger_of(home) as db:
        db.execute("UPDATE reservations SET process = ?", (gone.pid,))
    assert home.ask()


@pytest.mark.slow
def test_a_limit_holds_when_many_ask_at_once(home):
    home.give("attested", Scope(max_outputs=3))

    def attempt(_number):
        try:
            return home.ask().count("clip")
        except RefusedError:
            return 0

    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(attempt, range(12)))
    assert sorted(made)[-3:] == [1, 2, 3]
    assert made.count(0) == 9


def test_outputs_without_a_limit_are_counted_as_well(home):
    record = home.give()
    home.ask().count("clip")
    assert home.store.ledger.made(record.authorization_id) == 1


@pytest.mark.parametrize(("lost", "reason"), [("ledger.sqlite", "stores"), ("counts", "outputs")])
def test_a_count_that_is_gone_or_lowered_is_told(home, lost, reason):
    record = home.give("attested", TWO)
    home.ask().count("clip")
    path = home.store.folder / lost
    (path if path.is_file() else path / f"{record.authorization_id}.json").unlink()
    assert refused(home) == reason


def test_a_mark_that_was_edited_is_told(home):
    record = home.give("attested", TWO)
    home.ask().count("clip")
    path = home.store.folder / "counts" / f"{record.authorization_id}.json"
    path.write_text(path.read_text().replace('"count": 1', '"count": 0'))
    assert refused(home) == "outputs"


@pytest.mark.slow
@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM outputs",
        "UPDATE outputs SET number = 9",
        "DELETE FROM revoked",
        "UPDATE marks SET value = 0",
        "DELETE FROM clock",
        "DELETE FROM challenges",
    ],
)
def test_the_ledger_itself_refuses_to_forget(home, statement):
    home.give("attested", TWO)
    home.ask().count("clip")
    home.store.ledger.revoke("0" * 32, "2026-11-21T12:00:00Z", "")
    home.store.ledger.pose("ab", "cd")
    with ledger_of(home) as db, pytest.raises(sqlite3.IntegrityError):
        db.execute(statement)


def test_only_the_owner_may_read_the_ledger(home):
    home.give("attested", TWO)
    assert os.stat(home.store.folder / "ledger.sqlite").st_mode & 0o077 == 0  # noqa: PTH116
    assert home.store.folder.stat().st_mode & 0o077 == 0


def test_a_locked_log_key_is_told_before_the_work(home):
    home.give("attested", TWO)
    home.ask().release()
    rotate(home.folder, "log", b"a passphrase")
    with pytest.raises(RefusedError, match="--passphrase-file"):
        home.ask()
    assert home.ask(unlock=lambda _what: b"a passphrase").count("clip", NOW) == 1
