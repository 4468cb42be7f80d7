"""Sound out of any file that ffmpeg can read: one channel, at one rate, as it goes, so that nothing holds an hour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.errors import InputError
from avatar.outside.media import SOUND, broken, open_media
from avatar.runtime.hashing import file_sha256
from avatar.settings import SOUND_RATE

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

CURE = "give a sound file, or a film with sound"
SHORTEST, LONGEST = 0.3, 4 * 3600.0
"""s that a recording lasts"""
_LONGEST_GAP = 600.0
"""s without sound that are believed to be silence"""
_GAP = 0.05
"""s; where a file leaves out more between two pieces of its sound, that is silence"""


@dataclass(frozen=True, slots=True)
class RecordingFile:
    """A file that somebody is heard in."""

    path: Path
    """where it lies"""
    sha256: str
    """of its bytes, hex"""
    size: int
    """bytes"""
    codec: str
    """what its sound is packed with, "aac" """
    rate: int
    """Hz, as it was recorded"""
    channels: int
    """of the sound, which are mixed into one"""

    def native(self) -> Iterator[tuple[NDArray[np.float32], int]]:
        """Yield its sound as it was recorded: samples (channels, N) in [-1, 1], and their rate, Hz."""
        if self.path.stat().st_size != self.size:
            raise InputError(f"The recording {str(self.path)!r} changed while it was read; wait until it is whole.")
        yield from _decoded(self.path)

    def sound(
        self, hear: Callable[[NDArray[np.float32], int], object] = lambda _samples, _rate: None
    ) -> Generator[NDArray[np.float32], None, None]:
        """Yield its sound in one channel at `SOUND_RATE`, in pieces (N,) of about a second.

        `hear` is given it as it was recorded, too: what `native` yields.
        """
        import soxr

        resampler, rate, waiting = None, 0, []
        for samples, its_rate in self.native():
            hear(samples, its_rate)
            mixed = samples.mean(axis=0)
            if its_rate != rate:
                if resampler is not None:
                    waiting.append(resampler.resample_chunk(np.zeros(0, np.float32), last=True))
                rate = its_rate
                resampler = soxr.ResampleStream(rate, SOUND_RATE, 1, dtype="float32", quality="VHQ")
            waiting.append(resampler.resample_chunk(mixed) if rate != SOUND_RATE and resampler else mixed)
            if sum(map(len, waiting)) >= SOUND_RATE:
                yield np.concatenate(waiting)
                waiting = []
        if resampler is not None and rate != SOUND_RATE:
            waiting.append(resampler.resample_chunk(np.zeros(0, np.float32), last=True))
        if sum(map(len, waiting)):
            yield np.concatenate(waiting)


class Stretches:
    """Give stretches of a recording, best in their order: going back means to begin anew."""

    def __init__(self, file: RecordingFile) -> None:
        self._file = file
        self._sound = file.sound()
        self._held = np.zeros(0, np.float32)
        self._first = 0

    def close(self) -> None:
        """Let go of the file."""
        self._sound.close()

    def read(self, first: int, last: int) -> NDArray[np.float32]:
        """Give the samples from one index to another, at `SOUND_RATE`; beyond the recording's end is silence."""
        if first < self._first:
            self._sound.close()
            self._sound, self._held, self._first = self._file.sound(), np.zeros(0, np.float32), 0
        pieces, end = [self._held], self._first + len(self._held)
        while end < last and (piece := next(self._sound, None)) is not None:
            if end + len(piece) <= first:
                pieces = []
            pieces.append(piece)
            end += len(piece)
        held = np.concatenate(pieces) if pieces else np.zeros(0, np.float32)
        drop = max(first - (end - len(held)), 0)
        self._held, self._first = held[drop:], end - len(held[drop:])
        found = self._held[max(first - self._first, 0) : max(last - self._first, 0)]
        return np.pad(found, (0, last - first - len(found)))


def open_recording(path: Path) -> RecordingFile:
    """Look at a file without decoding it. Raise `InputError` if nobody can be heard in it."""
    try:
        with path.open("rb") as file:
            file.read(1)
        with open_media(path, wanted=SOUND) as container:
            if not container.streams.audio:
                raise InputError(f"The file {str(path)!r} has no sound; {CURE}.")
            context = container.streams.audio[0].codec_context
            facts = context.name, context.sample_rate, context.channels
    except broken() as fault:
        raise InputError(f"The file {str(path)!r} cannot be read as sound ({_short(fault)}); {CURE}.") from fault
    return RecordingFile(path, file_sha256(path), path.stat().st_size, *facts)


def _decoded(path: Path) -> Iterator[tuple[NDArray[np.float32], int]]:
    import av

    heard, rate = 0, 0
    try:
        with open_media(path, wanted=SOUND) as container:
            stream = container.streams.audio[0]
            stream.thread_type = "AUTO"
            begin = None
            for frame in container.decode(stream):
                if frame.sample_rate != rate:
                    rate = frame.sample_rate
                    as_float = av.AudioResampler(format="fltp", rate=rate)
                if frame.time is not None:
                    begin = frame.time if begin is None else begin
                    gap = frame.time - begin - heard / rate
                    if gap > _LONGEST_GAP:
                        raise InputError(
                            f"The sound of {str(path)!r} says that it is silent for {gap:,.0f} s after "
                            f"{heard / rate:.1f} s; save it anew."
                        )
                    if gap > _GAP:
                        left_out = round(gap * rate)
                        heard += left_out
                        yield np.zeros((1, left_out), np.float32), rate
                frame.pts = None
                for each in as_float.resample(frame):
                    samples = each.to_ndarray().astype(np.float32, copy=False)
                    heard += samples.shape[1]
                    yield samples, rate
    except broken() as fault:
        raise InputError(
            f"The sound of {str(path)!r} is broken after {heard / max(rate, 1):.1f} s ({_short(fault)}); save it anew."
        ) from fault


def _short(fault: Exception) -> str:
    return getattr(fault, "strerror", None) or type(fault).__name__
