"""Signals that ask the process to stop, at whatever moment. Imports next to nothing, so that it can listen at once.

As a rule the main thread raises `Stopped`, and every `finally` does its tidying up. That can be too late or be lost:
native code lets no exception in, an import makes another fault of it, a library's callback swallows it. So the system
tells a second thread as well, through a pipe that is written to whatever the main thread is at. When that thread has
waited long enough, it ends the process itself, and removes what is unfinished.
"""

# Shapes no clip.

from __future__ import annotations

import os
import signal
import sys
from _thread import get_ident
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from avatar.runtime.system import CAN_FORK, STOPS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from sys import UnraisableHookArgs
    from types import FrameType

PATIENCE = 1.2
"""s that the main thread has to come to its end by itself"""
_SOON, _LOOK, _A_WORD = 0.02, 0.05, 0.2
"""s until a lost stop is asked for again, between two looks whether time is up, and for a last sentence"""


class Stopped(BaseException):
    """Say which signal asked us to stop; what reads a command line lets it through, unlike KeyboardInterrupt."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class Stops:
    """What this process was asked, and how it answers."""

    def __init__(self) -> None:
        self.asked = 0
        """number of the signal that has come, 0 before one does"""
        self._heard: list[signal.Signals] = []
        self._main = 0
        self._held = 0
        self._is_patient = False

    def listen(self) -> None:
        """Raise `Stopped` in this thread, the main one, when a signal comes."""
        self._main = get_ident()
        # What `nohup` and `&` in scripts ignore stays so.
        self._heard = [each for each in STOPS if signal.getsignal(each) != signal.SIG_IGN]
        for number in self._heard:
            signal.signal(number, self._stop)
        sys.unraisablehook = self._again

    def watch(self, take_leave: Callable[[int], object]) -> None:
        """End the process from another thread where a signal does not in time; `take_leave` may say a last word.

        Windows would write to a socket only, and sends nobody such signals: there nothing is done.
        """
        from threading import Thread

        if not CAN_FORK:
            return
        reading, writing = os.pipe()
        os.set_blocking(writing, False)
        signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
        os.register_at_fork(after_in_child=_alone)
        Thread(target=self._wait, args=(reading, take_leave), name="avatar-stops", daemon=True).start()

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Keep a stop until the block ends: native code runs in it that calls back, and would not pass it on."""
        is_ours = get_ident() == self._main
        self._held += is_ours
        try:
            yield
        finally:
            self._held -= is_ours
        if is_ours and self.asked and not self._held:
            raise Stopped(self.asked)

    @contextmanager
    def take_time(self) -> Iterator[None]:
        """Let what ends this block take as long as it does: others were promised that it is done."""
        before, self._is_patient = self._is_patient, True
        try:
            yield
        finally:
            self._is_patient = before

    def over(self) -> None:
        """Listen no more, for all is done: from here on a signal simply ends the process."""
        for number in self._heard:
            signal.signal(number, signal.SIG_DFL)

    def _stop(self, number: int, _frame: FrameType | None) -> None:
        for each in STOPS:
            signal.signal(each, signal.SIG_IGN)  # a second Ctrl-C must not interrupt the tidying up
        self.asked = number
        if not self._held:
            raise Stopped(number)

    def _again(self, lost: UnraisableHookArgs) -> None:
        """Ask once more if a signal came within a finalizer or a callback, which let no exception out."""
        if isinstance(lost.exc_value, Stopped):
            from threading import Timer

            for each in self._heard:
                signal.signal(each, self._stop)
            later = Timer(_SOON, os.kill, (os.getpid(), lost.exc_value.number))
            later.daemon = True
            later.start()
        else:
            sys.__unraisablehook__(lost)

    def _wait(self, reading: int, take_leave: Callable[[int], object]) -> None:
        """Wait for a signal that the main thread was to answer, give it time, and end the process."""
        from threading import Thread
        from time import monotonic, sleep

        from avatar.runtime.unfinished import sweep

        number = 0
        while not self._is_for_us(number):
            number = os.read(reading, 1)[0]
        end = monotonic() + PATIENCE
        while monotonic() < end or self._is_patient:
            sleep(_LOOK)
        sweep()
        word = Thread(target=take_leave, args=(number,), daemon=True)  # nobody may read what it writes to
        word.start()
        word.join(_A_WORD)
        os._exit(128 + number)

    def _is_for_us(self, number: int) -> bool:
        """Tell whether a signal stops this process, rather than telling something to whoever listens instead."""
        return number in self._heard and (self.asked > 0 or signal.getsignal(number) == self._stop)


def _alone() -> None:
    """In a fork, wake nobody else."""
    with suppress(ValueError):  # it was made by another thread than the main one
        signal.set_wakeup_fd(-1)


stops = Stops()
"""of this process, of which there is one"""
