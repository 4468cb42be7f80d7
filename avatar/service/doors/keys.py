"""Keys: what other programs show to be let in. Only their hashes are kept."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from avatar.runtime.access import is_file, told
from avatar.runtime.archive import write
from avatar.runtime.system import locked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

SCOPES = ("videos", "speech", "sessions", "portraits", "admin")
"""what a key may be good for: films, sounds, conversations, portraits and their consents, figures of the service"""
EVERYTHING = frozenset(SCOPES)
_DIGEST = re.compile("sha256:[0-9a-f]{64}")


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
    """All keys of the service: those of its settings, and those that lie in files and may come and go."""

    def __init__(self, keys: Iterable[Key] = (), files: Iterable[KeyFile] = (), *, needed: bool = False) -> None:
        """Take them. One is `needed` where others than this machine can reach the service, even if there is none."""
        self._fixed, self._files = tuple(keys), tuple(files)
        self._needed = needed

    def __bool__(self) -> bool:
        """Nobody comes in without a key: there is one, or was, for the last one's removal must open no door."""
        self._needed = self._needed or bool(self._fixed) or any(file.read() for file in self._files)
        return self._needed

    def find(self, key: str) -> Key | None:
        """Give what is known of a key, in a time that does not tell how much of it was right."""
        shown, found = digest_of(key), None
        for each in (*self._fixed, *(one for file in self._files for one in file.read())):
            if hmac.compare_digest(each.digest, shown):
                found = each
        return found


class KeyFile:
    """The hashes of a tenant's keys in a file of their home, one a line, read again when it has changed."""

    def __init__(self, home: Path, tenant: str) -> None:
        """Look into a home's data for the keys of a tenant."""
        self._path, self._tenant = home / "service" / "keys", tenant
        self._state: tuple[int, int] | None = None
        self._keys: tuple[Key, ...] = ()

    def read(self) -> tuple[Key, ...]:
        """Give them as they are now."""
        try:
            now = self._path.stat()
        except FileNotFoundError:
            self._state, self._keys = None, ()
            return ()
        state = now.st_mtime_ns, now.st_size
        if state != self._state:
            self._keys = tuple(read_key(line, self._tenant) for line in self._lines())
            self._state = state
        return self._keys

    def add(self, scopes: frozenset[str]) -> str:
        """Make a key and keep its hash; the key itself is given once."""
        key = new_key()
        line = f"sha256:{digest_of(key)} {','.join(scope for scope in SCOPES if scope in scopes)}"
        self._change(lambda lines: [*lines, line])
        return key

    def remove(self, start: str) -> bool:
        """Forget the keys whose ids begin so; tell whether there was one."""
        held = len(self._lines())
        self._change(lambda lines: [line for line in lines if not line.startswith(f"sha256:{start}")])
        return len(self._lines()) < held

    def _lines(self) -> list[str]:
        if not is_file(self._path):
            return []
        with told(self._path):
            return [line for line in self._path.read_text(encoding="ascii").splitlines() if line.strip()]

    def _change(self, edit: Callable[[list[str]], list[str]]) -> None:
        with told(self._path):
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with self._path.with_name("keys.lock").open("ab") as lock, locked(lock):
                write("".join(f"{line}\n" for line in edit(self._lines())).encode("ascii"), self._path)


def read_key(line: str, tenant: str) -> Key:
    """Read a key as settings name it: sha256:HEX, then, where it is not good for everything, videos,speech.

    Raise `ValueError` with what is wrong with it.
    """
    digest, _, scopes = line.strip().partition(" ")
    if not _DIGEST.fullmatch(digest):
        raise ValueError("write sha256: and 64 hex digits, as `avatar serve key new` prints them")
    return Key(digest.removeprefix("sha256:"), tenant, read_scopes(scopes) if scopes.strip() else EVERYTHING)


def read_scopes(text: str) -> frozenset[str]:
    """Read scopes with commas between them. Raise `ValueError` for one that is none."""
    scopes = frozenset(each.strip() for each in text.split(",") if each.strip())
    for scope in sorted(scopes):
        if scope not in EVERYTHING:
            raise ValueError(f"there is no scope {scope!r}; use {', '.join(SCOPES)}")
    return scopes


def digest_of(key: str) -> str:
    """Give the hash that is kept of a key: keys are random and long, so a quick hash gives nothing away."""
    return hashlib.sha256(key.encode("utf-8", "surrogateescape")).hexdigest()


def new_key() -> str:
    """Make a key, 256 bits of chance."""
    return f"avk_{secrets.token_urlsafe(32)}"
