"""The network that speaks has one thread where several would compute noise, and all cores elsewhere."""

from __future__ import annotations

import pytest

from avatar.runtime.system import usable_cores
from avatar.speech.kokoro import threads


@pytest.mark.parametrize(
    ("version", "has_tiles", "is_alone"),
    [
        ("1.23.2", True, True),
        ("1.9.0", True, True),
        ("1.23.2", False, False),
        ("1.24.0", True, False),
        ("1.32.0", True, False),
        ("2.0", True, False),
    ],
)
def test_only_an_old_library_on_a_processor_with_tiles_is_held_to_one(version, has_tiles, is_alone, monkeypatch):
    monkeypatch.setattr(threads, "has_tiles", lambda: has_tiles)
    assert threads.threads(version) == (1 if is_alone else usable_cores())
