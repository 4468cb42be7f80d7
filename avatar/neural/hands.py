"""Hands: 21 joints of each (Zhang et al. 2020, MediaPipe Hands, the light networks)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.neural.boxes import Box, anchors, decode, placed
from avatar.neural.runner import load
from avatar.neural.window import Window, checked, whole

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LAYERS = ((8, 2), (16, 6))
_WRIST, _MIDDLE = 0, 2
"""of the palm detector's points: the wrist, and where the middle finger begins"""
_ROOM, _TOWARD_FINGERS = 2.6, 0.5
"""side of what is looked at, and its shift, in sides of the palm's box"""
_PRESENT = 0.5
"""score of the hand network's own flag from which it sees a hand"""
_DEPTH = 0.4
"""its unit of z in units of x"""


class HandFinder:
    """Find hands and their joints."""

    def __init__(self, floor: float, most: int = 2) -> None:
        self._palm, self._hand = load("palm"), load("hand")
        self._floor, self._most = floor, most
        self._middles = anchors(self._palm.network.side, _LAYERS)

    def find(self, picture: NDArray[np.uint8]) -> list[NDArray[np.float64]]:
        """Give the (21, 3) joints of each hand in an (H, W, 3) RGB picture, px, z in the scale of x."""
        window = whole(checked(picture))
        side = self._palm.network.side
        numbers, logits = self._palm(window.cut(picture, side))
        palms = decode(numbers, logits, self._middles, side, self._floor)[: self._most]
        hands = [self._joints(picture, _around(placed(palm, window))) for palm in palms]
        return [hand for hand in hands if hand is not None]

    def _joints(self, picture: NDArray[np.uint8], window: Window) -> NDArray[np.float64] | None:
        side = self._hand.network.side
        joints, present = self._hand(window.cut(picture, side, spread=True))
        if float(present.ravel()[0]) < _PRESENT:
            return None
        return window.back(joints.reshape(-1, 3) / side / (1, 1, _DEPTH))


def _around(palm: Box) -> Window:
    """Give what shows the whole hand: turned so that the fingers point up, and moved toward them."""
    along = palm.points[_MIDDLE] - palm.points[_WRIST]
    roll = float(np.arctan2(along[1], along[0])) + np.pi / 2
    shift = _TOWARD_FINGERS * palm.height
    x, y = palm.x + palm.width / 2 + shift * np.sin(roll), palm.y + palm.height / 2 - shift * np.cos(roll)
    return Window(float(x), float(y), _ROOM * max(palm.width, palm.height), roll)
