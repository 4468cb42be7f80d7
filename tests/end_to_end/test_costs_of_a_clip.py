"""What a clip costs does not grow with what lies in the home, and nothing is done twice."""

import sqlite3
import sys

import pytest

import avatar
from avatar.marks.registry import Entry, Facts, Registry
from avatar.permission.consent.ledger import Ledger
from avatar.permission.review.queue import ReviewQueue
from avatar.permission.review.settings import ReviewSettings


def ledger(folder):
    made = Ledger(folder / "ledger.sqlite")
    made.raise_mark("seen", 7)
    return folder / "ledger.sqlite", lambda: made.mark("seen") == 7 and made.revoked() == {}


def queue(folder):
    made = ReviewQueue(folder / "queue.sqlite", ReviewSettings())
    asked = made.submit("Hello.", portrait="", purpose="personal")
    return folder / "queue.sqlite", lambda: made.show(asked.key) == asked and not made.approved(asked.key)


def registry(folder):
    made, facts = Registry(folder), Facts("ab" * 16, "2026-11-21T12:00:00Z", "", "", "", "", ("v",), ())
    entry = Entry(facts, "cd" * 32, 1000, "mp4", ("label",))
    made.add(entry)
    return folder / "registry" / "clips.sqlite", lambda: made.by_content("ab" * 16) == [entry]


@pytest.mark.parametrize("kind", [ledger, queue, registry])
def test_who_reads_does_not_wait_for_who_writes(tmp_path, kind):
    """Nor the other way round: every clip reads all three, and only one writes at a time."""
    path, is_read = kind(tmp_path)
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    assert is_read()
    writer.execute("COMMIT")
    writer.close()


@pytest.mark.slow
@pytest.mark.parametrize("reference", ["by name", "by path"])
def test_the_photo_is_read_once(tmp_path, warm, monkeypatch, reference):
    """What was verified and admitted is what is shown, whatever becomes of the file meanwhile."""
    from avatar.portrait.store import PortraitStore

    monkeypatch.setenv("AVATAR_HOME", str(warm(tmp_path / "home", "xiaochen")))
    photo, opened, is_watched = str(PortraitStore().resolve("xiaochen")), [], True

    def watch(event, arguments):
        if is_watched and event == "open" and str(arguments[0]) == photo:
            opened.append(arguments)

    sys.addaudithook(watch)  # for good: it can only be told to look away
    avatar.stream("Hi.", portrait="xiaochen" if reference == "by name" else photo)
    is_watched = False
    assert len(opened) == 1
