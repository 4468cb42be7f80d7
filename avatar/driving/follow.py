"""Follow a performer's face through a film, and write down what it does."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from avatar.driving.observed import TRACKED, Observed
from avatar.errors import InputError
from avatar.inspection import points
from avatar.inspection.head import HeadFollower, grey
from avatar.neural import FaceDetector, FaceMesh, FaceTracker
from avatar.neural.face import around_points
from avatar.portrait.face.pose import canonical_face, head_rotation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

_EVERY = 0.5
"""s between two looks for other people"""
_AS_LARGE = 0.5
"""side of another face, in sides of the performer's, from which nobody can tell which of them performs"""
_OTHERS = 0.2
"""share of the looks in which another one may be seen"""
_UNSURE = (0.006, 0.035)
"""IOD between the lips: neither surely closed nor surely open, so that they are looked at again"""
_FARTHER, _NEARER = 1.2, 0.85
"""sides of the windows of these looks"""
_STRAIGHT = np.radians(14.0)
"""of yaw and pitch at most that the head has in the picture whose texture is followed"""
_LEAST = 5
"""pictures that a performance has"""
_FOUND = 0.25
"""share of the pictures in which a face has to be seen"""


def follow(
    pictures: Iterable[tuple[float, NDArray[np.uint8]]], begin: float, name: str, tell: Callable[[float], object]
) -> Observed:
    """Follow the one face of pictures (H, W, 3) with their times, s; `begin` is what counts as time 0.

    `tell` hears how many seconds were looked at. Raise `InputError` where no face is seen, or two.
    """
    performer, rows = _Performer(), list[_Row]()
    for moment, picture in pictures:
        if moment - begin < 0 and rows:
            rows.clear()  # pictures before the sound begins
        rows.append(performer.look(moment - begin, picture))
        tell(moment - begin)
    if len(rows) < _LEAST:
        raise InputError(
            f"{name!r} has only {len(rows)} pictures to perform in; give a film of one person, from 1 s on."
        )
    share = sum(row.points is not None for row in rows) / len(rows)
    if not share:
        raise InputError(f"No face is seen in {name!r}; give a film of one person who faces the camera.")
    if share < _FOUND:
        raise InputError(
            f"A face is seen in only {share:.0%} of {name!r}; give a film in which the performer is seen all the time."
        )
    if performer.looks and performer.others / performer.looks > _OTHERS:
        raise InputError(
            f"More than one face is seen in {name!r}, and nobody can tell which one performs; "
            "cut the film to one of them."
        )
    return _observed(rows)


@dataclass(slots=True)
class _Row:
    """What one picture shows."""

    time: float
    points: NDArray[np.float64] | None = None
    """(478, 3), straightened, IOD"""
    mesh: NDArray[np.float64] = field(default_factory=lambda: np.full(3, np.nan))
    head: NDArray[np.float64] = field(default_factory=lambda: np.full(3, np.nan))
    place: NDArray[np.float64] = field(default_factory=lambda: np.full(3, np.nan))
    gap: float = np.nan


class _Performer:
    """Whoever is followed."""

    def __init__(self) -> None:
        self._tracker, self._mesh, self._detector = FaceTracker(), FaceMesh(), FaceDetector("far")
        self._follower: HeadFollower | None = None
        self._next = 0.0
        self.looks, self.others = 0, 0
        """how often other people were looked for, and seen"""

    def look(self, moment: float, picture: NDArray[np.uint8]) -> _Row:
        """Measure the face in a picture, (H, W, 3)."""
        found = self._tracker.follow(picture)
        if moment >= self._next:
            self._next = moment + _EVERY
            self._look_around(picture)
        if found is None:
            return _Row(moment)
        landmarks = found.astype(np.float32)
        turn = head_rotation(landmarks)
        angles = np.array(
            [
                np.arctan2(turn[2, 1], turn[2, 2]),
                np.arcsin(np.clip(turn[2, 0], -1, 1)),
                np.arctan2(turn[1, 0], turn[0, 0]),
            ]
        )
        straight, unit = _straightened(found, turn)
        return _Row(
            moment,
            straight,
            angles,
            self._head(picture, landmarks, angles),
            np.append(found[[*points.LEFT_EYE, *points.RIGHT_EYE], :2].mean(axis=0), unit),
            self._gap(picture, found, straight),
        )

    def _look_around(self, picture: NDArray[np.uint8]) -> None:
        sides = sorted((max(box.width, box.height) for box in self._detector.find(picture)), reverse=True)
        self.looks += 1
        self.others += len(sides) > 1 and sides[1] > _AS_LARGE * sides[0]

    def _head(
        self, picture: NDArray[np.uint8], landmarks: NDArray[np.float32], angles: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Follow the texture of the head from the first picture in which it looks straight ahead."""
        if self._follower is None:
            if np.abs(angles[:2]).max() > _STRAIGHT:
                return np.full(3, np.nan)
            self._follower = HeadFollower(picture, landmarks)
        fit, _ = self._follower.follow(grey(picture), landmarks)
        return np.radians(fit.angles) if fit.is_followed else np.full(3, np.nan)

    def _gap(self, picture: NDArray[np.uint8], found: NDArray[np.float64], straight: NDArray[np.float64]) -> float:
        """Measure how far the lips are apart; where that is doubtful the middle one of three looks counts."""
        gap = _between_lips(straight)
        if not _UNSURE[0] < gap < _UNSURE[1]:
            return gap
        looks, window = [gap], around_points(found)
        for share in (_FARTHER, _NEARER):
            again = self._mesh.measure(picture, type(window)(window.x, window.y, share * window.side, window.roll))
            if again is not None:
                looks.append(_between_lips(_straightened(again, head_rotation(again))[0]))
        return float(np.median(looks))


def _straightened(landmarks: NDArray[np.float64], turn: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """Turn (478, 3) landmarks to the front: in IOD from between the eyes; and give the IOD, px.

    The unit is that of the whole skull, which does not change as the corners of the eyes do.
    """
    straight = landmarks @ turn
    skull, model = straight[points.SKULL], canonical_face()[points.SKULL]
    unit = float(np.sqrt(((skull - skull.mean(0)) ** 2).sum() / ((model - model.mean(0)) ** 2).sum()))
    origin = skull.mean(axis=0) - unit * model.mean(axis=0)
    return (straight - origin) / unit, unit


def _between_lips(straight: NDArray[np.float64]) -> float:
    return float(np.linalg.norm(straight[points.UPPER_LIP, :2] - straight[points.LOWER_LIP, :2]))


def _observed(rows: list[_Row]) -> Observed:
    count = len(rows)
    tracked = np.full((count, len(TRACKED), 2), np.nan, np.float32)
    faces = np.full((count, 468, 3), np.nan, np.float16)
    lids, irises = np.full((count, 2), np.nan, np.float32), np.full((count, 2, 2), np.nan, np.float32)
    for index, row in enumerate(rows):
        if row.points is None:
            continue
        tracked[index] = row.points[list(TRACKED), :2]
        faces[index] = row.points[:468]
        lids[index] = _lids(row.points)
        irises[index] = _irises(row.points)
    place = np.array([row.place for row in rows])
    unit = np.nanmedian(place[:, 2])
    place = (place - np.append(np.nanmedian(place[:, :2], axis=0), 0)) / unit
    return Observed(
        np.array([row.time for row in rows]),
        tracked,
        np.array([row.gap for row in rows], np.float32),
        lids,
        irises,
        np.array([row.mesh for row in rows], np.float32),
        np.array([row.head for row in rows], np.float32),
        place.astype(np.float32),
        faces,
    )


def _lids(straight: NDArray[np.float64]) -> NDArray[np.float64]:
    apart = [np.linalg.norm(straight[one, :2] - straight[other, :2]) for one, other in points.LID_PAIRS]
    return np.array([np.mean(apart[:3]), np.mean(apart[3:])])


def _irises(straight: NDArray[np.float64]) -> NDArray[np.float64]:
    middles = [straight[list(eye), :2].mean(axis=0) for eye in (points.LEFT_EYE, points.RIGHT_EYE)]
    return np.array([straight[468, :2] - middles[0], straight[473, :2] - middles[1]])
