"""The video that is given another face: its pictures at their own size, at an even pace, and its sound."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from avatar.driving.sources import open_driving
from avatar.errors import InputError
from avatar.settings import LONGEST_SIDE, SHORTEST_SIDE

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from numpy.typing import NDArray

    from avatar.driving.sources import DrivingFilm

FASTEST = 60
"""frames per second at most: of a faster video some frames are left out"""


@dataclass(frozen=True, slots=True)
class Video:
    """A video as it will be written again."""

    film: DrivingFilm
    """where it lies"""
    size: tuple[int, int]
    """width and height, px, even"""
    fps: Fraction
    """frames per second"""

    @property
    def name(self) -> str:
        """What it is called."""
        return self.film.name

    def frames(self) -> Generator[NDArray[np.uint8]]:
        """Yield its pictures (H, W, 3), RGB, one for each frame: that which is seen in the middle of it.

        Raise `InputError` where the file is damaged.
        """
        width, height = self.size
        step, index, begun = float(1 / self.fps), 0, 0.0
        last: NDArray[np.uint8] | None = None
        for moment, picture in self.film.pictures(0.0, LONGEST_SIDE):
            begun, shown = (moment if last is None else begun), 0
            while last is not None and (index + 0.5) * step <= moment - begun:
                index, shown = index + 1, shown + 1
            if last is not None and shown:
                yield from (last.copy() for _ in range(shown - 1))  # each is its own, to be drawn on
                yield last
            last = np.ascontiguousarray(picture[:height, :width])
            if last.shape[:2] != (height, width):
                raise InputError(f"The pictures of {self.name!r} change their size; save it anew in one size.")
        if last is not None:
            yield last


def open_video(path: Path) -> Video:
    """Look at a video. Raise `InputError` for what is none, and for one that cannot be written again."""
    film = open_driving(path)
    first = next((picture for _, picture in film.pictures(0.0, LONGEST_SIDE)), None)
    if first is None:
        raise InputError(f"The film {str(path)!r} has no picture that can be decoded; save it anew.")
    height, width = (side - side % 2 for side in first.shape[:2])
    if min(width, height) < SHORTEST_SIDE:
        raise InputError(
            f"The pictures of {film.name!r} have {width}x{height} px; at least {SHORTEST_SIDE} px on each side are "
            "needed."
        )
    rate = Fraction(film.fps).limit_denominator(1001)
    return Video(film, (width, height), min(rate, Fraction(FASTEST)))
