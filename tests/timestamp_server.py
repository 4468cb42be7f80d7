"""A timestamp server on this machine: openssl's own, under a certificate authority made for the test."""

from __future__ import annotations

import subprocess
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from tests.local_server import LocalServer

CONFIG = """
[tsa]
serial = serial
signer_cert = tsa.pem
signer_key = tsa.key
signer_digest = sha256
certs = ca.pem
default_policy = 1.2.3.4.1
digests = {digests}
accuracy = secs:1
ess_cert_id_alg = sha256
"""


class TimestampServer(LocalServer):
    """Answer queries of RFC 3161; `spoil` is done to each answer, `status` is what HTTP says."""

    def __init__(self, folder, digests="sha256, sha384, sha512", usage=ExtendedKeyUsageOID.TIME_STAMPING):
        super().__init__(_Handler)
        self.folder, self.ca, self.asked = folder, folder / "ca.pem", 0
        self.spoil, self.status, self.query = (lambda answer: answer), 200, (lambda query: query)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "serial").write_text("01\n")
        (folder / "tsa.cnf").write_text(CONFIG.format(digests=digests))
        make_authority(folder, usage)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}/tsr"

    def answer(self, query):
        """Have openssl stamp a query."""
        (self.folder / "query.tsq").write_bytes(self.query(query))
        words = [
            "ts",
            "-reply",
            "-config",
            "tsa.cnf",
            "-section",
            "tsa",
            "-queryfile",
            "query.tsq",
            "-out",
            "reply.tsr",
        ]
        subprocess.run(["openssl", *words], cwd=self.folder, check=True, capture_output=True, timeout=60)
        return (self.folder / "reply.tsr").read_bytes()


class _Handler(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def do_POST(self):
        server = self.server
        server.asked += 1
        query = self.rfile.read(int(self.headers["Content-Length"]))
        answer = server.spoil(server.answer(query)) if server.status == 200 else b"no"
        self.send_response(server.status)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)


def make_authority(folder, usage):
    """Write an authority's certificate, and one that it has signed for time stamps, with its key."""
    ca_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    ca = _certificate("authority", ca_key, "authority", ca_key, None)
    own = _certificate("time", key, "authority", ca_key, usage)
    (folder / "ca.pem").write_bytes(ca.public_bytes(Encoding.PEM))
    (folder / "tsa.pem").write_bytes(own.public_bytes(Encoding.PEM))
    (folder / "tsa.key").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def _certificate(name, key, issuer, issuer_key, usage):
    subject, by = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, each)]) for each in (name, issuer))
    now = datetime.now(timezone.utc)
    draft = (
        x509.CertificateBuilder(by, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=usage is None, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )
    if usage is not None:
        draft = draft.add_extension(x509.ExtendedKeyUsage([usage]), critical=True)
    return draft.sign(issuer_key, hashes.SHA256())
