"""Whether the visible label is in the picture: compared with how it looks at this size, at its place and near it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import av
import cv2
import numpy as np

from avatar.provenance.verify.report import Layer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from avatar.provenance.verify.report import State

LEAST_SIDE = 96
"""px of a picture whose label could be read"""
FOUND = 0.62
"""normalized correlation at the label's own place"""
FOUND_ELSEWHERE = 0.72
"""the same anywhere in the picture, where more places try their luck"""
_FRAMES = 6
_LOOSE = 0.02
"""how far from its place it is looked for, in the shorter side"""
_SCALES = (1.0, 0.96, 1.04)
_OTHER_SCALES = tuple(float(scale) for scale in np.geomspace(0.5, 1.6, 14))
_LONGEST = 960
"""px of the longer side for the search of the whole picture"""


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


def read_label(path: Path, plates: Plates) -> Layer:
    """Look for the label in some pictures of a file, the first and the last among them."""
    scores: dict[str, list[float]] = {}
    count = 0
    for luma in _some_frames(path):
        size = (luma.shape[1], luma.shape[0])
        if min(size) < LEAST_SIDE:
            continue
        count += 1
        for plate in plates(size):
            scores.setdefault(plate.text, []).append(_best(luma, plate))
    if not count:
        return Layer("absent", {"why": "there are no pictures in which it could be read"})
    text = max(scores, key=lambda each: float(np.median(scores[each])))
    seen = sum(score >= FOUND for score in scores[text])
    state: State = "present" if seen == count else "invalid" if seen else "absent"
    details = {"text": text if seen else "", "seen": seen, "looked_at": count, "score": round(min(scores[text]), 3)}
    return Layer(state, {**details, "why": "it is missing in some pictures"} if state == "invalid" else details)


def _best(luma: NDArray[np.uint8], plate: Plate) -> float:
    """Give the best correlation with a label: 0-1, at its place, else anywhere scaled to the same measure."""
    near = _near(luma, plate)
    if near >= FOUND:
        return near
    anywhere = _anywhere(luma, plate)
    return anywhere if anywhere >= FOUND_ELSEWHERE else min(near, FOUND - 0.001)


def _near(luma: NDArray[np.uint8], plate: Plate) -> float:
    height, width = luma.shape
    loose = max(4, round(_LOOSE * min(height, width)))
    (x, y), (down, across) = plate.place, plate.luma.shape
    window = luma[max(0, y - loose) : y + down + loose, max(0, x - loose) : x + across + loose]
    return max(_correlation(window, plate.luma, scale) for scale in _SCALES)


def _anywhere(luma: NDArray[np.uint8], plate: Plate) -> float:
    share = min(1.0, _LONGEST / max(luma.shape))
    small = cv2.resize(luma, None, fx=share, fy=share, interpolation=cv2.INTER_AREA) if share < 1 else luma
    return max(_correlation(np.asarray(small, np.uint8), plate.luma, share * scale) for scale in _OTHER_SCALES)


def _correlation(window: NDArray[np.uint8], template: NDArray[np.uint8], scale: float) -> float:
    if scale != 1.0:
        form = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        template = np.asarray(cv2.resize(template, None, fx=scale, fy=scale, interpolation=form), np.uint8)
    if min(template.shape) < 8 or any(t > w for t, w in zip(template.shape, window.shape, strict=True)):
        return 0.0
    found = cv2.matchTemplate(window, template, cv2.TM_CCOEFF_NORMED)
    return float(np.nan_to_num(found, nan=0.0, posinf=0.0, neginf=0.0).max())


def _some_frames(path: Path) -> Iterator[NDArray[np.uint8]]:
    """Yield the luma (H, W) of a few pictures; none of a file without pictures."""
    try:
        with av.open(f"file:{path}") as film:
            if not film.streams.video:
                return
            stream = film.streams.video[0]
            stream.thread_type = "AUTO"
            length = float(film.duration or 0) / av.time_base
            for share in np.linspace(0, 1, _FRAMES) if length > 1 else (0.0,):
                frame = _frame_at(film, stream, max(0.0, float(share) * length - 0.3))
                if frame is not None:
                    yield np.asarray(frame.to_ndarray(format="gray"), np.uint8)
    except (OSError, av.FFmpegError):
        return


def _frame_at(film: av.container.InputContainer, stream: av.VideoStream, time: float) -> av.VideoFrame | None:
    if time > 0:
        film.seek(round(time * av.time_base))
    last = None
    for frame in film.decode(stream):
        last = frame
        if (frame.time or 0.0) >= time:
            break
    return last
