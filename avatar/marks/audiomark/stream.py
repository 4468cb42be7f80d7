"""Sound that is heard while it is made: encoded piece by piece, each as it comes, with what its format can tell."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np

from avatar.errors import InputError
from avatar.film.formats import AAC
from avatar.settings import SOUND_RATE

if TYPE_CHECKING:
    from collections.abc import Mapping

    import av
    from numpy.typing import NDArray

LABEL = "AIGC"
"""key of the metadata that says that it is generated, which has a place even in a WAV"""
PCM_RATE = 24_000
"""of bare samples, Hz: there is nothing to say another, and this is what programs expect"""
_BLOCK = 960
"""samples that the encoder is given at a time, 20 ms"""
_ENDLESS = 0xFFFFFFFF
"""a length that nobody knows yet"""


@dataclass(frozen=True, slots=True)
class StreamFormat:
    """How sound is sent."""

    media_type: str
    container: str = ""
    """the library's name of it; "": samples"""
    codec: str = ""
    form: str = "fltp"
    """of the samples that the codec takes"""
    bitrate: int = 0
    """bit/s; 0: the codec's own"""
    options: tuple[tuple[str, str], ...] = ()
    """of the container"""
    own: tuple[tuple[str, str], ...] = ()
    """of the encoder"""


FORMATS = {
    "mp3": StreamFormat(
        "audio/mpeg", "mp3", "libmp3lame", "fltp", 96_000, (("write_xing", "0"), ("id3v2_version", "3"))
    ),
    "opus": StreamFormat("audio/ogg", "ogg", "libopus", "flt", 48_000, (("page_duration", "100000"),)),
    "aac": StreamFormat("audio/aac", "adts", AAC.codec, AAC.samples, AAC.bitrate, (("write_id3v2", "1"),), AAC.options),
    "flac": StreamFormat("audio/flac", "flac", "flac", "s16"),
    "wav": StreamFormat("audio/wav"),
    "pcm": StreamFormat("audio/pcm"),
}
"""by the name that is asked for"""


def format_named(name: str) -> StreamFormat:
    """Find a format. Raise `InputError` for an unknown one."""
    if name not in FORMATS:
        raise InputError(f"There is no sound format {name!r}; choose one of {', '.join(FORMATS)}.")
    return FORMATS[name]


class SoundStream:
    """Encode mono sound at `SOUND_RATE` as it comes. What is sent first carries the metadata."""

    def __init__(self, name: str, metadata: Mapping[str, str]) -> None:
        """Open a stream of the format of this name."""
        self._format, self._metadata = format_named(name), metadata
        self._sent, self._count = bytearray(), 0
        self._file: av.container.OutputContainer | None = None
        self._is_bare = name == "pcm"
        if self._format.container:
            self._open()
        elif not self._is_bare:
            self._sent += _wav_head(metadata.get(LABEL, ""))

    def write(self, data: bytes) -> int:
        """Take what the encoder has made."""
        self._sent += data
        return len(data)

    def add(self, samples: NDArray[np.float32]) -> bytes:
        """Encode samples (N,) in [-1, 1], and give what can be sent."""
        if self._file is None:
            self._sent += _bytes_of(_at_pcm_rate(samples) if self._is_bare else samples)
            return self._taken()
        for start in range(0, len(samples), _BLOCK):
            self._file.mux(self._track.encode(self._frame(samples[start : start + _BLOCK])))
        return self._taken()

    def finish(self) -> bytes:
        """Give what is left."""
        if self._file is not None:
            self._file.mux(self._track.encode(None))
            self._file.close()
        return self._taken()

    def close(self) -> None:
        """Leave it as it is."""
        if self._file is not None:
            self._file.close()

    def _open(self) -> None:
        import av

        options = {"flush_packets": "1", **dict(self._format.options)}
        self._file = av.open(self, "w", format=self._format.container, options=options)
        self._file.metadata.update(self._metadata)
        own = dict(self._format.own)
        track = self._file.add_stream(self._format.codec, rate=SOUND_RATE, options=own, layout="mono")
        self._track = cast("av.AudioStream", track)
        if self._format.bitrate:
            self._track.bit_rate = self._format.bitrate

    def _frame(self, block: NDArray[np.float32]) -> av.AudioFrame:
        import av

        values = _rounded(block) if self._format.form == "s16" else block
        frame = av.AudioFrame.from_ndarray(values[None], self._format.form, "mono")
        frame.sample_rate, frame.pts = SOUND_RATE, self._count
        self._count += len(block)
        return frame

    def _taken(self) -> bytes:
        taken = bytes(self._sent)
        self._sent.clear()
        return taken


def _wav_head(label: str) -> bytes:
    """Write what stands before the samples of a WAV whose length is not known, the label among it."""
    value = label.encode()
    told = b"AIGC" + struct.pack("<I", len(value)) + value + b"\0" * (len(value) % 2) if value else b""
    shape = struct.pack("<IHHIIHH", 16, 1, 1, SOUND_RATE, 2 * SOUND_RATE, 2, 16)
    size = struct.pack("<I", _ENDLESS)
    return b"RIFF" + size + b"WAVEfmt " + shape + told + b"data" + size


def _at_pcm_rate(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    from avatar.marks.audiomark.spectrum import resample

    return resample(samples, SOUND_RATE, PCM_RATE)


def _rounded(samples: NDArray[np.float32]) -> NDArray[np.int16]:
    return np.rint(np.clip(samples, -1, 1) * 32767).astype(np.int16)


def _bytes_of(samples: NDArray[np.float32]) -> bytes:
    return _rounded(samples).astype("<i2").tobytes()
