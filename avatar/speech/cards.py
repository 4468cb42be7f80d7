"""Read and check one voice card."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import MISSING, fields
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from avatar.data import VoiceCard
from avatar.errors import VoiceError
from avatar.runtime.access import is_file, told
from avatar.runtime.hashing import file_sha256
from avatar.runtime.toml import read_toml
from avatar.speech.engines import engine_named

if TYPE_CHECKING:
    from pathlib import Path

    from avatar.data import EngineOptions

CARD = "card.toml"
"""name of a card's file"""
_LONGEST = 1_000_000
"""bytes of a card; more is no card, and a device never ends"""
_FORMERLY = {"engine_voice": "voice", "pitch": "pitch", "range": "range", "rate": "rate", "presence": "presence"}
"""what stood beside the other lines of a card before engines had a table, and what it is called there"""


def read_card(path: Path) -> VoiceCard:
    """Read and check one card.toml.

    Raise `VoiceError` with what is wrong in it, `NotInstalledError` if its engine is not here.
    """
    entries = {"name": path.parent.name, **_parsed(path)}
    engine, options = _engine(entries.pop("engine", None), entries, path)
    files = _files(entries.pop("files", {}), options, path)
    known = [field.name for field in fields(VoiceCard) if field.name not in ("engine", "options", "folder")]
    needed = {field.name for field in fields(VoiceCard) if field.default is MISSING} & set(known)
    _require_names(entries, known, needed, f"The voice card {str(path)!r}", "a card has " + ", ".join(known))
    if entries["name"] != path.parent.name:
        raise VoiceError(
            f"The voice card {str(path)!r} has the name {entries['name']!r}; it must be that of its folder, "
            f"{path.parent.name!r}."
        )
    return VoiceCard(**entries, engine=engine, options=options, files=files, folder=path.parent)


def _files(named: object, options: EngineOptions, path: Path) -> tuple[tuple[str, str], ...]:
    """Give name and sha256 of each file that shapes the voice: as the table [files] says, or else of what lies there.

    One that the table names is compared with it by the engine that reads it.
    """
    if not isinstance(named, dict) or not all(isinstance(each, str) for each in named.values()):
        raise VoiceError(
            f'The table [files] of the voice card {str(path)!r} must name files with their sha256: "style.bin" = "..."'
        )
    found = dict(named)
    for option in getattr(options, "files", ()):
        name = getattr(options, option)
        if isinstance(name, str) and name and name not in found and is_file(path.parent / name):
            found[name] = file_sha256(path.parent / name)
    return tuple(sorted(found.items()))


def _parsed(path: Path) -> dict[str, Any]:
    try:
        with told(path), path.open("rb") as file:
            content = file.read(_LONGEST + 1)
        if len(content) > _LONGEST:
            raise VoiceError(f"The voice card {str(path)!r} is longer than {_LONGEST} bytes; it is no card.")
        entries = deepcopy(_entries(content))
    except ValueError as fault:
        raise VoiceError(f"The voice card {str(path)!r} is not valid TOML ({fault}); correct that line.") from None
    return entries


@lru_cache(maxsize=256)
def _entries(content: bytes) -> dict[str, Any]:
    """Parse what a card says. A service reads all cards for every text, and they seldom change."""
    return read_toml(content.decode())


def _engine(table: object, entries: dict[str, Any], path: Path) -> tuple[str, EngineOptions]:
    """Read the table [engine]: its name, and what the engine of that name makes of the rest."""
    if isinstance(table, str):
        raise VoiceError(_renewed(table, entries, path))
    if not isinstance(table, dict) or not isinstance(table.get("name"), str):
        raise VoiceError(
            f'The voice card {str(path)!r} does not say who speaks; write [engine] and below it name = "espeak" '
            "and the settings of that engine."
        )
    name = table["name"]
    return name, _options(engine_named(name).options, table, path)


def _options(kind: type[Any], table: dict[str, Any], path: Path) -> EngineOptions:
    name = table["name"]
    own = {key: value for key, value in table.items() if key != "name"}
    known = [field.name for field in fields(kind)]
    needed = {field.name for field in fields(kind) if field.default is MISSING and field.default_factory is MISSING}
    about = f"The table [engine] of the voice card {str(path)!r}"
    _require_names(own, known, needed, about, f"for {name!r} it has {', '.join(('name', *known))}")
    try:
        options: EngineOptions = kind(**own)
    except (VoiceError, TypeError, ValueError) as fault:  # an engine of another package may raise what it likes
        raise VoiceError(f"{about} does not suit {name!r}: {fault}") from fault
    return options


def _require_names(entries: dict[str, Any], known: list[str], needed: set[str], about: str, cure: str) -> None:
    for problem, names in (("does not know", set(entries) - set(known)), ("lacks", needed - set(entries))):
        if names:
            raise VoiceError(f"{about} {problem} {', '.join(sorted(names))}; {cure}.")


def _renewed(engine: str, entries: dict[str, Any], path: Path) -> str:
    """Say how a card is to be written that is older than the table of its engine."""
    old = [name for name in _FORMERLY if name in entries]
    line = ", ".join(
        f"{key} = {json.dumps(value, ensure_ascii=False, default=str)}"
        for key, value in (("name", engine), *((_FORMERLY[name], entries[name]) for name in old))
    )
    return (
        f"The voice card {str(path)!r} tells its engine what to do in lines of its own; instead of "
        f"{', '.join(('engine', *old))} write the one line: engine = {{ {line} }}"
    )
