"""Make samples of the bytes that a service sends; say what they are where they are no sound."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np

from avatar.errors import VoiceError
from avatar.outside.media import SOUND, broken, open_media
from avatar.settings import SOUND_RATE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from avatar.speech.http.options import HttpOptions

SHORTEST = 0.05
"""s; less is no word"""
LONGEST = 600.0
"""s of one sentence"""
_QUOTED = 120


def samples_of(content: bytes, options: HttpOptions) -> NDArray[np.float32]:
    """Give the sound, mono (N,) at 48 kHz. Raise `VoiceError` for what is none."""
    sound = _pcm(content, options) if options.format == "pcm" else _decoded(content, options)
    if len(sound) < SHORTEST * SOUND_RATE or not np.isfinite(sound).all():
        raise VoiceError(_complaint(content, options, f"{len(sound) / SOUND_RATE:.2f} s of it"))
    if not np.abs(sound).max() > 0:
        raise VoiceError(_complaint(content, options, "silence"))
    return sound


def _pcm(content: bytes, options: HttpOptions) -> NDArray[np.float32]:
    from avatar.speech.joining import resample

    if content[:1] in (b"{", b"<") and _text(content):
        raise VoiceError(_complaint(content, options, "text"))
    whole = content[: len(content) // 2 * 2]
    sound = (np.frombuffer(whole, "<i2") / np.float32(32768)).astype(np.float32)
    return resample(sound, options.sample_rate, SOUND_RATE)


def _decoded(content: bytes, options: HttpOptions) -> NDArray[np.float32]:
    import av

    try:
        with open_media(io.BytesIO(content), wanted=SOUND) as container:
            resampler = av.AudioResampler(format="flt", layout="mono", rate=SOUND_RATE)
            stretches: list[NDArray[np.float32]] = []
            length = 0
            for frame in container.decode(audio=0):
                for part in resampler.resample(frame):
                    stretches.append(part.to_ndarray()[0])
                    length += len(stretches[-1])
                if length > LONGEST * SOUND_RATE:
                    raise VoiceError(_complaint(content, options, f"more than {LONGEST:.0f} s"))
            stretches += [part.to_ndarray()[0] for part in resampler.resample(None)]
    except broken() as fault:
        raise VoiceError(_complaint(content, options, "no sound that can be read")) from fault
    return np.concatenate([np.zeros(0, np.float32), *stretches])


def _complaint(content: bytes, options: HttpOptions, found: str) -> str:
    text = _text(content)
    quoted = f', which begins "{text}"' if text else ""
    return (
        f"The service {options.host} was asked for {options.format} and gave {len(content):,} bytes, {found}{quoted}; "
        "check url, model, voice and format in the card."
    )


def _text(content: bytes) -> str:
    """Give the beginning of what is text, on one line; "" for what is none."""
    try:
        text = content[: 4 * _QUOTED].decode("utf-8", "strict" if len(content) <= 4 * _QUOTED else "ignore")
    except UnicodeDecodeError:
        return ""
    line = " ".join(text.split())[:_QUOTED]
    return line if line.isprintable() else ""
