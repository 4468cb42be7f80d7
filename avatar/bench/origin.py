"""Where and from what figures come: commit, date, machine, and the sources that shaped them."""

from __future__ import annotations

import hashlib
import os
import platform
import subprocess
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import cache
from pathlib import Path

from avatar import __version__
from avatar.runtime.system import is_virtual_machine

_PACKAGE = Path(__file__).resolve().parent.parent
_ENDINGS = frozenset({".py", ".npy", ".json"})
_BITS = {"x86_64": "x86", "amd64": "x86", "aarch64": "ARM", "arm64": "ARM"}


@dataclass(frozen=True, slots=True)
class Origin:
    """When, where and with what a table was made."""

    date: str
    """YYYY-MM-DD, UTC"""
    commit: str
    """of the source, or the version where there is none"""
    machine: str
    """in words"""


def origin() -> Origin:
    """Say when, where and with what is measured now."""
    return Origin(f"{datetime.now(timezone.utc):%Y-%m-%d}", _commit(), _machine())


@cache
def measure_digest() -> str:
    """Name this version of everything that measures a clip."""
    return _digest(_sources(_PACKAGE / "inspection"))


def _sources(folder: Path) -> list[Path]:
    return sorted(each for each in folder.rglob("*") if each.suffix in _ENDINGS)


def _digest(files: list[Path]) -> str:
    total = hashlib.sha256()
    for file in files:
        total.update(f"{file.relative_to(_PACKAGE)}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()[:12]


def _commit() -> str:
    root = _PACKAGE.parent
    if not (root / ".git").exists():
        return f"version {__version__}"
    commit, changed = _git(root, "rev-parse", "--short", "HEAD"), _git(root, "status", "--porcelain", "--", "avatar")
    if not commit:
        return f"version {__version__}"
    return f"{commit} with changes" if changed else commit


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()


def _machine() -> str:
    kind = _BITS.get(platform.machine().lower(), platform.machine())
    return f"{os.cpu_count()}-core {kind} {'virtual machine' if is_virtual_machine() else 'computer'}"
