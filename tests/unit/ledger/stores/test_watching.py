"""Stores that watch each other: whichever is emptied, lost or put back, the others tell, and the gate stays closed."""

import json
import shutil
import sqlite3

import pytest

from avatar.errors import RefusedError
from avatar.ledger.audit import Event, audit_folder, read_entries
from avatar.ledger.keys import Signer, load_signer, trusted_keys
from avatar.ledger.stores import (
    accept,
    close_all,
    exposed,
    open_log,
    quick_troubles,
    rotate,
    troubles,
    whole_troubles,
)
from avatar.ledger.stores.statement import NAME, copies, newest
from avatar.marks.registry import Registry
from avatar.permission.consent import ConsentError
from avatar.permission.consent.record import Scope
from avatar.permission.consent.restoring import count_again, revoke_again, sign_again
from avatar.permission.review import ReviewQueue
from tests.watched import clip, make_clip

SCRIPT = "我是市公安局民警。"


def refusal(home):
    with pytest.raises(ConsentError) as told:
        home.ask()
    assert told.value.reason == "stores"
    assert "avatar audit accept --reason WHY" in str(told.value)
    return str(told.value)


def remove(path):
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


def emptied(database, *tables):
    with sqlite3.connect(database) as base:
        for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            base.execute(f"DROP TRIGGER {name}")
        for table in tables:
            base.execute(f"DELETE FROM {table}")


def test_a_home_that_nobody_has_touched_is_whole(home):
    home.ask().release()
    assert whole_troubles(home.folder) == []


LOST = [
    ("consent/ledger.sqlite",),
    ("consent/ledger.sqlite", "consent/revocations.json"),
    ("consent/ledger.sqlite", "consent/counts"),
    ("consent/ledger.sqlite", "consent/revocations.json", "consent/counts", f"consent/{NAME}"),
    ("audit",),
    ("audit/log.jsonl",),
    ("audit/checkpoints.jsonl",),
    ("audit/head.json",),
    ("audit/log.jsonl", "audit/head.json", "audit/checkpoints.jsonl"),
    ("registry",),
    ("registry/clips.sqlite",),
    ("review",),
    ("registry", "audit"),
    ("registry", "audit", "review", "consent/ledger.sqlite"),
    ("registry", "audit", "review", "consent/ledger.sqlite", "consent/revocations.json", "consent/counts"),
    ("audit", f"consent/{NAME}", f"registry/{NAME}", f"review/{NAME}"),
    (f"audit/{NAME}", f"consent/{NAME}", f"registry/{NAME}", f"review/{NAME}", f"keys/{NAME}"),
    (f"keys/{NAME}", "audit", "registry", "review", "consent/ledger.sqlite", f"consent/{NAME}"),
    ("keys/log",),
]


@pytest.mark.parametrize("places", LOST, ids=" ".join)
def test_what_is_lost_is_told_and_closes_the_gate(home, places):
    for place in places:
        remove(home.folder / place)
    with pytest.raises(RefusedError):
        home.ask()
    assert troubles(home.folder)
    with pytest.raises(RefusedError):  # and asking has not made it right
        home.ask()


@pytest.mark.parametrize(
    ("database", "tables"),
    [
        ("consent/ledger.sqlite", ("outputs", "revoked", "marks", "clock")),
        ("consent/ledger.sqlite", ("outputs",)),
        ("consent/ledger.sqlite", ("revoked", "marks")),
        ("registry/clips.sqlite", ("clips", "spans", "head")),
        ("review/queue.sqlite", ("votes",)),
    ],
)
def test_what_is_emptied_is_told(home, database, tables):
    emptied(home.folder / database, *tables)
    assert "was emptied, lost or put back" in refusal(home)


@pytest.mark.parametrize(
    "names",
    [
        ("consent",),
        ("registry",),
        ("audit",),
        ("consent", "registry"),
        ("consent", "audit"),
        ("audit", "registry", "consent", "review"),
    ],
    ids=" ".join,
)
def test_an_old_copy_is_told_whichever_is_put_back(home, tmp_path, names):
    for name in names:
        shutil.copytree(home.folder / name, tmp_path / "old" / name)
    make_clip(home, home.record, 9)
    for name in names:
        shutil.rmtree(home.folder / name)
        shutil.copytree(tmp_path / "old" / name, home.folder / name)
    refusal(home)
    assert troubles(home.folder)


def test_a_film_cannot_launder_what_was_put_back(home, tmp_path):
    ledger = home.folder / "consent" / "ledger.sqlite"
    shutil.copy(ledger, tmp_path / "old")
    make_clip(home, home.record, 9)
    shutil.copy(tmp_path / "old", ledger)
    open_log(home.folder).append(Event("refuse", decision="refuse"))
    home.give(scope=Scope(purposes=("research",)))
    refusal(home)


def test_rows_that_were_swapped_in_are_found_by_the_log(home):
    """The number of rows is right, and one stands for another output."""
    ledger = home.folder / "consent" / "ledger.sqlite"
    emptied(ledger)
    with sqlite3.connect(ledger) as base:
        base.execute("UPDATE outputs SET output = 'other', authorization_id = 'other' WHERE number = 2")
    assert troubles(home.folder) == []
    for look in (whole_troubles, quick_troubles):
        assert any("are not counted" in each for each in look(home.folder))


SWAPS = (
    "UPDATE clips SET entry = (SELECT entry FROM clips WHERE n = 1) WHERE n = 2",
    "UPDATE clips SET entry = replace(entry, 'cccc', 'cdcc') WHERE n = 3",
    "UPDATE clips SET content_id = 'ab' WHERE n = 1",
    "UPDATE clips SET sha256 = (SELECT sha256 FROM clips WHERE n = 1) WHERE n = 2",
    "UPDATE clips SET n = 4 - n WHERE n <> 2",
    "UPDATE clips SET entry = 'nothing' WHERE n = 3",
)


@pytest.mark.parametrize("swap", SWAPS)
def test_rows_of_the_registry_that_were_swapped_close_the_gate(home, swap):
    """The numbers are right, and the signed end too."""
    with sqlite3.connect(home.folder / "registry" / "clips.sqlite") as base:
        if "4 - n" in swap:
            base.execute("UPDATE clips SET n = n + 100")
            swap = "UPDATE clips SET n = 104 - n"
        base.execute(swap)
    assert "of the registry is not as it was signed" in refusal(home)


@pytest.mark.parametrize("number", [1, 2, 20])
@pytest.mark.parametrize("has_index", [True, False])
def test_a_row_of_the_registry_that_was_taken_out_closes_the_gate(home, number, has_index):
    """The signed end is right, and so is the number of the last row."""
    for each in range(3, 40):
        Registry(home.folder).add(clip(each))
    assert troubles(home.folder) == []
    with sqlite3.connect(home.folder / "registry" / "clips.sqlite") as base:
        base.execute("DELETE FROM clips WHERE n = ?", (number,))
        if not has_index:  # a registry of an earlier version, or one of which somebody thought
            base.execute("DROP INDEX by_number")
            base.execute("PRAGMA user_version = 1")
    assert "the registry lacks 1 of its 40 rows" in refusal(home)
    assert any("lacks 1 of its 40" in each for each in quick_troubles(home.folder))
    Registry(home.folder).by_asset(1)  # and a look has not made it right
    refusal(home)


def test_a_row_that_was_swapped_among_many_is_found_at_the_first_look_or_soon(home):
    """The last ones are always looked at, those before by chance."""
    for number in range(3, 40):
        Registry(home.folder).add(clip(number))
    for _ in range(20):
        assert troubles(home.folder) == []
    with sqlite3.connect(home.folder / "registry" / "clips.sqlite") as base:
        base.execute("UPDATE clips SET entry = replace(entry, 'cccc', 'cdcc') WHERE n = 5")
    looks = 0
    while not troubles(home.folder):
        looks += 1
        assert looks < 100


def test_a_row_that_is_missing_between_others_is_found(home):
    ledger = home.folder / "consent" / "ledger.sqlite"
    emptied(ledger)
    with sqlite3.connect(ledger) as base:
        base.execute("DELETE FROM outputs WHERE number = 2")
    assert any("and 2 are there" in each for each in whole_troubles(home.folder))


def test_a_statement_that_somebody_else_has_signed_counts_for_nothing(home):
    stranger = Signer.new()
    for path in copies(home.folder):
        content = json.loads(path.read_text(encoding="utf-8")) | {"n": 10**6, "key_id": stranger.key_id}
        path.write_text(json.dumps(content), encoding="utf-8")
    assert "no key that counts here has signed" in refusal(home)


@pytest.mark.parametrize("content", ["", "{}", "[" * 9000, '{"schema": "avatar.stores/1", "n": "1"}', "\x00"])
def test_one_damaged_copy_is_no_obstacle(home, content):
    (home.folder / "audit" / NAME).write_text(content, encoding="utf-8")
    home.ask().release()


@pytest.mark.parametrize("purpose", ["consent", "log", "media", "revocation"])
def test_a_key_that_nobody_has_signed_for_is_told(home, purpose):
    stranger = Signer.new().public_key
    path = home.folder / "keys" / purpose / f"{stranger.key_id}.pub.pem"
    path.write_bytes(stranger.as_pem())
    assert f"nobody has signed for the key {stranger.key_id}" in refusal(home)


def test_a_withdrawn_key_is_not_brought_back(home):
    (earlier,) = trusted_keys("media", home.folder / "keys")
    rotate(home.folder, "media", withdraw=True)
    home.ask().release()
    folder = home.folder / "keys" / "media"
    (folder / f"{earlier}.withdrawn.pem").rename(folder / f"{earlier}.pub.pem")
    assert "is gone" in refusal(home)


@pytest.mark.parametrize("withdraw", [False, True])
@pytest.mark.parametrize("purpose", ["log", "media", "revocation"])
def test_keys_that_are_replaced_by_the_command_are_signed_for(home, purpose, withdraw):
    rotate(home.folder, purpose, withdraw=withdraw)
    assert troubles(home.folder) == []
    if withdraw:
        sign_again(home.store, purpose)
    home.ask().release()
    assert len(home.store.ledger.revoked()) == 1
    assert home.store.counter.made(home.record) == 3
    assert [line["details"]["purpose"] for line in read_entries(audit_folder(home.folder), b"keys.rotate")] == [purpose]


def test_what_is_accepted_counts_and_is_logged_and_what_was_revoked_stays_so(home):
    (ended,) = home.store.ledger.revoked()
    for name in ("ledger.sqlite", "revocations.json"):
        (home.folder / "consent" / name).unlink()
    refusal(home)
    assert revoke_again(home.store) == [ended]
    assert count_again(home.store) == 3
    accept(home.folder, "the disk was lost")
    home.ask().release()
    assert troubles(home.folder) == []
    assert ended in home.store.ledger.revoked()
    (line,) = read_entries(audit_folder(home.folder), b"stores.accept")
    assert line["details"]["reason"] == "the disk was lost"
    assert "ledger of consent" in line["details"]["trouble-1"]


def test_a_registry_that_is_gone_for_a_known_reason_is_told_no_more(home):
    shutil.rmtree(home.folder / "registry")
    assert any("are not in the registry" in each for each in whole_troubles(home.folder))
    accept(home.folder, "clips of last year were deleted")
    assert whole_troubles(home.folder) == []


@pytest.mark.parametrize("purpose", ["consent", "media", "revocation"])
def test_a_key_that_the_statements_name_is_not_made_anew(home, purpose):
    open_log(home.folder).append(Event("refuse", decision="refuse"))
    for place in (f"keys/{purpose}", "consent", "registry"):
        remove(home.folder / place)
    with pytest.raises(RefusedError, match=f"avatar keys rotate {purpose}"):
        load_signer(purpose, folder=home.folder / "keys")


def test_a_home_of_an_earlier_version_goes_on(home):
    """It has no statements, and its log no line that speaks of them."""
    old_log(home)
    home.ask().release()
    assert newest(home.folder, trusted_keys("log", home.folder / "keys")).number == 1
    assert troubles(home.folder) == []


@pytest.mark.parametrize("place", ["consent/ledger.sqlite", "audit"])
def test_a_home_of_an_earlier_version_in_which_a_store_is_missing_is_told(home, place):
    old_log(home)
    remove(home.folder / place)
    refusal(home)


def old_log(home):
    """Write the log as an earlier version did, and take away what there was not."""
    from avatar.ledger.audit import AuditLog

    for path in copies(home.folder):
        path.unlink()
    shutil.rmtree(home.folder / "audit")
    book = AuditLog(audit_folder(home.folder), load_signer("log", folder=home.folder / "keys"))
    for number in range(3):
        book.append(Event("render", output=f"{number:064x}"))


def test_votes_in_the_database_count_only_if_they_are_signed(home):
    queue = ReviewQueue(home=home.folder)
    entry = queue.submit("另一个文本", portrait="ab" * 32, purpose="news")
    with sqlite3.connect(home.folder / "review" / "queue.sqlite") as base:
        base.execute("INSERT INTO votes SELECT ?, 'Eve', 'eve', 1, reason, time, sig FROM votes LIMIT 1", (entry.key,))
        base.execute("INSERT INTO votes VALUES (?, 'Mallory', 'mallory', 1, 'ok', ?, '')", (entry.key, entry.asked))
    assert not queue.approved(entry.key)
    assert queue.show(entry.key).votes == ()
    assert queue.forged() == [entry.key[:12]]


def test_a_rejection_that_was_taken_out_of_the_database_stands_in_the_log(home):
    queue = ReviewQueue(home=home.folder)
    (entry,) = queue.list(everything=True)
    assert queue.approved(entry.key)
    queue.reject(entry.key, reviewer="Bo", reason="misleading")
    with sqlite3.connect(home.folder / "review" / "queue.sqlite") as base:
        base.execute("DELETE FROM votes WHERE person = 'bo'")
    assert not queue.approved(entry.key)


def test_folders_in_which_others_could_write_are_refused_and_those_they_could_read_are_closed(home):
    for name in ("consent", "audit", "registry", "review"):
        (home.folder / name).chmod(0o755)
    (home.folder / "portraits").mkdir(mode=0o777)
    home.ask().release()
    modes = {path.name: path.stat().st_mode & 0o777 for path in home.folder.iterdir() if path.is_dir()}
    assert set(modes.values()) == {0o700}
    for name in ("consent", "audit", "registry", "review"):
        (home.folder / name).chmod(0o777)
        with pytest.raises(ConsentError, match="chmod go-rwx"):
            home.ask()
        (home.folder / name).chmod(0o700)
    home.folder.chmod(0o777)
    with pytest.raises(ConsentError, match="chmod o-w"):
        home.ask()
    home.folder.chmod(0o755)
    assert exposed(home.folder) == []


def test_every_file_is_closed(home):
    for path in home.folder.rglob("*"):
        if path.is_file():
            path.chmod(0o666)
    assert close_all(home.folder) > 10
    assert {path.stat().st_mode & 0o077 for path in home.folder.rglob("*")} == {0}
