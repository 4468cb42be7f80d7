"""Where a performance comes from: a film, upright and as far as it is needed, or a camera for some seconds."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.errors import InputError
from avatar.outside.media import broken, open_media, pace_of, why
from avatar.runtime.access import told
from avatar.runtime.hashing import file_sha256

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import av
    from numpy.typing import NDArray

LONGEST = 1800.0
"""s of a performance"""
SLOWEST, FASTEST = 8.0, 1000.0
"""pictures per second that a film of a performance has"""
_SIDE = 1280
"""px of the longer side of what is looked at: a larger picture is reduced"""
_CURE = "give a film of one person who faces the camera"
_WEBCAM = re.compile(r"webcam(?::(\d+))?")
_PATIENCE = 5.0
"""s that a camera may take for its first picture"""


@dataclass(frozen=True, slots=True)
class DrivingFilm:
    """A film that somebody performs in."""

    path: Path
    """where it lies"""
    sha256: str
    """of its bytes, hex"""
    seconds: float
    """length of its picture, s; 0: the file does not say"""
    fps: float
    """pictures per second, on average"""
    has_sound: bool
    """it has at least one sound"""

    @property
    def name(self) -> str:
        """What it is called."""
        return self.path.name

    def begin(self, *, with_sound: bool) -> float:
        """Find the moment of its clock that is the first of the performance, s: where its sound begins, or its picture.

        Raise `InputError` if nothing of it can be decoded.
        """
        try:
            with _opened(self.path) as container:
                stream = container.streams.audio[0] if with_sound else container.streams.video[0]
                first = next(iter(container.decode(stream)), None)
        except broken() as fault:
            raise InputError(f"The film {str(self.path)!r} is damaged ({why(fault)}); {_CURE}.") from fault
        if first is None:
            raise InputError(f"The film {str(self.path)!r} has no picture that can be decoded; {_CURE}.")
        return float(first.time or 0.0)

    def pictures(self, step: float, side: int = _SIDE) -> Iterator[tuple[float, NDArray[np.uint8]]]:
        """Yield time, s, and (H, W, 3) RGB pixels of its pictures, upright, none sooner than `step` s after another.

        What is longer than `side` px is reduced.
        """
        last, number = -np.inf, 0
        with _opened(self.path) as container:
            stream = container.streams.video[0]
            stream.thread_type = "AUTO"
            try:
                for frame in container.decode(stream):
                    moment = number / self.fps if frame.time is None else float(frame.time)
                    number += 1
                    if moment < last + step:
                        continue
                    last = moment
                    yield moment, _upright(frame, side)
            except broken() as fault:
                after = max(last, 0.0)
                raise InputError(
                    f"The film {str(self.path)!r} is damaged after {after:.2f} s ({why(fault)}); save it anew."
                ) from fault


@dataclass(frozen=True, slots=True)
class Webcam:
    """A camera at this machine."""

    number: int
    """which, from 0"""
    seconds: float
    """how long it is looked through"""

    @property
    def name(self) -> str:
        """What it is called."""
        return f"webcam:{self.number}"

    def pictures(self, step: float) -> Iterator[tuple[float, NDArray[np.uint8]]]:
        """Yield time, s, and (H, W, 3) RGB pixels of what it shows, none sooner than `step` s after another.

        Raise `InputError` if there is no such camera, or it shows nothing.
        """
        import cv2

        cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
        camera = cv2.VideoCapture(self.number)
        try:
            if not camera.isOpened():
                raise InputError(
                    f"There is no camera {self.number} that can be opened here; connect one, let this user read it "
                    "(/dev/video*), name another with webcam:N, or give a film."
                )
            begun, last = time.monotonic(), -np.inf
            while True:
                is_there, picture = camera.read()
                moment = time.monotonic() - begun
                if not is_there:
                    if last < 0 and moment < _PATIENCE:
                        continue
                    raise InputError(
                        f"The camera {self.number} gives no picture after {max(last, 0.0):.1f} s; look whether another "
                        "program uses it."
                    )
                if last < 0:
                    begun, moment = time.monotonic(), 0.0
                if moment >= self.seconds:
                    return
                if moment >= last + step:
                    last = moment
                    yield moment, _reduced(cv2.cvtColor(picture, cv2.COLOR_BGR2RGB))
        finally:
            camera.release()


def webcam_of(driving: str, seconds: float) -> Webcam | None:
    """Read "webcam" or "webcam:1"; None for anything else."""
    named = _WEBCAM.fullmatch(driving)
    return Webcam(int(named[1] or 0), seconds) if named else None


def open_driving(path: Path) -> DrivingFilm:
    """Look at the headers of a film of a performance. Raise `InputError` if it is none, too long or too slow."""
    with told(path, "give another film"):
        is_there = path.is_file()
    if not is_there:
        raise InputError(f"There is no film {str(path)!r}; check its name.")
    with _opened(path) as container:
        if not container.streams.video:
            raise InputError(f"The file {str(path)!r} has no picture; {_CURE}.")
        rate, seconds = pace_of(container)
        has_sound = bool(container.streams.audio)
    if not rate or not seconds:
        raise InputError(f"The file {str(path)!r} is a still picture; {_CURE}.")
    if seconds > LONGEST:
        raise InputError(
            f"The film {str(path)!r} lasts {seconds / 60:.0f} minutes, and a performance at most "
            f"{LONGEST / 60:.0f}; cut it."
        )
    if not SLOWEST <= float(rate) <= FASTEST:
        raise InputError(
            f"The film {str(path)!r} has {float(rate):.3g} pictures per second; from {SLOWEST:g} on lips can be "
            "followed, better from 25."
        )
    return DrivingFilm(path, file_sha256(path), seconds, float(rate), has_sound)


def _opened(path: Path) -> av.container.InputContainer:
    try:
        return open_media(path)
    except broken() as fault:
        raise InputError(f"The file {str(path)!r} cannot be read as a film ({why(fault)}); {_CURE}.") from fault


def _upright(frame: av.VideoFrame, side: int) -> NDArray[np.uint8]:
    """Give the pixels the way up that the file says they are to be shown, as phones write it."""
    share = min(1.0, side / max(frame.width, frame.height))
    width, height = round(frame.width * share), round(frame.height * share)
    pixels = frame.to_ndarray(format="rgb24", width=width, height=height, interpolation="AREA")
    return np.ascontiguousarray(np.rot90(np.asarray(pixels, np.uint8), round(frame.rotation / 90) % 4))


def _reduced(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    import cv2

    share = _SIDE / max(picture.shape[:2])
    if share >= 1:
        return picture
    return np.asarray(cv2.resize(picture, None, fx=share, fy=share, interpolation=cv2.INTER_AREA), np.uint8)
