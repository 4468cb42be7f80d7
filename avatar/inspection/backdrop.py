"""What lies outside the person: it must stand still, and be the portrait's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.neural import PersonSegmenter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from avatar.inspection.watch import Sighting

_MASKS = 40
"""moments at which the person is looked for, beside those of the farthest poses"""
_PERSON = 0.25
"""of the segmentation's confidence"""
_MARGIN = 0.08
"""IOD around the person that may change: hair, and the softness of the matte"""
_LABEL, _CAPTIONS = 0.17, 0.32
"""of the shorter side, at the bottom, that the label may take, and that subtitles may"""
_MEAN_OVER = 7
"""px of a small picture over which differences are averaged: the codec's noise fades, a halo stays"""
_GRAIN = 1.5
"""px, finer than which differences are grain"""
_LEAST_SHARE = 0.02
"""of the picture that must be backdrop"""


@dataclass(frozen=True, slots=True)
class Backdrop:
    """How still it stands."""

    times: NDArray[np.float64]
    """(n,), s"""
    change: NDArray[np.float64]
    """(n,), by how much its worst part differs from its usual look, levels of 255"""
    median: NDArray[np.uint8]
    """(h, w), its usual look, small"""
    outside: NDArray[np.bool_]
    """(h, w), where it is"""
    shrink: float
    """px of it per px of the picture"""


def watch_backdrop(sightings: Sequence[Sighting], width: int, *, has_captions: bool = False) -> Backdrop | None:
    """Compare the backdrop of some frames of a clip `width` px wide; None if the person fills the picture."""
    import cv2

    kept = [one for one in sightings if one.backdrop is not None]
    deck = np.stack([one.backdrop for one in kept if one.backdrop is not None])
    shrink = deck.shape[2] / width
    iod = float(np.nanmedian([one.iod for one in sightings])) * shrink
    outside = ~_person(_extremes(kept), iod)
    outside[-round((_CAPTIONS if has_captions else _LABEL) * min(deck.shape[1:])) :] = False
    if outside.mean() < _LEAST_SHARE:
        return None
    median = np.median(deck[:: max(1, len(deck) // 40)], axis=0).astype(np.uint8)
    inner = cv2.erode(outside.astype(np.uint8), np.ones((_MEAN_OVER, _MEAN_OVER), np.uint8)) > 0
    place = inner if inner.any() else outside
    change = []
    for picture in deck:
        away = cv2.absdiff(_calm(picture), _calm(median)).astype(np.float32)
        change.append(float(np.percentile(cv2.blur(away, (_MEAN_OVER, _MEAN_OVER))[place], 99.8)))
    return Backdrop(np.array([one.time for one in kept]), np.array(change), median, place, shrink)


def _calm(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Take grain and watermark out of a picture, which may differ from one passage to the next."""
    import cv2

    return np.asarray(cv2.GaussianBlur(picture, (0, 0), _GRAIN), np.uint8)


def _extremes(kept: Sequence[Sighting]) -> list[NDArray[np.uint8]]:
    """Choose the pictures in which the head is farthest out, and some between."""
    seen = [one for one in kept if one.found] or list(kept)
    poses = np.nan_to_num(np.array([(*one.centre, *one.angles) for one in seen]))
    ends = {int(index) for column in poses.T for index in (column.argmin(), column.argmax())}
    ends |= {int(index) for index in np.linspace(0, len(seen) - 1, _MASKS)}
    return [picture for index in sorted(ends) if (picture := seen[index].backdrop) is not None]


def _person(pictures: Sequence[NDArray[np.uint8]], iod: float) -> NDArray[np.bool_]:
    """Mark where a person is in any of these pictures, with a margin."""
    import cv2

    ever = np.zeros(pictures[0].shape, np.float32)
    segmenter = PersonSegmenter()
    for picture in pictures:
        ever = np.maximum(ever, segmenter.probability(cv2.cvtColor(picture, cv2.COLOR_GRAY2RGB)))
    size = 2 * max(1, round(_MARGIN * iod)) + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    return np.asarray(cv2.dilate((ever > _PERSON).astype(np.uint8), kernel) > 0)
