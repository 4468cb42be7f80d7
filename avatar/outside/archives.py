"""An archive from outside that a library unpacks into memory, bounded before that by what it says of itself."""

# Shapes no clip.

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_TIMES, _ANYWAY = 4, 1_000_000
"""how often its own size an archive of weights may hold, and bytes that it always may: torch packs none of them"""


def require_unpacked(path: Path) -> None:
    """Raise `ValueError` for a zip archive that holds far more than its size, which no library writes of weights."""
    if not zipfile.is_zipfile(path):
        return
    try:
        with zipfile.ZipFile(path) as archive:
            held = sum(each.file_size for each in archive.infolist())
    except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError) as fault:
        raise ValueError(str(fault)) from fault
    if held > _TIMES * path.stat().st_size + _ANYWAY:
        raise ValueError(f"it unpacks to {held:,} bytes")
