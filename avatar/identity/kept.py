"""The numbers of a portrait's face, which are measured once and then kept beside what else was made of it, sealed."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import numpy as np

from avatar.errors import AvatarError
from avatar.runtime import archive
from avatar.runtime.hashing import value_sha256
from avatar.runtime.seals import cache_key

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from avatar.data import Portrait
    from avatar.identity.embedders import Embedder


def numbers_of(portrait: Portrait, embedder: Embedder, home: Path | None) -> NDArray[np.float32]:
    """Give a portrait's numbers: from a home's data (None: nothing is kept), else measured, and kept there.

    `avatar portrait remove` deletes them with the portrait.
    """
    if home is None:
        return embedder.embed(portrait.image, portrait.landmarks)
    from avatar.portrait.store import likeness_folder

    # A group photo has several faces, and detail changes the grid: where the face lies names both.
    where = value_sha256(np.rint(portrait.landmarks[:, :2]).tolist())[:16]
    name = f"{portrait.content_hash}-{where}-{embedder.name}"
    entry, key = likeness_folder(home) / f"{name}.bin", cache_key(home)
    with suppress(archive.ArchiveError):
        return np.frombuffer(archive.load_bytes(entry, key, name), "<f4").astype(np.float32)
    found = embedder.embed(portrait.image, portrait.landmarks)
    with suppress(OSError, AvatarError):  # a disk that is full: it is measured again next time
        archive.save_bytes(found.astype("<f4").tobytes(), entry, key, name)
    return found
