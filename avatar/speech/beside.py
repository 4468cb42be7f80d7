"""Files beside a voice card, which its engine reads."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from avatar.errors import VoiceError
from avatar.runtime.access import is_file, told
from avatar.runtime.hashing import file_sha256

if TYPE_CHECKING:
    from pathlib import Path

    from avatar.data import VoiceCard


def file_beside(card: VoiceCard, name: str) -> Path:
    """Find a file that a card names. Raise `VoiceError` if it is not there, or not as the card vouches for."""
    if card.folder is None:
        raise VoiceError(f"The voice {card.name!r} names the file {name!r} and lies in no folder; write a card for it.")
    path = card.folder / name
    if not is_file(path):
        raise VoiceError(
            f"The file {str(path)!r}, which the voice card of {card.name!r} names, is not there; put it there, or "
            "correct the name in the card."
        )
    wanted = dict(card.files).get(name)
    with told(path):
        found = _sha256(path, path.stat().st_mtime_ns) if wanted else ""
    if wanted and found != wanted.lower():
        raise VoiceError(
            f"The file {str(path)!r} is not the one that the card of {card.name!r} names: its sha256 is {found}, not "
            f"{wanted}; install it anew."
        )
    return path


@lru_cache(64)
def _sha256(path: Path, changed: int) -> str:
    return file_sha256(path)
