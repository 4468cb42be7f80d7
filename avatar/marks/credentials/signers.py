"""Who signs a manifest: this installation, or the customer's program or function."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from avatar.errors import AvatarError, InputError
from avatar.marks.credentials.authority import flat, own_anchors, own_certificates, raw_signature

if TYPE_CHECKING:
    from collections.abc import Callable

    from avatar.marks.profiles import OwnSigner, Provider

_PATIENCE = 60
"""s that a program may take to sign"""
_ECDSA_SIZES = {"es256": 32, "es384": 48}


@dataclass(frozen=True, slots=True)
class ManifestSigner:
    """What a manifest is signed with."""

    algorithm: str
    """one of `profiles.provider.ALGORITHMS`"""
    chain: str
    """PEM, the signer's own certificate first"""
    sign: Callable[[bytes], bytes]
    """gives the signature over some bytes, in COSE's form"""


def load_manifest_signer(provider: Provider, organization: str, home: Path | None = None) -> ManifestSigner:
    """Give the customer's signer if `marks.toml` names one, else this installation's own."""
    if provider.signer is not None:
        return _customers(provider.signer)
    certificates = own_certificates(home, organization)
    return ManifestSigner("es256", certificates.chain, lambda data: raw_signature(certificates.key, data))


def anchors(provider: Provider, home: Path | None = None) -> str:
    """Give the certificates (PEM) of all authorities that count here: own ones, and the customer's."""
    customers = _text(provider.signer.anchor) if provider.signer else ""
    return own_anchors(home) + customers


def _customers(signer: OwnSigner) -> ManifestSigner:
    call = _function(signer.function) if signer.function else _program(signer.command)

    def sign(data: bytes) -> bytes:
        signature = call(data)
        size = _ECDSA_SIZES.get(signer.algorithm)
        # Most tools give ECDSA signatures as DER.
        return flat(signature, size) if size and len(signature) != 2 * size else signature

    return ManifestSigner(signer.algorithm, _text(signer.chain), sign)


def _program(command: tuple[str, ...]) -> Callable[[bytes], bytes]:
    def call(data: bytes) -> bytes:
        try:
            done = subprocess.run(command, input=data, capture_output=True, timeout=_PATIENCE, check=True)
        except (OSError, subprocess.SubprocessError) as fault:
            raise AvatarError(f"The signing program {command[0]!r} failed ({fault}); see marks.toml.") from fault
        return done.stdout

    return call


def _function(place: str) -> Callable[[bytes], bytes]:
    module, _, name = place.partition(":")
    try:
        found: Callable[[bytes], bytes] = getattr(import_module(module), name)
    except (ImportError, AttributeError, ValueError) as fault:
        raise InputError(f"The signing function {place!r} cannot be loaded ({fault}); see marks.toml.") from fault
    return found


def _text(path: str) -> str:
    try:
        return Path(path).expanduser().read_text(encoding="ascii")
    except (OSError, ValueError) as fault:
        raise InputError(f"The certificate file {path!r} cannot be read ({fault}); correct marks.toml.") from fault
