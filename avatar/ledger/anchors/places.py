"""Files elsewhere to which lines are only ever added, in any store that fsspec knows; what was written is read back."""

# Shapes no clip.

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from avatar.errors import InputError, OutputError
from avatar.runtime import stores
from avatar.runtime.stores import shown, told

if TYPE_CHECKING:
    from collections.abc import Iterator

_LARGEST = 400_000_000
"""bytes of a file with anchors that is read"""
_TAIL = 1_000_000
"""bytes from the end of a file among which its last line is"""


@dataclass(frozen=True, slots=True)
class AnchorPlace:
    """A file that grows by lines, or a folder that grows by files of one line each."""

    url: str
    """as it was given; shown without a name and password in it"""
    path: str
    """of the same, as its store names it"""
    files: Any
    """the store, an `fsspec.AbstractFileSystem`"""
    is_folder: bool
    """each line is a file of its own: for stores that cannot add to a file, such as s3"""

    @classmethod
    def at(cls, url: str, home: Path) -> AnchorPlace:
        """Open a place. Raise `InputError` for one that no installed library knows, or that lies in the home itself."""
        try:
            files, path, is_local = stores.opened(url, "place", "anchors")
        except OSError as fault:
            raise _refusal(url, fault) from fault
        if is_local and Path(path).resolve().is_relative_to(home.resolve()):
            raise InputError(
                f"The place {shown(url)!r} lies in the data folder, and would be put back with it; choose one where "
                "nobody here can change it."
            )
        return cls(url, path, files, url.endswith("/"))

    def last(self) -> bytes:
        """Give the line that was added last, b"" where there is none."""
        with self._told():
            if self.is_folder:
                names = self._names()
                return bytes(self.files.cat_file(names[-1])) if names else b""
            tail = self._tail(self._size()).rstrip(b"\n")
        return tail.rpartition(b"\n")[2]

    def lines(self) -> list[bytes]:
        """Give every line, the first one first."""
        with self._told():
            if self.is_folder:
                return [bytes(self.files.cat_file(name)) for name in self._names()]
            if (size := self._size()) > _LARGEST:
                raise InputError(
                    f"The place {shown(self.url)!r} holds {size:,} bytes, more than is read; begin another."
                )
            content = bytes(self.files.cat_file(self.path)) if size else b""
        return [line for line in content.split(b"\n") if line]

    def add(self, line: bytes, name: str) -> None:
        """Add a line, in a folder as a file of this name; nothing that is there is replaced.

        Raise `OutputError` if that cannot be, or if what is read back is not what was written.
        """
        with self._told():
            if self.is_folder:
                self._put(f"{self.path}/{name}", line)
                return
            size = self._size()
            is_torn = self._tail(size)[-1:] not in (b"", b"\n")  # by whoever was stopped half-way
            whole = b"\n" * is_torn + line
            with self.files.open(self.path, "ab") as file:
                file.write(whole)
            grown = self._size()
            if grown < size + len(whole) or whole not in self._tail(grown):  # others may have added theirs
                raise OSError("what is read back is not what was written")

    def _put(self, path: str, line: bytes) -> None:
        self.files.makedirs(self.path, exist_ok=True)
        with suppress(FileExistsError):  # the same anchor was written before, if it is as it should be
            self.files.pipe_file(path, line, mode="create")
        self.files.invalidate_cache()
        if bytes(self.files.cat_file(path)) != line:
            raise OSError("what is read back is not what was written")

    def _names(self) -> list[str]:
        self.files.invalidate_cache()
        try:
            found = self.files.ls(self.path, detail=False)
        except FileNotFoundError:
            return []
        return sorted(name for name in found if name.endswith(".json"))

    def _size(self) -> int:
        self.files.invalidate_cache()
        try:
            return int(self.files.size(self.path) or 0)
        except FileNotFoundError:
            return 0

    def _tail(self, size: int) -> bytes:
        return bytes(self.files.cat_file(self.path, start=max(0, size - _TAIL), end=size)) if size else b""

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except InputError:
            raise
        except Exception as fault:  # as many kinds of faults as there are stores
            raise _refusal(self.url, fault) from fault


def named(url: str) -> str:
    """Give a place as a home remembers it: the same from wherever the command is run."""
    return shown(stores.absolute(url))


def _refusal(url: str, fault: Exception) -> OutputError:
    return OutputError(
        f"The place {shown(url)!r} does not take an anchor or give one back ({told(url, fault)}); see to it, or "
        'choose another: a folder, ending in "/", where its store cannot add to a file.'
    )
