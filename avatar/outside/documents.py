"""JSON from outside: whatever is wrong with it, brackets in brackets without end among it, is one kind of fault."""

# Shapes no clip.

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 64_000_000
"""bytes of a document: a timeline of an hour has 10 million"""


def parsed(text: str | bytes) -> Any:  # noqa: ANN401 - whatever it holds
    """Read a JSON document. Raise `ValueError` with the reason if it is none, or nests deeper than can be read."""
    try:
        return json.loads(text)
    except RecursionError as fault:
        raise ValueError("brackets in brackets, deeper than can be read") from fault


def read_bytes(path: Path, largest: int = LARGEST) -> bytes:
    """Read a file of so many bytes at most. Raise `ValueError` if it is longer, `OSError` if it cannot be read."""
    with path.open("rb") as file:
        content = file.read(largest + 1)
    if len(content) > largest:
        raise ValueError(f"it has more than {largest:,} bytes")
    return content
