"""What processes that are no more have left half made, in the places that are ours: found by its name, and removed.

A name says on which machine and by which process a file or folder was begun. It is removed if that process is dead and
it has been still for ten minutes; one of another machine, or of an earlier version, once it has been still for a week.
What others have is left alone, whatever it is called, and so is what is being fetched and will be gone on with.
"""

# Shapes no clip.

from __future__ import annotations

import os
import re
import stat
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from avatar.runtime.system import is_running
from avatar.runtime.unfinished import machine, remove

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avatar.runtime.folders import Home

_OURS = re.compile(
    r"(?:\.avatar-|\.keys-|\.part-|avatar-(?:work-)?)([0-9a-f]{8})-(\d{1,10})-[0-9a-z_]{8,16}"
    r"(?:\.(?:json|c2pa|srt|vtt|ass|aigc))?(?:\.part)?"
)
"""machine and process of a name that `unfinished` or the film's writer gave"""
_EARLIER = re.compile(r"\.[0-9a-f]{16}\.part|\.[0-9a-f]{24}\.part|(?:\.keys-|\.part-|avatar-)[0-9a-f]{16}")
"""names that earlier versions gave, and uploads that are being received"""
STILL, LONG = 600.0, 7 * 86400.0
"""s without a change after which a dead process' file goes, and one whose process cannot be asked after"""
_DAY = 86400.0
_STAMP = ".swept"


def sweep_daily(home: Home, now: float | None = None) -> int:
    """Do what `sweep` does if nobody has done it in this home for a day; give how many were removed."""
    now = time.time() if now is None else now
    stamp = home.cache / _STAMP
    try:
        if 0 <= now - stamp.stat().st_mtime < _DAY:
            return 0
    except OSError:
        pass  # never yet, or a cache that cannot be read
    try:
        stamp.touch(mode=0o600)
        os.utime(stamp, (now, now))
    except OSError:
        return 0  # a home that can only be read has nothing that could be removed
    return sweep(home, now)


def sweep(home: Home, now: float | None = None) -> int:
    """Remove what dead processes have left in a home, its cache, and the system's place for scratch; give how many."""
    from tempfile import gettempdir

    now = time.time() if now is None else now
    removed = 0
    for folder in dict.fromkeys((str(home.data), str(home.cache))):
        for entry in _all_in(folder):
            removed += _is_left(entry, now) and _taken_away(entry)
    with suppress(OSError), os.scandir(gettempdir()) as entries:
        for entry in list(entries):
            removed += _is_left(entry, now) and _taken_away(entry)
    return removed


def _all_in(folder: str) -> Iterator[os.DirEntry[str]]:
    """Give everything below a folder; links are not followed, and what is ours is not looked into."""
    try:
        with os.scandir(folder) as found:
            entries = list(found)
    except OSError:
        return
    for entry in entries:
        yield entry
        with suppress(OSError):
            if entry.is_dir(follow_symlinks=False) and not _OURS.fullmatch(entry.name):
                yield from _all_in(entry.path)


def _is_left(entry: os.DirEntry[str], now: float) -> bool:
    match = _OURS.fullmatch(entry.name)
    if not match and not _EARLIER.fullmatch(entry.name):
        return False
    process = int(match[2]) if match and match[1] == machine() else None
    if process is not None and is_running(process):
        return False
    try:
        state = entry.stat(follow_symlinks=False)
        kinds = stat.S_ISREG(state.st_mode) or stat.S_ISDIR(state.st_mode)
        is_own = kinds and (not hasattr(os, "geteuid") or state.st_uid == os.geteuid())
        return is_own and now - _latest(entry, state.st_mtime) > (LONG if process is None else STILL)
    except OSError:
        return False


def _latest(entry: os.DirEntry[str], changed: float) -> float:
    """Say when something last changed in it, s since 1970."""
    inside = _all_in(entry.path) if entry.is_dir(follow_symlinks=False) else ()
    return max((changed, *(each.stat(follow_symlinks=False).st_mtime for each in inside)))


def _taken_away(entry: os.DirEntry[str]) -> bool:
    from pathlib import Path

    try:
        remove(Path(entry.path))
    except OSError:
        return False
    return not os.path.lexists(entry.path)
