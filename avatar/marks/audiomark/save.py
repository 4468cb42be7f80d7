"""Sound files that say audibly and inaudibly that they are generated: a label before all else, a watermark throughout.

The label of metadata (AIGC), the credential and the registry are added when the file is whole: `marking.mark_film`.
"""

from __future__ import annotations

import os
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

import numpy as np

from avatar.errors import AvatarError, OutputError
from avatar.film.formats import AAC
from avatar.marks.audiomark import spectrum
from avatar.marks.audiomark.announce import announced
from avatar.marks.audiomark.embed import mark
from avatar.marks.audiomark.pattern import PERIOD
from avatar.settings import SOUND_RATE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import av
    from numpy.typing import NDArray

    from avatar.marks.watermark.payload import Payload

_FORMATS = {
    ".wav": ("wav", "pcm_s16le", 0),
    ".mp3": ("mp3", "libmp3lame", 96_000),
    ".m4a": ("ipod", AAC.codec, AAC.bitrate),
}
"""container, codec and bit/s by the ending of a file's name"""
ENDINGS = tuple(_FORMATS)
"""of the names of files that can be written, the usual one first"""
_BLOCK = 1152
"""samples given to the encoder at a time"""
_LARGEST = 2**32 - 2**20
"""bytes of sound in a WAV, whose sizes have 32 bits, beside its marks"""
_PIECE = 32 * PERIOD * SOUND_RATE // spectrum.RATE
"""samples that are marked at a time, 33 s: whole periods, so that the mark runs on from one to the next"""


@dataclass(frozen=True, slots=True)
class SoundFacts:
    """What a sound file tells about itself."""

    key: bytes
    """32 bytes, of the watermark"""
    payload: Payload
    """what the watermark says"""
    language: str = "en"
    """BCP-47, of the audible label"""
    spoken: NDArray[np.float32] | None = None
    """the sound of `announce.sentence(language)`, (N,) at `SOUND_RATE`; None: the label is the rhythm"""
    metadata: Mapping[str, str] = field(default_factory=dict)
    """of the container, where it keeps any key (M4A)"""


def ending_of(path: Path) -> str:
    """Give the ending of a sound file's name. Raise `OutputError` for one that cannot be written."""
    ending = path.suffix.lower()
    if ending not in _FORMATS:
        known = f"{', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}"
        raise OutputError(f"The sound file {str(path)!r} cannot be written; let its name end in {known}.")
    return ending


class SoundWriter:
    """Write a sound file piece by piece, with its audible label and its watermark.

    Use it as a context manager, and call `finish` at the end: a file is not whole without it. It holds half a minute of
    sound at most, however long the file is. Raise `OutputError` where nothing can be written.
    """

    def __init__(self, target: Path, name: Path, facts: SoundFacts) -> None:
        """Prepare to write to `target`; `name` is what it will be called, which says the format."""
        self._target, self._name, self._facts = target, name, facts
        self._container, self._codec, self._bitrate = _FORMATS[ending_of(name)]
        self._waiting: NDArray[np.float32] = np.zeros(0, np.float32)
        self._written = 0
        self._is_labelled = False

    def __enter__(self) -> SoundWriter:
        import av

        options = {"movflags": "+faststart+use_metadata_tags"} if self._container == "ipod" else {}
        with self._explained():
            self._file = av.open(f"file:{self._target}", "w", format=self._container, options=options)
            self._file.metadata.update(self._facts.metadata)
            own = dict(AAC.options) if self._codec == AAC.codec else None
            track = self._file.add_stream(self._codec, rate=SOUND_RATE, options=own, layout="mono")
            self._track = cast("av.AudioStream", track)
        if self._bitrate:
            self._track.bit_rate = self._bitrate
        return self

    def __exit__(self, *_: object) -> None:
        import av

        # An unfinished file is thrown away: what it still complains about has been said already.
        with suppress(av.FFmpegError):
            self._file.close()

    @property
    def seconds(self) -> float:
        """Length so far, the label included, s."""
        return (self._written + len(self._waiting)) / SOUND_RATE

    def add(self, samples: NDArray[np.float32]) -> None:
        """Put mono sound (N,) at `SOUND_RATE`, in [-1, 1], at the end; the label comes before the first."""
        if not self._is_labelled:
            samples = announced(samples, SOUND_RATE, self._facts.language, self._facts.spoken)
            self._is_labelled = True
        self._waiting = np.concatenate([self._waiting, samples])
        while len(self._waiting) >= _PIECE:
            self._encode(self._waiting[:_PIECE])
            self._waiting = self._waiting[_PIECE:]

    def finish(self) -> None:
        """Write what is left. Raise `AvatarError` if there was no sound at all."""
        if not self._is_labelled:
            raise AvatarError("A sound file without any sound was to be written; give it some.")
        if len(self._waiting):
            self._encode(self._waiting)
            self._waiting = self._waiting[:0]
        with self._explained():
            self._file.mux(self._track.encode(None))
            self._file.close()

    def _encode(self, sound: NDArray[np.float32]) -> None:
        marked = mark(sound, SOUND_RATE, self._facts.key, self._facts.payload)
        form = "s16" if self._codec.startswith("pcm") else "fltp"
        if form == "s16" and 2 * (self._written + len(marked)) > _LARGEST:
            raise OutputError(f"The sound file {str(self._name)!r} would not fit into a WAV (4 GB); choose an .mp3.")
        with self._explained():
            for start in range(0, len(marked), _BLOCK):
                block = marked[start : start + _BLOCK]
                self._file.mux(self._track.encode(_frame(block, form, self._written)))
                self._written += len(block)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        import av

        name = repr(str(self._name))
        try:
            yield
        except OSError as fault:
            reason = os.strerror(fault.errno) if fault.errno else str(fault)
            raise OutputError(f"The sound file {name} cannot be written ({reason}); choose another place.") from fault
        except av.FFmpegError as fault:
            raise AvatarError(f"The encoder failed after {self.seconds:.0f} s of {name}: {fault}.") from fault


def _frame(block: NDArray[np.float32], form: str, start: int) -> av.AudioFrame:
    import av

    values = np.rint(np.clip(block, -1, 1) * 32767).astype(np.int16) if form == "s16" else block
    frame = av.AudioFrame.from_ndarray(values[None], form, "mono")
    frame.sample_rate, frame.pts = SOUND_RATE, start
    return frame
