"""A real Redis on a free port, which tests may stop, kill and start again."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

BINARY = shutil.which("redis-server")
NONE = "redis-server is not installed here; apt-get install redis-server"


class RedisServer:
    """One server, whose data outlive it where it is asked to keep them."""

    def __init__(self, folder: Path, *, is_durable: bool = True) -> None:
        """Choose a port, and start it."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._folder, self._is_durable = folder, is_durable
        folder.mkdir(parents=True, exist_ok=True)
        self.start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        given = ["--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self._folder), "--save", ""]
        given += ["--appendonly", "yes" if self._is_durable else "no", "--appendfsync", "always"]
        given += ["--maxmemory-policy", "noeviction", "--loglevel", "warning"]
        self.process = subprocess.Popen([str(BINARY), *given], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while not self._answers():
            assert self.process.poll() is None, "redis-server has ended"
            time.sleep(0.05)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(60)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(60)

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), 0.5) as link:
                link.sendall(b"PING\r\n")
                return link.recv(16).startswith(b"+PONG")
        except OSError:
            return False
