"""Hidden names for files in the making, and what a killed process has left of them."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

from avatar.film.claims import is_left_over
from avatar.runtime.system import is_running
from avatar.runtime.unfinished import machine, own_name

if TYPE_CHECKING:
    from pathlib import Path

_NAME = re.compile(r"\.avatar-([0-9a-f]{8})-(\d+)-[0-9a-f]{8,16}\.(?:(?:json|c2pa|aigc|srt|vtt|ass)\.)?part")


def hidden(path: Path, ending: str = ".part") -> Path:
    """Name a file of this process beside `path`. Short: the target's name may already be as long as allowed."""
    return path.resolve().parent / own_name(".avatar-", ending)


def sweep(path: Path) -> None:
    """Remove what processes of this machine that are no more have left beside `path`."""
    with suppress(OSError):
        for each in path.resolve().parent.iterdir():
            match = _NAME.fullmatch(each.name)
            is_dead = match and match[1] == machine() and not is_running(int(match[2]))
            if is_dead or is_left_over(each):
                each.unlink(missing_ok=True)
