"""Where a person is in a picture, roughly (MediaPipe's selfie segmentation)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.neural.runner import load
from avatar.neural.window import checked

if TYPE_CHECKING:
    from numpy.typing import NDArray


class PersonSegmenter:
    """Tell people from what is behind them."""

    def __init__(self) -> None:
        self._run = load("person")

    def probability(self, picture: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Give the probability (H, W), 0-1, that a pixel of an (H, W, 3) RGB picture shows a person.

        The network sees 256 x 256 px, whatever the picture's shape.
        """
        import cv2

        height, width = checked(picture).shape[:2]
        side = self._run.network.side
        how = cv2.INTER_AREA if min(height, width) > side else cv2.INTER_LINEAR
        (found,) = self._run(np.asarray(cv2.resize(picture, (side, side), interpolation=how)))
        return np.asarray(cv2.resize(found[..., 0], (width, height), interpolation=cv2.INTER_LINEAR), np.float32)
