"""Put something else behind the person: a colour, a picture, or a film that goes round and round."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from avatar.errors import AvatarError
from avatar.finish.backdrops import Film, still
from avatar.finish.gradients import gradient
from avatar.runtime.compiled import kernel

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from fractions import Fraction

    from numpy.typing import NDArray

    from avatar.data import Frame
    from avatar.settings import BackgroundSettings


class Backdrop(Protocol):
    """What is seen behind the person."""

    def at(self, time: float) -> NDArray[np.uint8]:
        """Give the picture of this time, s: (height, width, 3) RGB, which nobody changes."""
        ...


class BackgroundFilter:
    """Lay frames with alpha over a backdrop, which fills `size` = (width, height) px.

    A transparent background leaves the frames as they are. A film shows the picture that belongs to the frame's
    index at `fps`, and begins again when it is over.
    """

    def __init__(self, background: BackgroundSettings, size: tuple[int, int], fps: Fraction) -> None:
        self._size, self._fps = size, fps
        self._backdrop = None if background.is_transparent else backdrop(background, size)

    def apply(self, frames: Iterable[Frame]) -> Iterator[Frame]:
        """Yield each frame without its alpha, or as it was."""
        for frame in frames:
            if self._backdrop is None:
                yield frame
                continue
            shape = (self._size[1], self._size[0], 4)
            if frame.image.shape != shape:
                raise AvatarError(
                    f"Frame {frame.index} is {frame.image.shape}, but to lay it over a background takes {shape}."
                )
            picture = np.empty((*shape[:2], 3), np.uint8)
            lay_over(frame.image, self._backdrop.at(float(frame.index / self._fps)), picture)
            yield replace(frame, image=picture)


class _Still:
    def __init__(self, picture: NDArray[np.uint8]) -> None:
        self._picture = picture

    def at(self, time: float) -> NDArray[np.uint8]:
        return self._picture


def still_of(background: BackgroundSettings, size: tuple[int, int]) -> NDArray[np.uint8]:
    """Give the picture of a background that does not move, (height, width, 3), `size` = (width, height) px.

    The photo's own is none of them.
    """
    if background.kind in ("colour", "green"):
        return np.full((size[1], size[0], 3), background.colour, np.uint8)
    if background.is_gradient:
        return gradient(background, size)
    if background.kind == "image":
        return still(Path(background.path), size)
    raise AvatarError(f"The background {background.kind!r} is not laid behind anybody; choose another.")


def backdrop(background: BackgroundSettings, size: tuple[int, int]) -> Backdrop:
    """Give what is seen of a background over time; the photo's own, and nothing, are none."""
    if background.kind == "video":
        return Film(Path(background.path), size)
    return _Still(still_of(background, size))


@kernel("const uint8[:, :, :], const uint8[:, :, :], uint8[:, :, :]")
def lay_over(person: NDArray[np.uint8], behind: NDArray[np.uint8], picture: NDArray[np.uint8]) -> None:
    """Lay (h, w, 4) with straight alpha over (h, w, 3), into `picture` (h, w, 3)."""
    height, width = behind.shape[:2]
    for y in range(height):
        for x in range(width):
            alpha = np.int32(person[y, x, 3])
            if alpha == 255:
                for k in range(3):
                    picture[y, x, k] = person[y, x, k]
            elif alpha == 0:
                for k in range(3):
                    picture[y, x, k] = behind[y, x, k]
            else:
                for k in range(3):
                    picture[y, x, k] = (person[y, x, k] * alpha + behind[y, x, k] * (255 - alpha) + 127) // 255
