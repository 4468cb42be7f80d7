"""Voices that can be had from elsewhere: what there is, how one becomes a card of a home, and how it goes again."""

# Shapes no clip.

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from avatar.downloads import installing, receipts, shelf
from avatar.downloads.catalogue import find, read_catalogues
from avatar.downloads.shelf import Shelf
from avatar.errors import InputError, NotInstalledError, VoiceError
from avatar.runtime.folders import shipped
from avatar.runtime.hashing import file_sha256
from avatar.speech.cards import CARD, read_card

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from pathlib import Path

    from avatar.downloads.entry import Entry
    from avatar.downloads.installing import Installed
    from avatar.downloads.receipts import Removed
    from avatar.downloads.store import Way
    from avatar.runtime.folders import Home

SHELF = "voices"
"""folder of a home's data in which voices lie"""
VOICES = KIND = Shelf("voice", SHELF)
COMMAND = "avatar voice list --available"
"""shows what can be had"""


def available() -> tuple[Entry, ...]:
    """List the voices that can be had, as the catalogues that ship have them."""
    return read_catalogues(shipped(SHELF) / "catalogue")


def chosen(names: Sequence[str], _home: Home | None = None) -> tuple[Entry, ...]:
    """Find voices by their names. Raise `InputError` with the nearest names if there is one that cannot be had."""
    entries = available()
    return tuple(find(name, entries, COMMAND) for name in dict.fromkeys(names))


def is_here(name: str, home: Path) -> bool:
    """Tell whether there is a voice of this name already: a shipped one, or one in a home's data."""
    return any((folder / name / CARD).is_file() for folder in (shipped(SHELF), home / SHELF))


def install(
    entries: Sequence[Entry], home: Home, way: Way, accepted: Collection[str] = (), given: Path | None = None
) -> Iterator[Installed]:
    """Install voices into a home, one after the other; each is whole, with its card, or not there.

    Raise `RefusedError` for a licence that nobody accepted, `InputError` for a name that is taken, and what
    `downloads.installing.install` raises.
    """
    VOICES.require_agreement(entries, accepted)
    for entry in entries:
        if (shipped(SHELF) / entry.name / CARD).is_file():
            raise InputError(f"The voice {entry.name!r} came with avatar; it is there already.")
    return installing.install(entries, SHELF, home, way, _complete, given)


def remove(name: str, home: Home) -> Removed:
    """Take a voice away that was installed. Raise `InputError` for any other, which is somebody's own."""
    folder = home.data / SHELF / name
    require_installed(name, home)
    if CARD in receipts.changed(folder):
        # Without its files the card would be a voice that cannot speak.
        (folder / CARD).rename(folder / f"{CARD}.kept")
    return receipts.remove(folder)


def require_installed(name: str, home: Home) -> None:
    """Raise `InputError` for a voice that `install` has not brought."""
    own = f"A card of your own is a folder in {str(home.data / SHELF)!r}: remove that."
    VOICES.require_installed(name, home, own)


def plain(entry: Entry, home: Path) -> dict[str, Any]:
    """Write an entry with what JSON knows; `home` is a home's data, for whether it is here."""
    own = {"language": entry.language, "gender": entry.about["gender"], "is_here": is_here(entry.name, home)}
    return shelf.plain(entry) | own


def card_text(entry: Entry, digests: Mapping[str, str]) -> str:
    """Write the card of a voice, whose files have these sha256, hex."""
    licence = f"{entry.licence}; {entry.terms}" if entry.needs_agreement or entry.attribution else entry.licence
    lines = {
        "name": entry.name,
        "language": entry.language,
        "gender": entry.about["gender"],
        "description": entry.description,
        "licence": licence,
        "source": _source(entry),
    }
    engine = {"name": entry.engine, **entry.about.get("options", {})}
    files = {json.dumps(name, ensure_ascii=False): digest for name, digest in digests.items()}
    return f"{_toml(lines)}\n[engine]\n{_toml(engine)}\n[files]\n{_toml(files)}"


def _complete(entry: Entry, folder: Path) -> Sequence[str]:
    """Write a voice's card, and read it as everybody will."""
    digests = {
        path.relative_to(folder).as_posix(): file_sha256(path) for path in sorted(folder.rglob("*")) if path.is_file()
    }
    (folder / CARD).write_text(card_text(entry, digests), encoding="utf-8")
    try:
        read_card(folder / CARD)
    except NotInstalledError as fault:
        return (f"It cannot speak yet: {fault}",)
    except VoiceError as fault:
        raise VoiceError(f"The voice {entry.name!r} is no voice that this version can use: {fault}") from fault
    return ()


def _source(entry: Entry) -> str:
    """Say where the files of an entry come from; what they are to the byte, the card's table [files] says."""
    members: dict[str, list[str]] = {}
    for piece in entry.pieces:
        members.setdefault(piece.download.origin, []).extend([piece.member] if piece.member not in ("", "/") else [])
    return "; ".join(f"{origin}: {', '.join(inside)}" if inside else origin for origin, inside in members.items())


def _toml(values: dict[str, Any]) -> str:
    return "".join(f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in values.items())
