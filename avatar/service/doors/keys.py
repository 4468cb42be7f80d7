"""Keys: what other programs show to be let in. Only their hashes are kept."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

SCOPES = ("videos", "speech", "sessions", "portraits", "admin")
"""what a key may be good for: films, sounds, conversations, portraits and their consents, figures of the service"""
EVERYTHING = frozenset(SCOPES)


@dataclass(frozen=True, slots=True)
class Key:
    """What is known of a key: enough to know it again, too little to make it."""

    digest: str
    """sha256 of the key, hex"""
    tenant: str
    """whose it is"""
    scopes: frozenset[str] = EVERYTHING
    """of `SCOPES`, what it is good for"""

    @property
    def id(self) -> str:
        """Name it in logs and in counts of rates."""
        return self.digest[:12]


class Keys:
    """All keys of the service."""

    def __init__(self, keys: Iterable[Key] = ()) -> None:
        """Take them."""
        self._keys = tuple(keys)

    def __bool__(self) -> bool:
        """There is a key: nobody comes in without one."""
        return bool(self._keys)

    def find(self, key: str) -> Key | None:
        """Give what is known of a key, in a time that does not tell how much of it was right."""
        shown, found = digest_of(key), None
        for each in self._keys:
            if hmac.compare_digest(each.digest, shown):
                found = each
        return found


def digest_of(key: str) -> str:
    """Give the hash that is kept of a key: keys are random and long, so a quick hash gives nothing away."""
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).hexdigest()


def new_key() -> str:
    """Make a key, 256 bits of chance."""
    return f"avk_{secrets.token_urlsafe(32)}"
