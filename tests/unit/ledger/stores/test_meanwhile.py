"""Stores that are looked at while another process works: what it makes is not taken for lost."""

from threading import Event, Thread

import pytest

from avatar.ledger.keys import KeyRing
from avatar.ledger.stores import rotate, shown, tracing, troubles, watch, whole_troubles
from tests.watched import make_clip


def while_another_makes_a_clip(home, monkeypatch, module, name):
    """Let another process make one just before something is looked at."""
    original = getattr(module, name)

    def later(*given):
        monkeypatch.setattr(module, name, original)
        make_clip(home, home.record, 77)
        return original(*given)

    monkeypatch.setattr(module, name, later)


@pytest.mark.parametrize("name", ["read_entries", "_rows"])
def test_what_another_makes_meanwhile_is_not_taken_for_lost(home, monkeypatch, name):
    while_another_makes_a_clip(home, monkeypatch, tracing, name)
    assert whole_troubles(home.folder) == []
    assert f"{77:032x}" in (home.folder / "audit" / "log.jsonl").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["_registry_end", "_head", "_keys"])
def test_what_another_makes_meanwhile_does_not_close_the_gate(home, monkeypatch, name):
    while_another_makes_a_clip(home, monkeypatch, shown, name)
    assert troubles(home.folder) == []


@pytest.mark.parametrize("purpose", ["consent", "log"])
def test_who_looks_while_a_key_is_replaced_waits_until_it_is_signed_for(home, monkeypatch, purpose):
    """The new key lies there before the statement that names it."""
    seen, found, replace, newest = Event(), [], KeyRing.rotate, watch.newest

    def looked(*given):
        stated = newest(*given)
        seen.set()
        return stated

    def replaced(*given, **more):
        made = replace(*given, **more)
        monkeypatch.setattr(watch, "newest", looked)
        looking.start()
        assert seen.wait(60)
        return made

    looking = Thread(target=lambda: found.append(troubles(home.folder)))
    monkeypatch.setattr(KeyRing, "rotate", replaced)
    rotate(home.folder, purpose, withdraw=True)
    looking.join(60)
    assert found == [[]]
