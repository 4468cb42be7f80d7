"""Names of files that are taken before there are files: by a lock, which ends with the process however that ends."""

from __future__ import annotations

import hashlib
import os
import re
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from avatar.runtime.system import take_lock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_NAME = re.compile(r"\.avatar-[0-9a-f]{16}\.(?:taken|turn)")


@contextmanager
def claimed(path: Path) -> Iterator[bool]:
    """Take a name, whatever its ending, for as long as the block lasts; tell whether nobody else has taken it.

    In a folder that cannot be written to, or where no file can be locked, each has what it asks for.
    """
    claim = _Claim(_place(path, "taken"))
    try:
        yield claim.is_free
    finally:
        claim.let_go()


@contextmanager
def in_turn(path: Path) -> Iterator[None]:
    """Wait until nobody else puts files under a name, whatever their endings, and keep others waiting."""
    claim = _Claim(_place(path, "turn"), is_patient=True)
    try:
        yield
    finally:
        claim.let_go()


def is_left_over(file: Path) -> bool:
    """Tell whether a file is what took a name once, and nobody holds it any more."""
    if not _NAME.fullmatch(file.name):
        return False
    claim = _Claim(file)
    claim.let_go()
    return claim.is_free


class _Claim:
    """A lock on a hidden file, which is there as long as it is locked."""

    def __init__(self, place: Path, *, is_patient: bool = False) -> None:
        self._place, self._is_patient, self._descriptor = place, is_patient, -1
        self.is_free = True
        """nobody else has it, as far as can be told"""
        with suppress(OSError):
            while self.is_free and self._descriptor < 0:
                self._take()

    def let_go(self) -> None:
        """Give it back."""
        if self._descriptor >= 0:
            with suppress(OSError):
                self._place.unlink()
            os.close(self._descriptor)
            self._descriptor = -1

    def _take(self) -> None:
        """Lock the file. It is another one by then if whoever had it has taken it away, and is locked anew."""
        opened = os.open(self._place, os.O_CREAT | os.O_RDWR, 0o600)
        is_ours = False
        try:
            self.is_free = take_lock(opened, is_patient=self._is_patient) is not False
            with suppress(FileNotFoundError):
                is_ours = self.is_free and os.path.samestat(os.fstat(opened), self._place.stat())
        finally:
            if is_ours:
                self._descriptor = opened
            else:
                os.close(opened)


def _place(path: Path, kind: str) -> Path:
    name = hashlib.sha256(os.fsencode(path.stem)).hexdigest()[:16]
    return path.parent / f".avatar-{name}.{kind}"
