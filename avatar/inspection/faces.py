"""Find the face of a clip and see it again in each frame."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.inspection import points
from avatar.neural import FaceDetector, FaceMesh

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

_PADDING = 0.5
"""of the longer side, without which close-ups are missed"""
_ROOM = 3.2
"""faces around a face in which the full-range detector judges it"""
_AROUND = 0.9
"""faces of margin around where the face is in any sample"""
_FACE_SIDE = 200
"""px that a face has at most in what the mesh sees: it works on 192 px itself"""
_LARGEST = 640
"""px, side of what the mesh sees"""
_UNSURE = (0.006, 0.035)
"""IOD between the lips: neither surely closed nor surely open"""
_DISTANCES = (0.8, 1.25)


@dataclass(frozen=True, slots=True)
class Place:
    """Where the face of a clip is, and which way up."""

    turn: int
    """quarter turns counterclockwise that set the picture upright"""
    left: float
    """px of the upright picture, of a square that holds the face at all times"""
    top: float
    """px"""
    side: float
    """px"""
    face: float
    """side of the face itself, px"""

    def upright_width(self, size: tuple[int, int]) -> int:
        """Give the width of a picture of this width and height, px, once it is upright."""
        return size[self.turn % 2]

    def upright(self, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Turn a picture the right way up."""
        return np.ascontiguousarray(np.rot90(picture, self.turn)) if self.turn else picture


class FaceFinder:
    """The near and the far detector."""

    def __init__(self) -> None:
        self._near, self._far = FaceDetector("near"), FaceDetector("far")

    def locate(self, pictures: Sequence[NDArray[np.uint8]]) -> Place | None:
        """Find the face in some pictures of a clip; None if there is none.

        The mesh sees a face in an inverted head as well, with the mouth for its eyes; the full-range detector does not.
        So each way up is tried, and the one in which that detector is surest is taken.
        """
        found = []
        for turn in range(4):
            seen = [self._look(np.ascontiguousarray(np.rot90(picture, turn))) for picture in pictures]
            boxes = [box for box in seen if box is not None]
            found.append((sum(box[3] for box in boxes), turn, boxes))
            if turn == 0 and found[0][0] > 0.8 * len(pictures):
                break
        score, turn, boxes = max(found, key=lambda each: (each[0], -each[1]))
        return _around(turn, np.array(boxes)) if score > 0 else None

    def find(self, picture: NDArray[np.uint8]) -> tuple[float, float, float] | None:
        """Give the middle and side of the largest face of an upright picture, px; None if there is none."""
        return _largest(self._boxes(picture))

    def _look(self, picture: NDArray[np.uint8]) -> tuple[float, float, float, float] | None:
        box = self.find(picture)
        if box is None:
            return None
        crop = cut(picture, (box[0], box[1]), _ROOM * box[2], 256)
        scores = [one.score for one in self._far.find(crop)]
        return (*box, max(scores)) if scores else None

    def _boxes(self, picture: NDArray[np.uint8]) -> list[tuple[float, float, float]]:
        height, width = picture.shape[:2]
        wide = max(height, width) * (1 + 2 * _PADDING)
        found = _detect(self._near, picture) + _detect(self._far, picture)
        if not found:
            padded = cut(picture, (width / 2, height / 2), wide, 512)
            back, corner = wide / 512, (width / 2 - wide / 2, height / 2 - wide / 2)
            for x, y, side in _detect(self._near, padded) + _detect(self._far, padded):
                found.append((x * back + corner[0], y * back + corner[1], side * back))
        return found


class Mesher:
    """The face mesh, looking where the face of a clip is."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._side = int(min(_LARGEST, place.side, place.side / place.face * _FACE_SIDE))
        self._mesh = FaceMesh()

    def see(self, picture: NDArray[np.uint8]) -> NDArray[np.float32] | None:
        """Give (478, 3) landmarks of an upright picture, px, z in the scale of x; None if no face is seen.

        Each picture is seen by itself, without memory of the one before: what jitters is seen to jitter. Lips that
        seem to be just apart are looked at from two more distances, because single looks at closed lips differ by as
        much as 0.015 IOD; the look with the middle gap counts.
        """
        first = self._look(picture, 1.0)
        if first is None or not _UNSURE[0] < _gap(first) < _UNSURE[1]:
            return first
        looks = [first, *(look for share in _DISTANCES if (look := self._look(picture, share)) is not None)]
        return sorted(looks, key=_gap)[len(looks) // 2] if len(looks) == 3 else first

    def _look(self, picture: NDArray[np.uint8], share: float) -> NDArray[np.float32] | None:
        """Look at a square around the face's place, `share` as wide as that."""
        place = self._place
        middle, side = (place.left + place.side / 2, place.top + place.side / 2), round(share * place.side)
        out = min(self._side, side)
        found = self._mesh.see(cut(picture, middle, side, out))
        if found is None:
            return None
        found *= side / out
        found[:, :2] += [round(value - side / 2) for value in middle]
        return found.astype(np.float32)


def _gap(landmarks: NDArray[np.float32]) -> float:
    return float(points.apart(landmarks, points.UPPER_LIP, points.LOWER_LIP))


def cut(picture: NDArray[np.uint8], middle: tuple[float, float], side: float, out: int) -> NDArray[np.uint8]:
    """Cut a square of `side` px around a point, grey beyond the picture's edge, scaled to (out, out, 3)."""
    import cv2

    left, top = round(middle[0] - side / 2), round(middle[1] - side / 2)
    right, bottom = left + round(side), top + round(side)
    height, width = picture.shape[:2]
    inside = picture[max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)]
    margins = max(-top, 0), max(bottom - height, 0), max(-left, 0), max(right - width, 0)
    if any(margins):
        inside = cv2.copyMakeBorder(inside, *margins, cv2.BORDER_CONSTANT, value=(128, 128, 128))
    if inside.shape[:2] == (out, out):
        return np.ascontiguousarray(inside)
    smaller = out < side
    return np.asarray(cv2.resize(inside, (out, out), interpolation=cv2.INTER_AREA if smaller else cv2.INTER_LINEAR))


def _detect(detector: FaceDetector, picture: NDArray[np.uint8]) -> list[tuple[float, float, float]]:
    boxes = detector.find(picture)
    return [(box.x + box.width / 2, box.y + box.height / 2, max(box.width, box.height)) for box in boxes]


def _largest(boxes: Iterable[tuple[float, float, float]]) -> tuple[float, float, float] | None:
    return max(boxes, key=lambda box: box[2], default=None)


def _around(turn: int, boxes: NDArray[np.float64]) -> Place:
    """Draw a square around where the face is in the samples, with room for where it goes between them."""
    reach = (0.5 + _AROUND) * boxes[:, 2]
    low = (boxes[:, :2] - reach[:, None]).min(axis=0)
    high = (boxes[:, :2] + reach[:, None]).max(axis=0)
    side = float((high - low).max())
    left, top = (float(value) for value in np.rint((low + high - side) / 2))
    return Place(turn, left, top, float(round(side)), float(np.median(boxes[:, 2])))
