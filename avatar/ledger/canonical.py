"""The one byte form of a JSON value that is hashed and signed: RFC 8785."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from avatar.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_LARGEST = 40_000_000


def canonical(value: Mapping[str, object]) -> bytes:
    """Write a JSON object in the one form of RFC 8785. Raise `InputError` if it has none (NaN, huge integers)."""
    import rfc8785

    try:
        encoded: bytes = rfc8785.dumps(value)  # type: ignore[arg-type]
    except rfc8785.CanonicalizationError as fault:
        raise InputError(f"This value has no canonical JSON form ({fault}); use plain texts and numbers.") from fault
    return encoded


def digest(value: Mapping[str, object]) -> str:
    """Give the sha256 of a JSON object's canonical form, hex."""
    return hashlib.sha256(canonical(value)).hexdigest()


def parse(content: bytes, origin: str) -> dict[str, object]:
    """Read one JSON object strictly: UTF-8, no key twice, no NaN. Raise `InputError` that names `origin`.

    A key that is there twice would let two readers see two different values under one signature.
    """
    try:
        if len(content) > _LARGEST:
            raise ValueError(f"more than {_LARGEST:,} bytes")
        value = json.loads(content.decode(), object_pairs_hook=_once_each, parse_constant=_no_constant)
        if not isinstance(value, dict):
            raise ValueError("not an object")
    except (ValueError, RecursionError) as fault:
        raise InputError(f"{origin!r} is not a JSON file that can be read ({fault}); ask for it again.") from fault
    return value


def read_json(path: Path) -> dict[str, object]:
    """Read a file that holds one JSON object. Raise `InputError` if it is missing or is not one."""
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise InputError(
            f"The file {str(path)!r} cannot be read ({fault.strerror}); check its name and rights."
        ) from fault
    return parse(content, str(path))


def _once_each(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is there twice")
    return found


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is no JSON number")
