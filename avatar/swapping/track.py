"""Follow the one face of a video, and take the noise out of what was measured, without delay.

How the head stands and what the face does are smoothed apart: a nod is slow, a blink is not. The average lies around
each moment and not before it, and takes in only moments that are like it, so that closures and blinks stay whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.driving.steady import steadied
from avatar.errors import InputError
from avatar.inspection import points as named
from avatar.neural import FaceDetector, FaceTracker
from avatar.portrait.face.look import hands_over_face
from avatar.portrait.face.pose import canonical_face, head_rotation
from avatar.swapping.before import Looks, runs

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from fractions import Fraction

    from numpy.typing import NDArray

_EVERY = 0.5
"""s between two looks for other people"""
_OFTEN = 0.2
"""s between two looks for what stands before the face: two that follow each other have to show it"""
_AS_LARGE = 0.35
"""side of another face, in sides of the first, from which it is one that is seen in the video too"""
_OTHERS = 0.1
"""share of the looks in which another one, or a hand, may be found: what finds them errs at times"""
_HAND = 0.1
"""share of a hand's joints that lie over the face, from which it hides a part of it"""
_GAP = 0.2
"""s for which a face that is lost is guessed from before and after"""
_JUMP = 0.6
"""IOD from one frame to the next by which no head moves: it is another shot"""
_HEAD = (0.08, 0.012), (0.08, 0.02)
"""s that are averaged over, and the difference at which a moment counts little: place and size in IOD, turn in rad"""
_LIPS, _LIDS, _REST = (0.05, 0.01), (0.04, 0.01), (0.12, 0.012)
"""the same of what the face does, IOD, root mean square over the points of the part"""
_MOUTH = (*named.INNER_LIPS, 0, 17, 37, 267, 39, 269, 40, 270, 185, 409, 61, 291, 84, 314, 181, 405, 91, 321, 146, 375)
_EYES = (*named.LEFT_EYE_RING, *named.RIGHT_EYE_RING, *range(468, 478))


@dataclass(frozen=True, slots=True)
class Track:
    """One face through all frames of a video."""

    points: NDArray[np.float32]
    """(T, 478, 3), px, away from the viewer +"""
    turns: NDArray[np.float64]
    """(T, 3, 3), from the canonical face's axes to the picture's"""
    units: NDArray[np.float64]
    """(T,), size of the skull, px for one IOD of the canonical face"""
    origins: NDArray[np.float64]
    """(T, 3), px, between the eyes"""

    def __len__(self) -> int:
        """Count the frames."""
        return len(self.points)

    @property
    def yaw(self) -> NDArray[np.float64]:
        """How far the head is turned, rad, (T,), to the image's right +."""
        return np.asarray(np.arcsin(np.clip(self.turns[:, 2, 0], -1, 1)))

    def carried(self, shape: NDArray[np.floating], index: int) -> NDArray[np.float64]:
        """Take points (N, 3) of the head's own axes, IOD, to px of a frame."""
        return np.asarray(self.origins[index] + self.units[index] * shape @ self.turns[index].T)

    def straightened(self, points: NDArray[np.floating], index: int) -> NDArray[np.float64]:
        """Take points (N, 3), px of a frame, to the head's own axes, IOD."""
        return np.asarray((points - self.origins[index]) @ self.turns[index] / self.units[index])


def follow(
    pictures: Iterable[NDArray[np.uint8]], fps: Fraction, name: str, tell: Callable[[int], object]
) -> NDArray[np.float32]:
    """Give the landmarks (T, 478, 3), px, of the one face in pictures (H, W, 3) as they are measured.

    `tell` hears how many pictures were looked at. Raise `InputError` where no face is seen, two are, it jumps, or
    something stands before it.
    """
    tracker, detector, shown = FaceTracker(), FaceDetector("far"), Looks()
    every, often = max(1, round(_EVERY * fps)), max(1, round(_OFTEN * fps))
    rows: list[NDArray[np.float32]] = []
    moments: list[int] = []
    looks = others = covered = 0
    for index, picture in enumerate(pictures):
        found = tracker.follow(picture)
        rows.append(np.full((478, 3), np.nan, np.float32) if found is None else found.astype(np.float32))
        if index % often == 0 and found is not None:
            shown.look(picture, rows[-1])
            moments.append(index)
        if index % every == 0:
            sides = sorted((max(box.width, box.height) for box in detector.find(picture)), reverse=True)
            looks += 1
            others += len(sides) > 1 and sides[1] > _AS_LARGE * sides[0]
            covered += found is not None and hands_over_face(picture, rows[-1]) > _HAND
        tell(index + 1)
    points = np.stack(rows) if rows else np.full((1, 478, 3), np.nan, np.float32)
    _require_one(points, fps, name, others / max(looks, 1))
    if covered / max(looks, 1) > _OTHERS:
        raise InputError(
            f"A hand is held before the face in {name!r}, and would be drawn over; cut the video to where it is not."
        )
    _require_free([float(each / fps) for each in moments], shown, name)
    return _filled(points)


def _require_free(times: list[float], shown: Looks, name: str) -> None:
    """Raise `InputError` where something stands before the face for a while, by looks at it at `times`, s."""
    for first, last in runs(shown.covered()):
        raise InputError(
            f"Something stands before the face in {name!r} from {times[first]:.1f} s to {times[last]:.1f} s, such as a "
            "microphone, hair or glasses, and would be drawn over; cut the video to where it is not."
        )


def _require_one(points: NDArray[np.float32], fps: Fraction, name: str, others: float) -> None:
    """Raise `InputError` unless one face is seen all the time, in one shot."""
    is_seen = np.isfinite(points[:, 0, 0])
    if not is_seen.any():
        raise InputError(f"No face is seen in {name!r}; give a video of one person who faces the camera.")
    if others > _OTHERS:
        raise InputError(f"More than one face is seen in {name!r}; cut the video to the one that is meant.")
    edges = np.flatnonzero(np.diff(np.concatenate([[0], ~is_seen, [0]]).astype(int)))
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        if last - first > _GAP * fps:
            begin, end = float(first / fps), float(last / fps)
            raise InputError(
                f"No face is seen in {name!r} from {begin:.2f} s to {end:.2f} s, turned away or covered; "
                "its own would be shown there. Cut the video."
            )
    seen = points[is_seen]
    size = np.linalg.norm(seen[:, 33, :2] - seen[:, 263, :2], axis=1)
    moved = np.linalg.norm(np.diff(seen[:, named.SKULL, :2].mean(axis=1), axis=0), axis=1) / size[:-1]
    if len(moved) and moved.max() > _JUMP:
        at = float(np.flatnonzero(is_seen)[int(moved.argmax()) + 1] / fps)
        raise InputError(
            f"The face in {name!r} is elsewhere at once at {at:.2f} s, as at a cut; give one shot at a time."
        )


def _filled(points: NDArray[np.float32]) -> NDArray[np.float32]:
    """Guess the few moments in which a face was lost from before and after."""
    is_seen = np.isfinite(points[:, 0, 0])
    if is_seen.all():
        return points
    there = np.flatnonzero(is_seen)
    flat = points.reshape(len(points), -1)
    moments = np.arange(len(points))
    known = [np.interp(moments, there, flat[there, column]) for column in range(flat.shape[1])]
    return np.asarray(np.stack(known, axis=1).reshape(points.shape), np.float32)


def smoothed(points: NDArray[np.float32], fps: Fraction) -> Track:
    """Take the noise out of measured landmarks (T, 478, 3), px."""
    times = np.arange(len(points)) / float(fps)
    turns, units, origins, shapes = _apart(points)
    unit = float(np.median(units))
    stand = np.column_stack([origins / unit, np.log(units)])
    stand = steadied(stand, times, *_HEAD[0])
    origins, units = stand[:, :3] * unit, np.exp(stand[:, 3])
    turns = _whole(steadied(turns.reshape(-1, 9), times, *_HEAD[1]).reshape(-1, 3, 3))
    calm = _calmed(shapes, times, *_REST)
    for part, (seconds, step) in ((_MOUTH, _LIPS), (_EYES, _LIDS)):
        calm[:, list(part)] = _calmed(shapes[:, list(part)], times, seconds, step)
    placed = origins[:, None] + units[:, None, None] * np.einsum("tpc,tdc->tpd", calm, turns)
    return Track(placed.astype(np.float32), turns, units, origins)


def _calmed(
    shapes: NDArray[np.float64], times: NDArray[np.float64], seconds: float, step: float
) -> NDArray[np.float64]:
    """Take the noise out of points (T, N, 3), among moments that differ by about `step` at most, root mean square."""
    flat = shapes.reshape(len(shapes), -1)
    return steadied(flat, times, seconds, step * flat.shape[1] ** 0.5).reshape(shapes.shape)


def _apart(
    points: NDArray[np.float32],
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Take (T, 478, 3) apart into turns (T, 3, 3), units (T,), px, origins (T, 3), px, and shapes (T, 478, 3), IOD."""
    model = canonical_face()[named.SKULL]
    spread = ((model - model.mean(0)) ** 2).sum()
    turns = np.stack([head_rotation(each) for each in points])
    straight = np.einsum("tpd,tdc->tpc", points.astype(np.float64), turns)
    skull = straight[:, named.SKULL]
    middle = skull.mean(axis=1)
    units = np.sqrt(((skull - middle[:, None]) ** 2).sum(axis=(1, 2)) / spread)
    begin = middle - units[:, None] * model.mean(axis=0)
    shapes = (straight - begin[:, None]) / units[:, None, None]
    return turns, units, np.einsum("tc,tdc->td", begin, turns), shapes


def _whole(turns: NDArray[np.float64]) -> NDArray[np.float64]:
    """Make (T, 3, 3) averages of rotations rotations again."""
    left, _, right = np.linalg.svd(turns)
    return np.asarray(left @ right)
