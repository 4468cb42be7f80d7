"""What is behind the person of a film, learned from all of it: where they have been away, it was seen."""

# Shapes no clip.

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.portrait.pixels.fill import grown, push_pull, shrunk
from avatar.portrait.pixels.trimap import depth_in, smoothstep

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from avatar.matting.cut import Look, Looker

_EMPTY = 0.1
"""the network's word for a person, up to which there is none"""
_AWAY = 0.045, 0.03
"""face heights from the network's person, and from a careful matte's, from which on the background is seen"""
_STEADY = 7.0
"""levels by which a place varies at most that stands still"""
_STANDS = 0.8
"""share of what was seen several times that has to stand still, or the camera moves"""
_LIKE = 10.0, 30.0
"""levels by which a picture differs from what is behind, where it is that, and where it surely is the person"""
_BAND = 0.06
"""face heights from the edge inward in which something that looks like the background is taken for it"""
_SMALL = 240
"""px of the longer side at which what was never seen is filled in"""
_BUSY = 6.0, 16.0
"""levels by which a background differs from its surroundings that can be continued smoothly, and that cannot"""
_AROUND = 6.0
"""px of that grid over which that is looked at"""


@dataclass(frozen=True, slots=True)
class Plate:
    """A background as far as it was seen."""

    picture: NDArray[np.uint8]
    """(H, W, 3) RGB"""
    known: NDArray[np.bool_]
    """(H, W), where it was seen, and stood still"""


def learned(pictures: Iterable[NDArray[np.uint8]], looker: Looker) -> Plate | None:
    """Learn it from some pictures (H, W, 3) of a film; None where its camera moves, or nothing can be learned."""
    total = squares = count = None
    for picture in pictures:
        look = looker.look(picture)
        if look is None:
            continue
        seen = picture.astype(np.float32)
        if total is None or squares is None or count is None:
            total, squares = np.zeros_like(seen), np.zeros_like(seen)
            count = np.zeros(seen.shape[:2], np.float32)
        bare = (depth_in(look.rough < _EMPTY) > _AWAY[0] * look.face).astype(np.float32)
        total += seen * bare[..., None]
        squares += seen * seen * bare[..., None]
        count += bare
    if total is None or squares is None or count is None:
        return None
    number = np.maximum(count, 1)[..., None]
    mean = total / number
    varies = np.sqrt(np.maximum(squares / number - mean * mean, 0).max(axis=2))
    often = count >= 3
    if not often.any() or (varies[often] < _STEADY).mean() < _STANDS:
        return None
    return Plate(np.rint(mean).astype(np.uint8), (count > 0) & (varies < _STEADY))


def without(plate: Plate, picture: NDArray[np.uint8], matte: NDArray[np.uint8], look: Look) -> NDArray[np.uint8]:
    """Take from a matte (H, W) what, at its edge, looks like what is behind there."""
    import cv2

    apart = cv2.blur(cv2.absdiff(picture, plate.picture).max(axis=2), (3, 3)).astype(np.float32)
    edge = plate.known & (depth_in(look.rough > 0.5) < _BAND * look.face)
    most = np.where(edge, smoothstep(apart, *_LIKE), np.float32(1))
    return np.asarray(np.minimum(matte, np.rint(255 * most)), np.uint8)


def behind(
    plate: Plate | None, picture: NDArray[np.uint8], matte: NDArray[np.uint8], face: float
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Give what is behind the person of a picture, (H, W, 3), and where that is not to be guessed, (H, W), 0 or 255.

    What was never seen is continued smoothly from what is around, unless that is too busy for it.
    """
    import cv2

    shape = picture.shape[0], picture.shape[1]
    small, known = coarse(picture, depth_in(matte < 8) > _AWAY[1] * face)
    filled = grown(push_pull(small, known), shape)
    unsure = np.asarray(cv2.resize(smoothstep(unrest(small, known), *_BUSY), shape[::-1]) > 0.5)
    if plate is not None:
        filled = np.where(plate.known[..., None], plate.picture, filled)
        unsure &= ~plate.known
    return np.ascontiguousarray(filled), 255 * unsure.astype(np.uint8)


def coarse(picture: NDArray[np.uint8], seen: NDArray[np.bool_]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Shrink a picture (H, W, 3), and where in it the background is seen, (H, W), to 1 and 0."""
    import cv2

    small = shrunk(picture, max(1.0, max(picture.shape[:2]) / _SMALL))
    size = small.shape[1], small.shape[0]
    known = cv2.resize(255 * seen.astype(np.uint8), size, interpolation=cv2.INTER_AREA) > 250
    return small, known.astype(np.float32)


def unrest(small: NDArray[np.float32], known: NDArray[np.float32]) -> NDArray[np.float32]:
    """Say by how many levels what is known of a background differs from its surroundings, (h, w), near any place."""
    import cv2

    weight = np.maximum(cv2.GaussianBlur(known, (0, 0), _AROUND), 1e-3)
    even = cv2.GaussianBlur(small * known[..., None], (0, 0), _AROUND) / weight[..., None]
    levels = np.abs(small - even).mean(axis=2) * known
    return np.asarray(cv2.GaussianBlur(levels, (0, 0), _AROUND) / weight, np.float32)
