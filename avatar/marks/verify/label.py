"""Whether the visible label is in the picture: compared with how it looks at this size, at its place and near it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import cv2
import numpy as np

from avatar.marks.verify.report import Layer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    Luma = NDArray[np.uint8]

LEAST_SIDE = 96
"""px of a picture whose label could be read"""
FOUND = 0.55
"""normalized correlation at the label's own place: 0.75 and more with one, 0.25 and less without"""
FOUND_ELSEWHERE = 0.72
"""the same anywhere in the picture, where more places try their luck"""
_FRAMES, _BEFORE_END = 6, 0.4
"""how many pictures are looked at, and how long before the end, s, the last of them"""
_LOOSE = 0.02
"""how far from its place it is looked for, in the shorter side"""
_SCALES = (1.0, 0.96, 1.04)
_OTHER_SCALES = tuple(float(scale) for scale in np.geomspace(0.5, 1.6, 12))
_LONGEST = 720
"""px of the longer side for the search of the whole picture"""
_SEARCHES = 2
"""pictures without a label anywhere after which no other is searched whole"""


@dataclass(frozen=True, slots=True)
class Plate:
    """The label as it looks in a picture of one size."""

    text: str
    luma: NDArray[np.uint8]
    """(h, w) over middle grey"""
    place: tuple[int, int]
    """of its left upper corner, px"""


Plates: TypeAlias = "Callable[[tuple[int, int]], Sequence[Plate]]"
"""Gives the labels that a picture of some width and height could have."""


class LabelReader:
    """Look for the label in some of the pictures that pass by, the first and nearly the last among them."""

    def __init__(self, plates: Plates, seconds: float) -> None:
        self._plates = plates
        self._due = deque(np.linspace(0, max(0.0, seconds - _BEFORE_END), _FRAMES if seconds > 1 else 1).tolist())
        self._drawn: dict[tuple[int, int], Sequence[Plate]] = {}
        self._scores: list[dict[str, float]] = []
        self._searches = _SEARCHES

    def passing(self, frames: Iterable[tuple[float, Luma]]) -> Iterator[tuple[float, Luma]]:
        """Pass on pairs of a time in s and a luma (H, W), and look at those that are due."""
        for time, luma in frames:
            if self._due and time >= self._due[0] and min(luma.shape) >= LEAST_SIDE:
                self._due.popleft()
                self._scores.append(self._look(luma))
            yield time, luma

    def layer(self) -> Layer:
        """Say what was seen."""
        return _layer(self._scores)

    def _look(self, luma: Luma) -> dict[str, float]:
        size = (luma.shape[1], luma.shape[0])
        if size not in self._drawn:
            self._drawn[size] = self._plates(size)
        found: dict[str, float] = {}
        for plate in self._drawn[size]:  # one text may have several places
            found[plate.text] = max(found.get(plate.text, 0.0), likeness(luma, plate))
        if max(found.values()) < FOUND and self._searches:
            each_once = {plate.text: plate for plate in self._drawn[size]}
            found = {text: max(found[text], _anywhere(luma, plate)) for text, plate in each_once.items()}
            self._searches -= max(found.values()) < FOUND
        return found


def _layer(scores: list[dict[str, float]]) -> Layer:
    if not scores:
        return Layer("absent", {"why": "there are no pictures in which it could be read"})
    text = max(scores[0], key=lambda each: float(np.median([score[each] for score in scores])))
    seen = sum(score[text] >= FOUND for score in scores)
    details: dict[str, object] = {"text": text if seen else "", "seen": seen, "looked_at": len(scores)}
    details["score"] = round(min(score[text] for score in scores), 3)
    if seen == len(scores) or not seen:
        return Layer("present" if seen else "absent", details)
    return Layer("invalid", {**details, "why": "it is missing in some pictures"})


def likeness(luma: NDArray[np.uint8], plate: Plate) -> float:
    """Say how well a picture (H, W) shows a label at its own place: correlation, of which `FOUND` is enough."""
    height, width = luma.shape
    loose = max(4, round(_LOOSE * min(height, width)))
    (x, y), (down, across) = plate.place, plate.luma.shape
    window = luma[max(0, y - loose) : y + down + loose, max(0, x - loose) : x + across + loose]
    return max(_correlation(window, plate.luma, scale) for scale in _SCALES)


def _anywhere(luma: NDArray[np.uint8], plate: Plate) -> float:
    """Search the whole picture for the label at other scales: it was cropped or framed."""
    share = min(1.0, _LONGEST / max(luma.shape))
    small = cv2.resize(luma, None, fx=share, fy=share, interpolation=cv2.INTER_AREA) if share < 1 else luma
    best = max(_correlation(np.asarray(small, np.uint8), plate.luma, share * scale) for scale in _OTHER_SCALES)
    return best if best >= FOUND_ELSEWHERE else 0.0


def _correlation(window: NDArray[np.uint8], template: NDArray[np.uint8], scale: float) -> float:
    if scale != 1.0:
        form = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        template = np.asarray(cv2.resize(template, None, fx=scale, fy=scale, interpolation=form), np.uint8)
    if min(template.shape) < 8 or any(t > w for t, w in zip(template.shape, window.shape, strict=True)):
        return 0.0
    found = cv2.matchTemplate(window, template, cv2.TM_CCOEFF_NORMED)
    return float(np.nan_to_num(found, nan=0.0, posinf=0.0, neginf=0.0).max())
