"""A fork of a process that has begun to make clips says so, and waits for nobody; one that had not works."""

import os
import subprocess
import sys
import textwrap

import pytest

from avatar.runtime.system import CAN_FORK
from tests.processes import Process

PATIENCE = 120
pytestmark = pytest.mark.skipif(not CAN_FORK, reason="a system without forks")
IN_CHILD = """
import os, sys
import avatar
from avatar.runtime.threads import in_order, unsplit

def forked(work):
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        work()
    except avatar.AvatarError as fault:
        print(fault, flush=True)
        os._exit(2)
    os._exit(0)
"""


def told(work, tmp_path):
    """Give what a program says that has `forked`."""
    line = [sys.executable, "-c", IN_CHILD + textwrap.dedent(work)]
    found = os.environ | {"AVATAR_HOME": str(tmp_path / "home")}
    with Process(line, env=found, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        said, faults = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, faults
    return said.splitlines()


def test_a_fork_in_the_midst_of_pictures_is_told_and_does_not_wait(tmp_path):
    said = told(
        """
        pictures = in_order(lambda each: each, range(100))
        next(pictures)
        print(forked(lambda: list(pictures)), forked(lambda: list(in_order(str, [1]))))
        print(list(pictures) == list(range(1, 100)))
        """,
        tmp_path,
    )
    assert [line.split(" from ")[0] for line in said[:2]] == ["This process was forked"] * 2
    assert said[2:] == ["2 2", "True"]


def test_a_lock_that_was_held_is_not_waited_for(tmp_path):
    said = told(
        """
        from avatar.runtime import threads
        with unsplit(), threads._limits._lock:
            print(forked(lambda: unsplit().__enter__()))
        """,
        tmp_path,
    )
    assert "spawn" in said[0]
    assert said[1:] == ["2"]


@pytest.mark.slow
def test_who_forks_before_speaks_in_the_fork_and_who_forks_after_is_told(tmp_path):
    said = told(
        """
        say = lambda: avatar.speak("Good morning.", voice="fast")
        print(forked(say))
        say()
        print(forked(say))
        say()
        """,
        tmp_path,
    )
    assert said[0] == "0"
    assert "had begun to make clips" in said[1]
    assert said[2:] == ["2"]
