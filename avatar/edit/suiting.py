"""Which two photos make no good portrait together, and why: told before anything is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.errors import PortraitError
from avatar.identity.embedders import cosine

if TYPE_CHECKING:
    from avatar.data import Portrait
    from avatar.edit.faces import Face
    from avatar.identity.embedders import Embedder

LARGEST_TURN = 20.0
"""degrees by which two heads may be turned differently: beyond it one side of a face was never seen"""
SMALLEST_FACE = 100
"""px from top to bottom of the source's face in its own file"""


def require_suiting(source: Portrait, target: Face) -> None:
    """Raise `PortraitError` for faces that one cannot lay on the other: too small, or turned too differently."""
    height = float(np.ptp(source.landmarks[:, 1])) / source.scale
    if height < SMALLEST_FACE:
        raise PortraitError(
            f"The face in {source.name!r} is only {height:.0f} px tall and at least {SMALLEST_FACE} px are needed to "
            "put it on somebody else; use a photo taken closer or of higher resolution."
        )
    apart = abs(float(np.degrees(source.pose.yaw - target.pose.yaw)))
    if apart > LARGEST_TURN:
        raise PortraitError(
            f"The heads in {source.name!r} and {target.name!r} are turned differently, by {apart:.0f} degrees, and at "
            f"most {LARGEST_TURN:.0f} will do; use a photo in which the head is turned alike."
        )
    for each in (source, target):
        _require_seen(each)


def _require_seen(portrait: Face) -> None:
    """Raise `PortraitError` for a face before which there is something: half of that would be drawn with it."""
    from avatar.portrait.glasses.find import find_glasses
    from avatar.portrait.judging import is_covered

    if is_covered(portrait.image, portrait.landmarks):
        raise PortraitError(
            f"Something covers the face in {portrait.name!r}, such as a hand, a mask or a microphone; use a photo "
            "without it."
        )
    if find_glasses(portrait.image, portrait.landmarks, portrait.pose):
        raise PortraitError(
            f"The face in {portrait.name!r} wears glasses, of which half would come along; use a photo without them."
        )


def require_two(source: Face, target: Face, embedder: Embedder) -> None:
    """Raise `PortraitError` where both show the same person."""
    alike = cosine(*(embedder.embed(each.image, each.landmarks) for each in (source, target)))
    if source.content_hash == target.content_hash or alike >= embedder.floor:
        raise PortraitError(
            f"{source.name!r} and {target.name!r} show the same person (likeness {alike:.2f}, from "
            f"{embedder.floor:g} on it is one); name a photo of somebody else."
        )
