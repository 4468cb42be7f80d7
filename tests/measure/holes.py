"""Look up known holes of what a lock names in a dump of the OSV database that lies on this disk.

    python -m tests.measure.holes PyPI.zip [requirements.lock ...]

The dump is what osv.dev gives away for PyPI (https://osv-vulnerabilities.storage.googleapis.com/PyPI/all.zip), or a
folder with its JSON files. Nothing is asked over the net. Prints a line for each hole; ends with 1 if there is one, and
with 2 where the dump says nothing about any package, for then it is another one than was meant.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

ROOT = Path(__file__).parents[2]
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
    """Tell whether a version is named, or lies in a range, of what an entry says about a package."""
    if any(_version(each) == version for each in affected.get("versions", ())):
        return True
    return any(
        _is_within(version, each["events"]) for each in affected.get("ranges", ()) if each["type"] == "ECOSYSTEM"
    )


def _is_within(version: Version, events: Iterable[Mapping[str, str]]) -> bool:
    """Follow events in the order of their versions: what is introduced lasts until it is fixed, or was last seen."""
    is_in = False
    told = [(_version(text) or Version("0"), what) for event in events for what, text in event.items()]
    for at, what in sorted(told, key=lambda each: (each[0], each[1] == "last_affected")):
        if what == "introduced" and at <= version:
            is_in = True
        elif (what == "fixed" and at <= version) or (what == "last_affected" and at < version):
            is_in = False
    return is_in


def _version(text: str) -> Version | None:
    try:
        return Version(text)
    except InvalidVersion:
        return None


def holes(locked: set[tuple[str, Version]], dump: Iterable[Mapping[str, Any]]) -> tuple[list[str], int]:
    """Give a line for each hole, and how many entries spoke of a package that is locked."""
    by_name: dict[str, set[Version]] = {}
    for name, version in locked:
        by_name.setdefault(name, set()).add(version)
    lines, spoken = [], 0
    for entry in dump:
        for affected in entry.get("affected", ()):
            package = affected.get("package", {})
            name = canonicalize_name(package.get("name", ""))
            if package.get("ecosystem") != "PyPI" or name not in by_name or "withdrawn" in entry:
                continue
            spoken += 1
            known = " ".join((entry["id"], *entry.get("aliases", ())))
            lines += [
                f"{name} {version}: {known}: {entry.get('summary', '')}".rstrip(": ")
                for version in sorted(by_name[name])
                if is_affected(version, affected)
            ]
    return sorted(set(lines)), spoken


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
