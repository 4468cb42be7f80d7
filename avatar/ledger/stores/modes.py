"""Who else may read or change what lies in a home's data: nobody, whatever the umask was and an earlier version did.

A folder that others could only read is closed without a word. One whose content decides what is allowed, and in which
they could write, is told: nobody knows what they have put there.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from avatar.runtime.access import listed, told
from avatar.runtime.system import HAS_MODES

if TYPE_CHECKING:
    from pathlib import Path

_GUARDED = ("audit", "consent", "keys", "registry", "review")
_OTHERS = stat.S_IRWXG | stat.S_IRWXO
_WRITING = stat.S_IWGRP | stat.S_IWOTH


def exposed(home: Path) -> list[str]:
    """Close the folders of a home's data to others; say in clauses, with the cure, where they could write."""
    if not HAS_MODES:
        return []
    clauses = []
    mode = _mode(home)
    if mode & stat.S_IWOTH and not mode & stat.S_ISVTX:
        clauses.append(_clause(home, mode, "o-w"))
    for folder in listed(home, "*"):
        mode = _mode(folder)
        if not stat.S_ISDIR(mode) or not mode & _OTHERS:
            continue
        if folder.name in _GUARDED and mode & _WRITING:
            clauses.append(_clause(folder, mode, "go-rwx"))
        else:
            _close(folder, mode)
    return clauses


def close_all(home: Path) -> int:
    """Close every file and folder below the folders of a home's data to others; count those that were open."""
    if not HAS_MODES:
        return 0
    count = 0
    for folder in listed(home, "*"):
        for place, names, files in os.walk(folder):
            for name in (*names, *files):
                path = os.path.join(place, name)  # noqa: PTH118 - there may be very many
                mode = os.lstat(path).st_mode
                if mode & _OTHERS and not stat.S_ISLNK(mode):
                    count += _close(path, mode)
    return count


def _mode(path: Path) -> int:
    with told(path):
        try:
            return path.lstat().st_mode
        except FileNotFoundError:  # taken away meanwhile, or not there yet
            return 0


def _close(path: Path | str, mode: int) -> bool:
    with suppress(OSError):  # somebody else's: who may read it says its owner
        os.chmod(path, stat.S_IMODE(mode) & ~_OTHERS)  # noqa: PTH101 - of either kind
        return True
    return False


def _clause(folder: Path, mode: int, cure: str) -> str:
    shown = f"{stat.S_IMODE(mode):04o}"
    return f"others may write in {str(folder)!r} (mode {shown}); close it with: chmod {cure} '{folder}'"
