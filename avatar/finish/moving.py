"""Where in the last picture each pixel of the next one was, in pictures that a network has painted.

Motion is found by dense inverse search (Kroeger et al. 2016) on soft, evenly lit pictures, and that is the motion of
the head and of what swims on it. To tell them apart: where the picture says what it was painted from, that does not
swim, and the network departs from its motion only by what is smooth; where it does not, the head's motion is whatever
is smooth.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SEEN = 512
"""px of the longer side that motion is looked for in"""
_STIFF, _STIFFER = 0.06, 0.08
"""shares of the longer side over which the head's own motion is smooth: to see whether texture swims, and, if it does,
to know where it belongs"""
_LED = 0.2
"""share of the longer side over which it is smooth how a network departs from the motion it was led by"""
_ENOUGH = 4.0
"""square grey levels per px from which texture says where it is as surely as a sharp edge does: an average over all of
it is far nearer to the head's motion than one over a few edges, which swim themselves"""
_FAR = 0.012
"""share of the longer side that texture swims at most"""
_NO_SWIM, _SURE_SWIM = 0.0004, 0.0008
"""shares of the longer side that texture lies beside its place on the median: so little is motion, so much is swim"""
_BY_GRAIN, _NO_GRAIN = 0.00045, 0.4
"""share of the longer side, per grey level of fine grain, by which grain makes motion look like swim; and grey levels
that swim itself is taken for"""
_ADAPTS = 0.3
"""share of what is found out about swim in each frame that is believed"""
_SOFT, _LOOK = 0.8, 1.5
"""px, of the blur of what motion is looked for in, and of the motion that is found"""
_EVEN = 0.04
"""share of the longer side over which light is made even before motion is looked for"""


_COARSE = 4.0
"""px over which what is smooth is averaged, of a picture that is small enough for that"""


@dataclass(frozen=True, slots=True)
class Seen:
    """A picture, as motion is looked for in it."""

    soft: NDArray[np.uint8]
    """(h, w), grey, small, without grain, evenly lit"""
    driven: NDArray[np.uint8] | None
    """(h', w'), so, what it was painted from, of the same square; None if that is not known"""

    def instead(self, picture: NDArray[np.uint8]) -> Seen:
        """See another picture, (H, W, 3), that was led by the same."""
        return Seen(_soft(picture), self.driven)

    @classmethod
    def of(cls, picture: NDArray[np.uint8], driven: NDArray[np.uint8] | None) -> Seen:
        """See (H, W, 3) RGB, and (H', W', 3) that it was painted from."""
        return cls(_soft(picture), None if driven is None else _soft(np.ascontiguousarray(driven[..., :3])))


class MotionFinder:
    """Find motion from picture to picture, and remember how much swims."""

    def __init__(self) -> None:
        import cv2

        self._search = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
        self._search.setFinestScale(0)
        self.swim = 0.0
        """how surely textures swim, 0 to 1"""

    def find(
        self, seen: Seen, last: Seen, size: tuple[int, int], lips: NDArray[np.float32], grain: float
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Say where in the last picture each pixel of this one was, (H, W, 2), px from its own place.

        And how far from where the head's own motion takes it the picture shows it, as far as that can be swim. `size`
        is (H, W); on `lips`, (H, W), motion is their own; `grain` is in grey levels.
        """
        import cv2

        soft, side = seen.soft, max(seen.soft.shape)
        found = self._between(soft, last.soft)
        down, across = np.gradient(cv2.GaussianBlur(soft.astype(np.float32), (0, 0), _LOOK))
        slope = down**2 + across**2
        still = 1 - cv2.resize(lips, soft.shape[::-1], interpolation=cv2.INTER_AREA)
        self._judge(found, (slope + 0.5) * still, side, grain)
        share = (slope / (slope + _ENOUGH) + 0.01) * still
        if seen.driven is None or last.driven is None:
            smooth, trust = smoothed(found, share, _STIFFER * side), self.swim
        else:
            led = _scaled(self._between(seen.driven, last.driven), soft.shape)
            smooth, trust = led + smoothed(found - led, share, _LED * side), 1.0
        beside = smooth - found
        far = np.clip(2 * np.linalg.norm(beside, axis=2) / (_FAR * side) - 1, 0, 1)
        near = 1 - cv2.GaussianBlur(far, (0, 0), 2 * _LOOK)[..., None]
        return _scaled(found + trust * near * beside, size), _scaled(self.swim * near * beside, size)

    def _between(self, one: NDArray[np.uint8], other: NDArray[np.uint8]) -> NDArray[np.float32]:
        import cv2

        return np.asarray(cv2.GaussianBlur(self._search.calc(one, other, None), (0, 0), _LOOK), np.float32)

    def _judge(self, found: NDArray[np.float32], sure: NDArray[np.float32], side: int, grain: float) -> None:
        beside = np.linalg.norm(smoothed(found, sure, _STIFF * side) - found, axis=2)
        swim = float(np.median(beside[sure > np.percentile(sure, 60)])) / side
        by_grain = _BY_GRAIN * max(grain - _NO_GRAIN, 0)
        swims = float(np.clip((swim - _NO_SWIM - by_grain) / (_SURE_SWIM - _NO_SWIM), 0, 1))
        self.swim += _ADAPTS * (swims - self.swim)


def carried(picture: NDArray[np.float32], flow: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Carry a picture (H, W, 3) along; and say, (H, W), where that shows what was in the picture."""
    height, width = flow.shape[:2]
    across, down = _places(flow)
    is_inside = (across >= 0) & (across <= width - 1) & (down >= 0) & (down <= height - 1)
    return moved(picture, flow), is_inside.astype(np.float32)


def moved(picture: NDArray[np.float32], flow: NDArray[np.float32]) -> NDArray[np.float32]:
    """Fetch each pixel of a picture from beside its place, (H, W, 2), px."""
    import cv2

    across, down = _places(flow)
    fetched = cv2.remap(picture, across, down, cv2.INTER_LANCZOS4, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(fetched, np.float32)


def smoothed(motion: NDArray[np.float32], share: NDArray[np.float32], width: float) -> NDArray[np.float32]:
    """Average motion (H, W, 2) over `width` px, as those pixels show it that have a share, (H, W)."""
    import cv2

    tall, wide = share.shape
    step = max(1.0, width / _COARSE)
    small = max(8, round(wide / step)), max(8, round(tall / step))
    few = cv2.resize(np.dstack([motion * share[..., None], share]), small, interpolation=cv2.INTER_AREA)
    few = cv2.GaussianBlur(few, (0, 0), width * small[0] / wide)
    mean = few[..., :2] / (few[..., 2:] + np.float32(1e-4))
    return np.asarray(cv2.resize(mean, (wide, tall), interpolation=cv2.INTER_LINEAR), np.float32)


def _places(flow: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    height, width = flow.shape[:2]
    across = np.asarray(flow[..., 0] + np.arange(width, dtype=np.float32), np.float32)
    down = np.asarray(flow[..., 1] + np.arange(height, dtype=np.float32)[:, None], np.float32)
    return across, down


def _scaled(flow: NDArray[np.float32], size: tuple[int, ...]) -> NDArray[np.float32]:
    """Give motion (h, w, 2) as a picture of `size` = (H, W) has it, in its px."""
    import cv2

    height, width = size
    scale = np.array([width / flow.shape[1], height / flow.shape[0]], np.float32)
    return np.asarray(cv2.resize(flow, (width, height), interpolation=cv2.INTER_LINEAR) * scale, np.float32)


def _soft(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    import cv2

    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    scale = min(1.0, _SEEN / max(grey.shape))
    if scale < 1:
        grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    side = max(grey.shape)
    grey = cv2.GaussianBlur(grey.astype(np.float32), (0, 0), _SOFT)
    even = grey - cv2.GaussianBlur(grey, (0, 0), _EVEN * side) + 128
    return np.asarray(np.clip(np.rint(even), 0, 255), np.uint8)
