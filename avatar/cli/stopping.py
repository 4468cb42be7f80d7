"""How the command line takes its leave when it is asked to stop. Imports next to nothing."""

from __future__ import annotations

import sys
from contextlib import suppress

from avatar.cli.streams import forget
from avatar.runtime.stops import Stopped, stops
from avatar.runtime.system import READER_GONE

__all__ = ["Stopped", "leave", "listen", "tell"]


def listen() -> None:
    """Raise `Stopped` in the main thread when a signal comes, and leave without its help where that is of no use."""
    stops.listen()
    stops.watch(leave)


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
    """Write one sentence to standard error, on one line, without what somebody else's words would do to a terminal."""
    from avatar.outside.cleaning import on_one_line

    try:
        print(f"avatar: {on_one_line(' '.join(sentence.split()))}", file=sys.stderr, flush=True)  # noqa: T201 - to a person
    except OSError:
        return
