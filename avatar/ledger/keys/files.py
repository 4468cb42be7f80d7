"""Private keys on disk: for their owner only, never half-written."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from avatar.errors import InputError, RefusedError
from avatar.ledger.keys.signing import Signer
from avatar.ledger.keys.unlocking import Unlock, is_asking, usual_unlock
from avatar.runtime.access import ELSEWHERE, lock_file, told
from avatar.runtime.system import HAS_MODES, locked
from avatar.runtime.unfinished import scratch_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_SHORTEST_PASSPHRASE = 8


def read_private(path: Path, unlock: Unlock | None = None) -> Signer:
    """Read a private key. Raise `RefusedError` if others may read it, or if it is locked and stays so."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    pem = read_closed(path)
    is_locked = b"ENCRYPTED" in pem
    passphrase = ask_passphrase(path, unlock) if is_locked else None
    try:
        key = load_pem_private_key(pem, passphrase)
    except ValueError as fault:
        if is_locked:
            raise RefusedError(f"The passphrase does not open the key {str(path)!r}; give the right one.") from fault
        raise InputError(f"{str(path)!r} is not a private key; put the key file back from your backup.") from fault
    if not isinstance(key, Ed25519PrivateKey):
        raise InputError(f"The key {str(path)!r} is not of the kind Ed25519; make one with: avatar consent keygen")
    return Signer.of(key)


def write_private(path: Path, signer: Signer, passphrase: bytes | None = None, elsewhere: str = ELSEWHERE) -> None:
    """Write a private key with mode 0600, whole or not at all. Raise `OutputError` if that fails."""
    if passphrase is not None and len(passphrase) < _SHORTEST_PASSPHRASE:
        raise InputError(f"The passphrase is too short; use at least {_SHORTEST_PASSPHRASE} signs.")
    write_private_bytes(path, signer.as_pem(passphrase), elsewhere)


def write_private_bytes(path: Path, content: bytes, elsewhere: str = ELSEWHERE, *, is_durable: bool = True) -> None:
    """Write a file that only its owner may read, whole or not at all. Raise `OutputError` if that fails.

    Unless `is_durable`, a machine that loses its power may lose it.
    """
    make_private_folder(path.parent, elsewhere)
    with told(path, elsewhere), scratch_in(path.parent) as (file, part):
        file.write(content)
        if is_durable:
            file.flush()
            os.fsync(file.fileno())
        file.close()
        part.replace(path)


def make_private_folder(folder: Path, elsewhere: str = ELSEWHERE) -> None:
    """Make a folder, and those above it, that only its owner may enter; one that is there already keeps its mode.

    Raise `OutputError` if that fails.
    """
    with told(folder, elsewhere):
        for above in reversed(folder.parents):
            if not above.exists():
                above.mkdir(mode=0o700, exist_ok=True)  # `parents` would make it by the umask
        folder.mkdir(mode=0o700, exist_ok=True)


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep other processes out of a folder while something is made in it."""
    make_private_folder(folder)
    with told(folder / ".lock"):
        lock = lock_file(folder / ".lock")
    with lock, locked(lock):
        yield


def require_private_folder(folder: Path) -> None:
    """Raise `RefusedError` if others may enter a folder: they could put a key of theirs among the trusted ones."""
    with told(folder), suppress(FileNotFoundError):
        mode = folder.stat().st_mode
        if HAS_MODES and stat.S_ISDIR(mode) and mode & _OTHERS:
            raise RefusedError(
                f"Others may enter the key folder {str(folder)!r} (mode {stat.S_IMODE(mode):04o}); "
                f"close it with: chmod 700 '{folder}'"
            )


def is_key_locked(path: Path) -> bool:
    """Tell whether a private key needs a passphrase."""
    return b"ENCRYPTED" in read_closed(path)


def passphrase_file(path: Path) -> Unlock:
    """Unlock keys with the first line of a file that only its owner may read."""

    def unlock(_what: str) -> bytes:
        lines = read_closed(path).splitlines()
        if not lines or not lines[0]:
            raise InputError(f"The passphrase file {str(path)!r} is empty; write the passphrase on its first line.")
        return lines[0]

    return unlock


def read_closed(path: Path) -> bytes:
    """Read a file that only its owner may read. Raise `RefusedError` if others may, `InputError` if it is not there."""
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            if HAS_MODES and mode & _OTHERS:
                raise RefusedError(
                    f"Others may read {str(path)!r} (mode {stat.S_IMODE(mode):04o}); close it with: "
                    f"chmod 600 '{path}' - and if that was so for long, replace the key."
                )
            return file.read()
    except OSError as fault:
        raise InputError(
            f"The file {str(path)!r} cannot be read ({fault.strerror}); check its name and rights."
        ) from fault


def ask_passphrase(path: Path, unlock: Unlock | None) -> bytes:
    """Give the passphrase of a locked key: of the caller, of what an edge was told, of its home's agent, or a person's.

    Raise `RefusedError` where nobody knows it.
    """
    from avatar.ledger.keys import agent

    if unlock is None and (is_asking() or usual_unlock() is None):
        home = agent.home_of(path)
        known = None if home is None else agent.ask(home)
        if known is not None:
            return known
    unlock = unlock or usual_unlock()
    if unlock is None:
        raise RefusedError(
            f"The key {str(path)!r} is locked; give its passphrase with --passphrase-file FILE, or to all commands for "
            "some hours: avatar keys unlock"
        )
    return unlock(str(path))
