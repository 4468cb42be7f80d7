"""Draw a portrait with the first-order-motion network: the standard driver drives, and its squares are pasted back."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from threading import RLock
from typing import TYPE_CHECKING

import numpy as np

from avatar.reenact.fomm.animators import open_animator
from avatar.reenact.fomm.relative import relative
from avatar.reenact.pasting import Transfer
from avatar.reenact.standard import StandardDriver, square_around
from avatar.runtime.threads import in_order
from avatar.stages import Painted

if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from avatar.data import Keypoints, MotionTrack, Portrait
    from avatar.reenact.fomm.animators import Animator
    from avatar.reenact.framing import Framing
    from avatar.reenact.standard import Driven

FACTOR, LIFT = 1.8, 0.05
"""Of the square, see `square_around`: as large as faces are in the films that the published network learnt from."""


@dataclass(frozen=True, slots=True)
class Shot:
    """All that is the same in every frame of a portrait."""

    portrait: Portrait
    square: Framing
    driver: StandardDriver
    source: object
    """what the network has worked out of the portrait at rest"""
    rest: Keypoints
    """of the driver at rest, which is the same picture"""
    transfer: Transfer
    """from the network's colours to the portrait's"""


class Painter:
    """Paint one portrait after another with a network, loaded when it is first needed; several clips may do so."""

    def __init__(self, file: Path, config: str, device: str) -> None:
        self._of, self._lock = (file, config, device), RLock()
        self._loaded: Animator | None = None
        self._shot: Shot | None = None

    def load(self) -> Animator:
        """Give the network, loaded. Raise what `animators.open_animator` does."""
        with self._lock:
            if self._loaded is None:
                self._loaded = open_animator(*self._of)
            return self._loaded

    def computes_on(self) -> str:
        """Where the network computes, cpu or cuda."""
        return self.load().device

    def shot(self, portrait: Portrait) -> Shot:
        """Set a portrait up, or give what was set up for it before."""
        with self._lock:
            if self._shot is None or self._shot.portrait is not portrait:
                self._shot = self._set_up(portrait)
            return self._shot

    def _set_up(self, portrait: Portrait) -> Shot:
        animator = self.load()
        square = square_around(portrait, animator.side, factor=FACTOR, lift=LIFT)
        driver = StandardDriver(portrait, square)
        shown = driver.rest()
        source, rest = animator.look(shown.picture), animator.detect(shown.picture[None])
        (drawn,) = animator.draw(source, rest)
        return Shot(portrait, square, driver, source, rest, Transfer.between(drawn, shown.picture, shown.cover))

    def squares(self, shot: Shot, motion: MotionTrack, covers: deque[NDArray[np.uint8]]) -> Iterator[Painted]:
        """Yield what the network makes of each row of a motion, (side, side, 3); `covers` gets where the person is."""
        driven = in_order(lambda index: shot.driver.draw(motion, index), range(len(motion)))
        index = 0
        while batch := list(islice(driven, self.load().batch)):
            for seen, picture in zip(batch, self._painted(shot, batch), strict=True):
                covers.append(seen.cover)
                yield Painted(picture, index, float(index / motion.fps), seen.picture)
                index += 1

    def _painted(self, shot: Shot, batch: Sequence[Driven]) -> NDArray[np.uint8]:
        animator = self.load()
        seen = animator.detect(np.stack([each.picture for each in batch]))
        # The driver is the source: at rest both have the same keypoints.
        return animator.draw(shot.source, relative(shot.rest, seen, shot.rest))
