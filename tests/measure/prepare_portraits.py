"""Take the shipped portraits apart and lay the result beside them, so that nobody waits for it.

    python tests/measure/prepare_portraits.py [--again]

Run it after anything that shapes a portrait was changed, and commit what it wrote: `portraits/*/prepared.npz` and the
cards that name them. What is up to date stays as it is, unless it is to be made `--again`. Each file is read back and
compared before it is written.
"""

from __future__ import annotations

import hashlib
import sys
from dataclasses import fields, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from avatar.portrait import PhotoEnroller
from avatar.portrait.cards import PortraitCard, read_card, write_card
from avatar.portrait.entries import prepared_key
from avatar.portrait.prepared import pack, unpack
from avatar.portrait.read import read_photo
from avatar.portrait.store import PortraitStore
from avatar.runtime import archive
from avatar.runtime.folders import shipped
from avatar.settings import PortraitSettings

if TYPE_CHECKING:
    from avatar.data import Portrait
    from avatar.portrait.read import Photo

FILE = "prepared.npz"
SETTINGS = PortraitSettings()


def main() -> None:
    """Prepare all of them."""
    for path in sorted(shipped("portraits").glob("*/card.toml")):
        card = read_card(path.parent)
        state = "is up to date" if is_fresh(card) and "--again" not in sys.argv else prepare(card)
        sys.stdout.write(f"{card.name}: {state}\n")


def is_fresh(card: PortraitCard) -> bool:
    """Tell whether a card names a file that is whole and of this version."""
    try:
        content = card.path.with_name(card.prepared).read_bytes() if card.prepared else b""
        unpack(content, read_photo(card.path), key_of(card))
    except (OSError, archive.ArchiveError):
        return False
    return hashlib.sha256(content).hexdigest() == card.prepared_sha256


def key_of(card: PortraitCard) -> str:
    """Name what such a file is made of and by, as the store does."""
    with TemporaryDirectory() as folder:
        return prepared_key(PortraitStore(Path(folder)).entry_of(card.sha256, SETTINGS, card.face))


def prepare(card: PortraitCard) -> str:
    """Take one apart, and say how large the file is."""
    photo = read_photo(card.path)
    portrait = PhotoEnroller(SETTINGS).enroll(card.path, card.name, card.face)
    content = pack(portrait, photo, key_of(card))
    compare(unpack(content, photo, key_of(card)), portrait, photo)
    archive.write(content, card.path.with_name(FILE))
    digest = hashlib.sha256(content).hexdigest()
    write_card(replace(card, prepared=FILE, prepared_sha256=digest, keyed=portrait.screen))
    return f"{len(content) / 1e6:.2f} MB"


def compare(read: Portrait, made: Portrait, photo: Photo) -> None:
    """Leave with a sentence if what was read back is not what was made."""
    same = (
        np.array_equal(read.image, photo.pixels)
        and all(np.array_equal(getattr(read, name), getattr(made, name)) for name in ("matte", "foreground"))
        and all(np.array_equal(getattr(read.rig, item.name), getattr(made.rig, item.name)) for item in fields(made.rig))
    )
    if not same:
        sys.exit(f"The portrait {made.name!r} does not come back as it was; nothing was written.")


if __name__ == "__main__":
    main()
