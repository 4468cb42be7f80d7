"""What stands around the widget: a bank's page with a strict policy, on its own origin, and a wire that is cut."""

from __future__ import annotations

import select
import socket
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

_PAGE = """<!doctype html><html lang="{lang}" dir="{dir}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>The bank</title></head>
<body><header><h1>The bank</h1></header><main><p><a href="#rates">Rates</a></p>{tag}</main></body></html>"""


@dataclass
class Bank:
    """A server of pages that carry the widget of another server."""

    url: str
    pages: dict[str, str] = field(default_factory=dict)
    policy: str = ""

    def page(self, server: str, attributes: str, *, lang: str = "en", direction: str = "ltr", tag: str = "") -> str:
        """Put a page up; give its address."""
        tag = tag or f'<script async src="{server}/avatar-agent.js" {attributes}></script>'
        path = f"/{len(self.pages)}"
        self.pages[path] = _PAGE.format(lang=lang, dir=direction, tag=tag)
        host = urlsplit(server).netloc
        self.policy = (
            f"default-src 'none'; script-src http://{host}; connect-src http://{host} ws://{host}; style-src 'self'; "
            "media-src blob:; require-trusted-types-for 'script'"
        )
        return self.url + path


@contextmanager
def bank() -> Iterator[Bank]:
    """Open it on a free port."""
    made = Bank("")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = made.pages.get(self.path, "").encode()
            self.send_response(200 if content else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", made.policy)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.url = f"http://localhost:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield made
    finally:
        server.shutdown()


class Wire:
    """A port that leads to another one, until it is cut."""

    def __init__(self, url: str) -> None:
        """Lead to the host and port of an address."""
        parts = urlsplit(url)
        self._to = (parts.hostname or "", parts.port or 80)
        self._door = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self.is_cut = False
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def cut(self) -> None:
        """End all connections and let no new ones through."""
        self.is_cut = True
        for each in self._open:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        self._open.clear()

    def mend(self) -> None:
        """Let connections through again."""
        self.is_cut = False

    def close(self) -> None:
        """End it."""
        self.cut()
        self._door.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                one, _ = self._door.accept()
                if self.is_cut:
                    one.close()
                    continue
                other = socket.create_connection(self._to)
                self._open += [one, other]
                threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError, ValueError):
            while True:
                for end in select.select([one, other], [], [])[0]:
                    data = end.recv(65536)
                    if not data:
                        return one.close(), other.close()
                    (other if end is one else one).sendall(data)
