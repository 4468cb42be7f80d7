"""What differs between operating systems does what it says on this one, and so does what others would use instead."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from avatar.errors import OutputError
from avatar.runtime import system
from tests.patience import until

ONLY_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells it in this way")
HOLD = (
    "import sys, time\n"
    "from avatar.runtime.system import locked\n"
    "with open(sys.argv[1], 'a+b') as file, locked(file, is_shared=sys.argv[2] == 'shared'):\n"
    "    print('held', flush=True)\n"
    "    sys.stdin.read()\n"
)


def resident() -> int:
    pages = int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


class Holder:
    """Another process that holds a lock until it is told to let go."""

    def __init__(self, path: Path, kind: str) -> None:
        command = [sys.executable, "-c", HOLD, str(path), kind]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def wait_until_held(self) -> None:
        assert self._process.stdout.readline() == "held\n"

    def end(self) -> None:
        self._process.communicate()


@pytest.mark.slow
def test_a_lock_is_waited_for(tmp_path: Path) -> None:
    path, order = tmp_path / "lock", []
    other = Holder(path, "alone")
    other.wait_until_held()

    def take() -> None:
        with path.open("a+b") as file, system.locked(file):
            order.append("taken")

    thread = threading.Thread(target=take)
    thread.start()
    thread.join(0.3)
    assert thread.is_alive()
    order.append("let go")
    other.end()
    thread.join(60)
    assert order == ["let go", "taken"]


def test_readers_share_a_lock_and_a_descriptor_will_do(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    other = Holder(path, "shared")
    other.wait_until_held()
    descriptor = os.open(path, os.O_RDONLY)
    with system.locked(descriptor, is_shared=True):
        pass  # it would wait for ever otherwise
    os.close(descriptor)
    other.end()


def test_a_lock_ends_with_its_block(tmp_path: Path) -> None:
    with (tmp_path / "lock").open("w") as file:
        with system.locked(file):
            pass
        other = Holder(tmp_path / "lock", "alone")
        other.wait_until_held()
        other.end()


def test_a_process_runs_until_it_has_ended() -> None:
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    assert system.is_running(process.pid)
    assert system.is_running(os.getpid())
    process.communicate()
    assert not system.is_running(process.pid)


@ONLY_LINUX
def test_somebody_else_s_process_runs_too() -> None:
    assert system.is_running(1)


def test_the_peak_of_memory_is_what_was_held_at_most() -> None:
    code = (
        "from avatar.runtime import system\n"
        "before = system.peak_memory(), system.peak_of_usage()\n"
        "held = bytearray(b'x') * 90_000_000\n"
        "del held\n"
        "print(*before, system.peak_memory(), system.peak_of_usage())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    own, usage, later_own, later_usage = map(int, done.stdout.split())
    assert 4e6 < own < later_own - 80e6
    assert later_usage >= later_own - 5e6
    assert usage <= later_usage


@ONLY_LINUX
def test_cores_that_may_not_be_used_do_not_count() -> None:
    code = "import os; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))}); from avatar.runtime import system; "
    done = subprocess.run(
        [sys.executable, "-c", f"{code}print(system.usable_cores())"], capture_output=True, check=True
    )
    assert int(done.stdout) == 1


def test_where_processes_are_not_held_to_cores_all_of_them_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    assert system.usable_cores() == os.cpu_count()


@ONLY_LINUX
def test_a_thread_gives_way_alone_and_not_below_the_lowest() -> None:
    before = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    seen = []

    def work() -> None:
        for steps in (3, 100):
            system.give_way(steps)
            seen.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [min(before + 3, 19), 19]
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == before


@ONLY_LINUX
def test_freed_memory_goes_back_to_the_system() -> None:
    kept = [(bytearray(100_000), bytearray(2000)) for _ in range(2000)]
    kept = [small for _, small in kept]  # what is still held lies between what was freed
    before = resident()
    system.give_back()
    assert resident() < before - 50e6
    assert len(kept) == 2000


def test_what_is_made_durable_is_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"content\n")
    system.make_durable(tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == b"content\n"


@pytest.mark.slow
def test_a_worker_that_cannot_fork_says_the_same_again_and_again() -> None:
    from avatar.speech.espeak.process import EspeakProcess, Request

    hello = Request("gmw/en-US", 160, 50, 50, "Hello world.", phonemes=False)
    forking, alone = EspeakProcess(can_fork=True), EspeakProcess(can_fork=False)
    try:
        expected = forking.say([hello])[0]
        pids = set()
        for _ in range(3):
            pids.add(alone.pid)
            said = alone.say([hello])[0]
            assert np.array_equal(said.samples, expected.samples)
            assert said.events == expected.events
        assert len(pids) == 3
    finally:
        forking.close()
        alone.close()
    until(lambda: not any(map(system.is_running, pids)))


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP])
def test_a_disk_without_locks_is_told_and_one_that_cannot_tell_when_it_has_written_is_believed(
    tmp_path, monkeypatch, number
):
    def unknown(*_given):
        raise OSError(number, os.strerror(number))

    file = tmp_path / "file"
    file.touch()
    monkeypatch.setattr("fcntl.flock", unknown)
    with (
        pytest.raises(OutputError, match=r"knows no locks .* AVATAR_HOME"),
        file.open() as opened,
        system.locked(opened),
    ):
        pass
    monkeypatch.setattr("os.fsync", unknown)
    system.make_durable(file)


def test_nothing_but_this_module_asks_which_system_it_is() -> None:
    """What it knows of sockets is a page of its own.

    The espeak worker is a script of its own, which imports nothing of ours; its library's name is its system's.
    """
    own = {"system.py", "sockets.py", "program.py", "process.py"}
    package = Path(system.__file__).parents[1]
    telling = (
        "fcntl",
        "msvcrt",
        "/proc/",
        "sys.platform",
        "os.name",
        "sched_",
        "uname(",
        "mallopt",
        "import resource",
    )
    found = [
        (str(path.relative_to(package)), word)
        for path in package.rglob("*.py")
        if path.name not in own
        for word in telling
        if word in path.read_text(encoding="utf-8")
    ]
    assert found == []
