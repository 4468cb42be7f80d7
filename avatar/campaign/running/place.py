"""Where a campaign's films lie: a folder, or any store that fsspec knows, such as s3://bucket/spring."""

from __future__ import annotations

import hashlib
import os
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from avatar.errors import OutputError
from avatar.runtime import stores
from avatar.runtime.access import refusal
from avatar.runtime.unfinished import own_name, unfinished

if TYPE_CHECKING:
    from collections.abc import Callable

_TRIES = 8
"""of one request to a store that says that it is busy: in all that takes half a minute"""
_FIRST_WAIT = 0.25
"""s until the second; each further wait is twice as long"""
_BLOCK = 1 << 20
"""bytes that are read at a time"""
_FINAL = (FileNotFoundError, PermissionError, NotImplementedError, IsADirectoryError, NotADirectoryError)
"""what no further try mends"""
_TELLING = ("size", "ETag", "mtime", "LastModified", "last_modified", "updated", "created")
"""what stores call that by which a file that was written again differs"""
_Given = TypeVar("_Given")


@dataclass(frozen=True, slots=True)
class Place:
    """A folder of a store, in which files appear whole or not at all."""

    url: str
    """as it was given: a path, or such as s3://bucket/spring"""
    root: str
    """of the same, as its store names it"""
    files: Any
    """the store, an `fsspec.AbstractFileSystem`"""
    is_local: bool
    """on a disk of this machine"""

    @classmethod
    def at(cls, url: str | Path) -> Place:
        """Open a folder by its path or URL. Raise `InputError` for one that no installed library knows."""
        files, root, is_local = stores.opened(str(url), "outputs", "campaign")
        return cls(str(url), root, files, is_local)

    def path(self, name: str) -> str:
        """Give a file's path as its store names it; `name` has slashes."""
        return f"{self.root}/{name}"

    def local(self, name: str) -> Path:
        """Give a file's path on this machine; only where the place `is_local`."""
        return Path(self.path(name))

    def link(self, name: str) -> str:
        """Give what leads somebody to a file: its path, or its URL."""
        return self.path(name) if self.is_local else self.files.unstrip_protocol(self.path(name))

    def put(self, source: Path, name: str) -> None:
        """Put a file there under its final name, whole or not at all. Raise `OutputError` if that cannot be."""
        if self.is_local:
            _put_locally(source, self.local(name))
            return
        self._patiently(name, lambda: self._put(source, name))

    def write(self, content: str, name: str) -> None:
        """Write a text under its final name, whole or not at all."""
        if self.is_local:
            from avatar.runtime import archive

            try:
                archive.write(content.encode(), self.local(name))
            except OSError as fault:
                raise refusal(self.local(name), fault, "choose another place") from fault
            return
        self._patiently(name, lambda: self.files.pipe_file(self.path(name), content.encode()))

    def read(self, name: str) -> str | None:
        """Read a text; None if there is none."""
        try:
            return bytes(self._patiently(name, lambda: self.files.cat_file(self.path(name)))).decode()
        except FileNotFoundError:
            return None

    def size(self, name: str) -> int | None:
        """Give a file's bytes; None if there is none."""
        try:
            self.files.invalidate_cache()
            return int(self._patiently(name, lambda: self.files.size(self.path(name))))
        except FileNotFoundError:
            return None

    def sha256(self, name: str) -> str:
        """Hash a file's bytes, hex; "" if there is none."""
        try:
            return self._patiently(name, lambda: self._sha256(name))
        except FileNotFoundError:
            return ""

    def names(self, folder: str) -> list[str]:
        """List the files of a folder."""
        return sorted(self.states(folder))

    def states(self, folder: str) -> dict[str, str]:
        """Give what tells the states of a folder's files apart, by their names."""
        try:
            self.files.invalidate_cache()
            found = self._patiently(folder, lambda: self.files.ls(self.path(folder), detail=True))
        except FileNotFoundError:
            return {}
        return {
            f"{folder}/{str(each['name']).rsplit('/', 1)[-1]}": repr([each.get(name) for name in _TELLING])
            for each in found
        }

    def fetch(self, name: str, target: Path) -> None:
        """Copy a file to this machine. Raise `FileNotFoundError` if there is none."""
        self._patiently(name, lambda: self.files.get_file(self.path(name), str(target)))

    def copy(self, name: str, target: str) -> None:
        """Put a copy of a file of this place under another name, whole or not at all."""
        if self.is_local:
            _put_locally(self.local(name), self.local(target))
            return
        self._patiently(name, lambda: self.files.copy(self.path(name), self.path(target)))

    def remove(self, name: str) -> None:
        """Take a file away, if it is there."""
        import contextlib

        with contextlib.suppress(FileNotFoundError):
            self._patiently(name, lambda: self.files.rm_file(self.path(name)))

    def _put(self, source: Path, name: str) -> None:
        self.files.makedirs(self.path(name).rsplit("/", 1)[0], exist_ok=True)
        self.files.put_file(str(source), self.path(name))
        self.files.invalidate_cache()
        if (size := self.files.size(self.path(name))) != source.stat().st_size:
            raise OSError(f"it holds {size} of {source.stat().st_size} bytes")

    def _sha256(self, name: str) -> str:
        total = hashlib.sha256()
        with self.files.open(self.path(name), "rb") as file:
            while block := file.read(_BLOCK):
                total.update(block)
        return total.hexdigest()

    def _patiently(self, name: str, ask: Callable[[], _Given]) -> _Given:
        """Ask a store, and again when it is busy, each time after a longer wait."""
        for attempt in range(_TRIES):
            try:
                return ask()
            except _FINAL:
                raise
            except Exception as fault:  # as many kinds of faults as there are stores; told below, or tried again
                if attempt == _TRIES - 1:
                    raise OutputError(
                        f"The store {self.url!r} did not answer for {name!r} in {_TRIES} tries ({fault}); see to it, "
                        "then run the campaign again: nothing that is made is lost."
                    ) from fault
            time.sleep(_FIRST_WAIT * 2**attempt * random.uniform(0.75, 1.25))  # so that workers don't knock as one
        raise AssertionError  # the loop returns or raises


def _put_locally(source: Path, target: Path) -> None:
    import shutil

    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with unfinished(target.with_name(own_name(".avatar-", ".part"))) as part:
            shutil.copyfile(source, part)
            with part.open("rb") as file:
                os.fsync(file.fileno())
            part.replace(target)
    except OSError as fault:
        raise refusal(target, fault, "choose another place") from fault
