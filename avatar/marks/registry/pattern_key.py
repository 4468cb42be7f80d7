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


def pattern_key(home: Path | None = None, *, is_renewed: bool = False) -> bytes:
    """Give the 32 bytes that this installation's watermarks are drawn and found with.

    Raise `RefusedError` if others may read them, or if they are gone though clips were made here, unless they are to
    be `is_renewed`; `InputError` if the file is damaged.
    """
    root = home or user_data()
    path = root / "keys" / "watermark.key"
    if not is_file(path):
        with alone(path.parent):
            if not is_file(path):
                if is_file(root / "registry" / "clips.sqlite") and not is_renewed:
                    raise RefusedError(
                        f"The watermark key {str(path)!r} is gone, and clips were made with it; put it back from your "
                        "backup, or make another one, which finds none of them, with: avatar keys init"
                    )
                write_private_bytes(path, secrets.token_bytes(_BYTES))
    with told(path):
        mode, key = path.stat().st_mode, path.read_bytes()
    if HAS_MODES and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise RefusedError(f"Others may read {str(path)!r}; close it with: chmod 600 '{path}'")
    if len(key) != _BYTES:
        raise InputError(f"The watermark key {str(path)!r} is damaged; put it back from your backup.")
    return key
