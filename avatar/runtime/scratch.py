"""Where files lie that are needed for a moment: where the system has a place for them, else in the home."""

from __future__ import annotations

import os
from contextlib import suppress

from avatar.errors import AvatarError
from avatar.runtime.folders import user_cache
from avatar.runtime.system import HAS_MODES


def find_scratch() -> None:
    """Let TMPDIR name a folder that can be written to, for libraries too: an edge says so, once.

    In a container whose file system can only be read, the home may be the one that is left.
    """
    if not HAS_MODES or _is_open(os.environ.get("TMPDIR") or "/tmp"):
        return
    import tempfile

    try:
        place = tempfile.gettempdir()
    except FileNotFoundError:
        with suppress(AvatarError, OSError):
            folder = user_cache() / "scratch"
            folder.mkdir(exist_ok=True)
            place = tempfile.tempdir = str(folder.absolute())
            os.environ["TMPDIR"] = place
        return
    os.environ["TMPDIR"] = place


def _is_open(folder: str) -> bool:
    return os.path.isdir(folder) and os.access(folder, os.W_OK | os.X_OK)  # noqa: PTH112 - a path takes longer
