"""Sockets between processes of one user on one machine, as its system knows them."""

# Shapes no clip.

from __future__ import annotations

import os
import socket
import struct
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_PEER: int | None = getattr(socket, "SO_PEERCRED", None)
KNOWS_PEERS = _PEER is not None
"""whether the system tells who is at the other end"""
_LONGEST = 100
"""bytes of a socket's name that every system takes"""
_OPEN_FILES = Path("/proc/self/fd")
_DUMPABLE = 4
"""Linux' name of the right to read a process' memory, PR_SET_DUMPABLE"""


@contextmanager
def short_name(place: Path) -> Iterator[str]:
    """Give a socket's name; where that is longer than the system takes, by way of its open folder."""
    if len(os.fsencode(place)) < _LONGEST or not _OPEN_FILES.is_dir():
        yield str(place)
        return
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        yield f"{_OPEN_FILES}/{folder}/{place.name}"
    finally:
        os.close(folder)


def peer_of(line: socket.socket) -> int:
    """Give the number of the user at the other end; where `KNOWS_PEERS`."""
    assert _PEER is not None
    size = struct.calcsize("3i")
    return int(struct.unpack("3i", line.getsockopt(socket.SOL_SOCKET, _PEER, size))[1])


def hide_memory() -> None:
    """Keep other processes of this user from reading the memory of this one, and the system from writing it out."""
    if sys.platform == "linux":
        import ctypes
        import resource

        ctypes.CDLL(None).prctl(_DUMPABLE, 0, 0, 0, 0)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
