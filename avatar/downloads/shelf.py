"""Where one kind of thing lies in a home, voices or networks: its terms, and whether it is still whole."""

# Shapes no clip.

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from avatar.downloads import receipts
from avatar.downloads.checking import fault_of
from avatar.downloads.entry import Expected
from avatar.errors import InputError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

    from avatar.downloads.entry import Entry
    from avatar.runtime.folders import Home


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where one kind of thing lies in a home, and what it is called."""

    what: str
    """one of it, "voice": the word in sentences, and the group of commands"""
    folder: str
    """of a home's data, in which each lies in a folder of its name"""

    def place(self, name: str, home: Home) -> Path:
        """Say where one lies, or would."""
        return home.data / self.folder / name

    def require_agreement(self, entries: Sequence[Entry], accepted: Collection[str]) -> None:
        """Raise `RefusedError` for a licence that binds and was not accepted, under the entry's or its own name."""
        for entry in entries:
            if entry.needs_agreement and not {entry.name, entry.licence} & set(accepted):
                raise RefusedError(
                    f"The {self.what} {entry.name!r} is under the licence {entry.licence!r}: {entry.terms}. If you "
                    f"keep to that, add --accept-licence {entry.name}."
                )

    def require_installed(self, name: str, home: Home, otherwise: str) -> None:
        """Raise `InputError` for one that `install` has not brought; `otherwise` says what somebody's own would be."""
        if "/" in name or "\\" in name or not receipts.is_installed(self.place(name, home)):
            raise InputError(
                f"The {self.what} {name!r} was not installed by `avatar {self.what} install`; "
                f"`avatar {self.what} list` shows what there is. {otherwise}"
            )

    def faults(self, name: str, home: Home, entry: Entry | None = None) -> tuple[str, ...]:
        """Read all of what was installed, and say of each file how it differs from what came, sentences.

        Of an `entry` of a catalogue the published checksums count too. Raise `InputError` if it was not installed.
        """
        folder = self.place(name, home)
        published = {} if entry is None else {each.path: each.known for each in entry.pieces if each.member != "/"}
        said = []
        for file, digest in receipts.brought(folder).items():
            path = folder / file
            if not path.is_file():
                said.append(f"{file!r} is gone.")
                continue
            wrong = fault_of(path, Expected(sha256=digest)) or fault_of(path, published.get(file, Expected()))
            said += [f"{file!r} was changed: {wrong}."] if wrong else []
        return tuple(said)


def plain(entry: Entry) -> dict[str, Any]:
    """Write what every entry says of itself, and where each of its files comes from, with what JSON knows."""
    kept = ("name", "engine", "licence", "commercial", "copyleft", "attribution", "description", "note")
    sources = [
        {"path": piece.path, "from": piece.download.origin, "urls": list(piece.download.urls), "member": piece.member}
        | {key: value for key, value in asdict(piece.known).items() if value}
        | {"checked": piece.checked}
        for piece in entry.pieces
    ]
    return {name: getattr(entry, name) for name in kept} | {"size": entry.size or None, "files": sources}
