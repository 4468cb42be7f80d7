"""`avatar audit anchor`: what is written elsewhere tells of a home that was put back; what fails costs nothing else."""

import json
import shutil

import pytest

from avatar.ledger.audit import Event
from avatar.ledger.stores import open_log
from tests.timestamp_server import TimestampServer


@pytest.fixture
def log(shell):
    def write(count=3):
        for _ in range(count):
            open_log(shell.home).append(Event("refuse", decision="refuse"))

    write()
    return write


@pytest.fixture
def tsa(tmp_path):
    pytest.importorskip("rfc3161_client", reason="the extra anchors is not installed")
    if not shutil.which("openssl"):
        pytest.skip("openssl's command is not there")
    with TimestampServer(tmp_path / "tsa") as server:
        yield server


def configure(shell, *lines):
    (shell.home / "config.toml").write_text("\n".join(("[anchors]", *lines)), encoding="utf-8")


def test_it_says_where_the_anchor_lies(shell, log):
    places = f"{shell.folder}/far.jsonl\n{shell.folder}/far/\n"
    assert shell.prints("audit", "anchor", "--to", "far.jsonl", "--to", "far/") == places
    assert len((shell.folder / "far.jsonl").read_bytes().splitlines()) == 1
    assert len(list((shell.folder / "far").glob("anchor-*.json"))) == 1
    log(1)
    told = shell.tells("audit", "anchor", "--to", "far.jsonl")
    assert (told["lines"], told["places"], told["stamps"]) == (4, [f"{shell.folder}/far.jsonl"], [])


def test_a_home_that_was_put_back_is_told(shell, log):
    shutil.copytree(shell.home, shell.folder / "old")
    log(1)
    shell.prints("audit", "anchor", "--to", "far/")
    assert "1 anchors in 'far/'" in shell.prints("audit", "verify", "--anchors", "far/")
    shutil.rmtree(shell.home)
    shutil.copytree(shell.folder / "old", shell.home)
    assert "the log is whole" in shell.prints("audit", "verify")  # by itself, it cannot know
    out = shell.prints("audit", "verify", "--anchors", "far/", code=2)
    assert "missing: The log was signed with 4 lines, but line 4 is not there." in out
    assert "stores: The audit log has 3 lines where 4 were anchored" in out
    assert "does not go on from its last anchor" in shell.refuses("audit", "anchor", "--to", "far/", code=3)
    log(3)
    assert "edited: Line 4 is not the one that was signed" in shell.prints(
        "audit", "verify", "--anchors", "far/", code=2
    )


def test_a_stamp_is_asked_for_checked_and_kept_in_every_place(shell, log, tsa):
    shell.prints("audit", "anchor", "--tsa", tsa.url, "--tsa-ca", tsa.ca, "--to", "far.jsonl")
    shell.prints("audit", "anchor", "--tsa", tsa.url, "--tsa-ca", tsa.ca, "--to", "far/")
    assert tsa.asked == 1  # the statement is the same
    for place in ("far.jsonl", "far/"):
        assert "stamped until 20" in shell.prints("audit", "verify", "--anchors", place, "--tsa-ca", tsa.ca)
    assert "1 time stamps there were not looked at" in shell.prints("audit", "verify", "--anchors", "far/")
    line = json.loads((shell.folder / "far.jsonl").read_text())
    log(1)
    shell.prints("audit", "anchor", "--tsa", tsa.url, "--tsa-ca", tsa.ca, "--to", "far.jsonl")
    first, second = map(json.loads, (shell.folder / "far.jsonl").read_text().splitlines())
    assert first == line
    (shell.folder / "far.jsonl").write_text(
        f"{json.dumps(first | {'stamps': second['stamps']})}\n{json.dumps(second)}\n"
    )
    out = shell.prints("audit", "verify", "--anchors", "far.jsonl", "--tsa-ca", tsa.ca, code=2)
    assert "is not good (Mismatch between messages)" in out


def test_a_server_that_fails_is_told_and_the_place_is_written_all_the_same(shell, log, tsa):
    tsa.status = 500
    done = shell("audit", "anchor", "--tsa", tsa.url, "--tsa-ca", tsa.ca, "--to", "far.jsonl")
    assert (done.code, done.out) == (2, "")
    assert "answers 500" in done.err
    assert len((shell.folder / "far.jsonl").read_bytes().splitlines()) == 1


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "nowhere to anchor"),
        (["--tsa", "http://127.0.0.1:9"], "needs --tsa-ca FILE"),
        (["--tsa", "http://127.0.0.1:9", "--tsa-ca", "none.pem"], "cannot be read"),
        (["--to", "nosuch://far"], "cannot be opened"),
        (["--to", "missing/far.jsonl"], "does not take an anchor"),
    ],
)
def test_what_cannot_be_is_one_sentence(shell, log, words, sentence):
    assert sentence in shell.refuses("audit", "anchor", *words)


def test_an_export_is_not_compared_with_anchors(shell, log):
    shell.prints("audit", "export", "log.jsonl")
    assert "give one of them" in shell.refuses("audit", "verify", "log.jsonl", "--anchors", "far/")


def test_commands_that_sign_anchor_when_it_is_time(shell, log):
    configure(shell, f'to = "{shell.folder}/far.jsonl"', "every = 3")
    shell.prints("keys", "show")
    assert len((shell.folder / "far.jsonl").read_bytes().splitlines()) == 1
    shell.prints("audit", "show")
    shell.prints("audit", "anchor")  # nothing is new
    assert len((shell.folder / "far.jsonl").read_bytes().splitlines()) == 1


def test_a_failing_anchor_costs_no_work_and_is_told_until_it_works(shell, log):
    from avatar.doctor import _unanchored

    configure(shell, f'to = "{shell.folder}/missing/far.jsonl"', "every = 1")
    done = shell("audit", "export", "log.jsonl")
    assert (done.code, done.out) == (0, "log.jsonl\n")
    assert done.err.startswith("avatar: What was made is kept, but this home is not anchored elsewhere: ")
    assert "does not take an anchor" in _unanchored()
    assert "note: The last try to anchor this home failed" in shell.prints("audit", "verify")
    (shell.folder / "missing").mkdir()
    shell.prints("audit", "anchor")
    assert _unanchored() == ""
    assert "note" not in shell.prints("audit", "verify")
