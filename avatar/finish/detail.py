"""A network's small pictures, given detail frame by frame: enlarged, or their face restored."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from avatar.neural.tracking import FaceTracker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from numpy.typing import NDArray

    from avatar.data import Frame
    from avatar.neural.pictures.network import PictureNetwork


class EnlargingFilter:
    """Enlarge each frame."""

    def __init__(self, enlarge: Callable[[NDArray[np.uint8]], NDArray[np.uint8]], by: int, share: float = 1.0) -> None:
        """`enlarge` gives (s * H, s * W, 3) for any s; of what it adds to plain enlargement a share, 0-1, is taken."""
        self._enlarge, self._by, self._share = enlarge, by, share

    def apply(self, frames: Iterable[Frame]) -> Iterator[Frame]:
        """Yield each frame `by` times as large; transparency is enlarged plainly."""
        for frame in frames:
            yield replace(frame, image=self._larger(frame.image))

    def _larger(self, image: NDArray[np.uint8]) -> NDArray[np.uint8]:
        import cv2

        size = self._by * image.shape[1], self._by * image.shape[0]
        plain = cv2.resize(image, size, interpolation=cv2.INTER_LANCZOS4)
        made = self._enlarge(np.ascontiguousarray(image[..., :3]))
        how = cv2.INTER_AREA if made.shape[1] > size[0] else cv2.INTER_CUBIC
        made = cv2.resize(made, size, interpolation=how)
        plain[..., :3] = cv2.addWeighted(made, self._share, plain[..., :3], 1 - self._share, 0)
        return np.asarray(plain, np.uint8)


class RestoringFilter:
    """Restore the face in each frame."""

    def __init__(self, network: PictureNetwork, fidelity: float) -> None:
        """`fidelity`, 0-1, is the share of the face that stays as it is."""
        self._network, self._fidelity = network, fidelity

    def apply(self, frames: Iterable[Frame]) -> Iterator[Frame]:
        """Yield each frame with its face restored; one that shows none, and transparency, as they came."""
        from avatar.neural.pictures.faces import restored

        tracker = FaceTracker()
        for frame in frames:
            colours = np.ascontiguousarray(frame.image[..., :3])
            face = tracker.follow(colours)
            if face is not None:
                colours = restored(self._network, colours, face, self._fidelity)
            yield replace(frame, image=np.dstack([colours, frame.image[..., 3:]]))
