from __future__ import annotations

import io
import json

from avatar.service.logs import Log, id_of, place_of


def line(**fields):
    stream = io.StringIO()
    Log(2, stream, lambda: 1.5)("session.opened", **fields)
    return json.loads(stream.getvalue())


def test_a_line_is_one_object_of_ids_and_numbers():
    assert line(session="s2-abc", ms=12.25, ok=True, none=None) == {
        "at": "1970-01-01T00:00:01.500Z",
        "event": "session.opened",
        "process": 2,
        "session": "s2-abc",
        "ms": 12.25,
        "ok": True,
    }


def test_what_somebody_said_does_not_get_into_it():
    for text in ("Hello, world", "你好", "a\nb", "Jürgen", "x" * 200):
        assert line(text=text)["text"] == "withheld"


def test_a_name_is_told_as_an_id():
    assert line(agent="xiaochen", portrait="王丽") == {
        "at": "1970-01-01T00:00:01.500Z",
        "event": "session.opened",
        "process": 2,
        "agent": id_of("xiaochen"),
        "portrait": id_of("王丽"),
    }


def test_a_fault_is_told_by_its_kind_and_place():
    try:
        raise ValueError("the secret text")
    except ValueError as fault:
        told = place_of(fault)
    assert told["fault"] == "ValueError"
    assert told["where"].startswith("test_logs.py:")
    assert "secret" not in str(told)
