"""The user's own editor."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

from avatar.errors import NotInstalledError
from avatar.runtime.system import EDITOR, HAS_MODES

if TYPE_CHECKING:
    from pathlib import Path


def is_interactive() -> bool:
    """Tell whether somebody sits at a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def open_editor(file: Path) -> None:
    """Open a file in $VISUAL or $EDITOR and wait for its end. Raise `NotInstalledError` where there is none."""
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or EDITOR
    try:
        subprocess.run([*shlex.split(command, posix=HAS_MODES), str(file)], check=True)
    except (OSError, subprocess.CalledProcessError) as fault:
        raise NotInstalledError(
            f"The editor {command!r} does not run ({fault}); set EDITOR, or edit {str(file)!r} in any other way."
        ) from fault
