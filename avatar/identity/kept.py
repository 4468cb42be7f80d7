"""What a portrait's face is known by, which is measured once and then kept beside what else was made of it, sealed.

A photo is known by its numbers; one that smiles also by those of the same face at rest, as its film shows it. These
count only where they are the photo's own person by the embedder's own floor: what drew them is not believed blindly.
"""

from __future__ import annotations

import io
from contextlib import suppress
from typing import TYPE_CHECKING

import numpy as np

from avatar.errors import AvatarError
from avatar.identity.embedders import cosine
from avatar.identity.resting import at_rest, is_unlike
from avatar.identity.seeing import FaceSeer
from avatar.runtime import archive
from avatar.runtime.hashing import value_sha256
from avatar.runtime.seals import cache_key

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from avatar.data import Portrait
    from avatar.identity.embedders import Embedder

_WAY = 2
"""of knowing a portrait; another number when that changes"""


def numbers_of(portrait: Portrait, embedder: Embedder, home: Path | None) -> NDArray[np.float32]:
    """Give what a portrait is known by, (K, D): from a home's data, else measured, and kept there unless that is None.

    `avatar portrait remove` deletes it with the portrait.
    """
    if home is None:
        return _measured(portrait, embedder)
    from avatar.portrait.entries import likeness_folder

    # A group photo has several faces, and detail changes the grid: where the face lies names both.
    where = value_sha256(np.rint(portrait.landmarks[:, :2]).tolist())[:16]
    name = f"{portrait.content_hash}-{where}-{embedder.name}-{_WAY}"
    entry, key = likeness_folder(home) / f"{name}.bin", cache_key(home)
    with suppress(archive.ArchiveError):
        return np.asarray(np.load(io.BytesIO(archive.load_bytes(entry, key, name)), allow_pickle=False), np.float32)
    found = _measured(portrait, embedder)
    stored = io.BytesIO()
    np.save(stored, found.astype("<f4"), allow_pickle=False)
    with suppress(OSError, AvatarError):  # a disk that is full: it is measured again next time
        archive.save_bytes(stored.getvalue(), entry, key, name)
    return found


def _measured(portrait: Portrait, embedder: Embedder) -> NDArray[np.float32]:
    own = embedder.embed(portrait.image, portrait.landmarks)
    if not is_unlike(portrait):
        return own[None]
    seer = FaceSeer()
    drawn = [(picture, faces[0]) for picture in at_rest(portrait) if (faces := seer.see(picture))]
    if not drawn:
        return own[None]
    resting = np.stack([embedder.embed(picture, face) for picture, face in drawn]).mean(axis=0)
    return np.stack([own, resting] if cosine(own, resting) >= embedder.floor else [own])
