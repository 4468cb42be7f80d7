"""Networks that can be had from elsewhere: how one is installed, looked through, and taken away again."""

# Shapes no clip.

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from avatar.downloads import installing, receipts, shelf
from avatar.downloads.catalogue import find
from avatar.downloads.shelf import Shelf
from avatar.neural.models import COMMAND, SHELF, available
from avatar.runtime.access import listed
from avatar.runtime.packages import line_for

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from avatar.downloads.entry import Entry
    from avatar.downloads.installing import Installed
    from avatar.downloads.receipts import Removed
    from avatar.downloads.store import Way
    from avatar.runtime.folders import Home

MODELS = KIND = Shelf("model", SHELF)
_SPANDREL = "'spandrel>=0.4,<0.5'"
"""comes without what it asks for: torchvision would bring a torch of its own"""
_OWN = "A file of your own needs no installing: name it where a model is asked for."
_MODULES = {
    "torch": ("torch",),
    "spandrel": ("torch", "spandrel"),
    "insightface": ("insightface", "onnxruntime"),
    "face-alignment": ("torch", "face_alignment"),
    "onnxruntime": ("onnxruntime",),
    "dlib": ("cv2",),
    "ncnn": ("ncnn",),
}
"""engine and the modules that it is run by"""


@dataclass(frozen=True, slots=True)
class Here:
    """A network that is installed."""

    name: str
    """of the entry"""
    task: str
    """what it does"""
    licence: str
    """as its publisher says"""
    commercial: str
    """whether what it makes may earn money"""
    size: int
    """bytes"""
    folder: str
    """what it is called, and where it lies"""
    lacks: str
    """the line that installs what it is run by; "" where all of that is here"""


def chosen(names: Sequence[str], home: Home) -> tuple[Entry, ...]:
    """Find networks by their names. Raise `InputError` with the nearest names if there is one that cannot be had."""
    entries = available(home)
    return tuple(find(name, entries, COMMAND) for name in dict.fromkeys(names))


def install(
    entries: Sequence[Entry], home: Home, way: Way, accepted: Collection[str] = (), given: Path | None = None
) -> Iterator[Installed]:
    """Install networks into a home, one after the other; each is whole or not there.

    Raise `RefusedError` for a licence that nobody accepted, `InputError` for a name that is taken, and what
    `downloads.installing.install` raises.
    """
    MODELS.require_agreement(entries, accepted)
    return installing.install(entries, SHELF, home, way, _told, given)


def here(home: Home) -> tuple[Here, ...]:
    """List the networks that are installed."""
    entries = {each.name: each for each in available(home)}
    folders = [each for each in listed(home.data / SHELF, "*") if receipts.is_installed(each)]
    return tuple(_here(folder, entries.get(folder.name)) for folder in folders)


def faults(name: str, home: Home) -> tuple[str, ...]:
    """Read all files of a network, and say how they differ from what came, sentences; nothing where they do not.

    Raise `InputError` if it was not installed.
    """
    require_installed(name, home)
    entry = next((each for each in available(home) if each.name == name), None)
    return MODELS.faults(name, home, entry)


def remove(name: str, home: Home) -> Removed:
    """Take a network away that was installed, also one that was damaged. Raise `InputError` for any other."""
    require_installed(name, home)
    return receipts.remove(MODELS.place(name, home), keeps_changed=False)


def require_installed(name: str, home: Home) -> None:
    """Raise `InputError` for a network that `install` has not brought."""
    MODELS.require_installed(name, home, _OWN)


def plain(entry: Entry, home: Home) -> dict[str, Any]:
    """Write an entry with what JSON knows."""
    own = {"task": entry.task, "also": list(entry.about.get("also", ())), "year": entry.year, "paper": entry.paper}
    is_here = receipts.is_installed(MODELS.place(entry.name, home))
    return shelf.plain(entry) | own | {"is_here": is_here, "lacks": lacks(entry)}


def lacks(entry: Entry) -> str:
    """Give the line that installs what a network is run by; "" where all of that is here."""
    missing = [module for module in _MODULES.get(entry.engine, ()) if not find_spec(module)]
    if not missing:
        return ""
    alone = f"pip install --no-deps {_SPANDREL}" if "spandrel" in missing else ""
    if missing == ["spandrel"]:
        return alone
    line = line_for(entry.about["extra"]) if "extra" in entry.about else "pip install avatar"
    return f"{line} && {alone}" if alone else line


def _told(entry: Entry, _folder: Path) -> Sequence[str]:
    """Say what else it needs."""
    line = lacks(entry)
    return (f"What it is run by is not installed; get it with: {line}",) if line else ()


def _here(folder: Path, entry: Entry | None) -> Here:
    about = receipts.about(folder)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    told = {name: str(about.get(name, "")) for name in ("task", "licence", "commercial")}
    return Here(folder.name, **told, size=size, folder=str(folder), lacks=lacks(entry) if entry else "")
