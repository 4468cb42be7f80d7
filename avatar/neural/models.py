"""Networks that somebody added: where the files of one lie, which they are to the byte, and under which licence.

A stage that works with such a network asks `located` (or `usual`, where nobody named one), loads `path` or `file`, and
keeps `facts`: what took part in a clip is told in its record. `avatar model install` brings the files; a path is as
good as a name.
"""

# Shapes no clip.

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from avatar.data.network import NetworkFacts
from avatar.downloads.catalogue import find, read_catalogues
from avatar.downloads.receipts import brought, is_installed
from avatar.errors import InputError, NotInstalledError
from avatar.runtime import archive
from avatar.runtime.access import told
from avatar.runtime.folders import shipped
from avatar.runtime.hashing import file_sha256, value_sha256

if TYPE_CHECKING:
    from collections.abc import Mapping

    from avatar.downloads.entry import Entry
    from avatar.runtime.folders import Home

SHELF = "models"
"""folder of a home's data in which networks lie, each in one of its name; catalogues of your own beside them"""
COMMAND = "avatar model available"
"""shows what can be had"""
TASKS = {
    "fomm": "moves a portrait by another's motion (first-order motion)",
    "liveportrait": "moves a portrait by another's motion (LivePortrait)",
    "upscale": "gives a picture more pixels",
    "restore": "makes a face whole",
    "detect": "finds faces",
    "landmarks": "measures a face",
    "identity": "tells people apart",
    "matting": "cuts a person out",
    "swap": "draws a face as another's",
}
"""what a network may do, by the name of the task"""
SUFFIXES = (".pth", ".tar", ".pt", ".ckpt", ".safetensors", ".onnx", ".bin", ".param", ".dat", ".npz", ".engine")
"""that files of networks have"""
_PAIR = (".param", ".bin")
"""those of the two files of which a network of ncnn is, the one that is loaded first"""


@dataclass(frozen=True, slots=True)
class Located:
    """A network that is here."""

    facts: NetworkFacts
    """what it is, for whoever records a clip"""
    files: tuple[Path, ...]
    """its files, the one that is loaded first"""
    about: Mapping[str, Any]
    """what only its task knows of it, as its catalogue says: "config", "extra"; empty for a file of somebody's own"""

    @property
    def path(self) -> Path:
        """The file that is loaded."""
        return self.files[0]

    @property
    def folder(self) -> Path:
        """The folder in which it lies."""
        return self.files[0].parent

    def file(self, name: str) -> Path:
        """Give one of its files by name. Raise `InputError` if it has none of it."""
        for each in self.files:
            if each.name == name:
                return each
        raise InputError(
            f"The network {self.facts.name!r} in {str(self.folder)!r} has no {name!r}; get it anew, or name another."
        )


def available(home: Home) -> tuple[Entry, ...]:
    """List the networks that can be had: those of the catalogue that ships, and of a home's own."""
    return (*read_catalogues(shipped(SHELF) / "catalogue"), *read_catalogues(home.data / SHELF))


def does(entry: Entry, task: str) -> bool:
    """Tell whether a network can be used for a task."""
    return task in (entry.task, *entry.about.get("also", ()))


def located(asked: str | Path, task: str, home: Home) -> Located:
    """Find a network for a task of `TASKS`: by its name in the catalogue, by its file, or by the folder of its files.

    Raise `NotInstalledError` with the line that installs it where it is not here, `InputError` where there is no such
    name or file, where it is for something else, or where a file is not what was installed.
    """
    name = str(asked)
    entry = next((each for each in available(home) if each.name == name), None)
    if entry is None:
        return _given(Path(asked), task, home)
    if not does(entry, task):
        fitting = ", ".join(each.name for each in available(home) if does(each, task))
        raise InputError(
            f"The network {name!r} {TASKS.get(entry.task, entry.task)}, and is not for {task!r}; "
            f"choose one of {fitting}, or give a file."
        )
    if not is_installed(home.data / SHELF / name):
        raise _missing(entry)
    return _installed(entry, task, home)


def usual(task: str, home: Home) -> Located:
    """Find the network for a task where nobody named one: the first of the catalogue that is installed.

    Raise `NotInstalledError` with the line that installs the first of them where none is.
    """
    fitting = [each for each in available(home) if does(each, task)]
    for entry in fitting:
        if is_installed(home.data / SHELF / entry.name):
            return _installed(entry, task, home)
    if not fitting:
        raise NotInstalledError(f"No catalogue has a network for {task!r}; name a file of one.")
    raise _missing(fitting[0])


def _missing(entry: Entry) -> NotInstalledError:
    agree = f" --accept-licence {entry.name}" if entry.needs_agreement else ""
    return NotInstalledError(
        f"The network {entry.name!r} ({entry.description}) is not installed; get it with: "
        f"avatar model install {entry.name}{agree}"
    )


def _installed(entry: Entry, task: str, home: Home) -> Located:
    """Give what `install` has put there, if it is still that."""
    folder, digests = home.data / SHELF / entry.name, {}
    for name, wanted in brought(folder).items():
        path = folder / name
        found = _sha256(path, home) if path.is_file() else ""
        if found != wanted:
            what = "was changed since it was installed" if found else "is gone"
            raise InputError(
                f"The file {str(path)!r} of the network {entry.name!r} {what}; get it anew: avatar model remove "
                f"{entry.name}, then avatar model install {entry.name}"
            )
        digests[name] = found
    files = tuple(folder / piece.path for piece in entry.pieces)
    return Located(_facts(entry, task, digests), files, entry.about)


def _given(path: Path, task: str, home: Home) -> Located:
    """Give a file, or a folder of files, that somebody has named."""
    if path.is_dir():
        return _folder(path, task, home)
    if not path.is_file():
        if path.suffix in SUFFIXES or len(path.parts) > 1:
            raise InputError(f"There is no file {str(path)!r}; give one that is there, or a name of `{COMMAND}`.")
        find(str(path), [each for each in available(home) if does(each, task)], f"{COMMAND} --task {task}")
    if path.suffix.lower() not in SUFFIXES:
        raise InputError(f"The file {str(path)!r} is no network; those are called *{', *'.join(SUFFIXES)}.")
    if path.suffix.lower() in _PAIR:
        return _pair(path, task, home)
    digest = _sha256(path, home)
    known = next((each for each in available(home) if each.pieces[0].known.sha256 == digest), None)
    if known is not None and does(known, task) and len(known.pieces) == 1:
        return Located(_facts(known, task, {path.name: digest}), (path,), known.about)
    return Located(NetworkFacts(path.name, task, digest, "", "unknown"), (path,), {})


def _pair(path: Path, task: str, home: Home) -> Located:
    """Give a network of ncnn, of whose two files somebody has named one."""
    files = tuple(path.with_suffix(ending) for ending in _PAIR)
    for each in files:
        if not each.is_file():
            raise InputError(f"The network {str(path)!r} lacks {each.name!r}; put both files side by side.")
    digests = {each.name: _sha256(each, home) for each in files}
    for entry in (each for each in available(home) if does(each, task)):
        if {piece.known.sha256 for piece in entry.pieces} == set(digests.values()):
            return Located(_facts(entry, task, digests), files, entry.about)
    return Located(NetworkFacts(files[0].name, task, _together(digests), "", "unknown"), files, {})


def _folder(folder: Path, task: str, home: Home) -> Located:
    """Give the files of the first network for a task that a folder has all of, wherever in it they lie."""
    wanted: list[str] = []
    for entry in (each for each in available(home) if does(each, task)):
        names = [Path(piece.path).name for piece in entry.pieces]
        found = [next(folder.rglob(name), None) for name in names]
        files = tuple(each for each in found if each is not None)
        if len(files) == len(names):
            digests = {each.name: _sha256(each, home) for each in files}
            return Located(_facts_if_same(entry, task, digests, folder), files, entry.about)
        wanted = wanted or [name for name, each in zip(names, found, strict=True) if each is None]
    raise InputError(f"The folder {str(folder)!r} has no network for {task!r}; it lacks {', '.join(wanted) or 'all'}.")


def _facts_if_same(entry: Entry, task: str, digests: Mapping[str, str], folder: Path) -> NetworkFacts:
    """Say what a catalogue knows, where the files are those that it means; of others only what they are."""
    published = {Path(piece.path).name: piece.known.sha256 for piece in entry.pieces}
    if all(published[name] in ("", digest) for name, digest in digests.items()):
        return _facts(entry, task, digests)
    return NetworkFacts(folder.name, task, _together(digests), "", "unknown")


def _facts(entry: Entry, task: str, digests: Mapping[str, str]) -> NetworkFacts:
    return NetworkFacts(
        entry.name, task, _together(digests), entry.licence, entry.commercial, entry.copyleft, entry.attribution
    )


def _together(digests: Mapping[str, str]) -> str:
    return next(iter(digests.values())) if len(digests) == 1 else value_sha256(dict(digests))


def _sha256(path: Path, home: Home) -> str:
    """Hash a file, which may have a gigabyte: once, as long as its size and time stay what they are."""
    place = home.cache / SHELF / "digests.json"
    with told(path):
        status = path.stat()
    key, state = str(path.resolve()), [status.st_size, status.st_mtime_ns]
    if not status.st_size:
        raise InputError(f"The file {str(path)!r} is empty; give a network.")
    known = _read(place)
    if known.get(key, [])[:2] == state:
        return str(known[key][2])
    with told(path):
        digest = file_sha256(path)
    with told(place):
        place.parent.mkdir(parents=True, exist_ok=True)
        archive.write(json.dumps(_read(place) | {key: [*state, digest]}).encode(), place)
    return digest


def _read(place: Path) -> dict[str, list[Any]]:
    try:
        known = json.loads(place.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}
