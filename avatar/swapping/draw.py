"""Lay a face on the frames of a video, one after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.edit.blend import spread
from avatar.edit.shape import ringed
from avatar.portrait.mesh import topology
from avatar.swapping.warp import Fields, fields

if TYPE_CHECKING:
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
_NEAR = 4.0
"""times as much of the mask as where the source begins to count: what lies outside the mesh never does"""


class Drawer:
    """Draws one face into one video."""

    def __init__(self, mask: Mask, track: Track) -> None:
        """Take the face, and how the video's own one moves."""
        self._mask, self._track = mask, track

    def draw(self, frame: NDArray[np.uint8], index: int) -> None:
        """Lay the face on a frame (H, W, 3), RGB, in place; `index` counts the frames of the video."""
        import cv2

        stand = self._stand(index)
        window = _window(stand, frame.shape[:2])
        if window is None:
            return
        rows, columns = window
        corner = np.array((columns.start, rows.start), np.float32)
        placed, own = stand.placed - (*corner, 0), stand.own - corner
        size = rows.stop - rows.start, columns.stop - columns.start
        way = fields(placed, (self._mask.places, own), self._mask.triangles, size, stand.unit)
        face = cv2.remap(self._mask.picture, *way.maps[0], cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT)
        below = _moved(frame, way, corner)
        share = face[..., 3].astype(np.float32) * np.float32(1 / 255)
        share *= way.inside
        share *= 1 - self._openings(placed[:, :2], size, index, corner, stand.unit)
        change = face[..., :3].astype(np.float32)
        change -= below
        change *= np.minimum(_NEAR * share, 1)[..., None]
        change = spread(change, share, _LEVELS)
        change += below
        frame[rows, columns] = cv2.convertScaleAbs(np.maximum(change, 0, out=change))

    def _stand(self, index: int) -> _Stand:
        """Say where everything is in a frame."""
        track = self._track
        own = track.points[index, : topology.POINTS].astype(np.float64)
        placed = own + track.units[index] * self._mask.shape @ track.turns[index].T
        unit = float(track.units[index])
        whole, was = ringed(placed, unit), ringed(own, unit)
        return _Stand(whole, np.asarray(was[:, :2], np.float32), unit)

    def _openings(
        self, points: NDArray[np.float64], size: tuple[int, int], index: int, corner: NDArray[np.float32], unit: float
    ) -> NDArray[np.float32]:
        """Mark what stays the target's own inside the face, (h, w), 0-1: both eyes, as they are open, and the mouth."""
        import cv2

        from avatar.edit.skin import EYES

        found = np.zeros(size, np.uint8)
        for rim, eye in zip(self._mask.eyes, EYES, strict=True):
            open_wide = self._track.carried(rim, index)[:, :2] - corner
            for outline in (open_wide, points[list(eye)]):
                _fill(found, outline, _LASHES * unit)
        soft = cv2.GaussianBlur(found, (0, 0), _SOFT_EYE * unit)
        mouth = np.zeros(size, np.uint8)
        lips = [*topology.UPPER_LIP_INNER, *topology.LOWER_LIP_INNER[-2:0:-1]]
        _fill(mouth, points[lips], 0)
        mouth = cv2.GaussianBlur(mouth, (0, 0), max(_SOFT_MOUTH * unit, 0.6))
        return np.asarray(np.maximum(soft, mouth), np.float32) * np.float32(1 / 255)


@dataclass(frozen=True, slots=True)
class _Stand:
    """Where the face is in one frame."""

    placed: NDArray[np.float64]
    """(V, 3), px, the mesh as the source's shape makes it"""
    own: NDArray[np.float32]
    """(V, 2), px, the same points of the frame's own face"""
    unit: float
    """IOD, px"""


def _window(stand: _Stand, size: tuple[int, int]) -> tuple[slice, slice] | None:
    """Give the rows and columns that the face can change; None where it lies outside the picture."""
    room = _ROOM * stand.unit
    low, high = stand.placed[:, :2].min(axis=0) - room, stand.placed[:, :2].max(axis=0) + room
    left, top = (max(0, int(each) // _EVEN * _EVEN) for each in low)
    right, bottom = (min(side, int(each) + 1) for side, each in zip(size[::-1], high, strict=True))
    return None if left >= right or top >= bottom else (slice(top, bottom), slice(left, right))


def _moved(frame: NDArray[np.uint8], way: Fields, corner: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Give the frame with its own face in the source's shape, so that eyes and mouth lie where its lids and lips do."""
    import cv2

    x, y = way.maps[1]
    across, down = corner.tolist()
    found = cv2.remap(
        frame, x + np.float32(across), y + np.float32(down), cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(found, np.uint8)


def _fill(picture: NDArray[np.uint8], outline: NDArray[np.floating], wider: float) -> None:
    """Fill a polygon (N, 2), px, with 255, and so many px around it."""
    import cv2

    corners = np.rint(outline * 16).astype(np.int32)
    cv2.fillPoly(picture, [corners], 255, cv2.LINE_AA, 4)
    if wider >= 0.5:
        cv2.polylines(picture, [corners], True, 255, round(2 * wider), cv2.LINE_AA, 4)
