"""What the mark says: version 8, asset id 40 and MAC 16 bits."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from avatar.errors import InputError

KEY_BYTES = 32
PAYLOAD_BITS = 64
_MAC_BYTES = 2
_LARGEST_ID = (1 << 40) - 1
_LARGEST_VERSION = 255

Bits = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Payload:
    """A pointer to a record; it proves nothing by itself."""

    asset_id: int
    """0 to 2**40 - 1"""
    version: int = 1
    """of the registry's scheme, 0 to 255"""

    def __post_init__(self) -> None:
        if not 0 <= self.asset_id <= _LARGEST_ID:
            raise InputError(f"The asset id {self.asset_id} does not fit into 40 bits; use 0 to {_LARGEST_ID}.")
        if not 0 <= self.version <= _LARGEST_VERSION:
            raise InputError(f"The watermark version {self.version} does not fit into 8 bits; use 0 to 255.")


def check_key(key: bytes) -> None:
    """Raise `InputError` unless `key` has 32 bytes."""
    if len(key) != KEY_BYTES:
        raise InputError(f"A watermark key has {KEY_BYTES} bytes, not {len(key)}; make one with secrets.token_bytes.")


def subkey(key: bytes, purpose: str) -> bytes:
    """Derive 32 bytes for one purpose (HMAC-SHA-256 as a pseudo-random function)."""
    return hmac.digest(key, f"avatar watermark 1 {purpose}".encode(), hashlib.sha256)


def pack(payload: Payload, key: bytes) -> Bits:
    """Write a payload and its MAC as 64 bits, most significant first."""
    words = _words(payload)
    return np.unpackbits(np.frombuffer(words + _mac(words, key), np.uint8))


def unpack(bits: Bits, key: bytes) -> Payload | None:
    """Read 64 bits back; None if the MAC is not that of `key`."""
    data = np.packbits(bits).tobytes()
    words, mac = data[:-_MAC_BYTES], data[-_MAC_BYTES:]
    if not hmac.compare_digest(mac, _mac(words, key)):
        return None
    return Payload(int.from_bytes(words[1:], "big"), words[0])


def _words(payload: Payload) -> bytes:
    return bytes([payload.version]) + payload.asset_id.to_bytes(5, "big")


def _mac(words: bytes, key: bytes) -> bytes:
    return hmac.digest(subkey(key, "mac"), words, hashlib.sha256)[:_MAC_BYTES]
