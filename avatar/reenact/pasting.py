"""Paste what a network draws, a small square around the head, back into the film that the mesh renderer draws.

The film below is of the same motion, so that hair's edge, neck, shoulders and all that lies outside of the square go on
without a step. What is pasted keeps within the person, as the standard driver saw them in the same frame; so the
background stands still, whatever the network makes of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.reenact.framing import Framing

FEATHER = 0.12
"""Of the square's side, along its edges, over which it gives way to the film."""
INSIDE = (0.55, 0.98)
"""Cover of the person from which the square begins to show, and shows fully: hair's edge is the film's."""
EDGE = 0.04
"""Of the square's side, inside the person's edge, over which it gives way too: a network's edge lies a little aside."""
GAINS = (0.7, 1.4)
"""Least and greatest contrast that colours are matched by: what would need more is no picture of this face."""
LEAST_SEEN = 100
"""Pixels of the person without which there is nothing to match."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """How a network's colours become the portrait's, one line per channel; the same in all frames of a clip."""

    gain: NDArray[np.float32]
    """(3,), RGB"""
    offset: NDArray[np.float32]
    """(3,), levels, added after that"""

    @classmethod
    def none(cls) -> Transfer:
        """Leave colours as they are."""
        return cls(np.ones(3, np.float32), np.zeros(3, np.float32))

    @classmethod
    def between(cls, drawn: NDArray[np.uint8], meant: NDArray[np.uint8], cover: NDArray[np.uint8]) -> Transfer:
        """Find what takes a network's picture of a face to the picture that was meant, both (n, n, 3) RGB.

        Mean and deviation of each channel are matched where `cover` (n, n) says that the person is (Reinhard et al.
        2001, in RGB): a face's colours are what a network of faces changes alike everywhere.
        """
        inside = cover > 250
        if inside.sum() < LEAST_SEEN:
            return cls.none()
        one, other = (picture[inside].astype(np.float32) for picture in (drawn, meant))
        gain = np.clip(other.std(axis=0) / np.maximum(one.std(axis=0), 1.0), *GAINS)
        return cls(gain.astype(np.float32), (other.mean(axis=0) - gain * one.mean(axis=0)).astype(np.float32))

    def apply(self, picture: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Give a picture (n, n, 3) in the portrait's colours, levels, not cut off."""
        return np.asarray(picture * self.gain + self.offset, np.float32)


class Paster:
    """Lay squares over frames of one film."""

    def __init__(self, square: Framing, film: Framing, transfer: Transfer, photo: tuple[int, int]) -> None:
        """Say where both lie in the portrait, whose picture has the shape `photo` = (height, width).

        A film that shows the photo's own edges keeps them.
        """
        self._square, self._film, self._transfer = square, film, transfer
        # Continuous places: square = scale * film + shift.
        self._scale = square.scale / film.scale
        self._shift = square.scale * np.array([film.left - square.left, film.top - square.top])
        start = np.ceil(-self._shift / self._scale - 0.5).astype(int)
        end = np.floor((np.array([square.width, square.height]) - self._shift) / self._scale - 0.5).astype(int) + 1
        left, top = np.maximum(start, 0)
        right, bottom = np.minimum(end, (film.width, film.height))
        self.box = int(left), int(top), int(max(left, right)), int(max(top, bottom))
        """x0, y0, x1, y1, film px, that the square can reach"""
        self._share = self._edge_share(photo)

    def paste(self, frame: NDArray[np.uint8], drawn: NDArray[np.uint8], cover: NDArray[np.uint8]) -> None:
        """Lay a square over a frame (height, width, 3 or 4), in place; alpha stays as it is.

        `drawn` (n, n, 3) RGB is what the network has made of the whole square, of whatever resolution; `cover` (m, m)
        where the person is, 255 inside.
        """
        x0, y0, x1, y1 = self.box
        if x0 >= x1 or y0 >= y1:
            return
        solid = self._fetched(np.asarray(cover / 255, np.float32), cv2.INTER_LINEAR)
        share = self._share * self._fetched(_depth(cover), cv2.INTER_LINEAR) * _rise(solid, *INSIDE)
        picture = self._fetched(self._transfer.apply(drawn), cv2.INTER_CUBIC)
        below = frame[y0:y1, x0:x1, :3]
        below[:] = np.clip(np.rint(below + (picture - below) * share[..., None]), 0, 255).astype(np.uint8)

    def _fetched(self, picture: NDArray[np.float32], kind: int) -> NDArray[np.float32]:
        """Give the part of the film that a square picture reaches, in film px."""
        step = self._scale * picture.shape[0] / self._square.height
        shift = self._shift * picture.shape[0] / self._square.height
        if step > 1:  # shrunk: what is finer than the film's pixels must go first
            picture = cv2.GaussianBlur(picture, (0, 0), 0.5 * float(np.sqrt(step**2 - 1)) + 1e-3)
        x0, y0, x1, y1 = self.box
        corner = (np.array([x0, y0]) + 0.5) * step + shift - 0.5  # of a pixel's centre, as OpenCV counts it
        place = np.array([[step, 0, corner[0]], [0, step, corner[1]]])
        flags = kind | cv2.WARP_INVERSE_MAP
        return np.asarray(
            cv2.warpAffine(picture, place, (x1 - x0, y1 - y0), flags=flags, borderMode=cv2.BORDER_REPLICATE), np.float32
        )

    def _edge_share(self, photo: tuple[int, int]) -> NDArray[np.float32]:
        """Give how far the square shows at each pixel of the box, for its own edges and those of an inset photo."""
        x0, y0, x1, y1 = self.box
        film, side = self._film, self._square.width / self._square.scale
        across, down = (
            np.asarray((np.arange(start, end) + 0.5) / film.scale + first, np.float64)
            for start, end, first in ((x0, x1, film.left), (y0, y1, film.top))
        )
        share = np.outer(
            *(
                _between(places, first, first + side, FEATHER * side)
                for places, first in ((down, self._square.top), (across, self._square.left))
            )
        )
        if film.is_inset:
            fade = 0.25 * FEATHER * side
            share *= np.outer(_between(down, 0, photo[0], fade), _between(across, 0, photo[1], fade))
        return share.astype(np.float32)


def _depth(cover: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Give how deep inside the person each place lies, (m, m): from 0 at the edge to 1 at `EDGE`, smoothly."""
    depth = cv2.distanceTransform((cover > 127).astype(np.uint8), cv2.DIST_L2, 5) / (EDGE * len(cover))
    depth = np.clip(depth, 0, 1)
    return np.asarray(depth * depth * (3 - 2 * depth), np.float32)


def _between(places: NDArray[np.float64], first: float, last: float, fade: float) -> NDArray[np.float64]:
    """Rise from 0 at both ends to 1 at `fade` from them, smoothly."""
    depth = np.clip(np.minimum(places - first, last - places) / fade, 0, 1)
    return np.asarray(depth * depth * (3 - 2 * depth))


def _rise(value: NDArray[np.float32], low: float, high: float) -> NDArray[np.float32]:
    return np.asarray(np.clip((value - low) / (high - low), 0, 1), np.float32)
