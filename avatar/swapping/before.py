"""What stands before a face for a while, such as a microphone: the new face would be drawn over it.

Each look at the face is laid on one small grid by its mesh. Skin changes slowly there, whatever the face does; light
that changes for all of it is taken off. What differs strongly from how the face mostly looks, in one piece, is not it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.edit import skin
from avatar.portrait.face.pose import canonical_face
from avatar.portrait.mesh import topology
from avatar.swapping.warp import bends

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_SIDE, _UNIT = 80, 26.0
"""px of the grid, and between the eyes on it"""
_INSIDE = 0.92
"""of the way from the middle of the face to its outline, within which it is looked at"""
_OTHER = 20.0
"""CIEDE1976, from which a place does not show the face"""
_LEAST = 0.015
"""share of what is looked at that such places cover, in one piece"""

_MOST = 400
"""looks, about, that tell how the face mostly looks"""


class Looks:
    """How a face looks, from time to time."""

    def __init__(self) -> None:
        """Begin with nothing seen."""
        middle = np.array((_SIDE / 2, 0.38 * _SIDE, 0))
        self._grid = canonical_face()[: topology.POINTS].astype(np.float64) * _UNIT + middle
        self._seen: list[NDArray[np.uint8]] = []

    def __len__(self) -> int:
        """Count the looks."""
        return len(self._seen)

    def look(self, picture: NDArray[np.uint8], points: NDArray[np.float32]) -> None:
        """Look at a picture (H, W, 3) whose face has landmarks (478, 3), px."""
        import cv2

        own = np.asarray(points[: topology.POINTS, :2], np.float32)
        low, high = np.floor(own.min(axis=0)).astype(int), np.ceil(own.max(axis=0)).astype(int) + 1
        left, top = (int(np.clip(each, 0, side - 1)) for each, side in zip(low, picture.shape[1::-1], strict=True))
        part = picture[top : max(int(high[1]), top + 1), left : max(int(high[0]), left + 1)]
        unit = float(np.linalg.norm(points[33, :2] - points[263, :2])) or 1.0
        size = [max(1, round(side * min(1.0, 1.5 * _UNIT / unit))) for side in part.shape[1::-1]]
        small = cv2.resize(part, size, interpolation=cv2.INTER_AREA)
        share = np.array(size, np.float32) / np.array(part.shape[1::-1], np.float32)
        places = np.asarray((own - (left, top) + 0.5) * share - 0.5, np.float32)
        surface = topology.face_surface().triangles.astype(np.int32)
        way = bends(self._grid, (places,), surface, (_SIDE, _SIDE), _UNIT)
        found = cv2.remap(small, *way.maps(0), cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        self._seen.append(np.asarray(found, np.uint8))

    def covered(self) -> NDArray[np.bool_]:
        """Say of each look whether something stands before the face, (T,)."""
        if len(self._seen) < 2:
            return np.zeros(len(self._seen), bool)
        shown = self._skin()
        some = self._seen[:: max(1, len(self._seen) // _MOST)]
        usual = _lab(np.median(np.stack(some), axis=0).astype(np.uint8))
        return np.array([_largest(_lab(each), usual, shown) > _LEAST for each in self._seen], bool)

    def _skin(self) -> NDArray[np.bool_]:
        """Mark what of the grid is looked at: the face inside its outline, but for eyes, brows and mouth."""
        size, points = (_SIDE, _SIDE), self._grid.astype(np.float32)
        outline = points[list(topology.FACE_OVAL), :2]
        inner = np.float32(_INSIDE) * (outline - outline.mean(axis=0)) + outline.mean(axis=0)
        face = skin.hull(size, np.asarray(inner), range(len(inner))) > 0
        return np.asarray(face & ~skin.features(size, points, _UNIT))


def runs(covered: Sequence[bool] | NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Give first and last of all looks that follow each other and are covered, two at least."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], np.asarray(covered, int), [0]])))
    return [(int(a), int(b) - 1) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a > 1]


def _lab(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    import cv2

    return np.asarray(cv2.cvtColor(picture.astype(np.float32) / np.float32(255), cv2.COLOR_RGB2LAB), np.float32)


def _largest(seen: NDArray[np.float32], usual: NDArray[np.float32], shown: NDArray[np.bool_]) -> float:
    """Give the share of what is `shown` (h, w) that the largest piece covers which is another's."""
    import cv2

    change = seen - usual
    change -= np.median(change[shown], axis=0)
    apart = np.linalg.norm(cv2.GaussianBlur(change, (0, 0), 1), axis=2)
    _, _, stats, _ = cv2.connectedComponentsWithStats(((apart > _OTHER) & shown).astype(np.uint8))
    sizes = stats[1:, cv2.CC_STAT_AREA]
    return float(sizes.max(initial=0) / shown.sum())
