"""The cost of a voice holds what a process that speaks for it uses."""

import subprocess
import sys

import pytest

from avatar.bench.voice.costs import largest_memory, processor_time

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells of children")]

CHILD = """
import time
held = bytearray(150_000_000)
held[::4096] = b"x" * len(held[::4096])
while time.process_time() < 0.4: pass
print("done", flush=True)
input()
"""


def test_a_child_that_still_runs_counts():
    time_before, memory_before = processor_time(), largest_memory()
    with subprocess.Popen([sys.executable, "-c", CHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        child.stdout.readline()
        assert processor_time() - time_before > 0.3
        assert largest_memory() - memory_before > 140e6
        child.communicate(b"\n")
