"""A picture of who is compared: the portrait's face beside those of the clip that are least like it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np

from avatar.identity.chip import cut
from avatar.inspection.origin import labelled, said_by, tagged
from avatar.inspection.watch import CHIP

if TYPE_CHECKING:
    from avatar.data import Portrait
    from avatar.inspection.evidence import Evidence

_SHOWN = 5
"""faces of the clip"""
_GAP, _FOOT = 6, 18
"""px between two faces, and below them for a figure"""
_PAPER, _INK = 255, (40, 40, 40)


def faces_of(seen: Evidence, portrait: Portrait | None) -> bytes:
    """Draw them as PNG; nothing where no portrait is given or no face could be compared."""
    compared = [
        (one.look.likeness, one.look.time, one.chip) for one in seen.sightings if one.look and one.chip is not None
    ]
    if portrait is None or not compared:
        return b""
    from PIL import Image, ImageDraw

    compared.sort(key=lambda each: each[0])
    worst = sorted(compared[:_SHOWN], key=lambda each: each[1])
    width, height = (len(worst) + 1) * (CHIP + _GAP) + _GAP, CHIP + _GAP + _FOOT
    sheet = Image.fromarray(np.full((height, width, 3), _PAPER, np.uint8))
    draw = ImageDraw.Draw(sheet)
    captions = ["portrait", *(f"{likeness:.2f} at {time:.1f} s" for likeness, time, _ in worst)]
    tag, own = said_by(seen.film.path), [chip for _, _, chip in worst]
    chips = [cut(portrait.image, portrait.landmarks, CHIP), *(labelled(own) if tag else own)]
    for number, (chip, caption) in enumerate(zip(chips, captions, strict=True)):
        left = number * (CHIP + _GAP) + _GAP
        sheet.paste(Image.fromarray(chip), (left, _GAP))
        draw.text((left, CHIP + _GAP + 3), caption, fill=_INK)
    stored = io.BytesIO()
    sheet.save(stored, "PNG", optimize=True)
    return tagged(stored.getvalue(), "png", tag)
