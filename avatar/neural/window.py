"""Turned squares of a picture: what a network sees, and how its points come back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from avatar.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Window:
    """A square of a picture."""

    x: float
    """its middle, px"""
    y: float
    """its middle, px"""
    side: float
    """px"""
    roll: float = 0.0
    """angle of its upper edge, rad, clockwise in the image +"""

    def cut(self, picture: NDArray[np.uint8], out: int, *, spread: bool = False) -> NDArray[np.uint8]:
        """Cut it out of an (H, W, 3) picture, scaled to (out, out, 3).

        Beyond the picture lies black, or with `spread` what stands at its edge. Pixel 0 of the cut is the window's
        corner itself, as in the pipelines that the networks were trained for.
        """
        import cv2

        border = cv2.BORDER_REPLICATE if spread else cv2.BORDER_CONSTANT
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        return np.asarray(cv2.warpAffine(picture, self._map(out), (out, out), flags=flags, borderMode=border), np.uint8)

    def back(self, points: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
        """Bring (N, 2) or (N, 3) points, in shares of the window's side, to px of the picture, z in the scale of x."""
        found = np.asarray(points * self.side, np.float64)
        matrix = self._map(1)
        found[:, :2] = points[:, :2] @ matrix[:, :2].T + matrix[:, 2]
        return found

    def _map(self, out: int) -> NDArray[np.float64]:
        """Build the (2, 3) map from px of a cut of this side to px of the picture."""
        scale = self.side / out
        turn = scale * np.array([[np.cos(self.roll), -np.sin(self.roll)], [np.sin(self.roll), np.cos(self.roll)]])
        return np.column_stack([turn, np.array([self.x, self.y]) - turn @ np.full(2, out / 2)])


def whole(picture: NDArray[np.uint8]) -> Window:
    """Give the smallest square around a picture."""
    height, width = picture.shape[:2]
    return Window(width / 2, height / 2, float(max(height, width)))


def checked(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Give an (H, W, 3) RGB picture with its bytes in order. Raise `InputError` if it is none."""
    if picture.dtype != np.uint8 or picture.ndim != 3 or picture.shape[2] != 3 or 0 in picture.shape:
        raise InputError(
            f"A picture has to be (height, width, 3) uint8 RGB, but this one is {picture.shape} {picture.dtype}."
        )
    return np.ascontiguousarray(picture)
