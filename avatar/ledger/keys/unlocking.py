"""How locked keys are opened where a caller does not say: what an edge was told, once for its process."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from avatar.errors import InputError
from avatar.runtime.environment import variable

Unlock = Callable[[str], bytes]
"""Is told what is locked, and gives the passphrase."""
FROM = "AVATAR_PASSPHRASE_FD"
"""variable with the number of an open file from which the passphrase is read, once, to its end or its first line"""
_MOST = 4096
"""bytes of a passphrase"""
_usual: list[Unlock] = []
_asking: list[bool] = []


def open_locked_with(unlock: Unlock | None, *, is_asking: bool = False) -> None:
    """Open the locked keys of every home of this process in this way from now on; None: as the environment says.

    What `is_asking` a person is not handed on to other processes.
    """
    _usual[:] = [] if unlock is None else [once(unlock)]
    _asking[:] = [is_asking]


def usual_unlock() -> Unlock | None:
    """Give the way that an edge has told; else, where an edge lets it count, that of the environment's open file."""
    if not _usual and (number := variable(FROM)):
        open_locked_with(from_descriptor(number))
    return _usual[0] if _usual else None


def is_asking() -> bool:
    """Tell whether the usual way is to ask a person."""
    return _asking == [True]


def once(unlock: Unlock) -> Unlock:
    """Ask no more than once: one passphrase opens all keys of a command."""
    known: list[bytes] = []

    def ask(what: str) -> bytes:
        if not known:
            known.append(unlock(what))
        return known[0]

    return ask


def from_descriptor(number: str) -> Unlock:
    """Read the passphrase from an open file of this number and close it. Raise `InputError` where there is none."""
    try:
        descriptor = int(number)
        with os.fdopen(descriptor, "rb") as file:
            lines = file.read(_MOST).splitlines()
    except (OSError, ValueError) as fault:
        raise InputError(f"{FROM} = {number!r} is no open file ({fault}); pass one, as in 3< FILE.") from fault
    if not lines or not lines[0]:
        raise InputError(f"The open file {number} of {FROM} is empty; write the passphrase on its first line.")
    return lambda _what: lines[0]


@contextmanager
def handing_on(variables: Mapping[str, str] | None = None) -> Iterator[tuple[dict[str, str], tuple[int, ...]]]:
    """Give what a child process that is started in this block opens locked keys with, besides its `variables`.

    That is its environment, and the open files that it has to inherit; None: the environment of this process. The
    passphrase goes through a pipe, never through arguments or variables.
    """
    environment = dict(os.environ if variables is None else variables)
    unlock = None if is_asking() else usual_unlock()
    environment.pop(FROM, None)  # it has been read here
    if unlock is None:
        yield environment, ()
        return
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as file:
        file.write(unlock("the keys"))
    try:
        yield environment | {FROM: str(reading)}, (reading,)
    finally:
        os.close(reading)
