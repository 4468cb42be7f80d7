"""A process that is told to stop ends soon and leaves nothing, whatever it is at; others hear nothing of it."""

import os
import signal
import subprocess
import sys

import pytest

from avatar.runtime.stops import Stopped, Stops
from tests.processes import Process

NUMBERS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
PATIENCE = 60
"""s; a process that hears nothing would sleep for longer"""
BEGIN = """
import os, sys, time
from pathlib import Path
from avatar.cli.stopping import listen
from avatar.runtime.stops import stops
from avatar.runtime.unfinished import unfinished
listen()
def ready():
    print("ready", flush=True)
"""
DEAF = """
while True:
    try:
        ready()  # here, so that what comes as soon as it is read is swallowed, too
        time.sleep(600)
    except BaseException:
        pass
"""


@pytest.fixture
def own():
    """Stops of this process, which are heard no more when the test is over."""
    before, hook = {number: signal.getsignal(number) for number in NUMBERS}, sys.unraisablehook
    for number in NUMBERS:
        signal.signal(number, signal.SIG_DFL)
    made = Stops()
    made.listen()
    yield made
    sys.unraisablehook = hook
    for number, handler in before.items():
        signal.signal(number, handler)


def begun(work, *arguments):
    """Run a program, and give it when it is ready."""
    line = [sys.executable, "-c", BEGIN + work, *map(str, arguments)]
    process = Process(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n"
    return process


@pytest.mark.parametrize("number", NUMBERS)
def test_what_swallows_every_stop_is_ended_all_the_same_and_leaves_nothing(number, tmp_path):
    """A library's callback, an import or a long native call lets no exception through."""
    work = (
        "place = Path(sys.argv[1])\n"
        "with unfinished(place / 'film.part') as part, unfinished(place / 'scratch') as folder:\n"
        "    part.write_text('half'); folder.mkdir(); (folder / 'a').touch(); (place / 'whole').touch()\n"
        "    " + DEAF.replace("\n", "\n    ")
    )
    with begun(work, tmp_path) as process:
        process.send_signal(number)
        told = process.communicate(timeout=PATIENCE)[1]
    assert process.returncode == 128 + number
    assert told == "avatar: Stopped; nothing half-written was left behind.\n"
    assert [path.name for path in tmp_path.iterdir()] == ["whole"]


def test_nobody_has_to_read_the_last_word():
    """A full pipe at the standard error holds nobody up for ever."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    with pytest.raises(BlockingIOError):
        while True:
            os.write(writing, b"x" * 4096)
    os.set_blocking(writing, True)
    line = [sys.executable, "-c", BEGIN + DEAF]
    with Process(line, stdout=subprocess.PIPE, stderr=writing, text=True) as process:
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 128 + signal.SIGTERM
    os.close(reading)
    os.close(writing)


def test_whoever_was_promised_that_it_is_done_is_waited_for():
    work = (
        "from avatar.runtime import stops as module\n"
        "with stops.take_time():\n"
        "    try:\n"
        "        ready(); time.sleep(600)\n"
        "    finally:\n"
        "        time.sleep(2 * module.PATIENCE); print('done', flush=True)\n"
    )
    with begun(work) as process:
        process.send_signal(signal.SIGTERM)
        assert process.communicate(timeout=PATIENCE)[0] == "done\n"


def test_who_hears_signals_instead_is_left_alone():
    """A server has its own answer to a signal."""
    work = (
        "import signal\n"
        "heard = []\n"
        "signal.signal(signal.SIGTERM, lambda *_: heard.append(1))\n"
        "from avatar.runtime import stops as module\n"
        "ready()\n"
        "while not heard: time.sleep(0.01)\n"
        "time.sleep(2 * module.PATIENCE); print('served', flush=True)\n"
    )
    with begun(work) as process:
        process.send_signal(signal.SIGTERM)
        assert process.communicate(timeout=PATIENCE)[0] == "served\n"
        assert process.returncode == 0


def test_what_a_fork_is_told_does_not_end_its_parent(tmp_path):
    """Nor does the fork take away what its parent is writing."""
    work = (
        "import signal\n"
        "from avatar.runtime import stops as module, unfinished as files\n"
        "with unfinished(Path(sys.argv[1])) as part:\n"
        "    part.write_text('half')\n"
        "    ready()\n"
        "    child = os.fork()\n"
        "    if not child:\n"
        "        files.sweep()\n"
        "        os.kill(os.getpid(), signal.SIGTERM)\n"
        "        os._exit(0)\n"
        "    os.waitpid(child, 0)\n"
        "    time.sleep(2 * module.PATIENCE)\n"
        "    print(part.exists(), flush=True)\n"
    )
    with begun(work, tmp_path / "film.part") as process:
        assert process.communicate(timeout=PATIENCE)[0] == "True\n"


def test_a_stop_waits_for_the_end_of_native_work_that_calls_back(own):
    done = []
    with pytest.raises(Stopped) as stop, own.hold(), own.hold():
        signal.raise_signal(signal.SIGTERM)
        done.append("signed")
    assert (stop.value.number, done, own.asked) == (signal.SIGTERM, ["signed"], signal.SIGTERM)


def test_a_fault_within_that_work_is_told_first(own):
    with pytest.raises(ZeroDivisionError), own.hold():
        signal.raise_signal(signal.SIGTERM)
        raise ZeroDivisionError
    assert own.asked == signal.SIGTERM


def test_without_a_signal_nothing_is_asked(own):
    with own.hold():
        pass
    assert own.asked == 0


def test_when_all_is_done_a_signal_simply_ends_the_process(own):
    own.over()
    assert [signal.getsignal(number) for number in NUMBERS] == [signal.SIG_DFL] * 3
