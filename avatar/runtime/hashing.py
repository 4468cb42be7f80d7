"""What names a content: the sha256 of files, of values and of folders, hex."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

SHAPES_NO_CLIP = b"\n# Shapes no clip.\n"
"""a line that says so of a module, and in an `__init__.py` of its whole package: it goes with them when they move"""
_BLOCK = 1 << 20


def file_sha256(path: Path) -> str:
    """Hash the bytes of a file, of any length. Raise `OSError` if it cannot be read."""
    total = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            total.update(block)
    return total.hexdigest()


def tree_sha256(root: Path, files: Iterable[tuple[Path, bytes]]) -> str:
    """Hash files under `root`, with their places in it and their contents, in the order in which they come."""
    total = hashlib.sha256()
    for file, content in files:
        total.update(f"{file.relative_to(root)}\0".encode() + hashlib.sha256(content).digest())
    return total.hexdigest()


def value_sha256(value: object, plain: Callable[[object], str] | None = None) -> str:
    """Hash a value as JSON with sorted keys; `plain` writes what JSON has no form for."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=plain)
    return hashlib.sha256(text.encode()).hexdigest()
