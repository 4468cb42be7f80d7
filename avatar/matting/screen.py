"""A person before a green or blue screen, film by film: what is missing of the screen's colour is the person.

How much of that colour there would be without them, and how much their own has, is estimated a few times a second and
smooth in place and time; each picture is then keyed by itself, so that its matte has no more noise than it has.
"""

# Shapes no clip.

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.matting.cut import Cut, Look, Looker, stretches
from avatar.portrait.pixels.fill import push_pull, shrunk
from avatar.portrait.pixels.key import Screen, find_screen
from avatar.portrait.pixels.matte import connected
from avatar.portrait.pixels.trimap import depth_in, inner_face
from avatar.runtime.compiled import kernel

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

_EVERY = 0.4
"""s between two estimates"""
_GRID = 320
"""px of the longer side of the smooth estimates"""
_ALIKE = 0.12
"""how far a pixel's purity may lie from the screen's, to be of it"""
_EMPTY = 0.1
"""the network's word for a person, up to which there is none"""
_OPENED = 0.02
"""face heights: by how much what is bare of the person is drawn back from their edge"""
_SOLID_DEPTH, _REACH = 0.09, 0.6
"""face heights inside the network's person where nothing is clear, and outside where nothing is theirs"""
_SPILL_DEPTH = 0.006, 0.03
"""face heights inside the edge where the person's own colour is looked at, with the screen's light on it"""
_GAPS, _SPILL_MOST = 0.45, 0.35
"""of the screen's difference: seen at most in pixels that tell the person's colour, and most that that may have"""
_KEPT = 0.7
"""share of an estimate before in a new one"""
_FORCED_CLEAR, _FORCED_SOLID = 1, 2
_CLEAR, _NOISY, _CLEAR_MOST = 0.05, 4.0, 0.2
"""cover up to which a pixel is taken for clear, at least; standard deviations of the screen's noise; and at most"""


@dataclass(frozen=True, slots=True)
class _Estimate:
    """What was found out of the screen in one picture."""

    planes: NDArray[np.float32]
    """(h, w, 2), small: the screen's difference where nobody is before it, and the person's"""
    colours: NDArray[np.float32]
    """(h, w, 3), small: the screen"""
    forced: NDArray[np.uint8]
    """(H, W): `_FORCED_CLEAR`, `_FORCED_SOLID`, or 0"""
    clear: float
    """cover up to which a pixel is taken for clear: noise lies below"""
    face: float


class Keyed:
    """Cut a person out of films before a screen."""

    def __init__(self, fps: float, screen: Screen) -> None:
        """Take the film's rate, and the screen that its first picture shows."""
        self._every, self._screen = max(1, round(_EVERY * fps)), screen
        self._looker = Looker()

    def cuts(self, pictures: Iterable[NDArray[np.uint8]]) -> Iterator[Cut]:
        """Yield each picture with its matte."""
        before: _Estimate | None = None
        last: NDArray[np.uint8] | None = None
        for held in stretches(pictures, self._every):
            before = before or self._estimate(held[0], None)
            after = self._estimate(held[-1], before) if len(held) > 1 else before
            forced = np.where(before.forced == after.forced, before.forced, np.uint8(0))
            for place, picture in enumerate(held[:-1] or held):
                yield self._cut(picture, before, after, place / max(len(held) - 1, 1), forced)
            before, last = after, held[-1] if 1 < len(held) <= self._every else None
        if before is not None and last is not None:
            yield self._cut(last, before, before, 0.0, before.forced)

    def _cut(
        self, picture: NDArray[np.uint8], one: _Estimate, other: _Estimate, way: float, forced: NDArray[np.uint8]
    ) -> Cut:
        import cv2

        size = picture.shape[1], picture.shape[0]
        planes = cv2.resize(one.planes + np.float32(way) * (other.planes - one.planes), size)
        small = one.colours + np.float32(way) * (other.colours - one.colours)
        colours = cv2.resize(np.rint(small).astype(np.uint8), size)
        matte = np.empty(picture.shape[:2], np.uint8)
        key(picture, np.ascontiguousarray(planes), forced, self._screen.channel, one.clear, matte)
        return Cut(picture, matte, np.asarray(colours, np.uint8), one.face, self._screen.channel)

    def _estimate(self, picture: NDArray[np.uint8], before: _Estimate | None) -> _Estimate:
        look = self._looker.look(picture)
        if look is None:
            look = _nobody_known(picture)
        planes, colours = _planes(picture, look, self._screen)
        if before is not None:
            planes += np.float32(_KEPT) * (before.planes - planes)
            colours += np.float32(_KEPT) * (before.colours - colours)
        clear = _noise(picture, look, planes, self._screen)
        forced = _forced(picture, look, planes, self._screen.channel, clear)
        return _Estimate(planes, colours, forced, clear, look.face)


def screen_of(picture: NDArray[np.uint8]) -> Screen | None:
    """Recognize a green or blue screen behind the person of a picture (H, W, 3); None: it is no screen."""
    look = Looker().look(picture)
    return None if look is None else find_screen(picture, look.rough)


def _nobody_known(picture: NDArray[np.uint8]) -> Look:
    """Stand for a look where no face was seen yet: all that is not the screen may be the person."""
    from avatar.portrait.face.pose import canonical_face

    height, width = picture.shape[:2]
    face = canonical_face().astype(np.float32)
    middle = np.array([width / 2, height / 2, 0], np.float32)
    size = np.float32(height / 4 / np.ptp(face[:, 1]))
    return Look(face * size + middle, np.full((height, width), 0.5, np.float32))


def _planes(picture: NDArray[np.uint8], look: Look, screen: Screen) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Estimate the screen's difference without the person and the person's, (h, w, 2), and the screen, (h, w, 3)."""
    import cv2

    small = shrunk(picture, max(1.0, max(picture.shape[:2]) / _GRID))
    size = small.shape[1], small.shape[0]
    face = look.face * size[0] / picture.shape[1]
    cover = cv2.resize(look.rough, size, interpolation=cv2.INTER_AREA)
    given = screen.difference(small)
    pure = np.abs(given / np.maximum(small[..., screen.channel], 1) - screen.purity) < _ALIKE
    bare = depth_in(pure) > max(1.0, _OPENED * face)
    colours = push_pull(small, bare.astype(np.float32))
    full = screen.difference(colours)
    depth = cv2.distanceTransform((cover > 0.9).astype(np.uint8), cv2.DIST_L2, 5) / face
    edge = (depth > _SPILL_DEPTH[0]) & (depth < _SPILL_DEPTH[1]) & (given < _GAPS * full)
    person = screen.difference(push_pull(small, edge.astype(np.float32)))
    return np.dstack([full, np.minimum(person, _SPILL_MOST * full)]).astype(np.float32), colours


def _noise(picture: NDArray[np.uint8], look: Look, planes: NDArray[np.float32], screen: Screen) -> float:
    """Say up to which cover the bare screen's noise alone reaches."""
    step = max(1, min(picture.shape[:2]) // 256)
    bare = look.rough[::step, ::step] < _EMPTY
    given = screen.difference(picture[::step, ::step].astype(np.float32))
    if bare.sum() < 1000:
        return _CLEAR
    apart = given[bare] - np.median(given[bare])
    sigma = 1.48 * float(np.median(np.abs(apart - np.median(apart))))
    full = max(float(np.median(planes[..., 0])), 20.0)
    return float(np.clip(_NOISY * sigma / full, _CLEAR, _CLEAR_MOST))


def _forced(
    picture: NDArray[np.uint8], look: Look, planes: NDArray[np.float32], channel: int, clear: float
) -> NDArray[np.uint8]:
    """Say where a person surely is, and where surely none is or what does not hang together with one."""
    import cv2

    shape = picture.shape[0], picture.shape[1]
    forced = np.zeros(shape, np.uint8)
    forced[depth_in(look.rough < 0.3) > _REACH * look.face] = _FORCED_CLEAR
    solid = (depth_in(look.rough > 0.9) > _SOLID_DEPTH * look.face) | inner_face(shape, look.landmarks)
    forced[solid] = _FORCED_SOLID
    matte = np.empty(shape, np.uint8)
    key(picture, np.ascontiguousarray(cv2.resize(planes, shape[::-1])), forced, channel, clear, matte)
    loose = ((matte > 24) & (connected(matte, solid) == 0)).astype(np.uint8)
    around = cv2.dilate(loose, np.ones((5, 5), np.uint8)) > 0
    forced[around & (forced == 0) & (look.rough < _EMPTY)] = _FORCED_CLEAR
    return forced


@kernel("const uint8[:, :, ::1], const float32[:, :, ::1], const uint8[:, ::1], int64, float32, uint8[:, ::1]")
def key(  # noqa: PLR0913 - what is keyed, by what
    picture: NDArray[np.uint8],
    planes: NDArray[np.float32],
    forced: NDArray[np.uint8],
    channel: int,
    clear: float,
    matte: NDArray[np.uint8],
) -> None:
    """Key (h, w, 3) by a screen's channel, into `matte` (h, w); `planes` (h, w, 2) are its difference and theirs.

    A cover from 0.92 on is solid and up to `clear` clear: noise and spill lie beyond.
    """
    height, width = matte.shape
    for y in range(height):
        for x in range(width):
            if forced[y, x] == 2:
                matte[y, x] = 255
            elif forced[y, x] == 1:
                matte[y, x] = 0
            else:
                larger = picture[y, x, 0]
                other = picture[y, x, 3 - channel]
                larger = max(larger, other)
                given = np.float32(picture[y, x, channel]) - np.float32(larger)
                seen = (given - planes[y, x, 1]) / max(planes[y, x, 0] - planes[y, x, 1], np.float32(20.0))
                cover = (np.float32(1) - seen - clear) / (np.float32(0.92) - clear)
                matte[y, x] = np.uint8(min(max(cover, np.float32(0.0)), np.float32(1.0)) * np.float32(255.0) + 0.5)
