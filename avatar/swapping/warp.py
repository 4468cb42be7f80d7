"""Where each pixel of a frame comes from, in several pictures at once: the triangles are drawn once, and coarsely.

What is between the points of a mesh bends little, so a field of some sixty px between the eyes does for any frame.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.swapping.pixels import paint, settle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_COARSE = 64.0
"""px between the eyes of the field that is drawn, at most"""
_SOFT = 0.012
"""IOD over which the bends between triangles are smoothed"""
_EDGE = 0.025
"""IOD, standard deviation of the blur by which the edge of the mesh is told"""


@dataclass(frozen=True, slots=True)
class Bends:
    """Ways back into pictures, coarsely: the field is read between its points."""

    size: tuple[int, int]
    """height and width, px, of the picture that they are for"""
    bent: NDArray[np.float32]
    """(h, w, C), x and y for each of the pictures, px: how far they depart from the `line`"""
    line: NDArray[np.float32]
    """(3, C), from x, y and 1 of the picture"""
    inside: NDArray[np.float32]
    """(h, w), 0-1, how far a pixel lies in the mesh: 0 along its edge and outside"""

    def maps(self, number: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Give x and y, px in one of the pictures, of each pixel."""
        import cv2

        down, across = (np.arange(side, dtype=np.float32) for side in self.size)
        found = []
        for channel in (2 * number, 2 * number + 1):
            large = cv2.resize(self.bent[..., channel], self.size[::-1], interpolation=cv2.INTER_LINEAR)
            large += across * self.line[0, channel] + self.line[2, channel]
            large += (down * self.line[1, channel])[:, None]
            found.append(np.asarray(large, np.float32))
        return found[0], found[1]


def bends(
    placed: NDArray[np.float64],
    places: Sequence[NDArray[np.float32]],
    triangles: NDArray[np.int32],
    size: tuple[int, int],
    unit: float,
) -> Bends:
    """Give where each pixel of a (height, width) picture comes from in several, by points (V, 2) of a mesh in each.

    `placed` (V, 3) are those points in the picture itself, px, away from the viewer +. Outside the mesh the way into
    the first of them goes on as it does on the whole, and in the others all stays where it is. Triangles are drawn from
    far to near, so that what is hidden stays hidden.
    """
    import cv2

    share = min(1.0, _COARSE / unit)
    small = (max(2, round(size[0] * share)), max(2, round(size[1] * share)))
    steps = np.array((small[1] / size[1], small[0] / size[0]))
    flat = (placed[:, :2] + 0.5) * steps - 0.5
    goal = np.concatenate([np.asarray(each, np.float64) for each in places], axis=1)
    stays = np.vstack([np.diag(1 / steps), 0.5 / steps - 0.5])
    whole = np.hstack([_whole(flat, goal[:, :2]), *[stays] * (len(places) - 1)])
    order = np.argsort(-placed[triangles, 2].mean(axis=1), kind="stable")
    bent, covered = np.zeros((*small, goal.shape[1]), np.float32), np.zeros(small, np.float32)
    paint(flat, goal - _applied(whole, flat), triangles[order], bent, covered)
    sigma = max(_SOFT * unit * share, 0.5)
    bent, total = cv2.GaussianBlur(bent, (0, 0), sigma), cv2.GaussianBlur(covered, (0, 0), sigma)
    inside = cv2.GaussianBlur(covered, (0, 0), _EDGE * unit * share)
    settle(bent, total, inside)
    return Bends(size, bent, _at_full_size(whole, steps), inside)


def _whole(flat: NDArray[np.float64], goal: NDArray[np.float64]) -> NDArray[np.float64]:
    """Fit the affine map (3, 2) that takes points (V, 2) to theirs in a picture, least squares."""
    return np.asarray(np.linalg.lstsq(np.column_stack([flat, np.ones(len(flat))]), goal, rcond=None)[0])


def _applied(line: NDArray[np.float64], flat: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(flat @ line[:2] + line[2])


def _at_full_size(line: NDArray[np.float64], steps: NDArray[np.float64]) -> NDArray[np.float32]:
    """Give an affine map of the coarse picture's px for the full one's."""
    shift = 0.5 * steps - 0.5
    return np.stack([line[0] * steps[0], line[1] * steps[1], line[2] + shift @ line[:2]]).astype(np.float32)
