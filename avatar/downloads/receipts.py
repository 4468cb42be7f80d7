"""What was installed says so: which files, from where, under which licence; and by that it is taken away again."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from avatar.downloads.checking import fault_of, measured
from avatar.downloads.entry import Expected
from avatar.errors import InputError
from avatar.outside.documents import parsed
from avatar.runtime.access import told

if TYPE_CHECKING:
    from pathlib import Path

    from avatar.downloads.entry import Entry

RECEIPT = "installed.json"
"""what lies in a folder that was installed, and says what was put there"""


@dataclass(frozen=True, slots=True)
class Removed:
    """One thing that was taken away."""

    name: str
    """of the entry"""
    size: int
    """bytes that it took up"""
    kept: tuple[str, ...]
    """files in its folder that were changed or added since, and stay"""


def write_receipt(entry: Entry, folder: Path) -> int:
    """Write down what lies in a folder that is being installed, and give how many bytes that is."""
    files = {
        path.relative_to(folder).as_posix(): measured(path).sha256
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    sources = {
        piece.path: {"from": piece.download.origin, "member": piece.member}
        | {name: value for name, value in asdict(piece.download.expected).items() if value}
        for piece in entry.pieces
    }
    document = {
        "name": entry.name,
        "task": entry.task,
        "licence": entry.licence,
        "commercial": entry.commercial,
        "agreed_to": entry.licence if entry.needs_agreement else "",
        "copyleft": entry.copyleft,
        "attribution": entry.attribution,
        "sources": sources,
        "files": files,
    }
    with told(folder):
        (folder / RECEIPT).write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def is_installed(folder: Path) -> bool:
    """Tell whether a folder was installed."""
    return (folder / RECEIPT).is_file()


def changed(folder: Path) -> tuple[str, ...]:
    """List the files of an installed folder that were changed or added since. Raise `InputError` if it was not."""
    known = brought(folder)
    found = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}
    return tuple(
        name
        for name, path in found.items()
        if name != RECEIPT and (name not in known or fault_of(path, Expected(sha256=known[name])))
    )


def remove(folder: Path, *, keeps_changed: bool = True) -> Removed:
    """Take away what `install` has put into a folder, and the folder with it unless it holds more than that.

    A file that was changed since is somebody's own, where that `keeps_changed`; else it is damaged, and goes. Raise
    `InputError` if it was not installed.
    """
    came, size = brought(folder), 0
    kept = {name for name in changed(folder) if keeps_changed or name not in came}
    with told(folder):
        for name in (*came, RECEIPT):
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


def about(folder: Path) -> dict[str, Any]:
    """Read what an installed folder says of itself: licence, commercial, sources. Raise `InputError` as below."""
    try:
        with told(folder):
            document = parsed((folder / RECEIPT).read_text(encoding="utf-8"))
        return dict(document)
    except (ValueError, TypeError):
        raise _damaged(folder) from None


def brought(folder: Path) -> dict[str, str]:
    """Read which files were put into a folder, each with its sha256. Raise `InputError` where that is damaged."""
    try:
        return {str(name): str(digest) for name, digest in about(folder)["files"].items()}
    except (KeyError, AttributeError):
        raise _damaged(folder) from None


def _damaged(folder: Path) -> InputError:
    return InputError(f"The receipt {str(folder / RECEIPT)!r} is damaged; remove the folder by hand.")
