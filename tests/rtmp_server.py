"""A server of RTMP that takes one stream and keeps it in a file, in a process of its own; and a free port for it."""

from __future__ import annotations

import socket
import sys
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.patience import until
from tests.processes import Process

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE = 300.0
_PROGRAM = """
import av, sys
source = av.open(sys.argv[1], options={"listen": "1"}, timeout=None)
target = av.open(sys.argv[2], "w")
streams = {each.index: target.add_stream_from_template(each) for each in source.streams}
try:
    for packet in source.demux():
        if packet.dts is not None:
            packet.stream = streams[packet.stream.index]
            target.mux(packet)
except OSError:
    pass
target.close()
"""


def free_port() -> int:
    """Find a port of this machine that nobody uses."""
    with closing(socket.socket()) as line:
        line.bind(("127.0.0.1", 0))
        port: int = line.getsockname()[1]
        return port


@contextmanager
def keeping(place: Path) -> Iterator[str]:
    """Give the address of a server that keeps in a file what is sent to it; when the block ends it has all of it."""
    port = free_port()
    address = f"rtmp://127.0.0.1:{port}/live/key"
    with Process([sys.executable, "-c", _PROGRAM, address, str(place)]) as server:
        until(lambda: _is_listening(port), PATIENCE)
        yield address
        assert server.wait(PATIENCE) == 0


def _is_listening(port: int) -> bool:
    """Look without connecting, which would be the one connection that is taken."""
    table = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return any(row[1].endswith(f":{port:04X}") and row[3] == "0A" for row in table)
