"""Where the person is, roughly: selfie segmentation at several scales, one person only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.neural import PersonSegmenter
from avatar.portrait.face.landmark import face_height

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

_PERSON_WINDOW, _HEAD_WINDOW = (4.5, 0.6), (2.6, 0.1)
"""Side and downward shift of the closer looks, in face heights; the network sees 256 px of each."""
_FEATHER = 0.12
_WORTH_A_LOOK = 0.85
_FOREHEAD = (10, 109, 67, 103, 338, 297, 332)
_BROW = 0.08
_HOLE = 0.4
"""How far the brow runs on above the landmarks, and the widest hole that is filled, in face heights."""


@dataclass(frozen=True, slots=True)
class _Window:
    left: int
    top: int
    width: int
    height: int

    @property
    def slices(self) -> tuple[slice, slice]:
        return slice(self.top, self.top + self.height), slice(self.left, self.left + self.width)


def segment_person(
    pixels: NDArray[np.uint8],
    landmarks: NDArray[np.float32],
    others: Iterable[tuple[float, float]] = (),
) -> NDArray[np.float32]:
    """Give the probability (H, W), 0-1, that a pixel shows the person of these landmarks.

    The closer looks override the wider ones inside their window. `others` are the centres of other faces,
    px: what lies nearer to them is theirs.
    """
    segmenter = PersonSegmenter()
    found = np.zeros(pixels.shape[:2], np.float32)
    for window in _windows(pixels, landmarks):
        closer = segmenter.probability(pixels[window.slices])
        area = found[window.slices]
        area += (np.clip(closer, 0, 1) - area) * _inside(window, pixels.shape[:2])
    return only_person(found, landmarks, others)


def only_person(
    found: NDArray[np.float32], landmarks: NDArray[np.float32], others: Iterable[tuple[float, float]]
) -> NDArray[np.float32]:
    """Take from a probability or matte (H, W), in place, what is another's or not of one piece; fill small holes."""
    _drop_others(found, landmarks, others)
    _add_face(found, landmarks)
    return _without_small_holes(one_component(found, landmarks), landmarks)


def one_component(found: NDArray[np.float32], landmarks: NDArray[np.float32]) -> NDArray[np.float32]:
    """Keep the connected region that holds the face, and whatever soft edge belongs to it."""
    import cv2

    height, width = found.shape
    shrink = min(1.0, 800 / max(found.shape))
    small = cv2.resize(found, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    _, labels = cv2.connectedComponents((small > 0.5).astype(np.uint8))
    x, y = np.clip((landmarks[:, :2] * shrink).astype(int), 0, [labels.shape[1] - 1, labels.shape[0] - 1]).T
    seen = labels[y, x]
    if not np.any(seen):
        return found
    own = (labels == np.bincount(seen[seen > 0]).argmax()).astype(np.uint8)
    around = cv2.dilate(own, np.ones((9, 9), np.uint8))
    keep = cv2.resize(around, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(found * keep, np.float32)


def _windows(pixels: NDArray[np.uint8], landmarks: NDArray[np.float32]) -> list[_Window]:
    height, width = pixels.shape[:2]
    windows = [_Window(0, 0, width, height)]
    face = face_height(landmarks)
    middle = (landmarks[:, :2].min(0) + landmarks[:, :2].max(0)) / 2
    for heights, shift in (_PERSON_WINDOW, _HEAD_WINDOW):
        side = max(2, round(heights * face))
        wide, tall = min(side, width), min(side, height)
        left = int(np.clip(middle[0] - wide / 2, 0, width - wide))
        top = int(np.clip(middle[1] + shift * face - tall / 2, 0, height - tall))
        if max(wide / windows[-1].width, tall / windows[-1].height) < _WORTH_A_LOOK:
            windows.append(_Window(left, top, wide, tall))
    return windows


def _inside(window: _Window, shape: tuple[int, ...]) -> NDArray[np.float32]:
    """Fade a window out toward those of its edges that are not the picture's own."""
    down = _ramp(window.top, window.height, shape[0])
    across = _ramp(window.left, window.width, shape[1])
    return np.asarray(down[:, None] * across[None, :], np.float32)


def _ramp(start: int, length: int, whole: int) -> NDArray[np.float32]:
    steps = np.arange(length, dtype=np.float32)
    feather = max(1.0, _FEATHER * length)
    rise = np.ones(length, np.float32) if start == 0 else np.clip(steps / feather, 0, 1)
    fall = np.ones(length, np.float32) if start + length == whole else np.clip(steps[::-1] / feather, 0, 1)
    return np.minimum(rise, fall)


def _add_face(found: NDArray[np.float32], landmarks: NDArray[np.float32]) -> None:
    """Mark the face itself, which the network misses when it fills the picture; the brow runs on upward."""
    import cv2

    up = _BROW * (landmarks[10, :2] - landmarks[152, :2])
    points = np.concatenate([landmarks[:, :2], landmarks[list(_FOREHEAD), :2] + up])
    cv2.fillConvexPoly(found, cv2.convexHull(np.rint(points).astype(np.int32)), 1.0)


def _without_small_holes(found: NDArray[np.float32], landmarks: NDArray[np.float32]) -> NDArray[np.float32]:
    """Fill what the network missed inside the body (a badge, a pattern), but not the gap under an arm."""
    import cv2

    _, labels, stats, _ = cv2.connectedComponentsWithStats((found < 0.5).astype(np.uint8), connectivity=4)
    wide, tall = stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]
    left, top = stats[:, cv2.CC_STAT_LEFT], stats[:, cv2.CC_STAT_TOP]
    enclosed = (left > 0) & (top > 0) & (left + wide < found.shape[1]) & (top + tall < found.shape[0])
    small = enclosed & (np.maximum(wide, tall) < _HOLE * face_height(landmarks))
    small[0] = False  # label 0 is the person
    found[small[labels]] = 1
    return found


def _drop_others(
    found: NDArray[np.float32], landmarks: NDArray[np.float32], others: Iterable[tuple[float, float]]
) -> None:
    """Cut between neighbours: bodies hang below their heads, so height counts less than breadth."""
    x, y = landmarks[:, :2].mean(0)
    down, across = np.ogrid[: found.shape[0], : found.shape[1]]
    for other_x, other_y in others:
        own = (across - x) ** 2 + 0.1 * (down - y) ** 2
        theirs = (across - other_x) ** 2 + 0.1 * (down - other_y) ** 2
        found[theirs < own] = 0
