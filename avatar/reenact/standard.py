"""The standard driver: the portrait's own motion, drawn as networks that animate pictures want to see it.

Such networks take a motion from a film of a face. The film that they get here is the mesh renderer's of the same
portrait, in a square around the head: whoever drives has the same shape and proportions as whoever is driven, lips seal
where they must, and at rest both are the same picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from avatar.data import MotionTrack
from avatar.data.names import MOTION_NAMES
from avatar.reenact.framing import Framing
from avatar.reenact.mesh.canvas import behind
from avatar.reenact.mesh.scene import Scene

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.data import Portrait

AT_REST = MotionTrack.from_rows(Fraction(25), np.zeros((1, len(MOTION_NAMES)), np.float32))
"""one row in which nothing moves"""


@dataclass(frozen=True, slots=True)
class Driven:
    """What the standard driver shows at one moment."""

    picture: NDArray[np.uint8]
    """(n, n, 3) RGB, the person before the photo's own background"""
    cover: NDArray[np.uint8]
    """(n, n), 255 where the person is"""


def square_around(portrait: Portrait, pixels: int, *, factor: float, lift: float = 0.0) -> Framing:
    """Give the square around a face as a network wants it, `pixels` px on each side.

    It is `factor` times as long as the face from hairline to chin, or from side to side if that is longer; its centre
    lies `lift` of its side above the face's. It may reach beyond the photo.
    """
    points = portrait.landmarks[:468, :2]
    low, high = points.min(axis=0), points.max(axis=0)
    side = round(factor * float((high - low).max()))
    centre = (low + high) / 2 - (0, lift * side)
    left, top = np.rint(centre - side / 2).astype(int)
    return Framing(int(left), int(top), pixels / side, pixels, pixels)


class StandardDriver:
    """Draw a portrait's motion in a square around its head. Several threads may draw at once."""

    def __init__(self, portrait: Portrait, square: Framing) -> None:
        """Set up the portrait's part that lies in a square, see `square_around`."""
        size = square.width, square.height
        self._scene = Scene(portrait, size, is_cut_out=True, framing=square)
        self._plate = behind(portrait.plate, square)

    def draw(self, motion: MotionTrack, index: int) -> Driven:
        """Draw row `index` of the motion."""
        picture = self._scene.draw(motion, index)
        return Driven(_laid(picture, self._plate), np.ascontiguousarray(picture[..., 3]))

    def rest(self) -> Driven:
        """Draw the portrait at rest, with sealed lips: the picture from which relative motion is counted."""
        return self.draw(AT_REST, 0)


def _laid(person: NDArray[np.uint8], plate: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Lay a person (n, n, 4), straight alpha, over a background (n, n, 3)."""
    alpha = person[..., 3:].astype(np.uint16)
    return np.asarray((person[..., :3] * alpha + plate * (255 - alpha) + 127) // 255, np.uint8)
