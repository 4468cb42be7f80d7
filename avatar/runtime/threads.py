"""How work is shared among the processor's cores: pictures side by side, and nothing else that splits itself up.

A frame's steps are too short to be split: threads that wait for each other's share of a millisecond spend more time
turning than working. Whole frames are split well, because what draws them lets go of the interpreter's lock.
"""

from __future__ import annotations

import os
import sys
from collections import deque
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from avatar.runtime import forks
from avatar.runtime.system import give_way, usable_cores

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future

Item = TypeVar("Item")
Made = TypeVar("Made")
Other = TypeVar("Other")

MOST = 4
"""threads that draw: beyond, the encoder is what everything waits for"""
_THREADS = ("OPENBLAS_NUM_THREADS", "VECLIB_MAXIMUM_THREADS", "OPENCV_FOR_THREADS_NUM")
"""where numpy's linear algebra and OpenCV read how many threads they take"""
_NICE = 3
"""added to the niceness of the threads that draw"""
_AHEAD = 1
"""things made per thread before they are asked for"""


def in_order(make: Callable[[Item], Made], items: Iterable[Item]) -> Iterator[Made]:
    """Yield `make(item)` for each item, in their order, made on several cores, a few ahead of what was asked for.

    However many ask at once, the same few threads work for all of them, turn by turn. Close the iterator to stop early:
    what has begun is finished, what has not is not begun.
    """
    waiting: deque[Future[Made]] = deque()
    with unsplit(), _drawers.hired() as pool:
        try:
            for item in items:
                waiting.append(pool.submit(make, item))
                if len(waiting) > _drawers.threads + _AHEAD:
                    yield waiting.popleft().result()
                    forks.require_unforked()
            while waiting:
                yield waiting.popleft().result()
                forks.require_unforked()
        finally:
            if not forks.is_fork():  # there they never end
                wait([future for future in waiting if not future.cancel()])


@contextmanager
def kept_ready(*, is_live: bool = False) -> Iterator[None]:
    """Keep the threads that draw, and the limits of `unsplit`, for whoever draws a little again and again.

    What is drawn live gives way to nothing: somebody looks at it at once.
    """
    with unsplit(), _drawers.hired(is_live=is_live):
        yield


def side_by_side(make: Callable[[], Made], make_other: Callable[[], Other]) -> tuple[Made, Other]:
    """Do two things that need nothing of each other, on two cores where there are two, and give what both made."""
    if usable_cores() == 1:
        return make(), make_other()
    with unsplit(), ThreadPoolExecutor(1, thread_name_prefix="avatar-beside") as pool:
        other = pool.submit(make_other)
        return make(), other.result()


def take_one_thread_each() -> None:
    """Let numerical libraries that are loaded from now on keep to one thread each, unless the environment says else.

    What it says has to be a number, for some of them end with the process over another word.

    For whoever has the whole process: `unsplit` does it for a block. What runs networks has a say of its own.
    """
    for name in _THREADS:
        if not os.environ.get(name, "").isdecimal():
            os.environ[name] = "1"


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


class _Drawers:
    """The threads that draw, of the whole process: there while anybody has hired them."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._hired = 0
        self._pool: ThreadPoolExecutor | None = None
        self.threads = min(MOST, usable_cores())
        """count"""

    @contextmanager
    def hired(self, *, is_live: bool = False) -> Iterator[ThreadPoolExecutor]:
        """Give the pool to this block, and end it with the last who has it."""
        forks.begin()
        with self._lock:
            self._hired += 1
            pool = self._pool = self._pool or self._new(0 if is_live else _NICE)
        try:
            yield pool
        finally:
            if not forks.is_fork():
                self._let_go(pool)

    def _let_go(self, pool: ThreadPoolExecutor) -> None:
        with self._lock:
            self._hired -= 1
            is_last = self._hired == 0
            if is_last:
                self._pool = None
        if is_last:
            pool.shutdown()

    def _new(self, steps: int) -> ThreadPoolExecutor:
        self.threads = min(MOST, usable_cores())
        step_back = partial(give_way, steps)  # to the encoder's threads, which everything waits for
        return ThreadPoolExecutor(self.threads, thread_name_prefix="avatar-draw", initializer=step_back)


class _Limits:
    """The limits of the whole process, while anybody wants them."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._wanted = 0
        self._has_opencv = False
        self._end = ExitStack()

    def want(self) -> None:
        """Set them for the first who wants them."""
        forks.begin()
        with self._lock:
            self._wanted += 1
            if self._wanted == 1:
                self._end = self._set()
                self._has_opencv = False
            if not self._has_opencv and "cv2" in sys.modules:
                self._set_opencv()

    def release(self) -> None:
        """Lift them with the last; in a fork, where nobody is left to do it, they stay."""
        if forks.is_fork():
            return
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
            end.callback(_done_on, keeper, limits.restore_original_limits)
            return end.pop_all()

    def _set_opencv(self) -> None:
        """Do it once it is there: who only speaks does not load it."""
        import cv2

        self._end.callback(cv2.setNumThreads, cv2.getNumThreads())
        cv2.setNumThreads(1)
        self._has_opencv = True


def _done_on(keeper: ThreadPoolExecutor, work: Callable[[], object]) -> None:
    """Do something on a thread, unless the interpreter ends: it takes no more work, and nobody is left to need it."""
    try:
        future = keeper.submit(work)
    except RuntimeError:
        return
    future.result()


_drawers = _Drawers()
_limits = _Limits()
