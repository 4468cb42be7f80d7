"""How work is shared among the processor's cores: pictures side by side, and nothing else that splits itself up.

A frame's steps are too short to be split: threads that wait for each other's share of a millisecond spend more time
turning than working. Whole frames are split well, because what draws them lets go of the interpreter's lock.
"""

from __future__ import annotations

import os
import sys
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from threading import Lock, get_native_id
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future

Item = TypeVar("Item")
Made = TypeVar("Made")
Other = TypeVar("Other")

MOST = 4
"""threads that draw: beyond, the encoder is what everything waits for"""
_ARENA_MAX, _MMAP_THRESHOLD, _TRIM_THRESHOLD, _HEAPS = -8, -3, -1, 2
"""glibc's names of the limits in malloc.h, and that of heaps"""
_THREADS = ("OPENBLAS_NUM_THREADS", "VECLIB_MAXIMUM_THREADS", "OPENCV_FOR_THREADS_NUM")
"""where numpy's linear algebra and OpenCV read how many threads they take"""
_NICE = 3
"""added to the niceness of the threads that draw"""
_AHEAD = 1
"""things made per thread before they are asked for"""


def cores() -> int:
    """Count the processor's cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_order(make: Callable[[Item], Made], items: Iterable[Item]) -> Iterator[Made]:
    """Yield `make(item)` for each item, in their order, made on several cores, a few ahead of what was asked for.

    Close the iterator to stop early: what has begun is finished, what has not is not begun.
    """
    threads = min(MOST, cores())
    waiting: deque[Future[Made]] = deque()
    with unsplit(), ThreadPoolExecutor(threads, thread_name_prefix="avatar-draw", initializer=_step_back) as pool:
        try:
            for item in items:
                waiting.append(pool.submit(make, item))
                if len(waiting) > threads + _AHEAD:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def side_by_side(make: Callable[[], Made], make_other: Callable[[], Other]) -> tuple[Made, Other]:
    """Do two things that need nothing of each other, on two cores where there are two, and give what both made."""
    if cores() == 1:
        return make(), make_other()
    with unsplit(), ThreadPoolExecutor(1, thread_name_prefix="avatar-beside") as pool:
        other = pool.submit(make_other)
        return make(), other.result()


def _step_back() -> None:
    """Let this thread give way to the encoder's, which everything waits for; only Linux can tell threads apart."""
    if sys.platform == "linux":
        nice = os.getpriority(os.PRIO_PROCESS, get_native_id()) + _NICE
        os.setpriority(os.PRIO_PROCESS, get_native_id(), min(nice, 19))


def take_one_thread_each() -> None:
    """Let numerical libraries that are loaded from now on keep to one thread each, unless the environment says else.

    For whoever has the whole process: `unsplit` does it for a block. What runs networks has a say of its own.
    """
    for name in _THREADS:
        os.environ.setdefault(name, "1")


def share_heaps() -> None:
    """Let all threads share two heaps, where the C library is glibc: each keeps what was freed for a while.

    Call it before there are threads. With a heap per thread, a film of 1920x1080 holds 100 MB more. What is larger than
    4 MB, such as a large picture, lies outside of them and goes back at once: in a film of 3840x2160 that is 250 MB.
    """
    if sys.platform == "linux":
        import ctypes

        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt is not None:
            mallopt(_ARENA_MAX, _HEAPS)
            mallopt(_MMAP_THRESHOLD, 4 << 20)
            mallopt(_TRIM_THRESHOLD, 64 << 20)


def give_back() -> None:
    """Give the system what the heaps hold of freed memory, where the C library is glibc; it takes some 20 ms."""
    if sys.platform == "linux":
        import ctypes

        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if trim is not None:
            trim(0)


@contextmanager
def unsplit() -> Iterator[None]:
    """Keep OpenCV and the linear algebra under numpy from splitting their work, in the whole process, for this block.

    Blocks may overlap, also on several threads: the last to end gives back what the first has found.
    """
    _limits.want()
    try:
        yield
    finally:
        _limits.release()


class _Limits:
    """The limits of the whole process, while anybody wants them."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._wanted = 0
        self._has_opencv = False
        self._end = ExitStack()

    def want(self) -> None:
        """Set them for the first who wants them."""
        with self._lock:
            self._wanted += 1
            if self._wanted == 1:
                self._end = self._set()
                self._has_opencv = False
            if not self._has_opencv and "cv2" in sys.modules:
                self._set_opencv()

    def release(self) -> None:
        """Lift them with the last."""
        with self._lock:
            self._wanted -= 1
            if self._wanted == 0:
                self._end.close()

    def _set(self) -> ExitStack:
        from threadpoolctl import ThreadpoolController

        with ExitStack() as end:
            # Who has set a limit is asked to lift it too, so both happen on a thread that stays until then. Libraries
            # are looked for anew each time, because more may have been loaded since.
            keeper = end.enter_context(ThreadPoolExecutor(1, thread_name_prefix="avatar-limits"))
            limits = keeper.submit(lambda: ThreadpoolController().limit(limits=1, user_api="blas")).result()
            end.callback(lambda: keeper.submit(limits.restore_original_limits).result())
            return end.pop_all()

    def _set_opencv(self) -> None:
        """Do it once it is there: who only speaks does not load it."""
        import cv2

        self._end.callback(cv2.setNumThreads, cv2.getNumThreads())
        cv2.setNumThreads(1)
        self._has_opencv = True


_limits = _Limits()
