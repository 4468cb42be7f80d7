"""Large patterns are kept as they were compiled, and match what they matched."""

from __future__ import annotations

import re

import pytest

from avatar.runtime import expressions
from avatar.runtime.expressions import expression, late

PATTERN = r"(?P<year>[0-9]{4})年|(?P<word>[\u4e00-\u9fff]+)|(?<![a-z])(?P<small>[a-zé]+?)(?=\s|$)"
TEXT = "2024年 café 您好 x"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    return tmp_path


def found(pattern):
    return [(match.lastgroup, match[0], match.groupdict()) for match in pattern.finditer(TEXT)]


def test_what_is_fetched_matches_what_re_matches(folder):
    first = expression(PATTERN, "trial")
    (kept,) = folder.iterdir()
    second = expression(PATTERN, "trial")
    assert found(first) == found(second) == found(re.compile(PATTERN))
    assert (second.pattern, second.groups, second.groupindex) == (PATTERN, 3, re.compile(PATTERN).groupindex)
    assert list(folder.iterdir()) == [kept]


def test_what_is_kept_is_not_compiled_again(monkeypatch):
    expression(PATTERN, "trial")
    monkeypatch.setattr(expressions, "_made", None)
    assert found(expression(PATTERN, "trial")) == found(re.compile(PATTERN))


def test_another_pattern_of_the_name_takes_the_place(folder):
    expression(PATTERN, "trial")
    assert expression("[a-c]+", "trial").findall("abcd") == ["abc"]
    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize("content", [b"", b"nonsense", bytes(400)])
def test_a_damaged_file_is_written_anew(folder, content):
    expression(PATTERN, "trial")
    (kept,) = folder.iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(content)
    assert found(expression(PATTERN, "trial")) == found(re.compile(PATTERN))
    assert kept.read_bytes() == whole


def test_where_re_is_made_otherwise_the_pattern_is_compiled_as_ever(folder, monkeypatch):
    def changed(_pattern):
        raise AttributeError("_code")

    monkeypatch.setattr(expressions, "_made", changed)
    assert found(expression(PATTERN, "trial")) == found(re.compile(PATTERN))
    assert list(folder.iterdir()) == []


def test_flags_in_a_pattern_count(folder):
    assert expression("(?i)abc", "trial").fullmatch("ABC")
    assert list(folder.iterdir()) == []


def test_what_is_no_pattern_is_an_error():
    with pytest.raises(re.error):
        expression("(", "trial")


def test_a_late_pattern_does_what_the_pattern_does():
    pattern, usual = late("([a-z])([0-9])"), re.compile("([a-z])([0-9])")
    text = "a1 b2, c3"
    assert pattern.match(text)[0] == usual.match(text)[0] == "a1"
    assert pattern.match(text, 3)[0] == "b2"
    assert pattern.search(text, 1)[0] == "b2"
    assert pattern.search(text, 1, 4) is None
    assert pattern.fullmatch(text) is None
    assert pattern.findall(text) == usual.findall(text)
    assert [match.span() for match in pattern.finditer(text)] == [match.span() for match in usual.finditer(text)]
    assert pattern.sub(r"\2\1", text) == usual.sub(r"\2\1", text)
    assert pattern.split(text) == usual.split(text)
