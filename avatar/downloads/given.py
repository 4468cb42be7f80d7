"""Files that somebody brings, for machines without a network: the same file, an archive that holds it, or a folder."""

from __future__ import annotations

import shutil
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from avatar.downloads.checking import fault_of
from avatar.downloads.unpacking import is_archive, names_in, unpack
from avatar.errors import InputError
from avatar.runtime.access import told

if TYPE_CHECKING:
    from pathlib import Path

    from avatar.downloads.entry import Entry, Piece


def bring(given: Path, entry: Entry, piece: Piece, place: Path) -> None:
    """Put one piece of an entry to its place, from what somebody has given.

    That is the file itself, with the other files of the entry beside it; the archive that it is taken from; another
    archive with a file of its name; or a folder that has one of these anywhere in it. Raise `InputError` where it is
    not there or not what it should be.
    """
    source = _found(given, entry, piece)
    if not _is_itself(source, piece) and is_archive(source):
        _unpack(source, entry, piece, place)
    else:
        with told(place):
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, place)
    if piece.member == "/":
        return
    wrong = fault_of(place, piece.known)
    if wrong:
        raise InputError(f"{str(source)!r} is not what {entry.name!r} needs: {wrong}. Get it anew.")


def _found(given: Path, entry: Entry, piece: Piece) -> Path:
    """Find the file to take it from: what was given, or what lies in that folder or beside that file."""
    if not given.exists():
        raise InputError(f"There is no file {str(given)!r}; give one that is there.")
    wanted = _names(piece)
    if given.name in wanted and given.is_file():
        return given
    folder = given if given.is_dir() else given.parent
    if given.is_file() and (len(entry.pieces) == 1 or is_archive(given)):
        return given
    near = next((folder / name for name in wanted if (folder / name).is_file()), None)
    if near is None and given.is_dir():
        near = next((path for name in wanted for path in sorted(folder.rglob(name)) if path.is_file()), None)
    if near is None:
        raise InputError(f"The folder {str(folder)!r} has no {' and no '.join(wanted)}; {entry.name!r} needs it.")
    return near


def _is_itself(source: Path, piece: Piece) -> bool:
    """Tell whether a file is the very one, which may be an archive by nature, as some models are."""
    if piece.member:
        return False
    expected = piece.download.expected
    return source.name == piece.download.filename or (expected.has_digest and not fault_of(source, expected))


def _unpack(source: Path, entry: Entry, piece: Piece, place: Path) -> None:
    inside = names_in(source)
    if piece.member == "/" or piece.member in inside:
        wrong = fault_of(source, piece.download.expected)
        if wrong:
            raise InputError(f"{str(source)!r} is not what {entry.name!r} is taken from: {wrong}. Get it anew.")
        unpack(source, piece.member, place, piece.joined)
        return
    wanted = _names(piece)
    member = next((name for name in inside if PurePosixPath(name).name in wanted), "")
    if not member:
        raise InputError(f"The archive {str(source)!r} has no {' and no '.join(wanted)}; {entry.name!r} needs it.")
    unpack(source, member, place)


def _names(piece: Piece) -> tuple[str, ...]:
    """Say what a piece may be called: its archive, its name in there, its own name wherever it comes from."""
    inside = () if piece.member in ("", "/") else (PurePosixPath(piece.member).name,)
    places = [url.rpartition("/")[2] for url in piece.download.urls]
    own = () if piece.joined or piece.member == "/" else (PurePosixPath(piece.path).name,)
    return tuple(dict.fromkeys(name for name in (piece.download.filename, *places, *inside, *own) if name))
