"""Portraits by name: enrolled ones, shipped ones, and the cache of photos taken apart."""

from __future__ import annotations

import hashlib
import os
import shutil
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from avatar.data import Portrait
from avatar.errors import PortraitError
from avatar.portrait.cards import CARD, PortraitCard, checked_name, file_digest, read_card, verify, write_card
from avatar.runtime import archive
from avatar.runtime.access import is_file, listed, refusal, require_writable, told
from avatar.runtime.folders import shipped, user_data
from avatar.runtime.seals import cache_key
from avatar.runtime.watch import Watch, unwatched

if TYPE_CHECKING:
    from collections.abc import Iterator

    from avatar.settings import PortraitSettings

_CACHE = ".cache"
_ENDING = ".npz"
_ASIDE = frozenset({"cards.py", "check.py", "prepared.py", "store.py", "variants.py"})
"""files of this package that keep, find and judge portraits, but don't shape them"""
_SHAPING_PACKAGES = (
    "numba",
    "numpy",
    "onnxruntime",
    "opencv-contrib-python",
    "opencv-contrib-python-headless",
    "opencv-python",
    "opencv-python-headless",
    "pillow",
)
"""distributions whose version shapes a portrait that is taken apart here"""
_ENDINGS = frozenset(
    {".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".bmp", ".gif", ".jfif", ".avif", ".jp2", ".tga", ".ppm"}
)


class PortraitStore:
    """Find portraits by path or name, and take each photo apart only once."""

    def __init__(self, folder: Path | None = None, key: bytes = b"") -> None:
        """Seal what is kept of photos with a secret `key`; by default that of the user's data."""
        self._folder = folder or user_data() / "portraits"
        self._key = key

    def resolve(self, reference: str) -> Path:
        """Find the picture: a path, else an enrolled portrait's name, else a shipped one's.

        Names may carry a picture's ending: `xiaochen` and `xiaochen.jpg` are the same. Raise `PortraitError`
        if there is none, or if a named picture has been changed.
        """
        path = Path(reference).expanduser()
        if _is_file(path):
            return path
        card = self._find(reference)
        if card is None:
            known = ", ".join(card.name for card in self.list())
            raise PortraitError(
                f"There is no portrait {reference!r}, neither as a file nor by name; there are: {known}."
            )
        verify(card)
        return card.path

    def load_or_enroll(
        self,
        reference: str | Path,
        settings: PortraitSettings,
        face: int | None = None,
        on_step: Watch | None = None,
    ) -> Portrait:
        """Give the portrait from the cache, or take its photo apart and keep the result.

        An entry of the cache that is damaged, of another version or not sealed here for this photo is made anew. A
        shipped portrait comes taken apart.
        """
        from avatar.portrait.enroll import PhotoEnroller

        path = self.resolve(str(reference))
        card = self.card_of(path)
        face = card.face if face is None and card else face
        name = card.name if card else path.stem
        with told(path, "choose another picture"):
            photo = path.read_bytes()  # once: the digest is that of what is taken apart, whatever becomes of the file
        entry = self.entry_of(hashlib.sha256(photo).hexdigest(), settings, face)
        secret = self._secret()
        try:
            portrait = archive.load(entry, Portrait, secret, sealed_name(entry))
        except archive.ArchiveError:
            _make_room(entry)
            portrait = _prepared(path, photo, card, entry, on_step) or PhotoEnroller(settings, on_step).enroll(
                path, name, face, photo
            )
            with told(entry):
                archive.save(portrait, entry, secret, sealed_name(entry))
        return replace(portrait, name=name)

    def add(
        self,
        image: Path,
        name: str | None,
        settings: PortraitSettings,
        face: int | None = None,
        on_step: Watch | None = None,
    ) -> Portrait:
        """Take a photo apart and keep a copy of it under a name (None: the file's own), replacing an earlier one."""
        image = image.expanduser()
        name = checked_name(image.stem if name is None else name)
        portrait = replace(self._load_file(image, settings, face, on_step), name=name)
        folder = self._folder / name
        _discard(folder)
        copy = folder / f"portrait{image.suffix.lower()}"
        with told(folder):
            folder.mkdir(parents=True)
        with told(copy):
            shutil.copyfile(image, copy)
        write_card(PortraitCard(name=name, path=copy, sha256=file_digest(copy), face=face))
        return portrait

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
        shutil.rmtree(self._folder / _CACHE / card.sha256, ignore_errors=True)
        _discard(card.path.parent)

    def _read_all(self) -> Iterator[PortraitCard | PortraitError]:
        yield from _cards(self._folder)
        yield from _cards(shipped("portraits"), is_shipped=True)

    def _find(self, reference: str) -> PortraitCard | None:
        stem = Path(reference).stem if Path(reference).suffix.lower() in _ENDINGS else reference
        by_name = {card.name: card for card in reversed(self.list())}
        return by_name.get(reference) or by_name.get(stem)

    def card_of(self, path: Path) -> PortraitCard | None:
        """Read the card beside a picture of ours; a stranger's card.toml means nothing."""
        ours, home = shipped("portraits").resolve(), path.resolve().parent.parent
        if home not in {self._folder.resolve(), ours} or not is_file(path.with_name(CARD)):
            return None
        card = read_card(path.parent, is_shipped=home == ours)
        return card if card.path.name == path.name else None

    def _load_file(self, path: Path, settings: PortraitSettings, face: int | None, on_step: Watch | None) -> Portrait:
        from avatar.portrait.read import require_file

        require_file(path)
        return self.load_or_enroll(path, settings, face, on_step)

    def _secret(self) -> bytes:
        self._key = self._key or cache_key(user_data())
        return self._key

    def entry_of(self, digest: str, settings: PortraitSettings, face: int | None) -> Path:
        """Name the cache's file for a picture of this sha256, hex."""
        variant = hashlib.sha256(f"{settings!r} {face!r}".encode()).hexdigest()[:12]
        return self._folder / _CACHE / digest / f"{variant}-{pipeline_version()}{_ENDING}"


@cache
def pipeline_version() -> str:
    """Name this version of everything that shapes a portrait, by its source: nobody can forget to raise it."""
    package = Path(__file__).parent
    sources = [path for path in sorted(package.rglob("*.py")) if path.name not in _ASIDE]
    sources += [package / "mesh" / "canonical.npy", package / "mesh" / "triangles.npy"]
    for shaping in ("data", "neural"):
        sources += sorted((package.parent / shaping).rglob("*.py"))
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:12]


def prepared_key(entry: Path) -> str:
    """Name what a prepared portrait was made of and by: the photo's file, the settings and the version."""
    return f"{entry.parent.name} {entry.stem}"


def sealed_name(entry: Path) -> str:
    """Name what a portrait of the cache was made of and by, with the libraries: another one may draw otherwise.

    What is prepared does not name them: it comes as it was made, whatever is installed here.
    """
    return f"{prepared_key(entry)} {_libraries()}"


@cache
def _libraries() -> str:
    from importlib.metadata import PackageNotFoundError, version

    found = []
    for package in _SHAPING_PACKAGES:
        with suppress(PackageNotFoundError):
            found.append(f"{package}={version(package)}")
    return " ".join(found)


def _prepared(
    path: Path, photo: bytes, card: PortraitCard | None, entry: Path, on_step: Watch | None
) -> Portrait | None:
    """Read what a shipped portrait brings along; None where it brings nothing that fits this version and settings."""
    if card is None or not card.is_shipped or not card.prepared:
        return None
    from avatar.portrait.prepared import unpack
    from avatar.portrait.read import read_photo

    tell = on_step or unwatched
    tell("unpacking", 0, 1)
    try:
        content = path.with_name(card.prepared).read_bytes()
        if hashlib.sha256(content).hexdigest() != card.prepared_sha256:
            return None
        portrait = unpack(content, read_photo(path, photo), prepared_key(entry))
    except (OSError, archive.ArchiveError):
        return None
    tell("done", 1, 1)
    return portrait


def _cards(folder: Path, *, is_shipped: bool = False) -> Iterator[PortraitCard | PortraitError]:
    for entry in listed(folder, "*"):
        if entry.name.startswith(".") or not (is_file(entry / CARD) or os.path.lexists(entry / CARD)):
            continue
        try:
            yield read_card(entry, is_shipped=is_shipped)
        except PortraitError as fault:
            yield fault


def _discard(folder: Path) -> None:
    """Delete a portrait's folder if it is there; of a link only the link."""
    if folder.is_symlink():
        folder.unlink()
    elif folder.exists():
        require_writable(folder)
        with told(folder):
            shutil.rmtree(folder)


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
        entry.parent.mkdir(parents=True, exist_ok=True)
    require_writable(entry.parent)
    variant = entry.name.split("-")[0]
    for old in listed(entry.parent, f"{variant}-*{_ENDING}"):
        with told(old):
            old.unlink(missing_ok=True)
