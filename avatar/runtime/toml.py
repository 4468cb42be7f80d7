"""TOML, read by the standard library where it can, else by tomli."""

from __future__ import annotations

import sys
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


LONGEST = 4_000_000
"""characters of a document: of many small tables, so many fill a gigabyte"""


def read_toml(text: str) -> dict[str, Any]:
    """Read a TOML document. Raise `ValueError` with the reason if it is none, or longer than `LONGEST`."""
    if len(text) > LONGEST:
        raise ValueError(f"it has more than {LONGEST:,} characters")
    try:
        content: dict[str, Any] = tomllib.loads(text)
    except RecursionError as fault:
        raise ValueError(str(fault)) from fault
    return content
