"""The secret with which this home seals what it keeps for itself, so that nothing else is taken for it."""

from __future__ import annotations

import os
import secrets
import stat
from typing import TYPE_CHECKING

from avatar.errors import RefusedError
from avatar.runtime.access import is_file, lock_file, told
from avatar.runtime.system import HAS_MODES, locked
from avatar.runtime.unfinished import scratch_in

if TYPE_CHECKING:
    from pathlib import Path

KEY_BYTES = 32


def cache_key(home: Path) -> bytes:
    """Give the 32 bytes that seal the caches of a home, made at first use, for its owner only.

    A damaged one is made anew, and with it all that it sealed. Raise `RefusedError` if others may read it.
    """
    path = home / "keys" / "cache.key"
    return _read(path) or _made(path)


def _read(path: Path) -> bytes:
    """Give the key; nothing where there is none that is whole."""
    if not is_file(path):
        return b""
    with told(path), path.open("rb") as file:
        mode, key = os.fstat(file.fileno()).st_mode, file.read(KEY_BYTES + 1)
    if HAS_MODES and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise RefusedError(f"Others may read {str(path)!r}; remove it, and the caches are made anew: rm '{path}'")
    return key if len(key) == KEY_BYTES else b""


def _made(path: Path) -> bytes:
    """Make the key, unless another process has been faster."""
    with told(path):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with lock_file(path.with_name(".cache.lock")) as lock, locked(lock):
            if key := _read(path):
                return key
            key = secrets.token_bytes(KEY_BYTES)
            _write(path, key)
    return key


def _write(path: Path, key: bytes) -> None:
    with scratch_in(path.parent) as (file, part):
        file.write(key)
        file.close()
        part.replace(path)
