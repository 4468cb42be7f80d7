"""Sound files with all their marks: audible label, watermark, and AIGC label, in this order."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from avatar.errors import OutputError
from avatar.provenance.audiomark.announce import announced
from avatar.provenance.audiomark.embed import mark
from avatar.provenance.audiomark.spectrum import resample

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import av
    from numpy.typing import NDArray

    from avatar.provenance.aigc import Tag
    from avatar.provenance.watermark.payload import Payload

RATE = 48_000
"""Hz of every file"""
_FORMATS = {".wav": ("wav", "pcm_s16le", 0), ".mp3": ("mp3", "libmp3lame", 96_000), ".m4a": ("ipod", "aac", 96_000)}
"""container, codec and bit/s by the ending of a file's name"""
_BLOCK = 1152
"""samples given to the encoder at a time"""


@dataclass(frozen=True, slots=True)
class SoundFacts:
    """What a sound file tells about itself."""

    key: bytes
    """32 bytes, of the watermark"""
    payload: Payload
    """what the watermark says"""
    tag: Tag
    """the AIGC label"""
    language: str = "en"
    """BCP-47, of the audible label"""
    spoken: NDArray[np.float32] | None = None
    """the sound of `announce.sentence(language)`, at the rate of the samples; None: the label is the rhythm"""


def save_sound(
    path: Path,
    samples: NDArray[np.float32],
    rate: int,
    facts: SoundFacts,
    finish: Callable[[Path], object] | None = None,
) -> None:
    """Write mono `samples` (N,) in [-1, 1] as WAV, MP3 or M4A with every mark, replacing what is at `path`.

    `finish` gets the file when it is whole but not yet to be seen; what it raises keeps it from appearing. Raise
    `OutputError` for another ending or where nothing can be written.
    """
    from avatar.provenance import aigc

    ending = path.suffix.lower()
    if ending not in _FORMATS:
        raise OutputError(f"The sound file {str(path)!r} needs a name that ends in .wav, .mp3 or .m4a.")
    labelled = announced(samples, rate, facts.language, facts.spoken)
    sound = mark(resample(labelled, rate, RATE), RATE, facts.key, facts.payload)
    part = path.with_name(f".avatar-{os.getpid()}-{secrets.token_hex(4)}{ending}")
    try:
        _encode(part, sound, *_FORMATS[ending])
        aigc.write(part, facts.tag)
        if finish is not None:
            finish(part)
        part.replace(path)
    except OSError as fault:
        reason = os.strerror(fault.errno) if fault.errno else str(fault)
        raise OutputError(f"The sound file {str(path)!r} cannot be written ({reason}); choose another name.") from fault
    finally:
        part.unlink(missing_ok=True)


def _encode(path: Path, sound: NDArray[np.float32], container: str, codec: str, bitrate: int) -> None:
    import av

    with av.open(str(path), "w", format=container) as file:
        track = file.add_stream(codec, rate=RATE, layout="mono")
        if bitrate:
            track.bit_rate = bitrate
        form = "s16" if codec.startswith("pcm") else "fltp"
        for start in range(0, len(sound), _BLOCK):
            file.mux(track.encode(_frame(sound[start : start + _BLOCK], form, start)))
        file.mux(track.encode(None))


def _frame(block: NDArray[np.float32], form: str, start: int) -> av.AudioFrame:
    import av

    values = np.rint(np.clip(block, -1, 1) * 32767).astype(np.int16) if form == "s16" else block
    frame = av.AudioFrame.from_ndarray(values[None], form, "mono")
    frame.sample_rate, frame.pts = RATE, start
    return frame
