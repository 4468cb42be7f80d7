"""A portrait as a file for whoever draws it themselves: made once, kept in the home's cache, and not given to anybody.

Whoever gives it away does so through `giving`.
"""

# Shapes no clip.

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from avatar.clip.footage import maker_digest
from avatar.errors import AvatarError, InputError
from avatar.runtime import archive
from avatar.runtime.hashing import tree_sha256
from avatar.runtime.seals import cache_key
from avatar.settings import LONGEST_SIDE, SHORTEST_SIDE

if TYPE_CHECKING:
    from avatar.data import LabelPicture, Portrait
    from avatar.runtime.folders import Home

LANGUAGES = ("zh", "")
"""of the label, primary subtags; "" is all others"""
MOST = 100
"""files that are kept of a home"""
_FOLDER, _ENDING = "rigs", ".glb"
_LENGTH = 32
"""hex digits of a rig's identifier"""


def rig_of(portrait: Portrait, size: tuple[int, int], home: Home) -> tuple[str, bytes]:
    """Give a rig's identifier and its file: what is drawn from it is `size` = (width, height) px, labelled.

    The first time takes some seconds; then it comes from the home's cache. Raise `InputError` for a size that no
    picture has.
    """
    if not all(SHORTEST_SIDE <= side <= LONGEST_SIDE for side in size):
        raise InputError(
            f"A rig of {size[0]}x{size[1]} px cannot be cut; each side has from {SHORTEST_SIDE} to {LONGEST_SIDE}."
        )
    name = _named(portrait, size)
    place, key = home.cache / _FOLDER / f"{name}{_ENDING}", cache_key(home.data)
    try:
        content = archive.load_bytes(place, key, name)
        with suppress(OSError):
            os.utime(place)
    except archive.ArchiveError:
        content = _made(portrait, size)
        with suppress(OSError, AvatarError):  # a rig does not fail for want of a cache
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            archive.save_bytes(content, place, key, name)
            _trim(place.parent)
    return rig_id(content), content


def rig_id(content: bytes) -> str:
    """Name a file by what is in it."""
    return hashlib.sha256(content).hexdigest()[:_LENGTH]


def labels(size: tuple[int, int]) -> tuple[LabelPicture, ...]:
    """Give the label of pictures of one size in each of its languages."""
    from avatar.finish.label import LabelFilter

    return tuple(LabelFilter(language, size).picture(language) for language in LANGUAGES)


def _trim(folder: Path) -> None:
    """Throw away what was not asked for for longest."""
    kept = sorted(folder.glob(f"*{_ENDING}"), key=lambda each: each.stat().st_mtime, reverse=True)
    for each in kept[MOST:]:
        each.unlink(missing_ok=True)


def _made(portrait: Portrait, size: tuple[int, int]) -> bytes:
    from avatar.reenact.gltf import write_glb

    return write_glb(portrait, size, labels(size), portrait.authorization_id or "")


def _named(portrait: Portrait, size: tuple[int, int]) -> str:
    told = (
        portrait.content_hash,
        portrait.name,
        portrait.scale,
        portrait.image.shape,
        portrait.authorization_id,
        size,
        maker_digest(),
        _writer_digest(),
    )
    return hashlib.sha256(repr(told).encode()).hexdigest()


@cache
def _writer_digest() -> str:
    """Name this version of what writes rigs."""
    from avatar.reenact import gltf

    folder = Path(gltf.__file__).parent
    return tree_sha256(folder, ((each, each.read_bytes()) for each in sorted(folder.glob("*.py"))))
