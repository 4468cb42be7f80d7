"""A name belongs to one at a time, however many ask at once and however they end."""

import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from avatar.clip.files import free_name
from avatar.film import claims
from avatar.film.claims import claimed, in_turn
from avatar.film.parts import sweep
from tests.ordinary import without_privilege

HOLD = (
    "import sys, time; from pathlib import Path; from avatar.film.claims import claimed\n"
    "with claimed(Path(sys.argv[1])) as is_free: print(is_free, flush=True); time.sleep(60)"
)


def test_a_name_that_is_taken_is_free_again_afterwards(tmp_path):
    with claimed(tmp_path / "a.mp4") as first, claimed(tmp_path / "a.wav") as second, claimed(tmp_path / "b") as other:
        assert (first, second, other) == (True, False, True)
    with claimed(tmp_path / "a.wav") as again:
        assert again
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_killed_process_keeps_no_name(tmp_path):
    with subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path / "a.mp4")], stdout=subprocess.PIPE) as holder:
        assert holder.stdout.readline() == b"True\n"
        with claimed(tmp_path / "a.mp4") as is_free:
            assert not is_free
        holder.send_signal(signal.SIGKILL)
    (left,) = tmp_path.iterdir()
    with claimed(tmp_path / "a.mp4") as is_free:
        assert is_free
    left.touch()
    sweep(tmp_path / "b.mp4")
    assert list(tmp_path.iterdir()) == []


def test_what_somebody_holds_is_not_swept(tmp_path):
    with claimed(tmp_path / "a.mp4"):
        sweep(tmp_path / "a.mp4")
        with claimed(tmp_path / "a.mp4") as is_free:
            assert not is_free


def test_many_that_ask_at_once_get_names_of_their_own(tmp_path):
    start, names = threading.Barrier(12), []

    def choose(_number):
        start.wait()
        with free_name("a", tmp_path) as path:
            names.append(path.name)
            start.wait()  # all have one before the first gives it back
            path.write_text("film")

    with ThreadPoolExecutor(12) as pool:
        list(pool.map(choose, range(12)))
    assert len(set(names)) == len(list(tmp_path.iterdir())) == 12


def test_a_link_that_leads_nowhere_takes_a_name_too(tmp_path):
    (tmp_path / "a.json").symlink_to("nowhere")
    with free_name("a", tmp_path) as path:
        assert path.name == "a-2.mp4"


def test_two_put_their_files_under_one_name_after_each_other(tmp_path):
    order = []

    def other():
        with in_turn(tmp_path / "a.json"):
            order.append("second")

    waiting = threading.Thread(target=other)
    with in_turn(tmp_path / "a.mp4"):
        waiting.start()
        time.sleep(0.1)
        order.append("first")
    waiting.join(60)
    assert order == ["first", "second"]


def test_where_nothing_can_be_written_each_has_what_it_asks_for(tmp_path):
    tmp_path.chmod(0o500)
    try:
        with without_privilege(), claimed(tmp_path / "a") as first, claimed(tmp_path / "a") as second:
            assert first
            assert second
    finally:
        tmp_path.chmod(0o700)


def test_where_no_file_can_be_locked_each_has_what_it_asks_for(tmp_path, monkeypatch):
    """Some network file systems know no locks."""
    monkeypatch.setattr(claims, "take_lock", lambda _file, *, is_patient: None)
    with ExitStack() as stack:
        assert all(stack.enter_context(claimed(tmp_path / "a")) for _ in range(3))
        stack.enter_context(in_turn(tmp_path / "a"))
    assert list(tmp_path.iterdir()) == []
