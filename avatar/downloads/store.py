"""Where the files of what is installed come from: fetched, each once, or brought by somebody."""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from avatar.downloads import given as from_somebody
from avatar.downloads.checking import Pins, fault_of, measured
from avatar.downloads.entry import Expected
from avatar.downloads.indexes import address
from avatar.downloads.part import Part
from avatar.downloads.settings import NPM, PYPI, DownloadSettings
from avatar.downloads.transfer import Patience, fetch
from avatar.downloads.unpacking import unpack
from avatar.errors import NotInstalledError
from avatar.runtime.access import listed, told
from avatar.runtime.hashing import value_sha256
from avatar.runtime.network import Connections, Network
from avatar.runtime.watch import unwatched

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import ExitStack
    from pathlib import Path

    from avatar.downloads.entry import Download, Entry, Piece
    from avatar.runtime.folders import Home
    from avatar.runtime.watch import Watch

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


class Store:
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
        unpack(fetched, piece.member, place, piece.joined)
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
