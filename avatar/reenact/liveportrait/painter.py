"""Draw a portrait with LivePortrait: the standard driver drives, in batches."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from threading import RLock
from typing import TYPE_CHECKING

import cv2
import numpy as np

from avatar.reenact.liveportrait.apertures import ApertureReader
from avatar.reenact.liveportrait.driving import Source, driven
from avatar.reenact.liveportrait.opening import opened
from avatar.reenact.pasting import Transfer
from avatar.reenact.standard import AT_REST, StandardDriver, square_around
from avatar.runtime.threads import in_order
from avatar.stages import Painted

if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from torch import Tensor

    from avatar.data import MotionTrack, Portrait
    from avatar.neural.liveportrait.network import LivePortrait
    from avatar.reenact.framing import Framing
    from avatar.reenact.liveportrait.apertures import Apertures
    from avatar.reenact.standard import Driven

FILES = (
    "appearance_feature_extractor",
    "motion_extractor",
    "warping_module",
    "spade_generator",
    "stitching_retargeting_module",
)
"""that the network is read from, without ".pth" """
SIDE = 256
"""px of the square that the network sees; it draws twice as many"""
FACTOR, LIFT = 1.96, 0.087
"""Of the square, see `square_around`: 2.3 times as long as a face from brows to chin, an eighth of itself above that,
as the published program cuts its pictures."""
BATCH = {"cpu": 1, "cuda": 8}
"""frames that are worked out together"""


@dataclass(frozen=True, slots=True)
class Shot:
    """All that is the same in every frame of a portrait."""

    portrait: Portrait
    square: Framing
    driver: StandardDriver
    reader: ApertureReader
    source: Source
    transfer: Transfer
    """from the network's colours to the portrait's"""


class Painter:
    """Paint one portrait after another with a network, loaded when it is first needed; several clips may do so."""

    def __init__(self, files: Mapping[str, Path], device: str, side: int = SIDE) -> None:
        """Take the five files by their names without ".pth"; `side` px are seen of the square."""
        self._files, self._device, self._side, self._lock = files, device, side, RLock()
        self._network: LivePortrait | None = None
        self._shot: Shot | None = None

    def load(self) -> LivePortrait:
        """Give the network, loaded. Raise as `avatar.reenact.liveportrait.load`."""
        with self._lock:
            if self._network is None:
                self._network = opened(self._files, self._device)
            return self._network

    def computes_on(self) -> str:
        """Where the network computes, cpu or cuda."""
        return str(self.load().device.type)

    def shot(self, portrait: Portrait) -> Shot:
        """Set a portrait up, or give what was set up for it before."""
        with self._lock:
            if self._shot is None or self._shot.portrait is not portrait:
                self._shot = self._set_up(portrait)
            return self._shot

    def _set_up(self, portrait: Portrait) -> Shot:
        network = self.load()
        square = square_around(portrait, self._side, factor=FACTOR, lift=LIFT)
        driver, reader = StandardDriver(portrait, square), ApertureReader(portrait)
        shown = driver.rest()
        picture = _given(shown.picture[None])
        motion, still = network.motion(picture), reader.read(AT_REST, 0, 1)
        source = Source(
            network.features(picture), motion, motion.keypoints(), still, has_lids=not portrait.rig.eyes_hidden
        )
        (drawn,) = _levels(network.generate(source.features, source.keypoints, source.keypoints))
        seen = np.asarray(cv2.resize(drawn, shown.picture.shape[:2], interpolation=cv2.INTER_AREA), np.uint8)
        return Shot(portrait, square, driver, reader, source, Transfer.between(seen, shown.picture, shown.cover))

    def squares(self, shot: Shot, motion: MotionTrack, covers: deque[NDArray[np.uint8]]) -> Iterator[Painted]:
        """Yield what the network makes of each row of a motion, (512, 512, 3); `covers` gets where the person is."""
        size = BATCH[self.load().device.type]
        shown = in_order(lambda index: shot.driver.draw(motion, index), range(len(motion)))
        index = 0
        while batch := list(islice(shown, size)):
            pictures = self._painted(shot, batch, shot.reader.read(motion, index, len(batch)))
            for seen, picture in zip(batch, pictures, strict=True):
                covers.append(seen.cover)
                yield Painted(picture, index, float(index / motion.fps), seen.picture)
                index += 1

    def _painted(self, shot: Shot, batch: Sequence[Driven], apertures: Apertures) -> NDArray[np.uint8]:
        network, source = self.load(), shot.source
        driving = network.motion(_given(np.stack([each.picture for each in batch])))
        points = driven(network, source, driving, apertures)
        return _levels(network.generate(source.features, source.keypoints, points))


def _given(pictures: NDArray[np.uint8]) -> Tensor:
    """Take pictures (B, n, n, 3) to numbers (B, 3, n, n), 0-1."""
    import torch

    return torch.from_numpy(np.ascontiguousarray(pictures)).permute(0, 3, 1, 2).float() / 255


def _levels(drawn: Tensor) -> NDArray[np.uint8]:
    """Take numbers (B, 3, n, n), 0-1, to pictures (B, n, n, 3)."""
    import torch

    levels = (drawn * 255).round_().to(torch.uint8).permute(0, 2, 3, 1).contiguous()
    return np.asarray(levels.cpu().numpy())
