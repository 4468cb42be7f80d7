"""Choose which part of the portrait a film of a given shape shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.data import Portrait

FACE_SHARE = 0.32
"""Of the film's height that brow-to-chin takes at least: smaller faces are framed closer."""
HEAD_ROOM, CHIN_ROOM = 0.28, 0.45
"""IOD of air above the hair, into which the head moves, and of neck below the chin that a frame has to show."""
FACE_ROOM, INSET_ROOM = 0.08, 0.3
"""IOD beside the face that a frame of a tight photo shows at least, and that one shows where edges show anyway."""
SPARE = 0.06
"""IOD of the photo that a film leaves out beside a body that the photo cuts: a sway brings it in."""
HAIRLINE = 1.04
"""Borders narrower than this share of the film are not worth having: the face is cut that much closer."""


@dataclass(frozen=True, slots=True)
class Framing:
    """Where the film's pixels lie in the portrait: film = scale * (portrait - (left, top)), continuous px."""

    left: int
    top: int
    scale: float
    """film px per portrait px"""
    width: int
    """film px"""
    height: int
    """film px"""
    is_inset: bool = False
    """the film shows the photo's own edges, because what lies beyond would cut through the person"""

    def place(self, points: NDArray[np.float32]) -> NDArray[np.float32]:
        """Take (..., 2 or 3) portrait px to film px; depth scales along."""
        shift = np.zeros(points.shape[-1], np.float32)
        shift[:2] = self.left, self.top
        return np.asarray((points - shift) * self.scale, np.float32)


def frame_portrait(portrait: Portrait, size: tuple[int, int]) -> Framing:
    """Fit the film around the head.

    The widest cut that the picture allows; closer when the face would be small; beyond the picture's edge only
    when hair and chin would not fit otherwise and nothing but background would have to be invented there. Where
    the edge cuts through the person, the cut is as close as the face allows, and if even that is not enough, the
    picture becomes an inset. The film's corner is a pixel's corner, so that the photo is resampled row by row.
    """
    height, width = portrait.image.shape[:2]
    aspect = size[0] / size[1]
    box = left, top, right, bottom = _head_box(portrait)
    face = float(np.ptp(portrait.landmarks[:468, 1]))
    spare = SPARE * portrait.iod if _is_cut_beside(portrait) else 0.0
    inside = min(height, (width - 2 * spare) / aspect)
    tall = max(min(inside, face / FACE_SHARE), bottom - top, (right - left) / aspect)
    if tall > inside and not _goes_on_empty(portrait, box, tall > height, tall * aspect > width):
        return _frame_tight(portrait, size, inside)
    wide = tall * aspect
    start = _slide((left + right - wide) / 2, wide, width, left, right) if wide <= width else (width - wide) / 2
    head = _slide(min(_eye_level(portrait) - 0.42 * tall, top), tall, height, top, bottom)
    return Framing(round(start), round(head), size[0] / wide, size[0], size[1])


def _frame_tight(portrait: Portrait, size: tuple[int, int], inside: float) -> Framing:
    """Fill the film with the face alone, or make the picture an inset; `inside` is the tallest cut it has, px."""
    height, width = portrait.image.shape[:2]
    aspect = size[0] / size[1]
    left, top, right, bottom = _face_box(portrait, FACE_ROOM)
    is_inset = max(bottom - top, (right - left) / aspect) > HAIRLINE * inside
    if is_inset:
        left, top, right, bottom = _face_box(portrait, INSET_ROOM)
    tall = max(inside, bottom - top, (right - left) / aspect) if is_inset else inside
    wide = tall * aspect
    start = (width - wide) / 2 if wide > width else _slide((left + right - wide) / 2, wide, width, left, right)
    head = (
        (height - tall) / 2 if tall > height else _slide(_eye_level(portrait) - 0.42 * tall, tall, height, top, bottom)
    )
    return Framing(round(start), round(head), size[0] / wide, size[0], size[1], is_inset)


def _is_cut_beside(portrait: Portrait) -> bool:
    """Tell whether a side edge of the photo cuts through the person."""
    return bool((portrait.matte[:, [0, 1, -2, -1]] > 64).any())


def _eye_level(portrait: Portrait) -> float:
    return float(portrait.landmarks[[33, 263], 1].mean())


def _goes_on_empty(portrait: Portrait, box: tuple[float, float, float, float], upward: bool, sideways: bool) -> bool:
    """Tell whether the picture could go on beyond its edge without cutting through the person."""
    top, bottom = int(box[1]), max(int(box[1]) + 1, int(box[3]))
    beside = portrait.matte[top:bottom, [0, 1, 2, -3, -2, -1]]
    return not (upward and (portrait.matte[:3] > 64).any()) and not (sideways and (beside > 64).any())


def _face_box(portrait: Portrait, share: float) -> tuple[float, float, float, float]:
    """Give the box around the face alone, with room of `share` IOD, px; inside the picture."""
    height, width = portrait.image.shape[:2]
    points, room = portrait.landmarks[:468, :2], share * portrait.iod
    low, high = points.min(axis=0) - room, points.max(axis=0) + room
    return max(0.0, float(low[0])), max(0.0, float(low[1])), min(width, float(high[0])), min(height, float(high[1]))


def _slide(start: float, length: float, limit: int, first: float, last: float) -> float:
    """Move a stretch inside the picture if it fits there, else to its end, without losing first..last."""
    start = min(max(start, 0.0), limit - length) if length <= limit else limit - length
    return min(max(start, last - length), first)


def _head_box(portrait: Portrait) -> tuple[float, float, float, float]:
    """Give the box around hair, face and some neck, px; inside the picture."""
    height, width = portrait.image.shape[:2]
    points, iod = portrait.landmarks[:468, :2], portrait.iod
    left, right = float(points[:, 0].min() - 0.45 * iod), float(points[:, 0].max() + 0.45 * iod)
    column = portrait.matte[: int(max(points[:, 1].min(), 1)), max(0, int(left)) : max(1, int(right))]
    rows = np.flatnonzero((column > 128).sum(axis=1) > 0.1 * iod)
    hair = float(rows[0]) if len(rows) else float(points[:, 1].min())
    hair = max(hair, float(points[:, 1].min()) - 1.6 * iod)
    return (
        max(0.0, left),
        max(0.0, hair - HEAD_ROOM * iod),
        min(float(width), right),
        min(float(height), float(points[:, 1].max()) + CHIN_ROOM * iod),
    )
