"""A matte that stays on its person: made with care a few times a second, and carried along by what moves.

Each of these mattes is mixed with the one before, carried to where everything is now, as far as that explains what is
seen: what stands still is averaged over time, and its edge does not shimmer. The pictures between two of them take
both, carried by dense inverse search (Kroeger et al. 2016), the one more that is nearer and explains them better.
"""

# Shapes no clip.

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.errors import InputError
from avatar.matting.colours import matte_of
from avatar.matting.cut import Cut, Looker, stretches
from avatar.matting.plate import behind, without
from avatar.portrait.pixels.matte import connected
from avatar.portrait.pixels.trimap import inner_face

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from numpy.typing import NDArray

    from avatar.matting.cut import Look
    from avatar.matting.plate import Plate

    Solve = Callable[[NDArray[np.uint8], Look], NDArray[np.uint8]]
    """a picture (H, W, 3) and what was seen in it to its matte (H, W)"""

EVERY = 0.4
"""s between two mattes that are made with care"""
_SEEN = 480
"""px of the longer side that motion is looked for in"""
_STILL = 2.0, 6.0
"""levels that a place changes by without and with having moved: noise, and more than that"""
_EXPLAINED = 6.0
"""levels by which a carried picture may be off for its matte to be worth little"""
_KEPT = 0.75
"""share of the matte before in a new one, where it explains what is seen"""


@dataclass(frozen=True, slots=True)
class _Key:
    """A picture whose matte was made with care."""

    grey: NDArray[np.uint8]
    """small, to find motion in"""
    matte: NDArray[np.uint8]
    """(H, W)"""
    behind: NDArray[np.uint8]
    """(H, W, 3), what is behind"""
    unsure: NDArray[np.uint8]
    """(H, W), 255 where that is not known"""
    face: float


class Followed:
    """Cut a person out of films before any background."""

    def __init__(self, fps: float, name: str, solve: Solve = matte_of, plate: Plate | None = None) -> None:
        """Take the film's rate, what it is called, who makes the mattes, and what is known of the background."""
        import cv2

        self._every, self._name, self._solve = max(1, round(EVERY * fps)), name, solve
        self._plate = plate
        self._looker = Looker()
        self._flow = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)

    def cuts(self, pictures: Iterable[NDArray[np.uint8]]) -> Iterator[Cut]:
        """Yield each picture with its matte. Raise `InputError` where no face is seen at the beginning."""
        before: _Key | None = None
        last: NDArray[np.uint8] | None = None
        for held in stretches(pictures, self._every):
            before = before or self._key(held[0], None)
            after = self._key(held[-1], before) if len(held) > 1 else before
            yield self._cut(held[0], before.matte, before)
            for place, picture in enumerate(held[1:-1], 1):
                yield self._between(picture, before, after, place / (len(held) - 1))
            before, last = after, held[-1] if len(held) <= self._every and len(held) > 1 else None
        if before is not None and last is not None:
            yield self._cut(last, before.matte, before)

    def _key(self, picture: NDArray[np.uint8], before: _Key | None) -> _Key:
        look = self._looker.look(picture)
        if look is None:
            raise InputError(
                f"No face is seen where {self._name!r} begins, so nobody knows who is to be cut out; give a film that "
                "begins with one."
            )
        grey, matte = self._grey(picture), self._solve(picture, look)
        if self._plate is not None:
            matte = without(self._plate, picture, matte, look)
            matte = connected(matte, inner_face(matte.shape, look.landmarks))
        if before is not None:
            carried, off = self._carried(before, grey)
            kept = np.float32(_KEPT) * _worth(off)
            matte = _mixed(matte, carried, kept)
        return _Key(grey, matte, *behind(self._plate, picture, matte, look.face), look.face)

    def _between(self, picture: NDArray[np.uint8], before: _Key, after: _Key, way: float) -> Cut:
        grey = self._grey(picture)
        one, one_off = self._carried(before, grey)
        other, other_off = self._carried(after, grey)
        first, second = (1 - way) * _worth(one_off) + 1e-3, way * _worth(other_off) + 1e-3
        matte = _mixed(one, other, np.asarray(second / (first + second), np.float32))
        return self._cut(picture, matte, before)

    def _cut(self, picture: NDArray[np.uint8], matte: NDArray[np.uint8], key: _Key) -> Cut:
        """Give a cut; where nobody knows what is behind, it is taken for what is seen."""
        import cv2

        return Cut(picture, matte, np.asarray(cv2.copyTo(picture, key.unsure, key.behind.copy())), key.face, 0)

    def _grey(self, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
        import cv2

        share = min(1.0, _SEEN / max(picture.shape[:2]))
        size = max(16, round(picture.shape[1] * share)), max(16, round(picture.shape[0] * share))
        small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
        return np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2GRAY), np.uint8)

    def _carried(self, key: _Key, grey: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
        """Carry a key's matte to where a picture shows everything; and say by how many levels that is off, small.

        Where nothing changes by more than noise, nothing has moved.
        """
        import cv2

        changed = cv2.blur(cv2.absdiff(grey, key.grey), (5, 5)).astype(np.float32)
        moved = cv2.GaussianBlur(np.clip((changed - _STILL[0]) / (_STILL[1] - _STILL[0]), 0, 1), (0, 0), 3)
        flow = self._flow.calc(grey, key.grey, None) * moved[..., None]
        height, width = key.matte.shape
        scale = width / grey.shape[1]
        down, across = np.mgrid[: grey.shape[0], : grey.shape[1]].astype(np.float32)
        shown = cv2.remap(key.grey, across + flow[..., 0], down + flow[..., 1], cv2.INTER_LINEAR)
        off = cv2.blur(cv2.absdiff(shown, grey), (5, 5)).astype(np.float32)
        if not moved.any():
            return key.matte, off
        full = cv2.resize(flow * np.float32(scale), (width, height), interpolation=cv2.INTER_LINEAR)
        full[..., 0] += np.arange(width, dtype=np.float32)
        full[..., 1] += np.arange(height, dtype=np.float32)[:, None]
        carried = cv2.remap(key.matte, full, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(carried, np.uint8), off


def _worth(off: NDArray[np.float32]) -> NDArray[np.float32]:
    """Say how far a carried matte is to be believed, 0-1, by how many levels its picture is off."""
    return np.asarray(np.exp(-((off / _EXPLAINED) ** 2)), np.float32)


def _mixed(one: NDArray[np.uint8], other: NDArray[np.uint8], share: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Mix two mattes (H, W), by the share of the other, 0-1, which is smaller and smooth."""
    import cv2

    part = np.rint(255 * share).astype(np.uint8)
    grown_share = cv2.resize(part, one.shape[::-1], interpolation=cv2.INTER_LINEAR)
    apart = cv2.subtract(other, one, dtype=cv2.CV_16S)
    return np.asarray(cv2.add(one, cv2.multiply(apart, grown_share, scale=1 / 255, dtype=cv2.CV_16S), dtype=cv2.CV_8U))
