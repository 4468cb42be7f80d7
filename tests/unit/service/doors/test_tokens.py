from __future__ import annotations

import pytest

from avatar.service.doors.tokens import Tokens
from avatar.service.problems import Problem


def test_a_token_says_what_was_put_into_it():
    tokens = Tokens(b"secret")
    assert tokens.read(tokens.issue("session", 60, session="s0-ab", agent="晓"), "session") == {
        "session": "s0-ab",
        "agent": "晓",
    }


def test_another_process_with_the_same_secret_reads_it_and_a_stranger_does_not():
    token = Tokens(b"secret").issue("rig", 60, portrait="xiaochen")
    assert Tokens(b"secret").read(token, "rig") == {"portrait": "xiaochen"}
    with pytest.raises(Problem) as refused:
        Tokens(b"another").read(token, "rig")
    assert (refused.value.status, refused.value.kind) == (401, "bad-token")


def test_it_expires():
    now = [100.0]
    tokens = Tokens(b"secret", lambda: now[0])
    token = tokens.issue("session", 30)
    now[0] = 129.9
    assert tokens.read(token, "session") == {}
    now[0] = 130.0
    with pytest.raises(Problem) as refused:
        tokens.read(token, "session")
    assert (refused.value.status, refused.value.kind) == (401, "expired-token")


def test_it_is_good_for_one_kind_of_thing():
    tokens = Tokens(b"secret")
    with pytest.raises(Problem, match="for this"):
        tokens.read(tokens.issue("rig", 60), "session")


@pytest.mark.parametrize("token", ["", ".", "a.b", "é.é", "x" * 10_000, "\ud800", "e30.e30", "%00.%00"])
def test_what_is_none_is_told_so(token):
    with pytest.raises(Problem) as refused:
        Tokens(b"secret").read(token, "session")
    assert refused.value.kind == "bad-token"


def test_a_token_that_was_changed_is_none():
    tokens = Tokens(b"secret")
    token = tokens.issue("session", 60, session="s0-a")
    for place in range(len(token)):
        changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        with pytest.raises(Problem):
            tokens.read(changed, "session")
