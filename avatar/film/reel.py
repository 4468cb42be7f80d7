"""One open film: shots are put into it one after the other, and the sound keeps step with the pictures."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, cast

import av
import numpy as np

from avatar.errors import AvatarError
from avatar.film.formats import CONTAINERS, format_of
from avatar.film.output import write_error
from avatar.film.shot import template
from avatar.film.track import add_track, packet_of
from avatar.settings import SOUND_RATE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import BinaryIO

    from numpy.typing import NDArray

    from avatar.film.track import Track
    from avatar.settings import FilmSettings

STREAM = "stream"
"""what a film without a name is called"""
FRAGMENT = 0.16
"""s of film in each fragment of a stream"""
_WHOLE = "+faststart+use_metadata_tags"
_SAMPLE = Fraction(1, SOUND_RATE)
_FRAGMENTED = "+empty_moov+default_base_moof+use_metadata_tags"


class Reel:
    """Write one film to `target`; `name` is what its errors call it. Not thread-safe: one thread at a time.

    A path gets a whole film with its index in front; anything that can only be written to gets it in fragments of
    `FRAGMENT` s, of which each can be played when it is there.
    """

    def __init__(  # noqa: PLR0913 - what it is made of, and what it has beside pictures and sound
        self,
        target: Path | BinaryIO,
        name: Path | str,
        settings: FilmSettings,
        metadata: Mapping[str, str],
        *,
        is_live: bool = False,
        track: Track | None = None,
    ) -> None:
        self._name, self._fps, self._apart = name, settings.fps, 1 / settings.fps
        self._frames = 0
        self._samples = 0
        self._pending: NDArray[np.float32] = np.zeros(0, np.float32)
        chosen = format_of(settings)
        with self._explained():
            ending = Path(name).suffix.lower() if name != STREAM else chosen.endings[0]
            self._container = _opened(target, CONTAINERS[ending])
            self._container.metadata.update(metadata)
            self._template = template(settings, is_live)
            self._video = self._container.add_stream_from_template(self._template.streams.video[0])
            self._video.time_base = self._apart
            if chosen.tag and ending != ".mkv":
                self._video.codec_context.codec_tag = chosen.tag
            if settings.background.is_transparent:
                # What a template of VP9 does not say, and browsers ask the container for.
                self._video.codec_context.pix_fmt = chosen.see_through
            self._sound = chosen.sound
            self._audio = cast(
                "av.AudioStream",
                self._container.add_stream(
                    self._sound.codec, options=dict(self._sound.options), rate=SOUND_RATE, layout="mono"
                ),
            )
            if self._sound.bitrate:
                self._audio.bit_rate = self._sound.bitrate
            self._texts = add_track(self._container, ending, track) if track else None
            self._captions = 0

    @property
    def frames(self) -> int:
        """Count the frames of the shots that are in it."""
        return self._frames

    def begin(self, sound: NDArray[np.float32]) -> None:
        """Begin a shot with its sound (N,), 48 kHz, which is silence after its end."""
        self._pending = np.concatenate([self._pending, sound])

    def add(self, packets: Iterable[av.Packet[av.VideoStream]]) -> None:
        """Put packets of the shot into the film, with the sound that goes with them."""
        with self._explained():
            for packet in packets:
                decoded = self._frames + (packet.dts or 0)
                self._container.mux(self._placed(packet))
                self._put_sound(min(self._sample_at(max(decoded, 0)), self._samples + len(self._pending)))

    def caption(self, text: str, start: float, end: float) -> None:
        """Put a caption into the track of subtitles, before the shot that it is shown in."""
        if self._texts is not None:
            with self._explained():
                self._container.mux(packet_of(text, start, end, self._captions, self._texts))
            self._captions += 1

    def chapters(self, chapters: Sequence[tuple[str, float, float]]) -> None:
        """Name the film's parts, (title, start s, end s) each, before anything is put into it."""
        with self._explained():
            self._container.set_chapters(
                [
                    {
                        "id": number,
                        "start": round(start * 1000),
                        "end": round(end * 1000),
                        "time_base": Fraction(1, 1000),
                        "metadata": {"title": title},
                    }
                    for number, (title, start, end) in enumerate(chapters)
                ]
            )

    def end(self, frames: int) -> None:
        """End the shot after so many frames: its sound is cut or padded to that."""
        self._frames += frames
        due = self._sample_at(self._frames) - self._samples
        self._pending = np.pad(self._pending[:due], (0, max(due - len(self._pending), 0)))

    def finish(self) -> None:
        """Write the sound to the very end of the last picture, and the index."""
        with self._explained():
            self._put_sound(self._samples + len(self._pending), to_the_end=True)
            self._container.mux(self._audio.encode(None))
            self._container.close()

    def close(self) -> None:
        """Let go of the file, finished or not."""
        # An unfinished file is thrown away: what it still complains about has been said already.
        with suppress(av.FFmpegError):
            self._container.close()
        self._template.close()

    def _sample_at(self, frame: int) -> int:
        # Whole numbers, for this is asked for each picture; a half goes to the even sample, as `round` lets it.
        whole, rest = divmod(frame * self._fps.denominator * SOUND_RATE, self._fps.numerator)
        return whole + (2 * rest + (whole & 1) > self._fps.numerator)

    def _placed(self, packet: av.Packet[av.VideoStream]) -> av.Packet[av.VideoStream]:
        """Copy a packet to its place in the film: the shot may keep its own."""
        copy = cast("av.Packet[av.VideoStream]", av.Packet(bytes(packet)))
        copy.pts, copy.dts = self._frames + (packet.pts or 0), self._frames + (packet.dts or 0)
        copy.time_base, copy.duration = self._apart, 1
        copy.is_keyframe, copy.stream = packet.is_keyframe, self._video
        for side in packet.iter_sidedata():
            copy.set_sidedata(side)
        return copy

    def _put_sound(self, until: int, *, to_the_end: bool = False) -> None:
        """Encode whole blocks up to a sample of the film, and what is left after them where nothing follows."""
        done = 0
        while (left := until - self._samples) >= self._sound.block or (to_the_end and left > 0):
            count = min(self._sound.block, left)
            frame = _audio_frame(self._pending[done : done + count], self._samples, self._sound.samples)
            self._container.mux(self._audio.encode(frame))
            self._samples += count
            done += count
        self._pending = self._pending[done:]

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except OSError as fault:
            raise write_error(self._name, fault) from fault
        except av.FFmpegError as fault:
            raise AvatarError(f"The encoder failed at frame {self._frames} of {str(self._name)!r}: {fault}.") from fault


def _opened(target: Path | BinaryIO, container: str) -> av.container.OutputContainer:
    has_boxes = container in ("mp4", "mov")
    if hasattr(target, "write"):
        boxes = {"movflags": _FRAGMENTED, "frag_duration": str(round(FRAGMENT * 1e6))}
        clusters = {"live": "1", "cluster_time_limit": str(round(FRAGMENT * 1e3))}
        return av.open(target, "w", format=container, options=boxes if has_boxes else clusters)
    # "file:" keeps a colon in the name from being taken for a protocol.
    return av.open(f"file:{target}", "w", format=container, options={"movflags": _WHOLE} if has_boxes else {})


def _audio_frame(samples: NDArray[np.float32], position: int, form: str) -> av.AudioFrame:
    if form == "s16":
        samples = np.rint(np.clip(samples, -1, 1) * 32767).astype(np.int16)
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples[None]), format=form, layout="mono")
    frame.sample_rate = SOUND_RATE
    frame.pts = position
    frame.time_base = _SAMPLE
    return frame
