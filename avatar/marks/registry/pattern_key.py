"""The secret that places the watermark: made at first use, for its owner only."""

from __future__ import annotations

import secrets
import stat
from typing import TYPE_CHECKING

from avatar.errors import InputError, RefusedError
from avatar.ledger.keys.files import alone, write_private_bytes
from avatar.runtime.access import is_file, told
from avatar.runtime.folders import user_data
from avatar.runtime.system import HAS_MODES

if TYPE_CHECKING:
    from pathlib import Path

_BYTES = 32


def pattern_key(home: Path | None = None) -> bytes:
    """Give the 32 bytes that this installation's watermarks are drawn and found with.

    Raise `RefusedError` if others may read them, `InputError` if the file is damaged.
    """
    path = (home or user_data()) / "keys" / "watermark.key"
    if not is_file(path):
        with alone(path.parent):
            if not is_file(path):
                write_private_bytes(path, secrets.token_bytes(_BYTES))
    with told(path):
        mode, key = path.stat().st_mode, path.read_bytes()
    if HAS_MODES and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise RefusedError(f"Others may read {str(path)!r}; close it with: chmod 600 '{path}'")
    if len(key) != _BYTES:
        raise InputError(f"The watermark key {str(path)!r} is damaged; put it back from your backup.")
    return key
