"""Time stamps by RFC 3161: a server signs that it has seen a statement, and when.

Whoever has all of a home's keys can write all of it anew, but not at an earlier time than such a server's.
"""

# Shapes no clip.

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from avatar.errors import InputError, NotInstalledError, OutputError
from avatar.ledger.anchors.anchor import Stamp
from avatar.ledger.anchors.sorting import sorted_certificates
from avatar.runtime.network import Connections, Network, UnacceptableError, UnreachableError
from avatar.runtime.stores import shown

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path
    from types import ModuleType

    from cryptography.x509 import Certificate

_INSTALL = "pip install 'avatar[anchors]'"
_LARGEST = 1_000_000
"""bytes of an answer"""
_HEADERS = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
_SHA256 = "2.16.840.1.101.3.4.2.1"


def stamp(message: bytes, server: str, authorities: list[Certificate]) -> Stamp:
    """Have a message stamped by a server, and check what it answers.

    Its status, the hash of the message, the nonce, and the signature of a certificate for time stamps that one of the
    authorities has signed. Raise `OutputError` where any of that is not right, or it cannot be reached.
    """
    client = _client()
    request = (
        client.TimestampRequestBuilder()
        .data(message)
        .hash_algorithm(client.HashAlgorithm.SHA256)
        .nonce(nonce=True)
        .cert_request(cert_request=True)
        .build()
    )
    content = sorted_certificates(_asked(server, request.as_bytes()))
    try:
        answer = client.decode_timestamp_response(content)
    except ValueError as fault:
        raise OutputError(
            f"The timestamp server {shown(server)!r} gave no answer of RFC 3161; name another."
        ) from fault
    if answer.status:
        why = " ".join(answer.status_string) or f"status {answer.status}"
        raise OutputError(f"The timestamp server {shown(server)!r} does not stamp ({why}); name another.")
    made = Stamp(shown(server), content)
    try:
        _checked(made, message, authorities, request.nonce)
    except ValueError as fault:
        raise OutputError(
            f"What the timestamp server {shown(server)!r} has answered is not good ({fault}); see what authority it is "
            "of, or name another."
        ) from fault
    return made


def stamped_at(made: Stamp, message: bytes, authorities: list[Certificate]) -> datetime:
    """Check a stamp and give its time, UTC. Raise `ValueError` with the reason if it is not good for this message."""
    return _checked(made, message, authorities, None)


def read_authorities(path: Path) -> list[Certificate]:
    """Read the certificates in a PEM file. Raise `InputError` if there are none."""
    from cryptography import x509

    try:
        found = x509.load_pem_x509_certificates(path.read_bytes())
    except OSError as fault:
        raise InputError(
            f"The certificates {str(path)!r} cannot be read ({fault.strerror}); check the name and rights."
        ) from fault
    except ValueError as fault:
        raise InputError(f"{str(path)!r} holds no certificates in PEM form; ask the authority for them.") from fault
    return list(found)


def _checked(made: Stamp, message: bytes, authorities: list[Certificate], nonce: int | None) -> datetime:
    client = _client()
    from rfc3161_client.errors import VerificationError

    answer = client.decode_timestamp_response(made.answer)
    if answer.tst_info.message_imprint.hash_algorithm.dotted_string != _SHA256:
        raise ValueError("it is of another kind of hash than was asked for")
    verifier = client.VerifierBuilder(roots=list(authorities), nonce=nonce).build()
    try:
        verifier.verify_message(answer, message)
    except VerificationError as fault:
        raise ValueError(str(fault).strip().rstrip(".")) from fault
    time: datetime = answer.tst_info.gen_time
    return time


def _asked(server: str, request: bytes) -> bytes:
    try:
        with closing(Connections(Network.of_this_process())) as ways:
            answer = ways.request("POST", server, _HEADERS, request)
            content: bytes = answer.read(_LARGEST + 1)
    except (UnreachableError, UnacceptableError) as fault:
        raise OutputError(f"No time stamp could be had: {fault}; try again later.") from fault
    except Exception as fault:
        raise OutputError(f"The timestamp server {shown(server)!r} broke off ({fault}); try again later.") from fault
    if answer.status != 200:
        raise OutputError(
            f"The timestamp server {shown(server)!r} answers {answer.status}; see whether its URL is right."
        )
    if len(content) > _LARGEST:
        raise OutputError(f"The timestamp server {shown(server)!r} answers without end; name another.")
    return content


def _client() -> ModuleType:
    try:
        import rfc3161_client
    except ImportError:
        raise NotInstalledError(f"For time stamps, the library rfc3161-client is needed; run: {_INSTALL}") from None
    found: ModuleType = rfc3161_client
    return found
