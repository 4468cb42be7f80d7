"""Ed25519 keys: their names, signing with one, and checking what one has signed."""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from avatar.errors import InputError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ALGORITHM = "Ed25519"
_KEY_ID_DIGITS = 32


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that can check signatures."""

    raw: bytes
    """the 32 bytes of an Ed25519 public key"""

    @property
    def key_id(self) -> str:
        """Name the key by its own content: the first 32 hex digits of the sha256 of its bytes."""
        return hashlib.sha256(self.raw).hexdigest()[:_KEY_ID_DIGITS]

    def has_signed(self, message: bytes, signature: str) -> bool:
        """Tell whether `signature` (base64) was made over the message with this key's private half."""
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        try:
            given = base64.b64decode(signature, validate=True)
            Ed25519PublicKey.from_public_bytes(self.raw).verify(given, message)
        except (InvalidSignature, binascii.Error, ValueError):
            return False
        return True

    def as_text(self) -> str:
        """Write the key as base64."""
        return base64.b64encode(self.raw).decode()

    @classmethod
    def from_text(cls, text: str) -> PublicKey:
        """Read a key from base64. Raise `InputError` if it is not one."""
        try:
            raw = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            raw = b""
        if len(raw) != 32:
            raise InputError(f"{text[:60]!r} is not an Ed25519 public key; it needs 32 bytes in base64.")
        return cls(raw)

    def as_pem(self) -> bytes:
        """Write the key as PEM (SubjectPublicKeyInfo), which other programs read."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        key = Ed25519PublicKey.from_public_bytes(self.raw)
        return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    @classmethod
    def from_pem(cls, pem: bytes, origin: str) -> PublicKey:
        """Read a key from PEM. Raise `InputError` that names `origin` if it is not an Ed25519 public key."""
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
        from cryptography.hazmat.primitives.serialization import load_pem_public_key

        try:
            key = load_pem_public_key(pem)
        except (ValueError, UnsupportedAlgorithm):
            key = None
        if not isinstance(key, Ed25519PublicKey):
            raise InputError(f"{origin!r} is not an Ed25519 public key in PEM form; ask for the file again.")
        return cls(key.public_bytes_raw())


@dataclass(frozen=True, slots=True)
class Signer:
    """A key that can sign."""

    _private: Ed25519PrivateKey = field(repr=False)
    public_key: PublicKey
    """what its signatures are checked with"""

    @classmethod
    def of(cls, private: Ed25519PrivateKey) -> Signer:
        """Make a signer of a private key."""
        return cls(private, PublicKey(private.public_key().public_bytes_raw()))

    @classmethod
    def new(cls) -> Signer:
        """Make a signer with a new key, kept nowhere."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return cls.of(Ed25519PrivateKey.generate())

    @property
    def key_id(self) -> str:
        """Name the key; see `PublicKey.key_id`."""
        return self.public_key.key_id

    def sign(self, message: bytes) -> str:
        """Sign a message; give the signature as base64."""
        return base64.b64encode(self._private.sign(message)).decode()

    def as_pem(self, passphrase: bytes | None = None) -> bytes:
        """Write the private key as PEM (PKCS #8), encrypted if there is a passphrase."""
        from cryptography.hazmat.primitives import serialization as form

        locked = form.BestAvailableEncryption(passphrase) if passphrase else form.NoEncryption()
        return self._private.private_bytes(form.Encoding.PEM, form.PrivateFormat.PKCS8, locked)
