"""The keys of this installation: one pair per purpose, and the public halves of all earlier ones."""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from avatar.errors import InputError, RefusedError
from avatar.ledger.keys.files import (
    alone,
    ask_passphrase,
    is_key_locked,
    read_private,
    require_private_folder,
    write_private,
    write_private_bytes,
)
from avatar.ledger.keys.signing import PublicKey, Signer
from avatar.runtime.access import is_file, listed, told
from avatar.runtime.folders import user_data
from avatar.runtime.unfinished import passing_folder

if TYPE_CHECKING:
    from pathlib import Path

    from avatar.ledger.keys.unlocking import Unlock

PURPOSES = ("consent", "media", "log", "revocation")
"""A key for each: one that leaks does not carry the others with it."""
_SIGNED = {
    "consent": (),
    "media": ("registry/clips.sqlite",),
    "log": ("audit/head.json", "audit/stores.json", "consent/counts"),
    "revocation": ("consent/revocations.json",),
}
"""purpose and what of a home's data is there only if a key has signed for it"""
_RECORDS = "consent/records"
_STATEMENTS = ("audit/stores.json", "keys/stores.json")
"""that name the keys which there were"""
_CURRENT = "current.pem"
_PUBLIC = ".pub.pem"
_WITHDRAWN = ".withdrawn.pem"


@dataclass(frozen=True, slots=True)
class KeyCard:
    """What can be told about one pair of keys."""

    purpose: str
    """one of `PURPOSES`"""
    key_id: str
    """32 hex digits"""
    public_key: str
    """base64"""
    is_current: bool
    """signs; the others only check what they have signed before"""
    is_locked: bool
    """needs a passphrase to sign"""
    path: str
    """of the public key"""


class KeyRing:
    """Make, find and replace the keys in a folder, by default `keys` in the user's data."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or user_data() / "keys"

    @property
    def folder(self) -> Path:
        """Where the keys lie."""
        return self._folder

    def load_signer(self, purpose: str, unlock: Unlock | None = None) -> Signer:
        """Give the key that signs for a purpose; the first use of a home makes one without a passphrase.

        Raise `RefusedError` if it is gone, if it is locked and `unlock` does not open it, or if others may read it.
        """
        current = self._current(purpose)
        if not is_file(current):
            with alone(self._folder):
                if not is_file(current):
                    self._require_never(purpose)
                    self._make(purpose, self._passphrase(purpose, unlock))
        return read_private(current, unlock)

    def trusted_keys(self, purpose: str) -> dict[str, PublicKey]:
        """Give every public key whose signatures count for a purpose, by key id."""
        folder = self._current(purpose).parent
        keys = [_read_public(path) for path in listed(folder, f"*{_PUBLIC}")]
        return {key.key_id: key for key in keys}

    def init(self, passphrase: bytes | None = None) -> list[KeyCard]:
        """Make the keys that are not there yet; those that are there stay as they are.

        Raise `RefusedError` if one is gone that there has been.
        """
        with alone(self._folder):
            missing = [purpose for purpose in PURPOSES if not is_file(self._current(purpose))]
            for purpose in missing:
                self._require_never(purpose)
            for purpose in missing:
                self._make(purpose, passphrase or self._passphrase(purpose, None))
        return self.cards()

    def rotate(self, purpose: str, passphrase: bytes | None = None, *, withdraw: bool = False) -> Signer:
        """Replace the key that signs for a purpose.

        The earlier public key still checks what it has signed; with `withdraw` it no longer counts, for a key that
        has leaked. The earlier private key is gone.
        """
        with alone(self._folder):
            earlier = self.trusted_keys(purpose)
            signer = self._make(purpose, passphrase)
            if withdraw:
                for key_id in earlier:
                    public = self._public(purpose, key_id)
                    with told(public):
                        public.replace(public.with_name(key_id + _WITHDRAWN))
        return signer

    def cards(self) -> list[KeyCard]:
        """Describe every key that counts, the current one of each purpose first."""
        found = [self._card(purpose, key) for purpose in PURPOSES for key in self.trusted_keys(purpose).values()]
        return sorted(found, key=lambda card: (PURPOSES.index(card.purpose), not card.is_current, card.key_id))

    def _card(self, purpose: str, key: PublicKey) -> KeyCard:
        current, path = self._current(purpose), self._public(purpose, key.key_id)
        is_current = self._signs(purpose) == key.key_id
        locked = is_current and is_file(current) and is_key_locked(current)
        return KeyCard(purpose, key.key_id, key.as_text(), is_current, locked, str(path))

    def _signs(self, purpose: str) -> str:
        """Name the current key without opening it, for it may be locked."""
        marker = self._current(purpose).with_suffix(".id")
        with told(marker):
            return marker.read_text().strip() if is_file(marker) else ""

    def _make(self, purpose: str, passphrase: bytes | None) -> Signer:
        signer, own = Signer.new(), self._current(purpose).parent
        if not _traces(own):  # the first one appears at once, or a process that dies meanwhile leaves half a key
            with told(own), passing_folder(self._folder, ".keys-") as folder:
                _write(folder, signer, passphrase)
                shutil.rmtree(own, ignore_errors=True)  # what such a process has left in it
                folder.rename(own)
        else:
            _write(own, signer, passphrase)
        return signer

    def _passphrase(self, purpose: str, unlock: Unlock | None) -> bytes | None:
        """Give the passphrase for a new key: that of the others, None where they are open.

        Raise `RefusedError` where it is not known.
        """
        others = (self._current(each) for each in PURPOSES if each != purpose)
        locked = next((each for each in others if is_file(each) and is_key_locked(each)), None)
        if locked is None:
            return None
        try:
            passphrase = ask_passphrase(locked, unlock)
        except RefusedError as fault:
            raise RefusedError(
                f"There is no key for {purpose} yet, and others are locked; give their passphrase with "
                "--passphrase-file FILE, and it is made and locked with that."
            ) from fault
        read_private(locked, lambda _what: passphrase)  # another one would never be found again
        return passphrase

    def _require_never(self, purpose: str) -> None:
        """Raise `RefusedError` if there was a key for a purpose already."""
        home, own = self._folder.parent, self._folder / purpose
        traces = [*_traces(own), *(home / place for place in _SIGNED[purpose] if (home / place).exists())]
        traces += listed(home / _RECORDS, "*.json") if purpose == "consent" else []
        traces += [home / place for place in _STATEMENTS if _names_keys(home / place, purpose)]
        if traces:
            raise RefusedError(
                f"The key for {purpose} is gone from {str(own)!r}, but {str(traces[0])!r} is there; put it back from "
                f"your backup, or make another one with: avatar keys rotate {purpose}"
            )

    def _current(self, purpose: str) -> Path:
        if purpose not in PURPOSES:
            raise InputError(f"There are no keys for {purpose!r}; there are: {', '.join(PURPOSES)}.")
        require_private_folder(self._folder)
        require_private_folder(self._folder / purpose)
        return self._folder / purpose / _CURRENT

    def _public(self, purpose: str, key_id: str) -> Path:
        return self._folder / purpose / f"{key_id}{_PUBLIC}"


def _write(folder: Path, signer: Signer, passphrase: bytes | None) -> None:
    """Let a pair be the one that signs."""
    write_private_bytes(folder / f"{signer.key_id}{_PUBLIC}", signer.public_key.as_pem())
    write_private(folder / _CURRENT, signer, passphrase)
    write_private_bytes((folder / _CURRENT).with_suffix(".id"), signer.key_id.encode())


def _traces(folder: Path) -> list[Path]:
    """List what is there of keys, without what was only begun."""
    return [path for path in listed(folder, "*") if not path.name.startswith(".")]


def _names_keys(statement: Path, purpose: str) -> bool:
    """Tell whether a statement about the stores names a key for a purpose, signed or not."""
    if not is_file(statement):
        return False
    with told(statement), suppress(ValueError, KeyError, TypeError, RecursionError):
        return bool(json.loads(statement.read_bytes())["keys"][purpose])
    return False


def _read_public(path: Path) -> PublicKey:
    with told(path):
        return PublicKey.from_pem(path.read_bytes(), str(path))
