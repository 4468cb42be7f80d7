"""Signals stop the program so that it tidies up, says one sentence, and leaves with the code that shells expect."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from avatar.cli.stopping import Stopped, leave, tell
from avatar.runtime.stops import Stops
from avatar.runtime.system import READER_GONE, STOPS
from tests.processes import Process

FORMER = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


@pytest.fixture
def listening():
    before, hook = {number: signal.getsignal(number) for number in FORMER}, sys.unraisablehook
    for number in FORMER:
        signal.signal(number, signal.SIG_DFL)
    yield Stops().listen
    sys.unraisablehook = hook
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("number", FORMER)
def test_a_signal_stops_the_work_and_what_was_begun_is_tidied_up(listening, number):
    listening()
    tidied = []
    with pytest.raises(Stopped) as stop:
        try:
            signal.raise_signal(number)
        finally:
            tidied.append("up")
    assert (stop.value.number, tidied) == (number, ["up"])


def test_it_is_a_signal_that_is_listened_to(listening):
    assert set(STOPS) == set(FORMER)


@pytest.mark.parametrize("second", FORMER)
def test_a_second_signal_does_not_interrupt_the_tidying_up(listening, second):
    listening()
    with pytest.raises(Stopped):
        signal.raise_signal(signal.SIGINT)
    signal.raise_signal(second)
    assert signal.getsignal(second) == signal.SIG_IGN


def test_what_was_ignored_before_stays_ignored(listening):
    """After `nohup` a hangup is meant for others; Ctrl-C still is not."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    listening()
    signal.raise_signal(signal.SIGHUP)
    with pytest.raises(Stopped):
        signal.raise_signal(signal.SIGINT)


class Awkward:
    """A thing during whose tidying up, which lets no exception out, a signal comes."""

    def __init__(self, number):
        self.number = number

    def __del__(self):
        signal.raise_signal(self.number)


@pytest.mark.parametrize("number", FORMER)
def test_a_signal_that_came_where_nothing_can_be_raised_stops_the_work_soon_after(listening, number, capsys):
    listening()
    deadline = time.monotonic() + 30
    with pytest.raises(Stopped) as stop:
        Awkward(number)
        while time.monotonic() < deadline:
            time.sleep(0.001)
    assert stop.value.number == number
    assert capsys.readouterr().err == ""


def test_other_faults_of_finalizers_are_told_as_ever(listening, capsys):
    class Faulty:
        def __del__(self):
            raise ZeroDivisionError

    listening()
    Faulty()
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_no_ordinary_except_catches_a_stop():
    assert not issubclass(Stopped, Exception)
    assert not issubclass(Stopped, KeyboardInterrupt)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_the_leave_is_one_sentence_and_the_code_of_shells(capsys, number, code):
    assert leave(number) == code
    assert capsys.readouterr().err == "avatar: Stopped; nothing half-written was left behind.\n"


def test_where_the_reader_has_left_nothing_is_said_and_nothing_more_is_written():
    code = "import sys; from avatar.cli.stopping import leave; print('unread', end=''); sys.exit(leave(13))"
    there, here = os.pipe()
    os.close(there)
    buffered = os.environ | {"PYTHONUNBUFFERED": ""}
    with Process([sys.executable, "-c", code], stdout=here, stderr=subprocess.PIPE, env=buffered) as process:
        os.close(here)
        told = process.communicate(timeout=60)[1]
    assert (process.returncode, told) == (128 + READER_GONE, b"")


def test_what_is_told_is_one_line(capsys):
    tell("One\n  thing\tafter   another.")
    assert capsys.readouterr().err == "avatar: One thing after another.\n"


def test_a_closed_standard_error_is_no_reason_to_fail(monkeypatch):
    there, here = os.pipe()
    os.close(there)
    stream = open(here, "w", buffering=1, encoding="utf-8")  # noqa: SIM115, PTH123 - a descriptor, closed below
    with monkeypatch.context() as patch:
        patch.setattr("sys.stderr", stream)
        tell("Nobody hears this.")
    with pytest.raises(BrokenPipeError):
        stream.close()


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_sound_that_is_stopped_half_way_leaves_nothing(listening, shell, number):
    listening()
    text = "Good morning, everyone, and welcome to our house. " * 60
    begun = []

    def stop():
        deadline = time.monotonic() + 60
        while not begun and time.monotonic() < deadline:
            time.sleep(0.01)
            begun.extend(path for path in shell.folder.glob(".avatar-*") if path.stat().st_size)
        os.kill(os.getpid(), number)

    watcher = threading.Thread(target=stop)
    watcher.start()
    with pytest.raises(Stopped):
        shell("speak", "--voice", "fast", "-o", "a.wav", text)
    watcher.join()
    assert begun, "something was written by then"
    assert shell.files() == {}
    assert shell.tells("audit", "show") == {"entries": []}, "nothing was made, so nothing is logged"
