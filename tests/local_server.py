"""A server on this machine, on a port of its own, for as long as a block lasts."""

from __future__ import annotations

import threading
from http.server import ThreadingHTTPServer


class LocalServer(ThreadingHTTPServer):
    """Serve within `with`; what `let_go` does comes first at its end."""

    daemon_threads = True

    def __init__(self, handler):
        super().__init__(("127.0.0.1", 0), handler)

    def __enter__(self):
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self.let_go()
        self.shutdown()
        self.server_close()

    def let_go(self):
        """Free handlers that wait for something."""
