"""Start the bank's page and the service behind its agent: one command, until Ctrl-C."""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HERE = Path(__file__).parent
SERVICE = "127.0.0.1:8080"
"""as serve.toml and the page name it"""
POLICY = (
    f"default-src 'none'; script-src http://{SERVICE}; connect-src http://{SERVICE} ws://{SERVICE}; "
    f"style-src 'self'; img-src 'self' http://{SERVICE}; media-src blob:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'"
)


class Page(SimpleHTTPRequestHandler):
    """Sends the files of the page, under a policy that allows nothing inline and nobody but the service."""

    def end_headers(self) -> None:
        """Add the policy to whatever is sent."""
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()


def main() -> int:
    """Serve until Ctrl-C."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8090, help="of the page; serve.toml names 8090 as its origin")
    asked = parser.parse_args()
    command = [sys.executable, "-m", "avatar", "serve", "--config", str(HERE / "serve.toml")]
    page = ThreadingHTTPServer(("127.0.0.1", asked.port), partial(Page, directory=str(HERE / "page")))
    threading.Thread(target=page.serve_forever, daemon=True).start()
    print(f"The bank's page: http://localhost:{asked.port}", flush=True)
    with subprocess.Popen(command) as service:
        signal.signal(signal.SIGTERM, lambda *_: service.terminate())
        try:
            return service.wait()
        except KeyboardInterrupt:  # the service has got it too, and finishes what it says
            return service.wait()


if __name__ == "__main__":
    raise SystemExit(main())
