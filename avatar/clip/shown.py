"""The picture that is shown: the admitted photo as it was, or what the bench derives from it to be measured."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from avatar.errors import RefusedError
from avatar.runtime.access import told
from avatar.runtime.unfinished import passing_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from avatar.portrait.cards import Source

MEASURING = "research"
"""What an authorization has to cover for a picture that is derived from the portrait to be measured."""


@contextmanager
def shown_picture(source: Source, portrait_hash: str, variant: str = "") -> Iterator[tuple[Source | Path, str]]:
    """Give the picture that is shown and the sha256 of its pixels: an admitted photo, or its variant, made anew.

    `portrait_hash` is that of the admitted photo. Raise `RefusedError` if it is not that of the source.
    """
    if not variant:
        yield source, portrait_hash
        return
    import numpy as np
    from PIL import Image

    from avatar.portrait.read import read_photo
    from avatar.portrait.variants import derive

    photo = read_photo(source.path, source.content)
    require_same(photo.content_hash, portrait_hash, str(source.path))
    picture = np.ascontiguousarray(derive(Image.fromarray(photo.pixels), variant))
    with passing_folder() as folder:  # nobody else can put a picture there
        place = folder / f"{source.path.stem}-{variant}.png"
        with told(place):
            Image.fromarray(picture).save(place, "PNG", compress_level=1)
        yield place, hashlib.sha256(picture.data).hexdigest()


def require_same(found: str, admitted: str, name: str) -> None:
    """Raise `RefusedError` if the picture that was taken apart is not the one that was admitted."""
    if found != admitted:
        raise RefusedError(f"The picture of {name!r} was changed while it was looked at; run the command again.")


def require_measuring(variant: str, purpose: str) -> None:
    """Raise `RefusedError` if a variant is asked for that is not to be measured."""
    if variant and purpose != MEASURING:
        raise RefusedError(f"A variant of a portrait is shown for {MEASURING} only, not for {purpose!r}.")
