"""A portrait's own backdrop, blurred, as a picture that films can have behind the person."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import numpy as np

from avatar.service.uploads.kinds import PHOTO
from avatar.service.uploads.store import Upload, Uploads

if TYPE_CHECKING:
    from avatar.runtime.folders import Home

_SHARE = 0.035
"""of the picture's longer side: how far it is blurred"""
_LONGEST = 2160
"""px"""


def blurred(portrait: str, home: Home) -> Upload:
    """Keep what is behind the person of a portrait, blurred, as an upload.

    Raise `RefusedError` where nobody agrees that the photo is used.
    """
    from PIL import Image, ImageFilter

    from avatar.clip import keeping
    from avatar.portrait.store import PortraitStore

    store, uploads = PortraitStore(home=home.data), Uploads(home.data)
    source = store.read(portrait)
    keeping.admit(source, portrait, home.data)
    plate = store.load_or_enroll(source).plate
    image = Image.fromarray(np.ascontiguousarray(plate))
    image.thumbnail((_LONGEST, _LONGEST), Image.Resampling.LANCZOS)
    image = image.filter(ImageFilter.GaussianBlur(_SHARE * max(image.size)))
    uploads.require_room()
    part = uploads.folder / f".{secrets.token_hex(12)}.part"
    image.save(part, "PNG")
    found = {"family": PHOTO, "ending": ".png", "media_type": "image/png", "width": image.width, "height": image.height}
    return uploads.keep(part, found)
