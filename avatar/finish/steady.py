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

from avatar.neural.tracking import FaceTracker

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
_LIPS_HELD = 0.3
"""share of the old picture on the lips, at strength 1"""
_LIPS_ROOM = 0.16
"""IOD around the lips in which that is so"""
_SEEN = 512
"""px of the longer side that motion is looked for in"""
_STIFF, _STIFFER = 0.06, 0.08
"""shares of the longer side over which the head's own motion is smooth: to see whether texture swims, and, if it does,
to know where it belongs"""
_ENOUGH = 4.0
"""square grey levels per px from which texture says where it is as surely as a sharp edge does: an average over all of
it is far nearer to the head's motion than one over a few edges, which swim themselves"""
_SWIM, _SWIM_HELD = 0.012, 0.77
"""share of the longer side that texture swims at most, and share of that which is undone, at strength 1"""
_NO_SWIM, _SURE_SWIM = 0.0004, 0.0008
"""shares of the longer side that texture lies beside its place on the median: so little is motion, so much is swim"""
_BY_GRAIN, _NO_GRAIN = 0.00045, 0.4
"""share of the longer side, per grey level of fine grain, by which grain makes motion look like swim; and grey levels
that swim itself is taken for"""
_NO_FLICKER, _SURE_FLICKER = 0.3, 0.9
"""grey levels that pixels change by on the median, once carried along: so little is no flicker, so much is"""
_SOFT, _LOOK = 0.8, 1.5
"""px, of the blur of what motion is looked for in, and of the motion that is found"""
_WIDE, _EVEN = 0.1, 0.04
"""shares of the longer side over which light is compared, and over which it is made even before motion is looked for"""
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
    soft: NDArray[np.uint8]
    """(h, w), for looking for motion"""


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
            calm.next(frame.image)
        for frame in first:
            yield _with(frame, calm.next(frame.image))
        for frame in coming:
            yield _with(frame, calm.next(frame.image))


def _with(frame: Frame, colours: NDArray[np.uint8]) -> Frame:
    if frame.image.shape[2] == 4:
        colours = np.dstack([colours, frame.image[..., 3]])
    return replace(frame, image=colours)


class _Calm:
    """The memory of the filter."""

    def __init__(self, strength: float) -> None:
        import cv2

        self._strength = strength
        self._motion = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
        self._motion.setFinestScale(0)
        self._faces = FaceTracker()
        self._last: _Last | None = None
        self._swim = self._flicker = self._grain = 0.0
        self._count = 0

    def next(self, image: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Give the next picture calmed, (H, W, 3)."""
        given = np.ascontiguousarray(image[..., :3])
        new = given.astype(np.float32)
        if self._last is not None and self._last.picture.shape == new.shape:
            new = self._held(new, given, self._last)
        out = np.asarray(np.clip(np.rint(new), 0, 255), np.uint8)
        self._last = _Last(new, _soft(out))
        self._count += 1
        return out

    def _held(self, new: NDArray[np.float32], given: NDArray[np.uint8], last: _Last) -> NDArray[np.float32]:
        """Hold on to what went out last."""
        # What went out so far is a mean of few pictures at first, and no better than it can be then.
        lips, sure = self._lips(given), self._count / (self._count + 1)
        whole, own = self._flows(given, last, lips)
        old, is_seen = _carried(last.picture, whole)
        new = _moved(new, (min(_SWIM_HELD, sure) * self._strength * own) * (1 - lips[..., None]))
        change = old - new
        fresh = _fresh(change - _light(change, is_seen), is_seen, new)
        new = new + min(_LIGHT_HELD, sure) * self._strength * _light(change, 1 - fresh)
        change = old - new
        flicker = _ramp(float(np.median(np.abs(change).mean(axis=2))), _NO_FLICKER, _SURE_FLICKER)
        self._flicker += _ADAPTS * (max(flicker, self._swim) - self._flicker)
        held = min(_HELD, sure) * self._strength * self._flicker * (1 - _fresh(change, is_seen, new))
        held = np.minimum(held, _mixed(1.0, _LIPS_HELD * self._strength, lips))
        # Where the picture is smooth, what fine detail changes by is grain, nearly all of it the new picture's.
        grain = float(np.percentile(_strength(_fine(change))[::4, ::4], 20)) / 1.2
        self._grain = float(np.sqrt(grain))
        return _sharpened(
            new + held[..., None] * change,
            given.astype(np.float32),
            grain,
            _FINEST * self._flicker + _TWICE * self._swim,
        )

    def _flows(
        self, given: NDArray[np.uint8], last: _Last, lips: NDArray[np.float32]
    ) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Say where in the last picture each pixel of this one was, (H, W, 2), px from its own place.

        And how far from where the head's own smooth motion takes it the picture shows it, as far as that can be swim.
        """
        import cv2

        height, width = given.shape[:2]
        soft = _soft(given)
        found = self._motion.calc(soft, last.soft, None)
        found = cv2.GaussianBlur(found, (0, 0), _LOOK)
        down, across = np.gradient(cv2.GaussianBlur(soft.astype(np.float32), (0, 0), _LOOK))
        side, slope = max(soft.shape), down**2 + across**2
        still = 1 - cv2.resize(lips, soft.shape[::-1], interpolation=cv2.INTER_AREA)
        sure = (slope + 0.5) * still
        size = np.linalg.norm(_smooth(found, sure, _STIFF * side) - found, axis=2)
        swim = float(np.median(size[sure > np.percentile(sure, 60)])) / side
        by_grain = _BY_GRAIN * max(self._grain - _NO_GRAIN, 0)
        self._swim += _ADAPTS * (_ramp(swim, _NO_SWIM + by_grain, _SURE_SWIM + by_grain) - self._swim)
        smooth = _smooth(found, (slope / (slope + _ENOUGH) + 0.01) * still, _STIFFER * side)
        beside = smooth - found
        size = np.linalg.norm(beside, axis=2)
        far = np.clip(2 * size / (_SWIM * side) - 1, 0, 1)[..., None]
        far = 1 - self._swim * (1 - cv2.GaussianBlur(far, (0, 0), 2 * _LOOK)[..., None])
        scale = np.array([width / soft.shape[1], height / soft.shape[0]], np.float32)
        whole, own = (
            np.asarray(cv2.resize(each, (width, height), interpolation=cv2.INTER_LINEAR) * scale, np.float32)
            for each in (smooth + far * (found - smooth), beside * (1 - far))
        )
        return whole, own

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


def _soft(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Give a picture as motion is looked for in it: grey, small, without grain, evenly lit."""
    import cv2

    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    scale = min(1.0, _SEEN / max(grey.shape))
    if scale < 1:
        grey = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    side = max(grey.shape)
    grey = cv2.GaussianBlur(grey.astype(np.float32), (0, 0), _SOFT)
    even = grey - cv2.GaussianBlur(grey, (0, 0), _EVEN * side) + 128
    return np.asarray(np.clip(np.rint(even), 0, 255), np.uint8)


def _carried(
    picture: NDArray[np.float32], flow: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Carry a picture along; and say, (H, W), where that shows what was in the picture."""
    height, width = flow.shape[:2]
    across, down = _places(flow)
    is_inside = (across >= 0) & (across <= width - 1) & (down >= 0) & (down <= height - 1)
    return _moved(picture, flow), is_inside.astype(np.float32)


def _moved(picture: NDArray[np.float32], flow: NDArray[np.float32]) -> NDArray[np.float32]:
    import cv2

    across, down = _places(flow)
    moved = cv2.remap(picture, across, down, cv2.INTER_LANCZOS4, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved, np.float32)


def _places(flow: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    height, width = flow.shape[:2]
    across = np.asarray(flow[..., 0] + np.arange(width, dtype=np.float32), np.float32)
    down = np.asarray(flow[..., 1] + np.arange(height, dtype=np.float32)[:, None], np.float32)
    return across, down


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


def _smooth(motion: NDArray[np.float32], share: NDArray[np.float32], width: float) -> NDArray[np.float32]:
    """Average motion (H, W, 2) over `width` px, as those pixels show it that have a share, (H, W)."""
    import cv2

    seen = cv2.GaussianBlur(motion * share[..., None], (0, 0), width)
    return np.asarray(seen / (cv2.GaussianBlur(share, (0, 0), width) + 1e-4)[..., None], np.float32)


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
