"""A process that looks at strangers' files may be slow, greedy or dead: whoever asks goes on."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from avatar.outside.confined import Confined, Exceeded
from tests.processes import Process

MEMORY, LONG = 300_000_000, 60.0


@pytest.fixture(scope="module")
def confined():
    with Confined("tests.confined_answers", MEMORY) as process:
        yield process


def test_it_answers_one_after_the_other_whatever_libraries_print(confined):
    first = confined.ask({"do": "tell", "say": "我们 \n"}, LONG)
    assert first["said"] == "我们 \n"
    assert confined.ask({"do": "tell", "say": 2}, LONG) == {"said": 2, "process": first["process"]}
    assert first["process"] != os.getpid()


def test_what_takes_too_long_is_ended_and_the_next_is_answered(confined):
    asked = time.monotonic()
    with pytest.raises(Exceeded, match=r"it takes more than 0\.5 s"):
        confined.ask({"do": "sleep"}, 0.5)
    assert time.monotonic() - asked < LONG  # not the hour that it would take
    assert confined.ask({"do": "tell", "say": 1}, LONG)["said"] == 1


def test_what_takes_too_much_memory_is_told_and_a_little_less_is_not(confined):
    with pytest.raises(Exceeded, match=r"more than 0\.3 GB of memory"):
        confined.ask({"do": "grow", "bytes": 20 * MEMORY}, LONG)
    assert confined.ask({"do": "grow", "bytes": MEMORY // 4}, LONG) == {"bytes": MEMORY // 4}


def test_what_brings_its_reader_down_brings_nobody_else_down(confined):
    with pytest.raises(Exceeded, match="its reader has broken down"):
        confined.ask({"do": "die"}, LONG)
    assert confined.ask({"do": "tell", "say": 3}, LONG)["said"] == 3


def test_a_fault_that_nobody_thought_of_is_an_answer(confined):
    assert confined.ask({"do": "fail"}, LONG) == {"fault": "KeyError: 'what nobody thought of'"}


def test_it_is_given_no_passwords(monkeypatch):
    for name in ("AVATAR_API_KEY", "AWS_SECRET_ACCESS", "GITHUB_TOKEN", "AVATAR_PASSPHRASE_FD", "MY_PASSWORD"):
        monkeypatch.setenv(name, "hidden")
    monkeypatch.setenv("AVATAR_HOME", "/home/of/avatar")
    with Confined("tests.confined_answers", MEMORY) as process:
        names = process.ask({"do": "secrets"}, LONG)["names"]
    assert "AVATAR_HOME" in names
    assert not any(os.environ[name] == "hidden" for name in names if name in os.environ)


def test_it_ends_with_whoever_asks_even_if_that_is_killed():
    script = (
        "import sys, time\nfrom avatar.outside.confined import Confined\n"
        f"process = Confined('tests.confined_answers', {MEMORY})\n"
        "print(process.ask({'do': 'tell', 'say': 0}, 60)['process'], flush=True)\n"
        'process._process.stdin.write(b\'{"do": "sleep"}\\n\'); process._process.stdin.flush()\n'
        "time.sleep(600)\n"
    )
    with Process([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as asking:
        assert asking.stdout is not None
        number = int(asking.stdout.readline())
        assert _runs(number)
        asking.kill()
        deadline = time.monotonic() + LONG
        while _runs(number) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert not _runs(number)


def _runs(number):
    try:
        told = Path(f"/proc/{number}/stat").read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        return False
    return told.rsplit(")", 1)[1].split()[0] != "Z"
