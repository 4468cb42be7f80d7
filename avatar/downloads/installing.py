"""Put what is in a catalogue into a folder of its own, whole or not at all, and take it away again."""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from avatar.downloads import given as from_somebody
from avatar.downloads.checking import Pins, fault_of, measured
from avatar.downloads.entry import Expected
from avatar.downloads.indexes import address
from avatar.downloads.part import Part
from avatar.downloads.settings import NPM, PYPI, DownloadSettings
from avatar.downloads.transfer import Patience, fetch
from avatar.downloads.unpacking import unpack
from avatar.errors import InputError, NotInstalledError
from avatar.runtime.access import listed, told
from avatar.runtime.hashing import value_sha256
from avatar.runtime.network import Connections, Network
from avatar.runtime.system import locked
from avatar.runtime.watch import unwatched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from avatar.downloads.entry import Download, Entry, Piece
    from avatar.runtime.folders import Home
    from avatar.runtime.watch import Watch

RECEIPT = "installed.json"
"""what lies in a folder that was installed, and says what was put there"""

SCRATCH = ".installing"
"""folder of a home's data in which what is installed grows until it is whole"""
KEPT_S = 30 * 86_400.0
"""s that the begun part of a file is kept"""


@dataclass(frozen=True, slots=True)
class Way:
    """How downloads are made."""

    network: Network
    """to other machines"""
    settings: DownloadSettings = field(default_factory=DownloadSettings)
    """where they come from"""
    patience: Patience = field(default_factory=Patience)
    """how often and how long a place is tried"""
    watch: Watch = unwatched
    """who is told how far a download is, in bytes"""


@dataclass(frozen=True, slots=True)
class Installed:
    """One thing that was put in place."""

    name: str
    """of the entry"""
    folder: str
    """where it lies"""
    size: int
    """bytes that it takes up"""
    notes: tuple[str, ...]
    """what somebody should know, sentences"""


@dataclass(frozen=True, slots=True)
class Removed:
    """One thing that was taken away."""

    name: str
    """of the entry"""
    size: int
    """bytes that it took up"""
    kept: tuple[str, ...]
    """files in its folder that were changed or added since, and stay"""


def install(  # noqa: PLR0913 - what, where, how, and what completes it
    entries: Sequence[Entry],
    shelf: str,
    home: Home,
    way: Way,
    complete: Callable[[Entry, Path], Sequence[str]],
    given: Path | None = None,
) -> Iterator[Installed]:
    """Install entries into folders of their names in `shelf` of the home's data ("voices"), one after the other.

    `complete` is called with each folder before it gets its name, writes what else belongs in it, and says what
    somebody should know. With `given`, files come from there and not from the network. A folder is there whole or not
    at all.

    Raise `InputError` for a name that is taken or a file that is not right, `NotInstalledError` for what is not
    reached, `OutputError` for a full disk.
    """
    for entry in entries:
        require_free(home.data / shelf / entry.name)
    with ExitStack() as stack:
        stack.enter_context(_alone(home))
        shutil.rmtree(home.data / SCRATCH, ignore_errors=True)  # of one that was killed
        store = _Store(home, way, stack)
        for entry in entries:
            require_free(home.data / shelf / entry.name)  # somebody else may have been at it meanwhile
            yield _installed(entry, home.data / shelf / entry.name, store, complete, given)


def require_free(folder: Path) -> None:
    """Raise `InputError` where there is something in the place of what is to be installed."""
    if (folder / RECEIPT).exists():
        raise InputError(f"{folder.name!r} is installed already, in {str(folder)!r}; remove it first to get it anew.")
    if folder.exists():
        raise InputError(f"{str(folder)!r} is a folder of your own; move it away, for {folder.name!r} would lie there.")


def is_installed(folder: Path) -> bool:
    """Tell whether a folder was installed."""
    return (folder / RECEIPT).is_file()


def changed(folder: Path) -> tuple[str, ...]:
    """List the files of an installed folder that were changed or added since. Raise `InputError` if it was not."""
    brought = _receipt(folder)
    found = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    return tuple(
        name
        for name, path in found.items()
        if name != RECEIPT and (name not in brought or fault_of(path, Expected(sha256=brought[name])))
    )


def remove(folder: Path) -> Removed:
    """Take away what `install` has put into a folder, and the folder with it unless it holds more than that.

    Raise `InputError` if it was not installed.
    """
    kept, size = set(changed(folder)), 0
    with told(folder):
        for name in (*_receipt(folder), RECEIPT):
            path = folder / name
            if name not in kept and path.is_file():
                size += path.stat().st_size
                path.unlink()
        for inner in sorted((path for path in folder.rglob("*") if path.is_dir()), reverse=True):
            if not any(inner.iterdir()):
                inner.rmdir()
        if not any(folder.iterdir()):
            folder.rmdir()
    return Removed(folder.name, size, tuple(sorted(kept)))


def _receipt(folder: Path) -> dict[str, str]:
    """Read which files were put into a folder, each with its sha256."""
    try:
        with told(folder):
            return dict(json.loads((folder / RECEIPT).read_text(encoding="utf-8"))["files"])
    except (ValueError, KeyError, TypeError):
        raise InputError(f"The receipt {str(folder / RECEIPT)!r} is damaged; remove the folder by hand.") from None


@contextmanager
def _alone(home: Home) -> Iterator[None]:
    """Keep out others who install into the same home."""
    folder = home.cache / "downloads"
    with told(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / ".lock").open("w") as lock, locked(lock):
            yield


def _installed(
    entry: Entry, folder: Path, store: _Store, complete: Callable[[Entry, Path], Sequence[str]], given: Path | None
) -> Installed:
    with _staged(folder) as stage:
        notes = list(store.place(entry, stage, given))
        notes += complete(entry, stage)
        files = {
            path.relative_to(stage).as_posix(): measured(path).sha256
            for path in sorted(stage.rglob("*"))
            if path.is_file()
        }
        document = {
            "name": entry.name,
            "licence": entry.licence,
            "commercial": entry.commercial,
            "agreed_to": entry.licence if entry.needs_agreement else "",
            "attribution": entry.attribution,
            "sources": {
                piece.path: {"from": piece.download.origin, "member": piece.member}
                | {name: value for name, value in asdict(piece.download.expected).items() if value}
                for piece in entry.pieces
            },
            "files": files,
        }
        (stage / RECEIPT).write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        size = sum(path.stat().st_size for path in stage.rglob("*") if path.is_file())
    return Installed(entry.name, str(folder), size, tuple(notes))


@contextmanager
def _staged(folder: Path) -> Iterator[Path]:
    """Give a folder of the same name elsewhere in the home, which is moved to its place if all goes well."""
    scratch = folder.parent.parent / SCRATCH
    with told(folder):
        scratch.mkdir(parents=True, exist_ok=True)
        inner = Path(tempfile.mkdtemp(dir=scratch))
    try:
        stage = inner / folder.name
        stage.mkdir()
        yield stage
        with told(folder):
            folder.parent.mkdir(parents=True, exist_ok=True)
            stage.rename(folder)
    finally:
        shutil.rmtree(inner, ignore_errors=True)
        if scratch.exists() and not any(scratch.iterdir()):
            scratch.rmdir()


class _Store:
    """What was fetched, as long as it is needed: a package that holds several entries is fetched once."""

    def __init__(self, home: Home, way: Way, stack: ExitStack) -> None:
        self._folder, self._pins, self._way = home.cache / "downloads", Pins(home.data), way
        self._connections = stack.enter_context(Connections(way.network))
        self._fetched: dict[Download, Path] = {}
        stack.callback(self._drop)
        self._forget()

    def place(self, entry: Entry, stage: Path, given: Path | None) -> Iterator[str]:
        """Put the pieces of an entry into its folder, checked; yield what somebody should know of them."""
        for piece in entry.pieces:
            place = stage / piece.path
            if given is not None:
                from_somebody.bring(given, entry, piece, place)
                if not piece.known.has_digest:
                    yield f"Nobody publishes a checksum of {piece.download.filename!r}: what was given is believed."
                continue
            if piece.download not in self._fetched:
                yield from self._fetch(piece.download)
            self._put(piece, place)

    def _put(self, piece: Piece, place: Path) -> None:
        fetched = self._fetched[piece.download]
        if not piece.member:
            with told(place):
                place.parent.mkdir(parents=True, exist_ok=True)
                try:
                    place.hardlink_to(fetched)
                except OSError:  # on another disk, or on one without links
                    shutil.copyfile(fetched, place)
            return
        unpack(fetched, piece.member, place)
        wrong = "" if piece.member == "/" else fault_of(place, piece.expected)
        if wrong:
            raise NotInstalledError(f"{piece.member!r} of {piece.download.origin} is not what it should be: {wrong}.")

    def _fetch(self, download: Download) -> Iterator[str]:
        pin = Expected() if download.expected.has_digest else self._pins.known(download.origin)
        expected = pin if pin.has_digest else download.expected
        known = type(download)(download.filename, expected, download.urls, download.package)
        place = self._folder / f"{value_sha256(download.origin)[:16]}-{download.filename}"
        self._fetched[download] = place
        if expected.has_digest and place.is_file() and not fault_of(place, expected):
            return  # of one that was killed when this had come
        part = Part(place.with_name(place.name + ".part"), expected)
        try:
            fetch(known, self._places(download), part, self._connections, self._way.watch, self._way.patience)
        except NotInstalledError as fault:
            if pin.has_digest and "corrupted" in str(fault):
                raise NotInstalledError(
                    f"{fault} Its checksum is not published but was pinned when it first came; if its publisher has "
                    f"changed it, take the line out of {str(self._pins.path)!r}."
                ) from fault
            raise
        found = measured(part.path)
        part.take(place)
        if not expected.has_digest:
            self._pins.pin(download.origin, found)
            yield (
                f"Nobody publishes a checksum of {download.filename!r}; what came now has the sha256 {found.sha256}, "
                "which is pinned: should it ever come otherwise, it is refused."
            )
        elif not expected.sha256:
            yield f"{download.filename!r} was checked by its md5, which is all that its publisher gives."

    def _places(self, download: Download) -> tuple[str, ...]:
        settings = self._way.settings
        if download.package is None:
            return settings.places(download.urls)
        own = address(download.package, settings, self._connections)
        is_chosen = (settings.npm if download.package.index == "npm" else settings.pypi) not in (NPM, PYPI)
        return tuple(dict.fromkeys((*settings.places((own,)), *((own,) if is_chosen else ()))))

    def _forget(self) -> None:
        """Throw away what was begun long ago and never ended."""
        for place in listed(self._folder, "*-*"):
            if time.time() - place.stat().st_mtime > KEPT_S:
                place.unlink(missing_ok=True)

    def _drop(self) -> None:
        for place in self._fetched.values():
            place.unlink(missing_ok=True)
