"""Keys that sign: one pair each for consent, media, the log and revocation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.ledger.keys.files import passphrase_file
from avatar.ledger.keys.ring import PURPOSES, KeyCard, KeyRing
from avatar.ledger.keys.signing import ALGORITHM, PublicKey, Signer
from avatar.ledger.keys.unlocking import Unlock

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "ALGORITHM",
    "PURPOSES",
    "KeyCard",
    "KeyRing",
    "PublicKey",
    "Signer",
    "Unlock",
    "load_signer",
    "passphrase_file",
    "trusted_keys",
]


def load_signer(purpose: str, unlock: Unlock | None = None, folder: Path | None = None) -> Signer:
    """Give this installation's key for one of `PURPOSES`; see `KeyRing.load_signer`."""
    return KeyRing(folder).load_signer(purpose, unlock)


def trusted_keys(purpose: str, folder: Path | None = None) -> dict[str, PublicKey]:
    """Give every public key whose signatures count for one of `PURPOSES`, by key id."""
    return KeyRing(folder).trusted_keys(purpose)
