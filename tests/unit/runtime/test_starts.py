"""What dataclasses and patterns become is kept, and is what they would become without."""

from __future__ import annotations

import dataclasses
import re
import sys
from types import ModuleType

import pytest

from avatar.runtime import starts
from avatar.runtime.starts import remembered

SOURCE = """
import re
from dataclasses import dataclass, field

@dataclass(frozen=True, slots=True, order=True)
class Point:
    x: int
    y: float = 2.5
    names: tuple = field(default=(), compare=False)

WORD = re.compile(r"(?P<year>[0-9]{4})年|(?P<word>[\\u4e00-\\u9fff\\U00020000-\\U000323af]+)|(é)", re.IGNORECASE)
BYTES = re.compile(rb"a(b*)")

def late(word):
    return re.compile(re.escape(word))
"""


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    re.purge()
    return tmp_path


def loaded():
    re.purge()
    module = ModuleType("trial")
    sys.modules["trial"] = module
    try:
        exec(compile(SOURCE, "trial.py", "exec", dont_inherit=True), module.__dict__)
    finally:
        del sys.modules["trial"]
    return module


def told(module):
    one, other = module.Point(1), module.Point(1, 3.5)
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.x = 2
    found = [(match.lastgroup, match[0]) for match in module.WORD.finditer("2024年 您好 É")]
    pattern = module.WORD
    return (
        (repr(one), one < other, one == module.Point(1, names=("a",)), hash(one) == hash(module.Point(1))),
        (found, pattern.flags, pattern.groups, pattern.groupindex, pattern.pattern),
        module.BYTES.findall(b"abb a"),
    )


def test_what_is_fetched_is_what_would_be_made(folder):
    plain = told(loaded())
    with remembered():
        first = told(loaded())
    (kept,) = folder.iterdir()
    before = kept.read_bytes()
    with remembered():
        second = told(loaded())
    assert plain == first == second
    assert kept.read_bytes() == before


def test_what_is_kept_is_not_made_again(monkeypatch):
    with remembered():
        loaded()
    monkeypatch.setattr(starts, "compile", None, raising=False)
    monkeypatch.setattr(starts._Patterns, "_made", None)
    with remembered():
        assert told(loaded())


def test_a_pattern_of_a_request_is_not_kept(folder):
    with remembered():
        module = loaded()
    (kept,) = folder.iterdir()
    before = kept.read_bytes()
    with remembered():
        assert loaded().late("您好").findall("您好") == ["您好"]
        assert module.late("a.b").findall("a.b axb") == ["a.b"]
    assert kept.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"nonsense", bytes(400)])
def test_a_damaged_file_is_written_anew(folder, content):
    with remembered():
        loaded()
    (kept,) = folder.iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(content)
    with remembered():
        told(loaded())
    assert len(kept.read_bytes()) > len(whole) // 2


def test_a_pattern_that_is_none_is_refused_and_everything_is_put_back():
    own = re.compile
    with remembered(), pytest.raises(re.error):
        re.compile("(trial")
    assert re.compile is own
    assert not hasattr(dataclasses, "exec")


def test_where_nothing_may_be_written_all_goes_on(monkeypatch, folder):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(folder / "none"))
    (folder / "none").write_text("a file")
    with remembered():
        assert told(loaded())


def test_a_home_that_cannot_be_made_is_not_told_here(monkeypatch, folder):
    (folder / "file").write_text("no folder")
    monkeypatch.delenv("NUMBA_CACHE_DIR")
    monkeypatch.setenv("AVATAR_HOME", str(folder / "file"))
    monkeypatch.setattr(starts, "__file__", str(folder / "file" / "starts.py"))
    with remembered():
        assert told(loaded())
