"""Whose sound is heard is what the registry's row says, as it was signed."""

from __future__ import annotations

import sqlite3

import numpy as np
import pytest

from avatar.clip import scored
from avatar.clip.own_sound import own_sound
from avatar.errors import RefusedError
from avatar.marks.registry import Entry, Facts, Registry
from avatar.marks.registry.facts import Span
from avatar.runtime.folders import Home
from avatar.runtime.hashing import file_sha256


def test_a_row_that_was_changed_names_nobody(tmp_path, monkeypatch):
    """What would say that somebody else is heard, who has agreed."""
    film, home = tmp_path / "film.mp4", Home.at(tmp_path / "home")
    film.write_bytes(b"film")
    span = Span(77, 0.0, 1.0)
    facts = Facts("ab" * 16, "2026-11-21T12:00:00Z", "aa" * 32, "bb" * 32, "cc" * 16, "dd" * 32, ("ana",), (span,))
    Registry(home.data).add(Entry(facts, file_sha256(film), 4, "mp4", ()))
    assert [each.voices for each in scored._origins([span], home.data)] == [("ana",)]
    found = type("Footage", (), {"sound": np.zeros(9, np.int16)})
    monkeypatch.setattr("avatar.clip.own_sound.FootageStore.find_asset", lambda *_: found)
    assert len(own_sound(film, home)) == 9
    with sqlite3.connect(home.data / "registry" / "clips.sqlite") as base:
        base.execute("UPDATE clips SET entry = replace(entry, 'ana', 'bob')")
    assert own_sound(film, home) is None
    with pytest.raises(RefusedError, match="whose row in the registry was changed"):
        scored._origins([span], home.data)
