"""Lay a face on the frames of a video, one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.edit.shape import ringed
from avatar.edit.skin import EYES
from avatar.portrait.mesh import topology
from avatar.swapping.mask import PAIRS
from avatar.swapping.pixels import add, bicubic, meet, weigh
from avatar.swapping.warp import bends

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from avatar.swapping.mask import Mask
    from avatar.swapping.track import Track

_LEVELS = 3
"""of the blend's pyramid: the face is lit already, and wider bands would tint what is beside it"""
_EVEN = 2**_LEVELS
"""px that the corner of what is drawn lies on, so that the blend's coarse steps lie on the same pixels in each frame"""
_ROOM = 0.35
"""IOD around the mesh over which the blend runs out"""
_LASHES, _SOFT_EYE = 0.035, 0.02
"""IOD around the eyes that are the target's own, with their lashes, and over which that ends"""
_SOFT_MOUTH = 0.012
"""IOD over which the inside of the mouth ends"""


class Drawer:
    """Draws one face into one video."""

    def __init__(self, mask: Mask, track: Track) -> None:
        """Take the face, and how the video's own one moves."""
        self._mask, self._track = mask, track

    def draw(self, frame: NDArray[np.uint8], index: int) -> None:
        """Lay the face on a frame (H, W, 3), RGB, in place; `index` counts the frames of the video."""
        stand = self._stand(index)
        window = _window(stand, frame.shape[:2])
        if window is None:
            return
        rows, columns = window
        corner = np.array((columns.start, rows.start), np.float32)
        placed, own = stand.placed - (*corner, 0), stand.own - corner
        size = rows.stop - rows.start, columns.stop - columns.start
        way = bends(placed, (self._mask.places, own), self._mask.triangles, size, stand.unit)
        openings = self._openings(placed[:, :2], size, index, corner, stand.unit)
        below, change, share = np.empty((*size, 3), np.uint8), np.empty((*size, 3), np.int16), np.empty(size, np.int16)
        scratch = np.empty((way.inside.shape[1], 5), np.float32)
        meet(
            frame,
            rows.start,
            columns.start,
            self._mask.picture,
            way.bent,
            way.inside,
            way.line,
            openings,
            bicubic(),
            scratch,
            below,
            change,
            share,
        )
        add(below, spread(change, share), frame[rows, columns])

    def _stand(self, index: int) -> _Stand:
        """Say where everything is in a frame."""
        track = self._track
        own = track.points[index, : topology.POINTS].astype(np.float64)
        placed = own + track.units[index] * self._mask.shape @ track.turns[index].T
        _close(placed, track.turns[index][:, 1])
        unit = float(track.units[index])
        whole, was = ringed(placed, unit), ringed(own, unit)
        return _Stand(whole, np.asarray(was[:, :2], np.float32), unit)

    def _openings(
        self, points: NDArray[np.float64], size: tuple[int, int], index: int, corner: NDArray[np.float32], unit: float
    ) -> NDArray[np.uint8]:
        """Mark what stays the target's own inside the face, (h, w), 0-255: both eyes, wide open, and the mouth."""
        found = np.zeros(size, np.uint8)
        for rim, eye in zip(self._mask.eyes, EYES, strict=True):
            open_wide = self._track.carried(rim, index)[:, :2] - corner
            _open(found, (open_wide, points[list(eye)]), _LASHES * unit, _SOFT_EYE * unit)
        lips = [*topology.UPPER_LIP_INNER, *topology.LOWER_LIP_INNER[-2:0:-1]]
        _open(found, (points[lips],), 0, max(_SOFT_MOUTH * unit, 0.6))
        return found


@dataclass(frozen=True, slots=True)
class _Stand:
    """Where the face is in one frame."""

    placed: NDArray[np.float64]
    """(V, 3), px, the mesh as the source's shape makes it"""
    own: NDArray[np.float32]
    """(V, 2), px, the same points of the frame's own face"""
    unit: float
    """IOD, px"""


def _close(points: NDArray[np.float64], down: NDArray[np.float64]) -> None:
    """Let lips and lids meet in the middle where they lie over each other, of (468, 3) points, px, in place.

    What is measured errs by a part of a px, by which the mouth would seem to be open there, inside out.
    """
    upper, lower = np.array(PAIRS).T
    middle = (points[upper] + points[lower]) / 2
    is_over = (points[lower] - points[upper]) @ down < 0
    for side in (upper, lower):
        points[side[is_over]] = middle[is_over]


def _window(stand: _Stand, size: tuple[int, int]) -> tuple[slice, slice] | None:
    """Give the rows and columns that the face can change; None where it lies outside the picture."""
    room = _ROOM * stand.unit
    low, high = stand.placed[:, :2].min(axis=0) - room, stand.placed[:, :2].max(axis=0) + room
    left, top = (max(0, int(each) // _EVEN * _EVEN) for each in low)
    right, bottom = (min(side, int(each) + 1) for side, each in zip(size[::-1], high, strict=True))
    if left >= right or top >= bottom:
        return None
    # A few rows and columns may lie beyond the picture: its edge goes on there.
    height, width = (-(-each // _EVEN) * _EVEN for each in (bottom - top, right - left))
    return slice(top, top + height), slice(left, left + width)


def spread(change: NDArray[np.int16], share: NDArray[np.int16]) -> NDArray[np.int16]:
    """Give what a blend adds to the frame, (h, w, 3), as `edit.blend.spread` does, in whole numbers.

    Three times as fast as with fractions, and within a fifth of a level of grey.
    """
    import cv2

    layers = []
    for _ in range(_LEVELS):
        layers.append((change, share))
        change, share = cv2.pyrDown(change), cv2.pyrDown(share)
    found, under = np.zeros_like(change), np.zeros_like(change)
    weigh(change, under, share, found)
    for fine, seen in reversed(layers):
        size = seen.shape[1::-1]
        coarse, found = cv2.pyrUp(change, dstsize=size), cv2.pyrUp(found, dstsize=size)
        weigh(fine, coarse, seen, found)
        change = fine
    return found


def _open(picture: NDArray[np.uint8], outlines: Sequence[NDArray[np.floating]], wider: float, soft: float) -> None:
    """Mark what lies in polygons (N, 2), px, or so many px around them, in a picture (h, w), softly, with 255."""
    import cv2

    room = wider + 4 * soft + 2
    every = np.concatenate(outlines)
    low, high = np.floor(every.min(axis=0) - room).astype(int), np.ceil(every.max(axis=0) + room).astype(int)
    left, top = np.maximum(low, 0).tolist()
    part = picture[top : max(int(high[1]), 0), left : max(int(high[0]), 0)]
    if part.size == 0:
        return
    found = np.zeros(part.shape, np.uint8)
    for outline in outlines:
        corners = np.rint((outline - (left, top)) * 16).astype(np.int32)
        cv2.fillPoly(found, [corners], 255, cv2.LINE_AA, 4)
        if wider >= 0.5:
            cv2.polylines(found, [corners], True, 255, round(2 * wider), cv2.LINE_AA, 4)
    np.maximum(part, cv2.GaussianBlur(found, (0, 0), soft), out=part)
