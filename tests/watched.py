"""What happens in a home whose stores are watched: films are made as they are before anybody sees them."""

from __future__ import annotations

from avatar.ledger.audit import Event
from avatar.ledger.stores import open_log
from avatar.marks.registry import Entry, Facts, Registry
from tests.consents import NOW


def clip(number):
    facts = Facts(f"{number:032x}", "2026-11-21T12:00:00Z", "aa" * 32, "bb" * 32, "cc" * 16, "dd" * 32, ("v",), ())
    return Entry(facts, f"{number:064x}", 1000, "mp4", ("label", "aigc"))


def make_clip(home, record, number):
    """Do what a film does before it is seen: register, count, log."""
    with home.ask() as leave:
        Registry(home.folder).add(clip(number))
        leave.count(f"{number:032x}", NOW)
        details = {"content_id": f"{number:032x}"}
        event = Event("render", authorization=record.authorization_id, output=f"{number:064x}", details=details)
        open_log(home.folder).append(event)
