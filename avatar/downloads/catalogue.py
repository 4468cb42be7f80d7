"""Read catalogues: TOML with what its entries share at the top, and one table per entry."""

from __future__ import annotations

import difflib
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from avatar.downloads.entry import Download, Entry, Expected, Package, Piece
from avatar.errors import InputError
from avatar.runtime.access import listed, told
from avatar.runtime.toml import read_toml

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_PLAIN = frozenset(item.name for item in fields(Entry)) - {"pieces", "about"}
_PLACES = frozenset({"base", "mirrors", "files"})


def read_catalogues(folder: Path) -> tuple[Entry, ...]:
    """Read every catalogue of a folder. Raise `InputError` that names the file and what is wrong in it."""
    return tuple(entry for path in listed(folder, "*.toml") for entry in read_catalogue(path))


def read_catalogue(path: Path) -> tuple[Entry, ...]:
    """Read one catalogue. Raise `InputError` that says what is wrong in it."""
    try:
        with told(path):
            content = read_toml(path.read_text(encoding="utf-8"))
        archives = {name: _archive(name, table) for name, table in content.get("archives", {}).items()}
        shared = content.get("shared", {})
        return tuple(_entry(shared | table, archives) for table in content.get("entries", []))
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise InputError(f"The catalogue {str(path)!r} cannot be read ({fault!r}); correct it.") from fault


def find(name: str, entries: Iterable[Entry], command: str) -> Entry:
    """Find an entry by its name. Raise `InputError` with the nearest names, and the `command` that shows all."""
    known = {entry.name: entry for entry in entries}
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, n=3, cutoff=0.5)
    hint = f" Did you mean {' or '.join(near)}?" if near else ""
    raise InputError(f"There is no {name!r} to be had.{hint} `{command}` shows all {len(known)}.")


def _entry(table: dict[str, Any], archives: dict[str, Download]) -> Entry:
    base = table.get("base", "")
    mirrors = tuple(table.get("mirrors", ()))
    pieces = tuple(_piece(each, archives, base, mirrors) for each in table["files"])
    plain = {name: value for name, value in table.items() if name in _PLAIN}
    about = {name: value for name, value in table.items() if name not in _PLAIN | _PLACES}
    return Entry(**plain, pieces=pieces, about=about)


def _piece(table: dict[str, Any], archives: dict[str, Download], base: str, mirrors: tuple[str, ...]) -> Piece:
    """Read one file: of an archive of the catalogue, or an address of its own, whole or relative to the base."""
    member = table.get("member", "")
    if "archive" in table:
        joined = tuple(table.get("joined", ()))
        return Piece(table["path"], archives[table["archive"]], member, _expected(table), joined)
    places = tuple(place + table["at"] for place in (base, *mirrors)) if "at" in table else tuple(table["urls"])
    filename = table.get("filename") or places[0].rpartition("/")[2]
    return Piece(table["path"], Download(filename, _expected(table), places), member)


def _archive(name: str, table: dict[str, Any]) -> Download:
    if "urls" in table:
        return Download(table["filename"], _expected(table), tuple(table["urls"]))
    index, package, version = name.split()
    return Download(table["filename"], _expected(table), package=Package(index, package, version, table["filename"]))


def _expected(table: dict[str, Any]) -> Expected:
    return Expected(table.get("size", 0), table.get("sha256", ""), table.get("md5", ""))
