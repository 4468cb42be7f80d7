"""One open MP4: pictures go in, and the sound keeps step with them."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from fractions import Fraction
from typing import TYPE_CHECKING

import av

from avatar.errors import AvatarError
from avatar.film.output import write_error
from avatar.film.sound import RATE, Soundtrack

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from avatar.data import Speech
    from avatar.settings import FilmSettings

_BT709 = 1
"""code point of primaries, transfer and matrix alike (ITU-T H.273)"""
_LIMITED = 1
"""libavutil's AVCOL_RANGE_MPEG"""
_AAC_BLOCK = 1024
"""samples in an AAC-LC packet (ISO/IEC 14496-3)"""
_AAC_BITRATE = 96_000
"""bit/s; transparent for one voice"""
_ONE_THREAD_PIXELS = 1920 * 1088


class Encoder:
    """Write one film to `part`; `name` is what its errors call it. Not thread-safe: one thread at a time."""

    def __init__(
        self, part: Path, name: Path, speech: Speech, settings: FilmSettings, metadata: Mapping[str, str]
    ) -> None:
        self._name = name
        self._fps = settings.fps
        self._sound = Soundtrack(speech)
        self._frames = 0
        self._samples = 0
        with self._explained():
            # "file:" keeps a colon in the name from being taken for a protocol.
            self._container = av.open(
                f"file:{part}", "w", format="mp4", options={"movflags": "+faststart+use_metadata_tags"}
            )
            self._container.metadata.update(metadata)
            self._video = self._add_video(settings)
            self._audio = self._add_audio()

    def add(self, picture: av.VideoFrame) -> None:
        """Encode the next picture and the sound up to its end."""
        picture.pts = self._frames
        picture.time_base = 1 / self._fps
        with self._explained():
            self._container.mux(self._video.encode(picture))
            self._frames += 1
            while self._samples + _AAC_BLOCK <= self._due:
                self._add_sound(_AAC_BLOCK)

    def finish(self) -> None:
        """Write what is still on its way, the sound to the very end of the last picture, and the index."""
        with self._explained():
            while self._samples < self._due:
                self._add_sound(min(_AAC_BLOCK, self._due - self._samples))
            self._container.mux(self._video.encode(None))
            self._container.mux(self._audio.encode(None))
            self._container.close()

    def close(self) -> None:
        """Let go of the file and of the sound, finished or not."""
        self._sound.close()
        # An unfinished file is thrown away: what it still complains about has been said already.
        with suppress(av.FFmpegError):
            self._container.close()

    @property
    def _due(self) -> int:
        return round(self._frames / self._fps * RATE)

    def _add_sound(self, count: int) -> None:
        frame = _audio_frame(self._sound.take(count), self._samples)
        self._container.mux(self._audio.encode(frame))
        self._samples += count

    def _add_video(self, settings: FilmSettings) -> av.VideoStream:
        # Mode 3 spends more on dark pictures, whose skin would lose its grain otherwise.
        options = {"preset": settings.preset, "crf": str(settings.crf), "aq-mode": "3"}
        stream = self._container.add_stream("libx264", rate=settings.fps, options=options)
        stream.width, stream.height, stream.pix_fmt = settings.width, settings.height, "yuv420p"
        context = stream.codec_context
        context.time_base = 1 / settings.fps
        context.color_primaries = context.color_trc = context.colorspace = _BT709
        context.color_range = _LIMITED
        # One thread wastes least beside a renderer on another core. A number of our own rather than the machine's,
        # because x264's output depends on it; frame threads, because slices cost quality.
        context.thread_count = 1 if settings.width * settings.height <= _ONE_THREAD_PIXELS else 4
        context.thread_type = "FRAME"
        return stream

    def _add_audio(self) -> av.AudioStream:
        stream = self._container.add_stream("aac", rate=RATE, layout="mono")
        stream.bit_rate = _AAC_BITRATE
        return stream

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except OSError as fault:
            raise write_error(self._name, fault) from fault
        except av.FFmpegError as fault:
            raise AvatarError(f"The encoder failed at frame {self._frames} of {str(self._name)!r}: {fault}.") from fault


def _audio_frame(samples: NDArray[np.float32], position: int) -> av.AudioFrame:
    frame = av.AudioFrame.from_ndarray(samples[None], format="fltp", layout="mono")
    frame.sample_rate = RATE
    frame.pts = position
    frame.time_base = Fraction(1, RATE)
    return frame
