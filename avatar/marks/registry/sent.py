"""What went out piece by piece without ever being a file here: noted so that whoever has saved it can ask what it is.

A stream is saved as it was received, whole or up to where the connection ended. Its length and hash so far are noted
again and again while it goes out; so its beginning is known by them too.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

_DIGITS = 32
"""hex digits of a hash that are noted"""
_FIRST, _SHARE = 32 << 10, 128
"""bytes between two notes at the least, and the part of what has gone out that lies between them: an hour has 1,000"""

Likeness = Literal["whole", "beginning", "other"]
"""of a file to what went out"""


@dataclass(frozen=True, slots=True)
class Note:
    """How much had gone out, and what."""

    size: int
    """bytes"""
    digest: str
    """beginning of their sha256, hex"""


class Sending:
    """Take note of what goes out."""

    def __init__(self) -> None:
        self.size = 0
        """bytes so far"""
        self.notes: list[Note] = []
        """in order of size, the last before the end"""
        self._hash = hashlib.sha256()

    @property
    def sha256(self) -> str:
        """Of all that has gone out, hex."""
        return self._hash.hexdigest()

    def add(self, piece: bytes) -> None:
        """Note a piece that goes out now."""
        self._hash.update(piece)
        self.size += len(piece)
        last = self.notes[-1].size if self.notes else 0
        if self.size - last >= max(_FIRST, self.size // _SHARE):
            self.notes.append(Note(self.size, self.sha256[:_DIGITS]))

    def passing(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """Note pieces and pass them on."""
        for piece in pieces:
            self.add(piece)
            yield piece


def compare(path: Path, notes: Sequence[Note], whole: Note) -> Likeness:
    """Say whether a file is what went out, its beginning as far as a note tells, or something else.

    Where it was cut off between two notes, what follows the first of them is not looked at. Raise `OSError` if it
    cannot be read.
    """
    size = path.stat().st_size
    if size > whole.size:
        return "other"
    known = [each for each in (*notes, whole) if each.size <= size]
    if not known:
        return "other"
    with path.open("rb") as file:
        found = hashlib.sha256()
        left = known[-1].size
        while left:
            block = file.read(min(left, 1 << 20))
            found.update(block)
            left -= len(block)
    if found.hexdigest()[: len(known[-1].digest)] != known[-1].digest:
        return "other"
    return "whole" if known[-1].size == whole.size else "beginning"
