"""How locked keys are opened where a caller does not say: what an edge was told, once for its process."""

from __future__ import annotations

import os
from collections.abc import Callable

from avatar.errors import InputError

Unlock = Callable[[str], bytes]
"""Is told what is locked, and gives the passphrase."""
FROM = "AVATAR_PASSPHRASE_FD"
"""variable with the number of an open file from which the passphrase is read, once, to its end or its first line"""
_MOST = 4096
"""bytes of a passphrase"""
_usual: list[Unlock] = []


def open_locked_with(unlock: Unlock | None) -> None:
    """Open the locked keys of every home of this process in this way from now on; None: leave them locked."""
    _usual[:] = [] if unlock is None else [once(unlock)]


def usual_unlock() -> Unlock | None:
    """Give the way that an edge has told."""
    return _usual[0] if _usual else None


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


def handed_on() -> tuple[dict[str, str], tuple[int, ...]]:
    """Give what a child process opens locked keys with: its variables, and the open file that it has to inherit.

    Whoever starts it closes the file afterwards. Nothing where no passphrase is known to this process.
    """
    unlock = usual_unlock()
    if unlock is None:
        return {}, ()
    reading, writing = os.pipe()
    with os.fdopen(writing, "wb") as file:
        file.write(unlock("the keys"))
    return {FROM: str(reading)}, (reading,)
