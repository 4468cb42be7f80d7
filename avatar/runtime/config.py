"""What a person has set for this home: a table of config.toml in the user's data folder, read into a frozen class."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar

from avatar.errors import InputError
from avatar.runtime.access import is_file, told
from avatar.runtime.folders import user_data
from avatar.runtime.toml import read_toml

if TYPE_CHECKING:
    from pathlib import Path

_Kind = TypeVar("_Kind")


def read_table(table: str, kind: type[_Kind], home: Path | None = None) -> _Kind:
    """Read one table of config.toml in a home's data (None: the usual one's); what is missing is default.

    Raise `InputError` for what is no TOML, and for a setting that `kind`, a dataclass, does not have or accept.
    """
    path = (home or user_data()) / "config.toml"
    if not is_file(path):
        return kind()
    try:
        with told(path):
            own: Any = read_toml(path.read_text(encoding="utf-8")).get(table, {})
    except ValueError as fault:
        raise InputError(f"The settings file {str(path)!r} is not valid TOML ({fault}); correct it.") from fault
    if not isinstance(own, dict):
        raise InputError(f"In {str(path)!r}, {table} = {own!r} is no table; write its settings under [{table}].")
    known = {own_field.name for own_field in fields(kind)}  # type: ignore[arg-type]
    if unknown := sorted(set(own) - known):
        raise InputError(f"[{table}] in {str(path)!r} has no setting {unknown[0]!r}; use {', '.join(sorted(known))}.")
    return kind(**{name: tuple(value) if isinstance(value, list) else value for name, value in own.items()})
