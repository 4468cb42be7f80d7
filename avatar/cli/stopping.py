"""Signals that ask the program to stop. Imports next to nothing, so that it can be listening at once."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from avatar.cli.streams import forget
from avatar.runtime.system import READER_GONE, STOPS

if TYPE_CHECKING:
    from sys import UnraisableHookArgs
    from types import FrameType

_SOON = 0.02
"""s"""


class Stopped(BaseException):
    """Say which signal asked us to stop; typer lets it through, unlike KeyboardInterrupt."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def listen() -> None:
    """Raise `Stopped` in the main thread when a signal comes, so that every `finally` does its tidying up."""

    def stop(number: int, _frame: FrameType | None) -> None:
        for each in STOPS:
            signal.signal(each, signal.SIG_IGN)  # a second Ctrl-C must not interrupt the tidying up
        raise Stopped(number)

    def again(lost: UnraisableHookArgs) -> None:
        """Ask once more if a signal came within a finalizer or a callback, which let no exception out."""
        if isinstance(lost.exc_value, Stopped):
            from threading import Timer

            for each in heard:
                signal.signal(each, stop)
            later = Timer(_SOON, os.kill, (os.getpid(), lost.exc_value.number))
            later.daemon = True
            later.start()
        else:
            sys.__unraisablehook__(lost)

    heard = [each for each in STOPS if signal.getsignal(each) != signal.SIG_IGN]  # `nohup` and `&` in scripts stay
    for number in heard:
        signal.signal(number, stop)
    sys.unraisablehook = again


def leave(number: int) -> int:
    """Take leave after a signal, and give the exit code that shells expect."""
    if number == READER_GONE:
        # The reader of our output has left, as in `avatar voice list | head`: nothing is to be flushed at exit.
        with suppress(OSError):
            forget(sys.stdout.fileno())
    else:
        tell("Stopped; nothing half-written was left behind.")
    return 128 + number


def tell(sentence: str) -> None:
    """Write one sentence to standard error, on one line."""
    try:
        print(f"avatar: {' '.join(sentence.split())}", file=sys.stderr, flush=True)  # noqa: T201 - to a person
    except OSError:
        return
