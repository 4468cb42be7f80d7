"""What an ordinary user may not do, root may: these take from root what sets it above the rights of files.

Root stays root and owns what it owns, but a folder with mode 500 is closed to it as to everybody.
"""

from __future__ import annotations

import ctypes
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_ABOVE_RIGHTS = (1, 2)
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH of capabilities(7)"""
_DROP_FROM_BOUNDS = 24
"""PR_CAPBSET_DROP of prctl(2)"""
_GET_SECUREBITS, _SET_SECUREBITS, _NO_ROOT = 27, 28, 1
"""of `prctl`, as capabilities(7) has them"""
_VERSION = 0x20080522
"""of the structures of capset(2)"""


def give_up_privilege() -> None:
    """Let the program that this process begins next be bound to the rights of files: for `Process(before=...)`."""
    if os.geteuid() == 0:
        libc = ctypes.CDLL(None, use_errno=True)
        for capability in _ABOVE_RIGHTS:
            if libc.prctl(_DROP_FROM_BOUNDS, capability, 0, 0, 0):
                raise OSError(ctypes.get_errno(), "root cannot give up its privilege here")


@contextmanager
def without_privilege() -> Iterator[None]:
    """Bind this thread to the rights of files."""
    if os.geteuid() != 0:
        yield
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header, before = (ctypes.c_uint32 * 2)(_VERSION, 0), (ctypes.c_uint32 * 6)()
    if libc.capget(header, before):
        raise OSError(ctypes.get_errno(), "the capabilities of this process cannot be read")
    after = (ctypes.c_uint32 * 6)(*before)
    after[0] &= ~sum(1 << capability for capability in _ABOVE_RIGHTS)
    if libc.capset(header, after):
        raise OSError(ctypes.get_errno(), "root cannot give up its privilege here")
    bits = libc.prctl(_GET_SECUREBITS)
    libc.prctl(_SET_SECUREBITS, bits | _NO_ROOT)  # what is started meanwhile does not get it back either
    try:
        yield
    finally:
        libc.prctl(_SET_SECUREBITS, bits)
        libc.capset(header, before)
