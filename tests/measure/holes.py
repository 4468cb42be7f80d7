"""Look up known holes of what a lock names in a dump of the OSV database that lies on this disk.

    python -m tests.measure.holes PyPI.zip [requirements.lock ...]

The dump is what osv.dev gives away for PyPI (https://osv-vulnerabilities.storage.googleapis.com/PyPI/all.zip), or a
folder with its JSON files. Nothing is asked over the net. Prints a line for each hole, with all its names; ends with
1 if there is one, and with 2 where the dump says nothing about any package, for then it is another one than was meant.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from avatar.outside.cleaning import on_one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

ROOT = Path(__file__).parents[2]
_LOWEST = Version("0.dev0")
_PIN = re.compile(r"^([A-Za-z0-9][\w.-]*)(?:\[[^]]*\])?==([^\s;\\]+)", re.MULTILINE)


def pins(lock: str) -> set[tuple[str, Version]]:
    """Give the packages and versions that a lock names; one may stand there in several versions."""
    return {(canonicalize_name(name), Version(version)) for name, version in _PIN.findall(lock)}


def entries(dump: Path) -> Iterator[dict[str, Any]]:
    """Read the entries of a dump, an archive or a folder of JSON files."""
    if dump.is_dir():
        for path in sorted(dump.glob("*.json")):
            yield json.loads(path.read_bytes())
        return
    with zipfile.ZipFile(dump) as packed:
        for name in sorted(packed.namelist()):
            if name.endswith(".json"):
                yield json.loads(packed.read(name))


def is_affected(version: Version, affected: Mapping[str, Any]) -> bool:
    """Tell whether a version is named, or lies in a range, of what an entry says about a package.

    As the schema has it (https://ossf.github.io/osv-schema/#evaluation). A build of a version, such as 2.9+cpu, is that
    version. Ranges of commits say nothing of versions. What is no version of Python's counts against us: a range that
    begins with one begins at once, and one that ends with one does not end.
    """
    public = Version(version.public)
    if any(_version(each) == public for each in affected.get("versions") or ()):
        return True
    ranges = (each for each in affected.get("ranges") or () if each["type"] in ("ECOSYSTEM", "SEMVER"))
    return any(_is_within(public, each["events"]) for each in ranges)


def _is_within(version: Version, events: Iterable[Mapping[str, str]]) -> bool:
    """Follow events in the order of their versions: what is introduced lasts until it is fixed, or was last seen."""
    told = [(what, text) for event in events for what, text in event.items()]
    limits = [text for what, text in told if what == "limit"]
    if limits and not any(text == "*" or (at := _version(text)) is None or version < at for text in limits):
        return False
    changes: list[tuple[Version | None, str]] = []
    for what, text in told:
        at = None if what == "introduced" and text == "0" else _version(text)  # 0 is before every pre-release, too
        if at is not None or what == "introduced":
            changes.append((at, what))
    is_in = False
    for at, what in sorted(changes, key=lambda each: (each[0] or _LOWEST, each[1] == "last_affected")):
        if what == "introduced" and (at is None or at <= version):
            is_in = True
        elif at is not None and ((what == "fixed" and at <= version) or (what == "last_affected" and at < version)):
            is_in = False
    return is_in


def _version(text: str) -> Version | None:
    try:
        return Version(Version(text).public)
    except InvalidVersion:
        return None


@dataclass(slots=True)
class Hole:
    """One hole of a package, whoever has told of it."""

    package: str
    """its name and version"""
    names: set[str]
    """ids under which it is known"""
    summary: str
    """a line, or nothing"""

    def __str__(self) -> str:
        return on_one_line(f"{self.package}: {' '.join(sorted(self.names))}: {self.summary}".rstrip(": "))


def holes(locked: set[tuple[str, Version]], dump: Iterable[Mapping[str, Any]]) -> tuple[list[Hole], int]:
    """Give the holes, each once, and how many entries spoke of a package that is locked."""
    by_name: dict[str, set[Version]] = {}
    for name, version in locked:
        by_name.setdefault(name, set()).add(version)
    found: dict[str, list[Hole]] = {}
    spoken = 0
    for entry in dump:
        for affected in entry.get("affected") or ():
            package = affected.get("package") or {}
            name = canonicalize_name(package.get("name", ""))
            if package.get("ecosystem") != "PyPI" or name not in by_name or entry.get("withdrawn"):
                continue
            spoken += 1
            for version in sorted(by_name[name]):
                if is_affected(version, affected):
                    known = {entry["id"], *(entry.get("aliases") or ())}
                    hole = Hole(f"{name} {version}", known, entry.get("summary") or "")
                    _add(found.setdefault(hole.package, []), hole)
    return [hole for package in sorted(found) for hole in found[package]], spoken


def _add(known: list[Hole], hole: Hole) -> None:
    """Add what one database says to what another has said of the same."""
    for same in [each for each in known if not each.names.isdisjoint(hole.names)]:
        known.remove(same)
        hole = Hole(hole.package, hole.names | same.names, same.summary or hole.summary)
    known.append(hole)


def main(arguments: list[str] | None = None) -> int:
    """Read what is asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dump", type=Path)
    parser.add_argument("locks", type=Path, nargs="*", default=[ROOT / "requirements.lock"])
    asked = parser.parse_args(arguments)
    locked = {pin for lock in asked.locks for pin in pins(lock.read_text())}
    found, spoken = holes(locked, entries(asked.dump))
    sys.stdout.write("".join(f"{line}\n" for line in found))
    sys.stdout.write(f"{len(locked)} packages, {spoken} entries about them, {len(found)} holes\n")
    return 1 if found else 0 if spoken else 2


if __name__ == "__main__":
    sys.exit(main())
