"""Certificates of this installation's own: an authority and a signing one under it, made at first use.

They tell those who have the authority's certificate that a clip comes from here; nobody else knows them. Because no
time-stamp authority is asked, a signature counts only while its certificate does, so certificates last long.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING

from avatar.errors import InputError, RefusedError
from avatar.ledger.keys.files import alone, read_closed, require_private_folder, write_private_bytes
from avatar.marks.registry import Registry
from avatar.runtime.access import is_file, listed, told
from avatar.runtime.folders import user_data

if TYPE_CHECKING:
    from pathlib import Path

    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

_AUTHORITY, _SIGNING = timedelta(days=20 * 365), timedelta(days=10 * 365)
_RENEWED = timedelta(days=5 * 365)
"""before its end: what was signed must count for some years more"""
_SKEW, _SINCE = timedelta(hours=1), datetime(2000, 1, 1, tzinfo=timezone.utc)
"""a certificate counts from long before it is made, and at least from a little before: the clock may be set back"""


@dataclass(frozen=True, slots=True)
class Certificates:
    """What a manifest is signed with."""

    chain: str
    """PEM, the signing certificate first"""
    key: bytes
    """PEM of the signing certificate's private key (P-256)"""


def own_certificates(home: Path | None = None, name: str = "avatar") -> Certificates:
    """Give this installation's certificates; the first use makes them, with `name` as their organization.

    Raise `RefusedError` if they are gone though clips were signed here; see `renew`.
    """
    folder = _folder(home)
    require_private_folder(folder)
    if not is_file(folder / "chain.pem") or _is_unfit(folder / "chain.pem"):
        with alone(folder):
            is_gone = not is_file(folder / "chain.pem")
            if is_gone and Registry(home).has_layer("c2pa"):
                raise RefusedError(
                    f"The certificate {str(folder / 'chain.pem')!r} is gone, and clips were signed here; put it back "
                    "from your backup, or make another one with: avatar keys init"
                )
            if is_gone or _is_unfit(folder / "chain.pem"):
                _make(folder, name)
    key = _read(folder / "signing.key.pem").encode()  # what the system refuses is told in its own words
    read_closed(folder / "signing.key.pem")
    return Certificates(_read(folder / "chain.pem"), key)


def renew(home: Path | None = None) -> None:
    """Let the next use make certificates in the place of those that are gone: a person has said so."""
    folder = _folder(home)
    if not is_file(folder / "chain.pem") and Registry(home).has_layer("c2pa"):
        write_private_bytes(folder / "chain.pem", b"")


def own_anchors(home: Path | None = None) -> str:
    """Give the certificates (PEM) of every authority that was ever made here."""
    return "".join(_read(path) for path in listed(_folder(home) / "anchors", "*.pem"))


def raw_signature(key_pem: bytes, message: bytes) -> bytes:
    """Sign with a P-256 key: ES256 as COSE has it, r and s of 32 bytes each (RFC 9053)."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    key = load_pem_private_key(key_pem, None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise InputError("The signing key is not one of P-256; remove keys/credentials, and it is made anew.")
    return flat(key.sign(message, ec.ECDSA(SHA256())), 32)


def flat(signature: bytes, size: int) -> bytes:
    """Turn a DER-encoded ECDSA signature into r and s of `size` bytes each."""
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

    r, s = decode_dss_signature(signature)
    return r.to_bytes(size, "big") + s.to_bytes(size, "big")


def _read(path: Path) -> str:
    with told(path):
        return path.read_text()


def _folder(home: Path | None) -> Path:
    return (home or user_data()) / "keys" / "credentials"


def _make(folder: Path, name: str) -> None:
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    authority_key, signing_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    authority = _certificate(name, authority_key, authority_key, None)
    signing = _certificate(name, signing_key, authority_key, authority)
    form = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    number = f"{authority.serial_number:x}"[:16]
    pem = authority.public_bytes(Encoding.PEM)
    # The authority's key is not kept: nothing but its one certificate is ever signed with it.
    write_private_bytes(folder / "anchors" / f"{number}.pem", pem)
    write_private_bytes(folder / "signing.key.pem", signing_key.private_bytes(*form))
    write_private_bytes(folder / "chain.pem", signing.public_bytes(Encoding.PEM) + pem)


def _certificate(
    name: str,
    key: EllipticCurvePrivateKey,
    issuer_key: EllipticCurvePrivateKey,
    issuer: x509.Certificate | None,
) -> x509.Certificate:
    """Make one after the C2PA certificate profile: EKU emailProtection, key usage, key identifiers."""
    from cryptography import x509
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

    is_authority, now = issuer is None, datetime.now(timezone.utc)
    common = "avatar authority" if is_authority else "avatar media"
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, name[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )
    usage = dict.fromkeys(
        (
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    draft = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(min(now - _SKEW, _SINCE))
        .not_valid_after(now + (_AUTHORITY if is_authority else _SIGNING))
        .add_extension(x509.BasicConstraints(is_authority, 0 if is_authority else None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=not is_authority, key_cert_sign=is_authority, crl_sign=is_authority, **usage
            ),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )
    if not is_authority:
        draft = draft.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
    return draft.sign(issuer_key, SHA256())


def _is_unfit(chain: Path) -> bool:
    """Tell whether its time is nearly over, or has not come by the computer's clock."""
    from cryptography import x509

    try:
        first = x509.load_pem_x509_certificates(_read(chain).encode())[0]
    except ValueError:
        return True  # an empty file, as a full disk leaves it
    return not first.not_valid_before_utc <= datetime.now(timezone.utc) <= first.not_valid_after_utc - _RENEWED
