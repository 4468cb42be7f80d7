"""What is to be said, line by line: from standard input, or from whoever connects to a socket of this machine."""

from __future__ import annotations

import os
import socket
import threading
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from avatar.errors import OutputError
from avatar.runtime.access import told
from avatar.runtime.sockets import KNOWS_PEERS, peer_of, short_name
from avatar.runtime.unfinished import unfinished

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LONGEST = 20_000
"""bytes of a line"""
_CALLERS = 16
"""who may be connected at a time"""
_ANSWERS = 2.0
"""s that somebody may take to read an answer, or to say that they listen"""
STOP, QUIT = "/stop", "/quit"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of somebody."""

    text: str
    """what is to be said; `STOP` and `QUIT` as they are"""
    answer: Callable[[str], None]
    """tells whoever wrote it, on one line, what became of it"""


def read_lines(stream: IO[bytes], take: Callable[[Line], None], answer: Callable[[str], None]) -> None:
    """Take lines (UTF-8) until they end; what cannot be said is answered.

    A line that begins with two slashes begins with one. Empty ones are left out.
    """
    for data in iter(lambda: stream.readline(LONGEST + 2), b""):
        if len(data.rstrip(b"\r\n")) > LONGEST:
            _skip(stream, data)
            answer(f"refused: A line holds more than {LONGEST:,} bytes; write shorter ones.")
            continue
        try:
            text = data.decode("utf-8-sig").strip()
        except UnicodeDecodeError:
            answer("refused: A line is not valid UTF-8; write UTF-8.")
            continue
        if text.startswith("/") and not text.startswith("//"):
            text = text.lower()
            if text not in (STOP, QUIT):
                answer(f"refused: There is no command {text[:40]!r}; there are {STOP} and {QUIT}, and // is a slash.")
                continue
        elif text.startswith("//"):
            text = text[1:]
        if text:
            take(Line(text, answer))


@contextmanager
def listening(place: Path, take: Callable[[Line], None]) -> Iterator[None]:
    """Take lines from every process of this user that connects to a socket, while the block lasts.

    Each gets answers, a line each. Raise `OutputError` where no socket can be made.
    """
    family = getattr(socket, "AF_UNIX", None)
    if family is None or not KNOWS_PEERS:
        raise OutputError("This system has no sockets that tell who is at the other end; write to standard input.")
    with closing(socket.socket(family)) as door:
        with told(place), short_name(place) as address:
            _clear(place)
            before = os.umask(0o177)
            try:
                door.bind(address)
            finally:
                os.umask(before)
        with unfinished(place):
            door.listen(_CALLERS)
            threading.Thread(target=_let_in, args=(door, take), name="avatar-door", daemon=True).start()
            yield


def _clear(place: Path) -> None:
    """Take a socket away at which nobody listens any more."""
    if not place.exists():
        return
    if not place.is_socket():
        raise OutputError(f"{str(place)!r} is there already and is no socket; choose another place.")
    with short_name(place) as address, closing(socket.socket(socket.AF_UNIX)) as line:
        line.settimeout(_ANSWERS)
        try:
            line.connect(address)
        except OSError:
            place.unlink(missing_ok=True)
            return
    raise OutputError(f"Somebody listens at {str(place)!r} already; choose another place.")


def _let_in(door: socket.socket, take: Callable[[Line], None]) -> None:
    places = threading.BoundedSemaphore(_CALLERS)
    with suppress(OSError):  # it was closed
        while True:
            places.acquire()
            line, _ = door.accept()
            threading.Thread(target=_serve, args=(line, take, places), name="avatar-caller", daemon=True).start()


def _serve(line: socket.socket, take: Callable[[Line], None], places: threading.BoundedSemaphore) -> None:
    """Read what a caller writes, and stay until all of it is answered: who has no more to say may still listen."""
    open_, changed = 0, threading.Condition()

    def answer(text: str) -> None:
        nonlocal open_
        with changed:
            with suppress(OSError):  # whoever asked may have gone
                line.sendall(f"{text}\n".encode("utf-8", "replace"))
            open_ -= 1
            changed.notify_all()

    def counted(text: str) -> None:
        nonlocal open_
        with changed:
            open_ += 1
        answer(text)

    def take_counted(said: Line) -> None:
        nonlocal open_
        with changed:
            open_ += 1
        take(Line(said.text, answer))

    try:
        with line, suppress(OSError):
            if peer_of(line) != os.geteuid():
                return
            with line.makefile("rb") as stream:
                read_lines(stream, take_counted, counted)
            with changed:
                changed.wait_for(lambda: open_ == 0)
    finally:
        places.release()


def _skip(stream: IO[bytes], data: bytes) -> None:
    """Read a line to its end."""
    while data and not data.endswith(b"\n"):
        data = stream.readline(LONGEST)
