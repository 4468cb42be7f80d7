"""Stores that are looked at while another process works: what it makes is not taken for lost."""

import pytest

from avatar.ledger.stores import shown, tracing, troubles, whole_troubles
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
