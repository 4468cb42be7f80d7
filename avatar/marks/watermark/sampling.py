"""Read some frames of a film or picture, as means over half a second."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import av
import cv2
import numpy as np

from avatar.errors import InputError
from avatar.marks.watermark.pattern import cells_across
from avatar.outside.media import PICTURES, broken, open_media

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

BIN = 0.5
"""s"""
_PER_SECOND = 10
_STRETCH = 3.0
"""s that are looked at in one place of a long film"""
_GAP = 1.0
"""s without a frame, after which a frame is no longer taken to be on show"""
_LEAST_SIDE, _THINNEST = 16, 64
"""px of the shorter side, and how often it may go into the longer one: what is thinner bears no mark"""
_LONGEST = 1280
"""px of the longer side, unless the shorter one would keep less than two for each cell"""


@dataclass(frozen=True, slots=True)
class Bin:
    """The mean of some frames in half a second."""

    start: float
    """s"""
    end: float
    """s, of the last frame's showing as far as known"""
    mean: NDArray[np.float32]
    """(h, w), luma, shrunk"""
    frames: int
    """count"""
    size: tuple[int, int]
    """width and height of the frames, px"""


def read_frames(path: Path, budget: float | None = None) -> Iterator[tuple[float, NDArray[np.uint8]]]:
    """Yield the time and the luma (H, W) of about ten frames per second. Raise `InputError` if there are none.

    Of a film longer than `budget` s, yield stretches of three seconds, which begin at key frames where they can: there,
    nothing is left of what was shown before.
    """
    try:
        with open_media(path, wanted=PICTURES) as film:
            stream = film.streams.video[0]
            stream.thread_type = "AUTO"
            length = float((film.duration or 0) / av.time_base)
            if budget is None or length <= budget:
                yield from _thinned(film.decode(stream))
                return
            done = -1.0
            for begin in np.linspace(0, length - _STRETCH, max(1, int(budget / _STRETCH))):
                film.seek(int(begin * av.time_base))
                frames = (frame for frame in film.decode(stream) if (frame.time or 0.0) > done)
                for time, luma in _until_full(_thinned(frames)):
                    done = time
                    yield time, luma
    except broken() as fault:
        raise InputError(f"No pictures can be read from {str(path)!r} ({fault}); give a film or an image.") from fault


def _until_full(frames: Iterator[tuple[float, NDArray[np.uint8]]]) -> Iterator[tuple[float, NDArray[np.uint8]]]:
    """Pass on the frames of one stretch."""
    first: float | None = None
    for time, luma in frames:
        first = time if first is None else first
        if time >= first + _STRETCH:
            return
        yield time, luma


def _thinned(frames: Iterator[av.VideoFrame]) -> Iterator[tuple[float, NDArray[np.uint8]]]:
    """Leave frames out that come too soon after another."""
    due: float | None = None
    for frame in frames:
        time = frame.time or 0.0
        if due is not None and time < due - 1e-6:
            continue
        # Steps are counted from frame to frame only if frames are rarer than wanted.
        due = max(time if due is None else due, time - 1 / _PER_SECOND) + 1 / _PER_SECOND
        yield time, luma_of(frame)


def bins(frames: Iterable[tuple[float, NDArray[np.uint8]]]) -> Iterator[Bin]:
    """Average frames, (H, W) or RGB (H, W, 3), over each half second."""
    total: NDArray[np.float32] | None = None
    count, start, due, size = 0, 0.0, 0.0, (0, 0)
    last = 0.0
    for time, picture in frames:
        sides = picture.shape[:2]
        if min(sides) < _LEAST_SIDE or max(sides) > _THINNEST * min(sides):
            continue
        luma = _shrunk(picture)
        if total is not None and (time >= due or luma.shape != total.shape):
            end = min(time, due) if time > last + _GAP else time
            yield Bin(start, end, np.asarray(total / count, np.float32), count, size)
            total = None
        if total is None:
            total, count, start = np.zeros(luma.shape, np.float32), 0, time
            # Edges lie at whole multiples, however the frames fall.
            due = (np.floor(time / BIN + 1e-6) + 1) * BIN - 1e-6
            size = (picture.shape[1], picture.shape[0])
        cv2.accumulate(luma, total)
        count, last = count + 1, time
    if total is not None:
        yield Bin(start, last, np.asarray(total / count, np.float32), count, size)


def luma_of(frame: av.VideoFrame) -> NDArray[np.uint8]:
    """Give the luma (H, W) of a decoded picture."""
    if frame.format.name in {"yuv420p", "yuvj420p", "yuv422p", "yuv444p"}:
        plane = frame.planes[0]
        return np.frombuffer(cast("bytes", plane), np.uint8).reshape(-1, plane.line_size)[:, : frame.width]
    return np.asarray(frame.to_ndarray(format="gray"), np.uint8)


def _shrunk(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    height, width = picture.shape[:2]
    share = max(_LONGEST / max(width, height), 2 * cells_across((width, height)) / min(width, height))
    if share < 1:
        picture = cv2.resize(picture, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    if picture.ndim == 3:
        picture = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    return picture.astype(np.float32)
