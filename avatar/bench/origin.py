"""Where and from what figures come: commit, date, machine, and the sources that shaped them."""

from __future__ import annotations

import os
import platform
import subprocess
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import cache
from pathlib import Path

from avatar import __version__
from avatar.runtime.hashing import tree_sha256
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
    sources = sorted(each for each in (_PACKAGE / "inspection").rglob("*") if each.suffix in _ENDINGS)
    return tree_sha256(_PACKAGE, ((each, each.read_bytes()) for each in sources))[:12]


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
