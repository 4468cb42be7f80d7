"""Sound as files that browsers decode: Ogg Opus, and for those that cannot, MP4 with AAC, or WAV."""

from __future__ import annotations

import io
import struct
from fractions import Fraction
from typing import TYPE_CHECKING, cast

import numpy as np

from avatar.film.formats import AAC
from avatar.service.sessions import opus
from avatar.settings import SOUND_RATE

if TYPE_CHECKING:
    import av
    from numpy.typing import NDArray

FORMATS = ("opus", "aac", "wav")
_LONGEST, _SHORTEST = 4.0, 2.0
"""s of one file, unless the sound ends"""
_GRAIN = 1920
"""samples, 40 ms: files begin with frames, and at whole ms"""
_AAC_BITRATE = 64_000
_AAC_FRAME = 1024


def files(
    sound: NDArray[np.float32], kind: str, before: NDArray[np.float32] | None = None
) -> tuple[tuple[int, bytes], ...]:
    """Cut sound (N,), 48 kHz, where it is quietest, and encode each stretch: where it begins, ms, and its file.

    It may follow without a seam on sound `before` it.
    """
    borders = _borders(sound)
    found = []
    for first, last in zip(borders, [*borders[1:], len(sound)], strict=True):
        part = sound[first:last]
        data = opus.encode(part, sound[:first] if first else before) if kind == "opus" else _OTHERS[kind](part)
        found.append((first * 1000 // SOUND_RATE, data))
    return tuple(found)


def _borders(sound: NDArray[np.float32]) -> list[int]:
    grains = -(-len(sound) // _GRAIN)
    padded = np.pad(sound, (0, grains * _GRAIN - len(sound)))
    power = np.square(padded.reshape(grains, _GRAIN)).mean(axis=1)
    shortest, longest = (round(seconds * SOUND_RATE / _GRAIN) for seconds in (_SHORTEST, _LONGEST))
    borders = [0]
    while grains - borders[-1] > longest:
        low, high = borders[-1] + shortest, min(borders[-1] + longest, grains - shortest // 2)
        borders.append(low + int(np.argmin(power[low - 1 : high - 1] + power[low:high])))
    return [border * _GRAIN for border in borders]


def _wav(sound: NDArray[np.float32]) -> bytes:
    data = np.rint(np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes()
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, SOUND_RATE, 2 * SOUND_RATE, 2, 16)
    return struct.pack("<4sI4s", b"RIFF", 4 + len(form) + 8 + len(data), b"WAVE") + form + _chunk(b"data", data)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack("<4sI", name, len(data)) + data


def _aac(sound: NDArray[np.float32]) -> bytes:
    """Write MP4 with AAC; its edit list says where the sound begins and ends."""
    import av

    target = io.BytesIO()
    with av.open(target, "w", format="mp4") as container:
        track = container.add_stream(AAC.codec, rate=SOUND_RATE, options=dict(AAC.options), layout="mono")
        stream = cast("av.AudioStream", track)
        stream.bit_rate = _AAC_BITRATE
        for start in range(0, len(sound), _AAC_FRAME):
            block = np.ascontiguousarray(sound[None, start : start + _AAC_FRAME])
            frame = av.AudioFrame.from_ndarray(block, format="fltp", layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = SOUND_RATE, start, Fraction(1, SOUND_RATE)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return target.getvalue()


_OTHERS = {"aac": _aac, "wav": _wav}
