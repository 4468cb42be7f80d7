"""Sockets: the port, shared by all processes, and one file for each, by which the others reach it."""

from __future__ import annotations

import errno
import socket
from pathlib import Path

from avatar.errors import InputError

BACKLOG = 2048
OUTGOING = 256_000
"""bytes that the system takes for a client before it has them: by itself it takes megabytes, and nobody notices that a
client is slow before these are full"""
STUCK = 60_000
"""milliseconds after which a client that takes nothing any more is cut off"""


def open_port(host: str, port: int, processes: int) -> list[socket.socket]:
    """Bind a port once per process; the system shares the connections out among them.

    Whoever holds these sockets keeps them open: of a process that dies, what has not been accepted waits for the next
    one. Raise `InputError` where that cannot be.
    """
    opened = list[socket.socket]()
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        for _ in range(processes):
            opened.append(_listening(family, address, is_shared=processes > 1))
            address = opened[0].getsockname()
    except OSError as fault:
        for each in opened:
            each.close()
        raise _refusal(host, port, fault) from fault
    return opened


def socket_of(folder: Path, process: int) -> Path:
    """Name the file by which a process is reached."""
    return folder / f"{process}.sock"


def open_own(folder: Path, process: int) -> socket.socket:
    """Listen at a process's own file."""
    place = socket_of(folder, process)
    place.unlink(missing_ok=True)
    own = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    own.bind(str(place))
    place.chmod(0o600)
    own.listen(BACKLOG)
    own.setblocking(False)
    return own


def address_of(port: socket.socket) -> str:
    """Give the address of a port for people, http://HOST:PORT."""
    host, number = port.getsockname()[:2]
    return f"http://[{host}]:{number}" if ":" in host else f"http://{host}:{number}"


def _listening(family: int, address: tuple[object, ...], *, is_shared: bool) -> socket.socket:
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, OUTGOING)  # every connection inherits it
    if is_shared:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    if hasattr(socket, "TCP_USER_TIMEOUT"):  # every connection inherits it
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, STUCK)
    listening.bind(address)
    listening.listen(BACKLOG)
    listening.setblocking(False)
    listening.set_inheritable(True)
    return listening


def _refusal(host: str, port: int, fault: OSError) -> InputError:
    if fault.errno == errno.EADDRINUSE:
        return InputError(f"The port {port} of {host} is taken; choose another with --port, or 0 for any that is free.")
    if fault.errno == errno.EACCES:
        return InputError(f"The port {port} is not for this user; choose one from 1024 with --port.")
    return InputError(f"{host!r} cannot be served ({fault.strerror or fault}); name an address of this machine.")
