"""A ready film: its pictures at an even rate, upright, and its sound."""

# Shapes no clip.

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from avatar.errors import InputError, TooLargeError
from avatar.outside.media import PICTURES, broken, open_media, pace_of, why
from avatar.runtime.access import told
from avatar.runtime.hashing import file_sha256
from avatar.settings import FASTEST, SHORTEST_SIDE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import av
    from numpy.typing import NDArray

LONGEST = 1800.0
"""s of a film whose background is replaced"""
LARGEST = 2560 * 1440
"""pixels of its pictures"""
_SLOWEST = 8
"""pictures per second at least: below, nothing can be followed"""
_CURE = "give a film such as an MP4"


@dataclass(frozen=True, slots=True)
class ReadyFilm:
    """A film that somebody has made before."""

    path: Path
    """where it lies"""
    sha256: str
    """of its bytes, hex"""
    size: tuple[int, int]
    """width, height, px, upright and even"""
    fps: Fraction
    """pictures per second"""
    seconds: float
    """length of its pictures, s, as the file says"""
    has_sound: bool
    """it has at least one sound"""

    @property
    def frames(self) -> int:
        """Count its pictures at an even rate, nearly."""
        return max(1, round(self.seconds * self.fps))

    def pictures(self) -> Iterator[NDArray[np.uint8]]:
        """Yield the pictures that are seen at an even rate, (H, W, 3) RGB. Raise `InputError` where it is damaged."""
        shown: NDArray[np.uint8] | None = None
        count, start, passed, half = 0, 0.0, 0.0, 0.5 / float(self.fps)
        for moment, picture in self._decoded():
            start = moment if shown is None else start
            passed = moment - start
            while shown is not None and count / self.fps < passed - half:
                yield shown
                count += 1
            shown = picture
        while shown is not None and count / self.fps < passed + half:
            yield shown
            count += 1
        if shown is None:
            raise InputError(f"The film {str(self.path)!r} has no picture that can be decoded; {_CURE}.")

    def first(self) -> NDArray[np.uint8]:
        """Give its first picture, (H, W, 3) RGB. Raise `InputError` where none can be decoded."""
        return next(self.pictures())

    def _decoded(self) -> Iterator[tuple[float, NDArray[np.uint8]]]:
        moment = 0.0
        with _opened(self.path) as container:
            stream = container.streams.video[0]
            stream.thread_type = "AUTO"
            try:
                for number, frame in enumerate(container.decode(stream)):
                    moment = float(number / self.fps) if frame.time is None else float(frame.time)
                    yield moment, self._upright(frame)
            except broken() as fault:
                raise InputError(
                    f"The film {str(self.path)!r} is damaged after {moment:.2f} s ({why(fault)}); save it anew."
                ) from fault

    def _upright(self, frame: av.VideoFrame) -> NDArray[np.uint8]:
        turned = np.rot90(np.asarray(frame.to_ndarray(format="rgb24"), np.uint8), round(frame.rotation / 90) % 4)
        width, height = self.size
        if turned.shape[0] < height or turned.shape[1] < width:
            raise InputError(f"The pictures of {str(self.path)!r} change their size; save it anew in one size.")
        return np.ascontiguousarray(turned[:height, :width])


def open_ready(path: Path) -> ReadyFilm:
    """Look at a film's headers and its first picture.

    Raise `InputError` if it is none, too long, too slow, too small or broken, `TooLargeError` if it is too large.
    """
    with told(path, "give another film"):
        is_there = path.is_file()
    if not is_there:
        raise InputError(f"There is no film {str(path)!r}; check its name.")
    with _opened(path) as container:
        if not container.streams.video:
            raise InputError(f"The file {str(path)!r} has no picture; {_CURE}.")
        rate, seconds = pace_of(container)
        has_sound = bool(container.streams.audio)
        first = _first(container, path)
    if not rate or not seconds or container.format.name.endswith("_pipe"):
        raise InputError(f"The file {str(path)!r} is a still picture; {_CURE}.")
    if seconds > LONGEST:
        raise InputError(
            f"The film {str(path)!r} lasts {seconds / 60:.0f} minutes, and at most {LONGEST / 60:.0f}; cut it."
        )
    if not _SLOWEST <= rate <= FASTEST:
        raise InputError(
            f"The film {str(path)!r} has {float(rate):.3g} pictures per second; from {_SLOWEST} to {FASTEST} it can "
            "be followed."
        )
    turned = round(first.rotation / 90) % 2
    width, height = (first.height, first.width) if turned else (first.width, first.height)
    if width * height > LARGEST:
        raise TooLargeError(
            f"The pictures of {str(path)!r} have {width}x{height} pixels, and 2560x1440 at most; save it smaller."
        )
    size = width // 2 * 2, height // 2 * 2
    if min(size) < SHORTEST_SIDE:
        raise InputError(
            f"The pictures of {str(path)!r} have {width}x{height} pixels; {SHORTEST_SIDE} a side at least."
        )
    even = Fraction(rate).limit_denominator(1001)
    return ReadyFilm(path, file_sha256(path), size, even, seconds, has_sound)


def _first(container: av.container.InputContainer, path: Path) -> av.VideoFrame:
    try:
        first = next(iter(container.decode(container.streams.video[0])), None)
    except broken() as fault:
        raise InputError(f"The film {str(path)!r} is damaged ({why(fault)}); save it anew.") from fault
    if first is None:
        raise InputError(f"The film {str(path)!r} has no picture that can be decoded; {_CURE}.")
    return first


def _opened(path: Path) -> av.container.InputContainer:
    try:
        return open_media(path, wanted=PICTURES)
    except broken() as fault:
        raise InputError(f"The file {str(path)!r} cannot be read as a film ({why(fault)}); {_CURE}.") from fault
