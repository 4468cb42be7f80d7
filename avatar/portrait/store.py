"""Portraits by name: enrolled ones, shipped ones, and the cache of photos taken apart."""

from __future__ import annotations

import hashlib
import shutil
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from avatar.data import Portrait
from avatar.errors import PortraitError
from avatar.portrait.cards import (
    CARD,
    PortraitCard,
    Source,
    checked_name,
    read_card,
    read_source,
    require_picture,
    verify,
)
from avatar.portrait.choosing import as_enrolled, found, with_choice
from avatar.portrait.enroll import PhotoEnroller
from avatar.portrait.entries import CACHE, ENDING, LIKENESSES, entry_in, prepared_key, sealed_name
from avatar.portrait.face.people import finding, home_of
from avatar.portrait.named import cards_in, discard, keep, remove
from avatar.portrait.prepared import unpack
from avatar.portrait.read import read_photo, require_file
from avatar.runtime import archive
from avatar.runtime.access import is_file, listed, lock_file, make_closed, refusal, require_writable, told
from avatar.runtime.folders import shipped, user_data
from avatar.runtime.seals import cache_key
from avatar.runtime.system import locked
from avatar.runtime.watch import Watch, unwatched
from avatar.settings import DETECTORS, PortraitSettings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avatar.portrait.resident import Resident

_LOCK = ".lock"
_ENDINGS = frozenset(
    {
        ".jpg",
        ".jpeg",
        ".png",
        ".webp",
        ".tif",
        ".tiff",
        ".bmp",
        ".gif",
        ".jfif",
        ".avif",
        ".heic",
        ".heif",
        ".jp2",
        ".tga",
        ".ppm",
    }
)


class PortraitStore:
    """Find portraits by path or name, and take each photo apart only once."""

    def __init__(
        self,
        folder: Path | None = None,
        key: bytes = b"",
        home: Path | None = None,
        *,
        resident: Resident | None = None,
        names_only: bool = False,
    ) -> None:
        """Keep them in a home's data (None: the usual one's), sealed with its key, unless the others say else.

        What was used last may be `resident` in memory too. With `names_only` a reference is never a path.
        """
        self._home, self._resident, self._names_only = home, resident, names_only
        self._folder = folder or (home or user_data()) / "portraits"
        self._key = key

    def resolve(self, reference: str) -> Path:
        """Find the picture: a path, else an enrolled portrait's name, else a shipped one's.

        Names may carry a picture's ending: `xiaochen` and `xiaochen.jpg` are the same. Raise `PortraitError`
        if there is none, or if a named picture has been changed.
        """
        if (path := self._path(reference)) is not None:
            return path
        card = self._named(reference)
        verify(card)
        return card.path

    def read(self, reference: str) -> Source:
        """Find a picture as `resolve` does, and read its file: once, for all who look at it."""
        if (path := self._path(reference)) is not None:
            return read_source(path, self.card_of(path))
        card = self._named(reference)
        require_picture(card)
        source = read_source(card.path, card)
        verify(card, source.sha256)
        return source

    def load_or_enroll(
        self,
        reference: str | Path | Source,
        settings: PortraitSettings | None = None,
        face: int | None = None,
        on_step: Watch | None = None,
    ) -> Portrait:
        """Give the portrait from the cache, or take its photo apart and keep the result: without settings, as enrolled.

        An entry of the cache that is damaged, of another version or not sealed here for this photo is made anew. A
        shipped portrait comes taken apart.
        """
        source = reference if isinstance(reference, Source) else self.read(str(reference))
        settings = self.settings_of(source) if settings is None else settings
        if kept := self.kept(source, settings, face):
            return kept
        face, name = _face_and_name(source, face)
        entry, secret = self.entry_of(source.sha256, settings, face), self._secret()
        _make_room(entry)
        portrait = _prepared(source, entry, on_step) or self._enroller(settings, on_step).enroll(
            source.path, name, face, source.content
        )
        with told(entry):
            archive.save(portrait, entry, secret, sealed_name(entry))
        portrait = replace(portrait, name=name)
        self._stay(sealed_name(entry), portrait)
        return portrait

    def settings_of(self, source: Source, asked: PortraitSettings | None = None) -> PortraitSettings:
        """Say how a photo is taken apart: as somebody asks, else as it was enrolled, with the files of all networks.

        Raise `PortraitError`, `InputError` or `NotInstalledError` where one of them is not here.
        """
        return found(as_enrolled(asked or PortraitSettings(), source.card), home_of(self._home))

    def _enroller(self, settings: PortraitSettings, on_step: Watch | None) -> PhotoEnroller:
        is_ours = settings.finder == DETECTORS[0]
        return PhotoEnroller(
            settings, on_step, None if is_ours else finding(settings.finder, self._home, settings.device)
        )

    def kept(self, source: Source, settings: PortraitSettings, face: int | None = None) -> Portrait | None:
        """Give the portrait from the cache; None where there is no whole one that was sealed here for this photo."""
        face, name = _face_and_name(source, face)
        entry = self.entry_of(source.sha256, settings, face)
        key = sealed_name(entry)
        found = self._resident.get(key) if self._resident else None
        if found is None:
            try:
                found = archive.load(entry, Portrait, self._secret(), key)
            except archive.ArchiveError:
                return None
            self._stay(key, found)
        return found if found.name == name else replace(found, name=name)

    def add(
        self,
        image: Path | Source,
        name: str | None,
        settings: PortraitSettings,
        face: int | None = None,
        on_step: Watch | None = None,
    ) -> Portrait:
        """Take a photo apart and keep a copy of it under a name (None: the file's own), replacing an earlier one.

        Its card says with which networks, where somebody has chosen: later it is taken apart with the same.
        Whatever happens meanwhile, the earlier portrait is there or the new one.
        """
        source = image if isinstance(image, Source) else self.read_file(image)
        name = checked_name(source.path.stem if name is None else name)
        portrait = replace(self.load_or_enroll(source, settings, face, on_step), name=name)
        with self._alone():
            keep(
                source,
                portrait,
                self._folder / name,
                face,
                lambda card: with_choice(card, settings, home_of(self._home)),
            )
        return portrait

    def read_file(self, image: Path) -> Source:
        """Read a photo that is given by its path. Raise `PortraitError` if there is none."""
        image = image.expanduser()
        require_file(image)
        return read_source(image, self.card_of(image))

    def list(self) -> list[PortraitCard]:
        """Give the cards of all portraits by name, enrolled ones before shipped ones; `faults` tells of the others."""
        return [card for card in self._read_all() if isinstance(card, PortraitCard)]

    def faults(self) -> tuple[str, ...]:
        """Say of each card that cannot be read why, sentences."""
        return tuple(str(fault) for fault in self._read_all() if isinstance(fault, PortraitError))

    def show(self, name: str) -> PortraitCard:
        """Give one portrait's card. Raise `PortraitError` if there is none of this name."""
        card = self._find(name)
        if card is None:
            known = ", ".join(card.name for card in self.list())
            raise PortraitError(f"There is no portrait named {name!r}; there are: {known}.")
        return card

    def remove(self, name: str) -> None:
        """Forget an enrolled portrait: its picture, its card and what was made of it.

        Raise `PortraitError` if there is none, or if it came with the package.
        """
        card = self.show(name)
        if card.is_shipped:
            raise PortraitError(f"The portrait {card.name!r} comes with avatar and cannot be removed.")
        shutil.rmtree(self._folder / CACHE / card.sha256, ignore_errors=True)
        for each in listed(self._folder / CACHE / LIKENESSES, f"{card.pixels}-*") if card.pixels else ():
            remove(each)
        with self._alone():
            discard(card.path.parent)

    def _path(self, reference: str) -> Path | None:
        """Give the file that a reference is a path of; None where it is a name."""
        path = Path(reference).expanduser()
        return None if self._names_only or not _is_file(path) else path

    def _stay(self, key: str, portrait: Portrait) -> None:
        if self._resident:
            self._resident.put(key, portrait)

    def _read_all(self) -> Iterator[PortraitCard | PortraitError]:
        yield from cards_in(self._folder)
        yield from cards_in(shipped("portraits"), is_shipped=True)

    def _find(self, reference: str) -> PortraitCard | None:
        stem = Path(reference).stem if Path(reference).suffix.lower() in _ENDINGS else reference
        by_name = {card.name: card for card in reversed(self.list())}
        return by_name.get(reference) or by_name.get(stem)

    def _named(self, reference: str) -> PortraitCard:
        card = self._find(reference)
        if card is None:
            known = ", ".join(card.name for card in self.list())
            raise PortraitError(
                f"There is no portrait {reference!r}, neither as a file nor by name; there are: {known}."
            )
        return card

    def card_of(self, path: Path) -> PortraitCard | None:
        """Read the card beside a picture of ours; a stranger's card.toml means nothing."""
        ours, home = shipped("portraits").resolve(), path.resolve().parent.parent
        if home not in {self._folder.resolve(), ours} or not is_file(path.with_name(CARD)):
            return None
        card = read_card(path.parent, is_shipped=home == ours)
        return card if card.path.name == path.name else None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep others out who add or remove a portrait."""
        place = self._folder / _LOCK
        with told(place):
            make_closed(self._folder)
            lock = lock_file(place)
        with lock, locked(lock):
            yield

    def _secret(self) -> bytes:
        self._key = self._key or cache_key(self._home or user_data())
        return self._key

    def entry_of(self, digest: str, settings: PortraitSettings, face: int | None) -> Path:
        """Name the cache's file for a picture of this sha256, hex."""
        return entry_in(self._folder, digest, settings, face, self._home)


def _prepared(source: Source, entry: Path, on_step: Watch | None) -> Portrait | None:
    """Read what a shipped portrait brings along; None where it brings nothing that fits this version and settings."""
    path, card = source.path, source.card
    if card is None or not card.is_shipped or not card.prepared:
        return None

    tell = on_step or unwatched
    tell("unpacking", 0, 1)
    try:
        content = path.with_name(card.prepared).read_bytes()
        if hashlib.sha256(content).hexdigest() != card.prepared_sha256:
            return None
        portrait = unpack(content, read_photo(path, source.content), prepared_key(entry))
    except (OSError, archive.ArchiveError):
        return None
    tell("done", 1, 1)
    return portrait


def _face_and_name(source: Source, face: int | None) -> tuple[int | None, str]:
    card = source.card
    return card.face if face is None and card else face, card.name if card else source.path.stem


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except PermissionError as fault:
        raise refusal(path, fault, "choose another picture") from fault
    except OSError:  # longer than any file name, for instance
        return False


def _make_room(entry: Path) -> None:
    """Make sure that a portrait can be kept before its photo is taken apart, and remove what earlier versions kept."""
    with told(entry.parent):
        make_closed(entry.parent.parent.parent)
        make_closed(entry.parent)
    require_writable(entry.parent)
    variant = entry.name.split("-")[0]
    for old in listed(entry.parent, f"{variant}-*{ENDING}"):
        with told(old):
            old.unlink(missing_ok=True)
