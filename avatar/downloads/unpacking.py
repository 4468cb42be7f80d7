"""Take files out of an archive: nothing lands outside its folder, no link is followed, nothing grows without end."""

from __future__ import annotations

import gzip
import tarfile
import zipfile
import zlib
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING

from avatar.errors import InputError
from avatar.runtime.access import told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

LARGEST = 20_000_000_000
"""bytes that come out of an archive at most"""
_BLOCK = 1 << 20
_DAMAGES = (
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
    gzip.BadGzipFile,
    EOFError,
    NotImplementedError,  # a way of packing that Python does not know
    RuntimeError,  # a password
    OSError,  # a place before the file's beginning
    ValueError,  # a name or a time that there cannot be
)


def is_archive(path: Path) -> bool:
    """Tell whether a file is one that `unpack` can take something from."""
    return zipfile.is_zipfile(path) or tarfile.is_tarfile(path)


def names_in(path: Path) -> tuple[str, ...]:
    """List the files in an archive. Raise `InputError` where it is none, or is damaged."""
    with _members(path) as members:
        return tuple(members)


def unpack(path: Path, member: str, place: Path, joined: Sequence[str] = ()) -> None:
    """Take a file out of an archive, or with "/" all of them, without the one folder that may hold them all.

    Files that are `joined` go on where it ends. Raise `InputError` where it is no archive, is damaged, or does not
    have one of them.
    """
    with _members(path) as members:
        for wanted in (member, *joined):
            if wanted != "/" and wanted not in members:
                raise InputError(f"The archive {path.name!r} does not have {wanted!r}; get it anew.")
        if member != "/":
            _write([members[each] for each in (member, *joined)], place, LARGEST)
            return
        room = LARGEST
        for name, opener in members.items():
            room -= _write([opener], place / _within(name, _common(members)), room)


@contextmanager
def _members(path: Path) -> Iterator[Mapping[str, Callable[[], IO[bytes]]]]:
    """Give the plain files in an archive by name, each with what opens it."""
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as zipped:
                if not all(each.filename for each in zipped.infolist()):
                    raise zipfile.BadZipFile("a file in it has no name")
                yield {each.filename: _zip_opener(zipped, each) for each in zipped.infolist() if not each.is_dir()}
        else:
            with tarfile.open(path) as tarred:
                yield {each.name: _tar_opener(tarred, each) for each in tarred if each.isreg()}
    except _DAMAGES as fault:
        raise InputError(f"The archive {path.name!r} is damaged ({fault}); get it anew.") from fault


def _zip_opener(zipped: zipfile.ZipFile, member: zipfile.ZipInfo) -> Callable[[], IO[bytes]]:
    return lambda: zipped.open(member)


def _tar_opener(tarred: tarfile.TarFile, member: tarfile.TarInfo) -> Callable[[], IO[bytes]]:
    def opened() -> IO[bytes]:
        file = tarred.extractfile(member)
        assert file is not None
        return file

    return opened


def _common(names: Mapping[str, object]) -> str:
    """Give the one folder that holds all files, with its stroke; "" where there is none."""
    tops = {name.partition("/")[0] for name in names}
    return f"{tops.pop()}/" if len(tops) == 1 and all("/" in name for name in names) else ""


def _within(name: str, common: str) -> PurePosixPath:
    place = PurePosixPath(name.removeprefix(common))
    if place.is_absolute() or ".." in place.parts or "\\" in name or ":" in name:
        raise InputError(f"A file of the archive wants to lie at {name!r}, outside its folder; it is not unpacked.")
    return place


def _write(openers: Sequence[Callable[[], IO[bytes]]], target: Path, room: int) -> int:
    size = 0
    with told(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        file = target.open("wb")
    with file:
        for block in _blocks(openers):
            size += len(block)
            if size > room:
                raise InputError(f"What comes out of the archive has more than {LARGEST:,} bytes; it is refused.")
            with told(target):
                file.write(block)
    return size


def _blocks(openers: Sequence[Callable[[], IO[bytes]]]) -> Iterator[bytes]:
    for opener in openers:
        with opener() as source:
            yield from iter(lambda source=source: source.read(_BLOCK), b"")  # type: ignore[misc]
