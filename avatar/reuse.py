"""Footage that is kept, so that a film that was broken off, or of which a word has changed, is not made anew."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from avatar import archive
from avatar.assets import user_cache, user_data
from avatar.data import Footage
from avatar.errors import AvatarError, InputError
from avatar.places import listed, told
from avatar.seals import cache_key

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMIT = 4_000_000_000
"""bytes that kept footage may take up, unless another limit was set"""
_PACKAGE = Path(__file__).resolve().parent
_ENDING = ".npz"
_LIMIT_FILE = "limit"
_MAKERS = frozenset({".py", ".npy", ".json", ".toml"})
_SHAPES_NO_CLIP = frozenset(
    {"_shipped", "bench", "inspection", "cli", "api.py", "doctor.py", "marking.py", "soundtrack.py", "__main__.py"}
)


@dataclass(frozen=True, slots=True)
class Usage:
    """What the cache holds."""

    folder: str
    """where it lies"""
    passages: int
    """count"""
    size: int
    """bytes"""
    limit: int
    """bytes"""


class FootageStore:
    """Keep finished passages under the names of all that shaped them. What was not used for longest goes first."""

    def __init__(self, folder: Path | None = None, key: bytes = b"") -> None:
        """Seal what is kept with a secret `key`; by default that of the user's data."""
        self._folder = folder or user_cache() / "footage"
        self._key = key

    def find(self, key: str) -> Footage | None:
        """Give the footage of this name, or None if there is none that is whole and was sealed here under it."""
        place = self._place(key)
        try:
            footage = archive.load(place, Footage, self._secret(), key)
        except archive.ArchiveError:
            return None
        with suppress(OSError):
            os.utime(place)
        return footage

    def keep(self, key: str, footage: Footage) -> None:
        """Keep footage, if the disk has room; a film does not fail for want of a cache."""
        with suppress(OSError, AvatarError):
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            archive.save(footage, self._place(key), self._secret(), key)
            self._trim()

    def usage(self) -> Usage:
        """Say what is kept."""
        sizes = [size for _, size, _ in self._entries()]
        return Usage(str(self._folder), len(sizes), sum(sizes), self.limit())

    def clear(self) -> Usage:
        """Throw all of it away, and say what it was."""
        usage = self.usage()
        for _, _, place in self._entries():
            with told(place):
                place.unlink(missing_ok=True)
        return usage

    def limit(self) -> int:
        """Give the bytes that it may take up."""
        try:
            return int((self._folder / _LIMIT_FILE).read_text())
        except (OSError, ValueError):
            return LIMIT

    def set_limit(self, size: int) -> None:
        """Let it take up so many bytes from now on. Raise `InputError` for less than none."""
        if size < 0:
            raise InputError(f"The limit {size} is less than nothing; give a size such as 4GB, or 0 to keep none.")
        with told(self._folder / _LIMIT_FILE):
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            (self._folder / _LIMIT_FILE).write_text(str(size))
        self._trim()

    def _secret(self) -> bytes:
        self._key = self._key or cache_key(user_data())
        return self._key

    def _place(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}{_ENDING}"

    def _entries(self) -> Iterator[tuple[float, int, Path]]:
        shelves = (each for each in listed(self._folder, "??") if each.is_dir())
        for place in (place for shelf in shelves for place in listed(shelf, f"*{_ENDING}")):
            with suppress(OSError):
                status = place.stat()
                yield status.st_mtime, status.st_size, place

    def _trim(self) -> None:
        entries = sorted(self._entries())
        excess = sum(size for _, size, _ in entries) - self.limit()
        for _, size, place in entries:
            if excess <= 0:
                return
            with told(place):
                place.unlink(missing_ok=True)
            excess -= size


@cache
def maker_digest() -> str:
    """Name this version of everything that shapes a clip, by its source: no stale footage is taken for new."""
    total = hashlib.sha256()
    for file in sorted(each for each in _PACKAGE.rglob("*") if each.suffix in _MAKERS):
        place = file.relative_to(_PACKAGE)
        if place.parts[0] not in _SHAPES_NO_CLIP:
            total.update(f"{place}\0".encode() + hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()[:12]
