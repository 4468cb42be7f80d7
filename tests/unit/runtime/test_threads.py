"""Work on several cores comes back in order, stops when nobody wants more, and leaves the process as it was."""

import os
import subprocess
import sys
import threading
from textwrap import dedent

import cv2
import numpy as np
import pytest
from threadpoolctl import threadpool_info

from avatar.runtime import threads
from avatar.runtime.system import usable_cores
from avatar.runtime.threads import in_order, side_by_side, unsplit


@pytest.fixture(autouse=True)
def nobody_else(monkeypatch):
    """A service of other tests may keep the process' threads."""
    monkeypatch.setattr(threads, "_drawers", threads._Drawers())


def drawing():
    return {thread for thread in threading.enumerate() if thread.name.startswith("avatar-draw")}


def blas_threads():
    return [pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"]


def test_what_is_made_comes_in_order():
    waits = [threading.Event() for _ in range(6)]
    for event in waits[1:]:
        event.set()

    def make(index):
        if index == 0 and usable_cores() > 1:
            assert waits[0].wait(60)
        if index == 1:
            waits[0].set()
        return index * index

    assert list(in_order(make, range(6))) == [0, 1, 4, 9, 16, 25]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux gives each thread a priority of its own")
def test_those_who_work_give_way_to_those_who_wait_for_them():
    before = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    for nice in in_order(lambda _: os.getpriority(os.PRIO_PROCESS, threading.get_native_id()), range(4)):
        assert nice == min(before + 3, 19)  # and no lower, which the tests themselves may have
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == before


def test_a_fault_comes_in_its_place():
    def make(index):
        return 6 // (2 - index)

    made = in_order(make, range(5))
    assert [next(made), next(made)] == [3, 6]
    with pytest.raises(ZeroDivisionError):
        next(made)


def test_stopping_early_leaves_the_rest_undone():
    begun, others = [], drawing()
    made = in_order(lambda index: begun.append(index) or index, range(1000))
    assert next(made) == 0
    made.close()
    count = len(begun)
    assert count < 20
    assert drawing() <= others
    assert len(begun) == count


def test_nothing_splits_itself_inside_and_all_is_as_before_outside():
    np.ones((4, 4)) @ np.ones((4, 4))
    before = cv2.getNumThreads(), blas_threads()
    with unsplit():
        with unsplit():
            assert cv2.getNumThreads() == 1
        assert cv2.getNumThreads() == 1
        assert set(blas_threads()) <= {1}
    assert (cv2.getNumThreads(), blas_threads()) == before


def test_limits_hold_whichever_thread_asks_for_them():
    before = blas_threads()
    seen = []

    def ask():
        with unsplit():
            seen.append(blas_threads())

    for _ in range(3):
        thread = threading.Thread(target=ask)
        thread.start()
        thread.join()
        ask()
    assert seen == [[1] * len(before)] * 6
    assert blas_threads() == before


def test_a_block_may_end_on_another_thread_than_it_began():
    before = blas_threads()
    first, second = unsplit(), unsplit()
    first.__enter__()
    second.__enter__()
    thread = threading.Thread(target=first.__exit__, args=(None, None, None))
    thread.start()
    thread.join()
    assert set(blas_threads()) == {1}
    second.__exit__(None, None, None)
    assert blas_threads() == before


def test_two_things_are_done_side_by_side_and_without_threads_of_their_own():
    met = threading.Barrier(2)

    def made(name):
        if usable_cores() > 1:
            met.wait(60)  # neither would get past if the other came after it
        return name, cv2.getNumThreads(), set(blas_threads()) <= {1}

    assert side_by_side(lambda: made("one"), lambda: made("other")) == (("one", 1, True), ("other", 1, True))


@pytest.mark.parametrize("faulty", [0, 1])
def test_a_fault_on_either_side_comes_out_when_both_are_done(faulty):
    done = []

    def make(number):
        done.append(number)
        return 1 // (number != faulty)

    with pytest.raises(ZeroDivisionError):
        side_by_side(lambda: make(0), lambda: make(1))
    assert sorted(done) == [0, 1]


@pytest.mark.slow
def test_a_process_of_ours_gives_its_libraries_one_thread_unless_told_otherwise():
    code = (
        "from avatar.runtime.threads import take_one_thread_each; take_one_thread_each()\n"
        "import numpy, cv2, threadpoolctl\n"
        "numpy.ones((4, 4)) @ numpy.ones((4, 4))\n"
        "most = max(pool['num_threads'] for pool in threadpoolctl.threadpool_info() if pool['user_api'] == 'blas')\n"
        "print(cv2.getNumThreads(), most)"
    )
    names = ("OPENBLAS_NUM_THREADS", "OPENCV_FOR_THREADS_NUM")
    bare = {name: value for name, value in os.environ.items() if name not in names}
    for wish, seen in (({}, "1 1"), (dict.fromkeys(names, "2"), "2 2"), (dict.fromkeys(names, "abc"), "1 1")):
        ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=bare | wish)
        assert ran.stdout.strip() == seen


def test_however_many_draw_at_once_the_same_few_threads_work_for_all():
    names, lock, others = set(), threading.Lock(), drawing()

    def make(index):
        with lock:
            names.add(threading.current_thread().name)
        return index

    made = [in_order(make, range(40)) for _ in range(8)]
    rounds = [[next(each) for each in made] for _ in range(40)]
    assert rounds == [[index] * 8 for index in range(40)]
    assert len(names) <= min(4, usable_cores())
    for each in made:
        each.close()
    assert drawing() <= others


def test_who_stops_early_does_not_stop_the_others():
    first, second = in_order(lambda index: index, range(100)), in_order(lambda index: -index, range(100))
    assert (next(first), next(second)) == (0, 0)
    first.close()
    assert list(second) == [-index for index in range(1, 100)]


def test_limits_that_are_still_wanted_when_the_interpreter_ends_are_no_fault():
    """A generator that nobody has closed ends with the interpreter, when no thread takes work any more."""
    script = """
        from avatar.runtime.threads import unsplit
        def generator():
            with unsplit():
                yield
        kept = generator()
        next(kept)
    """
    done = subprocess.run([sys.executable, "-c", dedent(script)], capture_output=True, text=True, check=True)
    assert done.stderr == ""
