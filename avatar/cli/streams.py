"""The three standard streams as they may be: closed by a service, on a full disk, left by their reader, of few letters.

Imports next to nothing, for it is the first that a command does.
"""

from __future__ import annotations

import codecs
import os
import sys
from contextlib import suppress
from io import TextIOWrapper
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import TextIO

_MODES = (os.O_RDONLY, os.O_WRONLY, os.O_WRONLY)
_AS_IT_CAN = "avatar-as-it-can"


def open_missing() -> None:
    """Give closed streams something to read from and write to, before a file of ours gets one of their numbers.

    What an encoding has no letters for is written as an escape, and what was no text as the bytes that it was.
    """
    for number, mode in enumerate(_MODES):
        _open_missing(number, mode)
    sys.stdin = sys.stdin or _file(0, "r")
    sys.stdout = sys.stdout or _file(1, "w")
    sys.stderr = sys.stderr or _file(2, "w")
    codecs.register_error(_AS_IT_CAN, _as_it_can)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # else it is somebody's own
            stream.reconfigure(errors=_AS_IT_CAN)


def let_go() -> None:
    """Write out what is still to be written; what cannot be is dropped: the interpreter would end with 120 over it."""
    _flush(1, sys.stdout)
    _flush(2, sys.stderr)


def forget(number: int) -> None:
    """Let what a stream still holds, and all that is written to it, go nowhere."""
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, number)
        os.close(nowhere)


def can_write(text: str) -> bool:
    """Tell whether standard output has letters for all of a text."""
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _open_missing(number: int, mode: int) -> None:
    try:
        os.fstat(number)
    except OSError:
        opened = os.open(os.devnull, mode)  # the lowest number that is free, and so this one
        os.set_inheritable(opened, True)


def _flush(number: int, stream: TextIO) -> None:
    try:
        stream.flush()
    except (OSError, ValueError):
        forget(number)


def _file(number: int, mode: str):  # type: ignore[no-untyped-def]  # noqa: ANN202 - a stream of text
    return open(number, mode, encoding="utf-8", closefd=False)


def _as_it_can(fault: UnicodeError) -> tuple[str | bytes, int]:
    try:
        return codecs.lookup_error("surrogateescape")(fault)
    except UnicodeError:
        return codecs.lookup_error("backslashreplace")(fault)
