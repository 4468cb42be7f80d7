"""What is surely a person and what surely is not, and pictures that are read only where neither is sure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.portrait.face.landmark import face_height

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Places = tuple[NDArray[np.intp], NDArray[np.intp]]
    """Rows and columns of single pixels."""

SURE = 0.9
"""Probability from which a rough segmentation is believed, and below 1 less that likewise."""
_BAND_OUT, _HAIR_OUT = 0.03, 0.13
_BAND_IN, _HAIR_IN = 0.025, 0.035
"""Width of the unknown band on each side of the segmentation's edge, and what hair adds, in face heights."""
_FACE_CORE = 0.94


@dataclass(frozen=True, slots=True)
class Trimap:
    """What is surely the person, what surely is not; between them lies the band to be solved."""

    person: NDArray[np.bool_]
    """(H, W)"""
    background: NDArray[np.bool_]
    """(H, W)"""

    @property
    def unknown(self) -> NDArray[np.bool_]:
        """(H, W), neither of the two."""
        return np.asarray(~(self.person | self.background))


def make_trimap(rough: NDArray[np.float32], landmarks: NDArray[np.float32]) -> Trimap:
    """Open a band around the edge of a rough matte: wide beside hair (above the mouth), narrow elsewhere."""
    face = face_height(landmarks)
    mouth = float(landmarks[[61, 291], 1].mean())
    rows = np.arange(len(rough), dtype=np.float32)
    hair = np.clip((mouth + 0.1 * face - rows) / (0.1 * face), 0, 1)[:, None]
    person = depth_in(rough > SURE) > (_BAND_IN + _HAIR_IN * hair) * face
    person |= inner_face(rough.shape, landmarks)
    background = depth_in(rough < 1 - SURE) > (_BAND_OUT + _HAIR_OUT * hair) * face
    return Trimap(person, background)


def inner_face(shape: tuple[int, ...], landmarks: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Mark the face a little inside its outline: no shadow on a cheek may open it."""
    import cv2

    hull = cv2.convexHull(np.ascontiguousarray(landmarks[:, :2]))[:, 0]
    middle = hull.mean(0)
    mask = np.zeros(shape, np.uint8)
    cv2.fillConvexPoly(mask, np.rint(middle + _FACE_CORE * (hull - middle)).astype(np.int32), 1)
    return mask > 0


def places_of(mask: NDArray[np.bool_]) -> Places:
    """Give rows and columns of what is marked."""
    y, x = np.divmod(np.flatnonzero(mask), mask.shape[1])
    return y, x


def solid_of(mask: NDArray[np.bool_], size: tuple[int, int]) -> NDArray[np.float32]:
    """Shrink a mask to `size`, width and height: 1 where all that a pixel stands for is marked, else 0."""
    import cv2

    small = cv2.resize(mask.astype(np.uint8) * 255, size, interpolation=cv2.INTER_AREA)
    return np.asarray(small > 250, np.float32)


def sample(picture: NDArray[np.float32], factor: float, where: Places) -> NDArray[np.float32]:
    """Read a shrunk picture at full-size pixels, bilinearly: (N, C), or (N,) of one channel."""
    import cv2

    y, x = ((plane.astype(np.float32) + 0.5) / factor - 0.5 for plane in where)
    width = 16384  # remap takes no list longer than 32767
    rows = -(-len(x) // width)
    pad = rows * width - len(x)
    grid = [np.pad(plane, (0, pad)).reshape(rows, width) for plane in (x, y)]
    if not rows:
        return np.zeros((0, picture.shape[2])[: 1 + (picture.shape[2] > 1)], np.float32)
    read = cv2.remap(picture, grid[0], grid[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    flat = np.asarray(read).reshape(rows * width, -1)[: len(x)]
    return flat[:, 0] if picture.shape[2] == 1 else flat


def depth_in(mask: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Measure how deep each pixel lies inside the mask, px; the picture's border is no edge."""
    import cv2

    if mask.all():
        return np.full(mask.shape, np.inf, np.float32)
    return np.asarray(cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, 5))


def smoothstep(value: NDArray[np.float32], low: float, high: float) -> NDArray[np.float32]:
    """Rise from 0 at `low` to 1 at `high`, softly at both ends."""
    t = np.clip((value - low) / (high - low), 0, 1)
    return np.asarray(t * t * (3 - 2 * t), np.float32)
