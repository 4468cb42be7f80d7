"""Find every face in a picture, and tell people from animals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.neural import FaceDetector
from avatar.portrait.face.crop import square_crop

if TYPE_CHECKING:
    from numpy.typing import NDArray

_WORK_SIDE = 3000
"""Larger pictures are searched at this size, px; a face of 64 px in 100 megapixels is then still about 20 px."""
_SMALLEST_SHARE = 0.07
"""Smallest face, as a share of the picture's longer side, that the full-range detector still finds."""
_SMALLEST_FACE = 24
_MANY = 100
"""tiles of a size from which they overlap less, and the far detector alone looks: what is larger was seen before"""
_STEPS = 0.5, 0.7
"""from tile to tile, in tiles, of few and of many; faces that are new at a size have at most 0.28 of its tiles' side"""
_PADDING = 0.5
_PERSON_SCORE = 0.5
_PERSON_CROP = 3.2
_PERSON_SIDE = 512


@dataclass(frozen=True, slots=True)
class FaceBox:
    """Where a detector saw a face."""

    x: float
    """left edge, px"""
    y: float
    """top edge, px"""
    side: float
    """width and height (the detectors give squares), px"""
    score: float
    """0-1"""
    eyes: tuple[tuple[float, float], tuple[float, float]]
    """(x, y) of the subject's right eye and of the left one, px"""

    @property
    def centre(self) -> tuple[float, float]:
        """Middle of the box, px."""
        return self.x + self.side / 2, self.y + self.side / 2

    @property
    def roll(self) -> float:
        """Angle of the line through the eyes, rad, clockwise in the image +."""
        (x0, y0), (x1, y1) = self.eyes
        return float(np.arctan2(y1 - y0, x1 - x0))


class FaceFinder:
    """The near and the far detector over a pyramid of tiles."""

    def __init__(self) -> None:
        self._near, self._far = FaceDetector("near"), FaceDetector("far")

    def find(self, pixels: NDArray[np.uint8]) -> list[FaceBox]:
        """Give the faces of an (H, W, 3) RGB picture from left to right, each once, animals' included."""
        import cv2

        shrink = min(1.0, _WORK_SIDE / max(pixels.shape[:2]))
        small = pixels if shrink == 1 else cv2.resize(pixels, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
        found = self._padded(small)
        for side in _tile_sides(small):
            if found and _SMALLEST_SHARE * side * 2 < _least_relevant(found):
                break
            found = _merged(found + self._tiled(small, side))
        return sorted((_scaled(box, 1 / shrink) for box in found), key=lambda box: box.centre[0])

    def is_person(self, pixels: NDArray[np.uint8], centre: tuple[float, float], height: float) -> bool:
        """Look at a face of this height again with room around it, which tells people from animals.

        There every human, painted and drawn face scores at least 0.8 with the full-range detector and
        every animal 0 (measured on about 100 pictures).
        """
        crop = square_crop(pixels, centre, _PERSON_CROP * height, _PERSON_SIDE)
        return any(_confirms(box) for box in _detect(self._far, crop))

    def _padded(self, pixels: NDArray[np.uint8]) -> list[FaceBox]:
        """Search the picture as it is, and with a margin, without which close-ups are missed."""
        height, width = pixels.shape[:2]
        room = max(height, width) * (1 + 2 * _PADDING)
        centre = width / 2, height / 2
        framed = square_crop(pixels, centre, room, _PERSON_SIDE)
        back = room / _PERSON_SIDE
        found = [_moved(_scaled(box, back), centre[0] - room / 2, centre[1] - room / 2) for box in self._both(framed)]
        return _merged(self._both(pixels) + found)

    def _tiled(self, pixels: NDArray[np.uint8], side: int) -> list[FaceBox]:
        height, width = pixels.shape[:2]
        found = []
        is_many = len(_starts(height, side)) * len(_starts(width, side)) > _MANY
        step = _STEPS[is_many]
        for top in _starts(height, side, step):
            for left in _starts(width, side, step):
                tile = np.ascontiguousarray(pixels[top : top + side, left : left + side])
                seen = _detect(self._far, tile) if is_many else self._both(tile)
                found += [_moved(box, left, top) for box in seen if _is_whole(box, tile)]
        return found

    def _both(self, pixels: NDArray[np.uint8]) -> list[FaceBox]:
        return _detect(self._far, pixels) + _detect(self._near, pixels)


def _confirms(box: FaceBox) -> bool:
    """Tell whether a box in the crop of `is_person` is the face in its middle, and no neighbour."""
    expected = _PERSON_SIDE / _PERSON_CROP
    away = np.hypot(box.centre[0] - _PERSON_SIDE / 2, box.centre[1] - _PERSON_SIDE / 2)
    return bool(box.score >= _PERSON_SCORE and away < expected / 2 and 0.5 < box.side / expected < 2)


def _detect(detector: FaceDetector, pixels: NDArray[np.uint8]) -> list[FaceBox]:
    found = []
    for box in detector.find(pixels):
        side = max(box.width, box.height)
        x, y = box.x + (box.width - side) / 2, box.y + (box.height - side) / 2
        right, left = box.points[:2].tolist()
        found.append(FaceBox(x, y, side, box.score, (tuple(right), tuple(left))))
    return found


def _tile_sides(pixels: NDArray[np.uint8]) -> list[int]:
    sides = []
    side = max(pixels.shape[:2]) // 2
    while side * _SMALLEST_SHARE * 2 > _SMALLEST_FACE:
        sides.append(side)
        side //= 2
    return sides


def _starts(length: int, side: int, step: float = _STEPS[0]) -> list[int]:
    if length <= side:
        return [0]
    count = int(np.ceil((length - side) / (side * step))) + 1
    return [round(start) for start in np.linspace(0, length - side, count)]


def _is_whole(box: FaceBox, tile: NDArray[np.uint8]) -> bool:
    """Tell whether the box lies inside: half a face at a tile's edge is whole in the next one."""
    slack = 0.05 * box.side
    height, width = tile.shape[:2]
    across = box.x >= -slack and box.x + box.side <= width + slack
    return across and box.y >= -slack and box.y + box.side <= height + slack


def _least_relevant(found: list[FaceBox]) -> float:
    return MINOR_SHARE * max(box.side for box in found)


MINOR_SHARE = 0.4
"""Faces smaller than this share of the largest one are bystanders, and are not counted."""


def _merged(boxes: list[FaceBox]) -> list[FaceBox]:
    """Keep the best-scored of boxes that overlap (non-maximum suppression by the smaller area)."""
    kept: list[FaceBox] = []
    for box in sorted(boxes, key=lambda box: -box.score):
        if not any(_is_same(box, other) for other in kept):
            kept.append(box)
    return kept


def _is_same(one: FaceBox, other: FaceBox) -> bool:
    """Tell whether two boxes show one face: a picture's face that is half behind a head has its middle beside it."""
    small, large = sorted((one, other), key=lambda box: box.side)
    away = max(abs(small.centre[0] - large.centre[0]), abs(small.centre[1] - large.centre[1]))
    return _overlap(one, other) >= 0.4 and away < large.side / 2


def _overlap(one: FaceBox, other: FaceBox) -> float:
    across = min(one.x + one.side, other.x + other.side) - max(one.x, other.x)
    down = min(one.y + one.side, other.y + other.side) - max(one.y, other.y)
    return max(across, 0.0) * max(down, 0.0) / min(one.side, other.side) ** 2


def _scaled(box: FaceBox, factor: float) -> FaceBox:
    (x0, y0), (x1, y1) = box.eyes
    eyes = (x0 * factor, y0 * factor), (x1 * factor, y1 * factor)
    return FaceBox(box.x * factor, box.y * factor, box.side * factor, box.score, eyes)


def _moved(box: FaceBox, right: float, down: float) -> FaceBox:
    (x0, y0), (x1, y1) = box.eyes
    eyes = (x0 + right, y0 + down), (x1 + right, y1 + down)
    return FaceBox(box.x + right, box.y + down, box.side, box.score, eyes)
