"""Footage that is kept, so that a film that was broken off, or of which a word has changed, is not made anew."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from avatar.data import Footage
from avatar.errors import AvatarError, InputError
from avatar.runtime import archive
from avatar.runtime.access import listed, told
from avatar.runtime.folders import user_cache, user_data
from avatar.runtime.hashing import SHAPES_NO_CLIP, tree_sha256
from avatar.runtime.seals import cache_key
from avatar.runtime.system import locked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avatar.runtime.folders import Home

LIMIT = 4_000_000_000
"""bytes that kept footage may take up, unless another limit was set"""
_PACKAGE = Path(__file__).resolve().parents[1]
_ENDING = ".npz"
_LIMIT_FILE = "limit"
_MAKERS = frozenset({".py", ".npy", ".json", ".toml", ".png"})
_SHIPPED = "_shipped"
_TOTAL_FILE = "total"
_TRIMMED = 0.9
"""share of the limit that is left when it was passed, so that not every passage after that looks through all"""


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

    def __init__(self, folder: Path | None = None, key: bytes = b"", home: Home | None = None) -> None:
        """Keep it in a home (None: the usual one), sealed with its secret key, unless `folder` and `key` say else."""
        self._home = home
        self._folder = folder or (home.cache if home else user_cache()) / "footage"
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

    def find_asset(self, asset: int) -> Footage | None:
        """Give the footage that a watermark points to, or None if it is not there any longer."""
        name = f"{asset:010x}"
        places = listed(self._folder / name[:2], f"{name}*{_ENDING}")
        return next((found for place in places if (found := self.find(place.stem)) is not None), None)

    def keep(self, key: str, footage: Footage) -> None:
        """Keep footage, if the disk has room; a film does not fail for want of a cache."""
        with suppress(OSError, AvatarError):
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            archive.save(footage, self._place(key), self._secret(), key)
            self._grown(self._place(key).stat().st_size)

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
        self._key = self._key or cache_key(self._home.data if self._home else user_data())
        return self._key

    def path(self, key: str) -> Path:
        """Say where the footage of this name lies, if it is kept, sealed for homes with the same key."""
        return self._place(key)

    def _place(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}{_ENDING}"

    def _entries(self) -> Iterator[tuple[float, int, Path]]:
        shelves = (each for each in listed(self._folder, "??") if each.is_dir())
        for place in (place for shelf in shelves for place in listed(shelf, f"*{_ENDING}")):
            with suppress(OSError):
                status = place.stat()
                yield status.st_mtime, status.st_size, place

    def _grown(self, size: int) -> None:
        """Add to the written total; only where that is unknown or too much is everything looked through."""
        place = self._folder / _TOTAL_FILE
        with place.open("a+b") as file, locked(file):
            file.seek(0)
            known = file.read(32)
            total = int(known) + size if known.isdigit() else None
            if total is None or total > self.limit():
                total = self._trim(_TRIMMED)
            file.truncate(0)
            file.write(str(total).encode())

    def _trim(self, share: float = 1.0) -> int:
        """Where the limit is passed, throw away the oldest until this share of it is left; give what remains, bytes."""
        entries = sorted(self._entries())
        total = sum(size for _, size, _ in entries)
        most = self.limit() if total <= self.limit() else share * self.limit()
        for _, size, place in entries:
            if total <= most:
                break
            with told(place):
                place.unlink(missing_ok=True)
            total -= size
        return total


@cache
def maker_digest() -> str:
    """Name this version of everything that shapes a clip, by its source: no stale footage is taken for new."""
    return digest_of(_PACKAGE)


def digest_of(package: Path) -> str:
    """Name what a folder of modules makes of a clip, hex, without those that say that they shape none."""
    return tree_sha256(package, _makers(package))[:12]


def _makers(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """Yield what shapes a clip, in a fixed order, with its content."""
    start = folder / "__init__.py"
    if start.is_file() and SHAPES_NO_CLIP in start.read_bytes():
        return
    for each in sorted(folder.iterdir()):
        if each.is_dir() and each.name != _SHIPPED:
            yield from _makers(each)
        elif each.suffix in _MAKERS and SHAPES_NO_CLIP not in (content := each.read_bytes()):
            yield each, content
