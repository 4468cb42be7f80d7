"""Networks paint each frame anew, and so their pictures flicker: light wobbles, grain boils, textures swim.

Each picture is compared with the last one that went out, carried along by the motion between them (dense inverse
search, Kroeger et al. 2016, on soft pictures, so that it follows the head and not what swims on it). Slow differences
of light are taken back; where the rest is no larger than the flicker, the old picture is kept for the most part, and
where it is larger something has come into sight, and the new one stands. What the averaging takes of the fine detail
is given back. The lips, which have to close, are held least.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from avatar.finish.moving import MotionFinder, Seen, carried, moved
from avatar.neural.tracking import FaceTracker
from avatar.stages import Painted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from avatar.data import Frame

_RUN_UP = 6
"""frames that are seen before the first goes out, so that it is as calm as those after it"""
_HELD = 0.78
"""share of the old picture where nothing moves, at strength 1"""
_LIGHT_HELD = 0.92
"""share of the old light, at strength 1"""
_ADAPTS = 0.3
"""share of what is found out about the flicker in each frame that is believed"""
_SWIM_HELD = 0.77
"""share of what swims that is undone, at strength 1"""
_LIPS_HELD = 0.3
"""share of the old picture on the lips, at strength 1"""
_LIPS_ROOM = 0.16
"""IOD around the lips in which that is so"""
_NO_FLICKER, _SURE_FLICKER = 0.3, 0.9
"""grey levels that pixels change by on the median, once carried along: so little is no flicker, so much is"""
_WIDE = 0.1
"""share of the longer side over which light is compared"""
_EDGE = 1.2
"""px over which a difference has to hold to count"""
_LEAST, _MOST = 1.5, 6.0
"""grey levels of flicker that is always taken for such, and that is never exceeded"""
_BEYOND = 3.0
"""times the flicker from which a difference is something new"""
_STEEP, _BESIDE = 70, 0.003
"""percentile of the slope from which it is told how far texture lies beside its place, and the share of the longer side
that it does at most: so much is flicker, too"""
_FINE, _AROUND = 0.6, 4.0
"""px: what counts as fine detail, and around what its strength is measured"""
_FINEST, _TWICE = 0.14, 0.06
"""share of the fine detail that is finer still, which resampling takes most of, and what it takes more of what is put
back in its place"""
_MOST_GAIN = 3.0
"""of detail that is given back"""
_OUTLINE = (61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185)
"""landmarks around the lips"""


@dataclass(frozen=True, slots=True)
class _Last:
    """What went out last."""

    picture: NDArray[np.float32]
    """(H, W, 3), grey levels"""
    seen: Seen
    """for looking for motion"""


class SteadyFilter:
    """Take the flicker out of pictures that a network has painted frame by frame."""

    def __init__(self, strength: float = 1.0) -> None:
        """`strength` is from 0, which changes nothing, to 1."""
        self._strength = strength

    def apply(self, frames: Iterable[Frame]) -> Iterator[Frame]:
        """Yield each frame calmed, of the same size; transparency stays as it came."""
        if not self._strength:
            yield from frames
            return
        coming, calm = iter(frames), _Calm(self._strength)
        first = list(islice(coming, _RUN_UP))
        for frame in reversed(first[1:]):
            calm.next(frame.image, _driven(frame))
        for frame in first:
            yield _with(frame, calm.next(frame.image, _driven(frame)))
        for frame in coming:
            yield _with(frame, calm.next(frame.image, _driven(frame)))


def _driven(frame: Frame) -> NDArray[np.uint8] | None:
    return frame.driven if isinstance(frame, Painted) else None


def _with(frame: Frame, colours: NDArray[np.uint8]) -> Frame:
    if frame.image.shape[2] == 4:
        colours = np.dstack([colours, frame.image[..., 3]])
    return replace(frame, image=colours)


class _Calm:
    """The memory of the filter."""

    def __init__(self, strength: float) -> None:
        self._strength = strength
        self._motion = MotionFinder()
        self._faces = FaceTracker()
        self._last: _Last | None = None
        self._flicker = self._grain = 0.0
        self._count = 0

    def next(self, image: NDArray[np.uint8], driven: NDArray[np.uint8] | None) -> NDArray[np.uint8]:
        """Give the next picture calmed, (H, W, 3); `driven` is what it was painted from, if that is known."""
        given = np.ascontiguousarray(image[..., :3])
        new, seen = given.astype(np.float32), Seen.of(given, driven)
        if self._last is not None and self._last.picture.shape == new.shape:
            new = self._held(new, given, seen, self._last)
        out = np.asarray(np.clip(np.rint(new), 0, 255), np.uint8)
        self._last = _Last(new, seen.instead(out))
        self._count += 1
        return out

    def _held(self, new: NDArray[np.float32], given: NDArray[np.uint8], seen: Seen, last: _Last) -> NDArray[np.float32]:
        """Hold on to what went out last."""
        # What went out so far is a mean of few pictures at first, and no better than it can be then.
        lips, sure = self._lips(given), self._count / (self._count + 1)
        whole, own = self._motion.find(seen, last.seen, new.shape[:2], lips, self._grain)
        old, is_seen = carried(last.picture, whole)
        new = moved(new, (min(_SWIM_HELD, sure) * self._strength * own) * (1 - lips[..., None]))
        change = old - new
        fresh = _fresh(change - _light(change, is_seen), is_seen, new)
        new = new + min(_LIGHT_HELD, sure) * self._strength * _light(change, 1 - fresh)
        change = old - new
        flicker = _ramp(float(np.median(np.abs(change).mean(axis=2))), _NO_FLICKER, _SURE_FLICKER)
        self._flicker += _ADAPTS * (max(flicker, self._motion.swim) - self._flicker)
        held = min(_HELD, sure) * self._strength * self._flicker * (1 - _fresh(change, is_seen, new))
        held = np.minimum(held, _mixed(1.0, _LIPS_HELD * self._strength, lips))
        # Where the picture is smooth, what fine detail changes by is grain, nearly all of it the new picture's.
        grain = float(np.percentile(_strength(_fine(change))[::4, ::4], 20)) / 1.2
        self._grain = float(np.sqrt(grain))
        return _sharpened(
            new + held[..., None] * change,
            given.astype(np.float32),
            grain,
            _FINEST * self._flicker + _TWICE * self._motion.swim,
        )

    def _lips(self, given: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Give where the lips are, (H, W), 1 on them; 0 everywhere if no face is seen."""
        import cv2

        face = self._faces.follow(given)
        if face is None:
            return np.zeros(given.shape[:2], np.float32)
        room = _LIPS_ROOM * float(np.linalg.norm(face[33, :2] - face[263, :2])) * 0.72
        mask = np.zeros(given.shape[:2], np.uint8)
        cv2.fillPoly(mask, [np.rint(face[list(_OUTLINE), :2]).astype(np.int32)], 255)
        side = 2 * round(room) + 1
        grown = cv2.dilate(mask, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)))
        return np.asarray(cv2.GaussianBlur(grown, (0, 0), max(room / 2, 1)) / np.float32(255), np.float32)


def _light(change: NDArray[np.float32], share: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give the slow part of a change, (H, W, 3), as those pixels show it that have a share, (H, W)."""
    import cv2

    height, width = share.shape
    small = max(8, width // 8), max(8, height // 8)
    weight = cv2.resize(share, small, interpolation=cv2.INTER_AREA) + np.float32(1e-3)
    seen = cv2.resize(change * share[..., None], small, interpolation=cv2.INTER_AREA)
    wide = _WIDE * max(small)
    slow = cv2.GaussianBlur(seen, (0, 0), wide) / cv2.GaussianBlur(weight, (0, 0), wide)[..., None]
    return np.asarray(cv2.resize(slow, (width, height), interpolation=cv2.INTER_LINEAR), np.float32)


def _fresh(
    change: NDArray[np.float32], is_seen: NDArray[np.float32], picture: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Say where a picture shows something new, (H, W), 0 to 1: more has changed than flicker does.

    That is more where the picture is steep: what lies a little beside its place changes there the most.
    """
    import cv2

    size = np.abs(cv2.GaussianBlur(change, (0, 0), _EDGE)).max(axis=2)
    down, across = np.gradient(cv2.GaussianBlur(picture.mean(axis=2), (0, 0), _EDGE))
    slope = cv2.GaussianBlur(np.hypot(across, down), (0, 0), _EDGE)
    steep = slope > np.percentile(slope, _STEEP)
    beside = 1.4826 * float(np.median(size[steep] / slope[steep])) if steep.any() else 0.0
    flicker = float(np.clip(1.4826 * np.median(size), _LEAST, _MOST))
    usual = np.hypot(flicker, min(beside, _BESIDE * max(size.shape)) * slope)
    over = np.clip((size / usual - 0.5 * _BEYOND) / (0.5 * _BEYOND), 0, 1)
    soft = cv2.GaussianBlur(cv2.dilate(over, np.ones((3, 3), np.uint8)), (0, 0), _EDGE)
    return np.asarray(np.maximum(soft, 1 - is_seen), np.float32)


def _ramp(value: float, low: float, high: float) -> float:
    return float(np.clip((value - low) / (high - low), 0, 1))


def _mixed(one: float, other: float, share: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(one + (other - one) * share, np.float32)


def _sharpened(out: NDArray[np.float32], given: NDArray[np.float32], grain: float, lost: float) -> NDArray[np.float32]:
    """Give back what detail the averaging took, and a share that is `lost`: as much as came, less its grain."""
    import cv2

    fine = _fine(out)
    wanted = (1 + lost) * np.maximum(_strength(_fine(given)) - grain, 0)
    gain = np.sqrt(wanted / np.maximum(_strength(fine), 0.05))
    gain = np.clip(cv2.GaussianBlur(gain, (0, 0), _AROUND / 2), 1, _MOST_GAIN)
    return np.asarray(out + (gain - 1)[..., None] * fine, np.float32)


def _fine(picture: NDArray[np.float32]) -> NDArray[np.float32]:
    import cv2

    return np.asarray(picture - cv2.GaussianBlur(picture, (0, 0), _FINE), np.float32)


def _strength(fine: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give how strong fine detail is around each pixel, (H, W), square grey levels."""
    import cv2

    return np.asarray(cv2.GaussianBlur((fine**2).mean(axis=2), (0, 0), _AROUND), np.float32)
