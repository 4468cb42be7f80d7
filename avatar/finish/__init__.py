"""Frames to frames: what is done to a picture between the renderer and the film."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from avatar.data import Frame
    from avatar.stages import FrameFilter


def chain(filters: Iterable[FrameFilter], frames: Iterable[Frame]) -> Iterator[Frame]:
    """Pass frames through the filters in order, lazily: one frame goes all the way before the next is taken."""
    for each in filters:
        frames = each.apply(frames)
    yield from frames
