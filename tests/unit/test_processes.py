"""The tests' own promise: what they start does not outlive them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from tests.patience import until
from tests.processes import MARK, Process, end_left_over

PARENT = """
import subprocess, sys, time
print(subprocess.Popen([sys.executable, "-c", %r]).pid, flush=True)
time.sleep(99)
"""
ENDLESS = "import time; time.sleep(99)"


def is_running(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with open(f"/proc/{pid}/stat") as file:  # noqa: PTH123 - no file that lies anywhere
        return file.read().rsplit(")", 1)[1].split()[0] != "Z"


def test_a_test_that_fails_ends_its_process_and_the_children_of_it():
    with (
        pytest.raises(AssertionError),
        Process([sys.executable, "-c", PARENT % ENDLESS], stdout=subprocess.PIPE, text=True) as process,
    ):
        child = int(process.stdout.readline())
        assert is_running(child)
        raise AssertionError
    assert process.returncode == -signal.SIGKILL
    until(lambda: not is_running(child))


@pytest.mark.slow
def test_what_is_left_over_is_found_by_the_mark_of_its_run_and_ended():
    left = subprocess.Popen([sys.executable, "-c", ENDLESS], env=os.environ | {MARK: "this run"})
    (command,) = end_left_over("this run", seconds=1)
    assert command.endswith(ENDLESS)
    assert left.wait(timeout=60) == -signal.SIGKILL
    assert end_left_over("this run") == []
