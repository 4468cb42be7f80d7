"""How far lips and lids of a moved portrait stand apart, in the ratios that LivePortrait's retargeting is asked in.

They are read off the rig, not off a picture: where a sealed sound is spoken the ratio is 0, however small the picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.reenact.pose import Puppet

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.data import MotionTrack, Portrait

MOUTH = (61, 291)
"""landmarks of the corners of the mouth"""
EYES = ((33, 133), (362, 263))
"""landmarks of the corners of the eyes, the image's left one first"""


@dataclass(frozen=True, slots=True)
class Apertures:
    """Of T frames."""

    lips: NDArray[np.float32]
    """(T,), largest gap between the inner lips over the width of the mouth"""
    lids: NDArray[np.float32]
    """(T, 2), gap between the lids over the width of the eye, the image's left one first"""


class ApertureReader:
    """Reads them off one portrait's rig."""

    def __init__(self, portrait: Portrait) -> None:
        self._puppet, self._rig = Puppet(portrait.rig), portrait.rig

    def read(self, motion: MotionTrack, first: int, count: int) -> Apertures:
        """Read rows `first` to `first + count` of a motion."""
        lips, lids = np.empty(count, np.float32), np.empty((count, 2), np.float32)
        for row in range(count):
            posed = self._puppet.pose(motion, first + row)
            lips[row] = posed.lip_gap / _length(posed.vertices, MOUTH)
            for eye, corners in enumerate(EYES):
                upper, lower = (posed.vertices[ring[eye]] for ring in (self._rig.upper_lids, self._rig.lower_lids))
                gap = ((lower - upper) @ (posed.turn @ self._rig.axes[:, 1])).max()
                lids[row, eye] = max(float(gap), 0.0) / _length(posed.vertices, corners)
        return Apertures(lips, lids)


def _length(vertices: NDArray[np.float32], ends: tuple[int, int]) -> float:
    return max(float(np.linalg.norm(vertices[ends[0]] - vertices[ends[1]])), 1e-3)
