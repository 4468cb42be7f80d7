"""A file server on this machine that does to downloads what networks and servers do."""

from __future__ import annotations

import hashlib
import re
import ssl
import threading
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_address

from tests.local_server import LocalServer


@dataclass
class Mishap:
    """What happens to one answer."""

    status: int = 0
    """instead of the file; 0: the file comes"""
    headers: dict = field(default_factory=dict)
    """besides or instead of the usual ones"""
    cut_after: int | None = None
    """bytes of the body, after which the connection is closed"""
    length_off_by: int = 0
    """bytes that Content-Length claims too many"""
    pause: float = 0.0
    """s between blocks"""
    is_corrupt: bool = False
    """the middle byte of what comes is another"""
    ignores_range: bool = False
    """the whole file comes though a piece was asked for"""
    is_endless: bool = False
    """bytes come without a length until the other side has had enough"""
    is_silent: bool = False
    """nothing comes after the headers"""


class FileServer(LocalServer):
    """Serve `files` by path; `mishaps` happen to the next answers, one each, `always` to those after them."""

    def __init__(self):
        super().__init__(_Handler)
        self.files: dict[str, bytes] = {}
        self.mishaps: list[Mishap] = []
        self.always = Mishap()
        self.has_tags = True
        self.asked: list[tuple[str, str]] = []
        """path and Range of each request"""
        self.seen: list[dict] = []
        """headers of each request"""
        self.sent = 0
        """bytes of bodies"""
        self.is_over = threading.Event()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}"

    def encrypt(self, folder):
        """Speak https from now on, with a certificate that nobody knows; give its file."""
        certificate = _certificate(folder)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self.socket = context.wrap_socket(self.socket, server_side=True)
        return certificate

    def let_go(self):
        self.is_over.set()


def _certificate(folder):
    """Make a certificate of 127.0.0.1 that has signed itself, with its key, in one file."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(timezone.utc)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    place = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(1))
        .add_extension(place, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "server.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM) + private)
    return folder / "server.pem"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        server = self.server
        asked = self.headers.get("Range", "")
        server.asked.append((self.path, asked))
        server.seen.append(dict(self.headers))
        mishap = server.mishaps.pop(0) if server.mishaps else server.always
        content = server.files.get(self.path)
        if mishap.status or content is None:
            self._refuse(mishap.status or 404, mishap.headers)
            return
        tag = f'"{hashlib.md5(content).hexdigest()}"'
        start = 0
        found = re.fullmatch(r"bytes=(\d+)-", asked)
        same = self.headers.get("If-Range", tag) == tag
        if found and same and not mishap.ignores_range:
            start = int(found[1])
            if start >= len(content):
                self._refuse(416, {"Content-Range": f"bytes */{len(content)}"})
                return
        body = bytearray(content[start:])
        if mishap.is_corrupt:
            body[(mishap.cut_after or len(body)) // 2] ^= 0xFF
        self.send_response(206 if start else 200)
        headers = {"Content-Type": "application/octet-stream", "Accept-Ranges": "bytes"}
        headers |= {"ETag": tag} if server.has_tags else {}
        headers |= {"Content-Range": f"bytes {start}-{len(content) - 1}/{len(content)}"} if start else {}
        headers |= {} if mishap.is_endless else {"Content-Length": str(len(body) + mishap.length_off_by)}
        for name, value in (headers | mishap.headers).items():
            self.send_header(name, value)
        self.end_headers()
        self._body(bytes(body), mishap)

    def _body(self, body, mishap):
        until = len(body) if mishap.cut_after is None else mishap.cut_after
        self.close_connection |= until < len(body) or mishap.length_off_by > 0 or mishap.is_endless
        if mishap.is_silent:
            self.server.is_over.wait(30)
            return
        try:
            for begin in range(0, min(until, len(body)), 4096):
                piece = body[begin : min(begin + 4096, until)]
                self.wfile.write(piece)
                self.server.sent += len(piece)
                time.sleep(mishap.pause)
            while mishap.is_endless and not self.server.is_over.is_set():
                self.wfile.write(b"more" * 1024)
        except OSError:
            self.close_connection = True

    def _refuse(self, status, headers):
        self.send_response(status)
        for name, value in ({"Content-Length": "0"} | headers).items():
            self.send_header(name, value)
        self.end_headers()
