"""Read a finished film: its pictures one by one with their times, and its sound."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.errors import InputError, TooLargeError
from avatar.outside.media import broken, open_media, pace_of, why
from avatar.runtime.access import refusal, told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import av
    from numpy.typing import NDArray

SOUND_RATE = 16000
"""Hz, at which sound is measured"""
_LONGEST = 14_400.0
"""s of a film that is inspected"""
_MOST = 1_500_000_000_000
"""pixels of all its pictures: two hours of 3840x2160"""


@dataclass(frozen=True, slots=True)
class Film:
    """A film that can be decoded again and again."""

    path: Path
    """where it lies"""
    fps: float
    """average frames per second"""
    seconds: float
    """length of the picture, s; 0: the file does not say"""
    size: tuple[int, int]
    """width, height, px"""
    has_sound: bool
    """at least one sound track"""

    def pictures(self) -> Iterator[tuple[float, NDArray[np.uint8]]]:
        """Yield the time, s, and the pixels (H, W, 3), RGB, of every picture in order of time."""
        with _opened(self.path) as container:
            yield from _decoded(container, 1.0 / self.fps, str(self.path))

    def pictures_at(self, times: list[float]) -> Iterator[tuple[float, NDArray[np.uint8]]]:
        """Yield the picture shown at each of these ascending times, s, without decoding all between."""
        half = 0.5 / self.fps
        with _opened(self.path) as container:
            stream = container.streams.video[0]
            for wanted in times:
                if stream.time_base:
                    container.seek(max(0, int((wanted - half) / stream.time_base)), stream=stream)
                shown = None
                for shown in _decoded(container, 1.0 / self.fps, str(self.path)):
                    if shown[0] >= wanted - half:
                        break
                if shown is not None:
                    yield shown

    def sound(self) -> NDArray[np.float32]:
        """Decode the sound, (N,), mono, `SOUND_RATE`, beginning at time 0; empty if there is none."""
        if not self.has_sound:
            return np.zeros(0, np.float32)
        import av

        with _opened(self.path) as container:
            resampler = av.AudioResampler(format="flt", layout="mono", rate=SOUND_RATE)
            parts, start = [], None
            try:
                for frame in container.decode(audio=0):
                    start = frame.time if start is None else start
                    frame.pts = None
                    parts += [part.to_ndarray()[0] for part in resampler.resample(frame)]
            except broken() as fault:
                done = sum(len(part) for part in parts) / SOUND_RATE
                raise _damaged("sound", str(self.path), done, fault) from fault
            parts += [part.to_ndarray()[0] for part in resampler.resample(None)]
        samples = np.concatenate(parts) if parts else np.zeros(0, np.float32)
        if abs(start or 0.0) > _LONGEST:
            raise _damaged("sound", str(self.path), 0.0, ValueError(f"it begins at {start:g} s"))
        offset = round((start or 0.0) * SOUND_RATE)
        placed = np.pad(samples, (offset, 0)) if offset > 0 else samples[-offset:]
        return np.asarray(placed, np.float32)


def open_film(path: Path) -> Film:
    """Look at the headers of a film. Raise `InputError` if the file is missing or shows no moving picture."""
    with told(path, "give another clip"):
        is_there = path.is_file()
    if not is_there:
        raise InputError(f"There is no file {str(path)!r}; give the clip that is to be inspected.")
    with _opened(path) as container:
        if not container.streams.video:
            raise InputError(f"The file {str(path)!r} has no picture; give a film, such as an MP4 of `avatar say`.")
        stream = container.streams.video[0]
        rate, seconds = pace_of(container)
        if not rate or container.format.name.endswith("_pipe"):  # which reads one picture, at a rate of its own
            raise InputError(f"The file {str(path)!r} is a still picture; give a film, such as an MP4 of `avatar say`.")
        context = stream.codec_context
        if seconds > _LONGEST or seconds * float(rate) * context.width * context.height > _MOST:
            raise TooLargeError(
                f"The film {str(path)!r} has {seconds:,.0f} s of {context.width}x{context.height} pixels; "
                "inspect a part of it, of two hours at most."
            )
        return Film(path, float(rate), seconds, (context.width, context.height), bool(container.streams.audio))


def _opened(path: Path) -> av.container.InputContainer:
    try:
        return open_media(path)
    except PermissionError as fault:
        raise refusal(path, fault, "give another clip") from fault
    except broken() as fault:
        raise InputError(f"The file {str(path)!r} cannot be read as a film ({why(fault)}); give an MP4.") from fault


def _decoded(
    container: av.container.InputContainer, step: float, name: str
) -> Iterator[tuple[float, NDArray[np.uint8]]]:
    time = -step
    try:
        for frame in container.decode(video=0):
            time = float(frame.time) if frame.time is not None else time + step
            yield time, np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)
    except broken() as fault:
        raise _damaged("picture", name, max(time, 0.0), fault) from fault


def _damaged(track: str, name: str, after: float, fault: Exception) -> InputError:
    return InputError(f"The {track} of {name!r} is damaged after {after:.2f} s ({why(fault)}); make it again.")
