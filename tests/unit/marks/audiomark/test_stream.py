"""Sound that is sent while it is made."""

from __future__ import annotations

import io

import av
import numpy as np
import pytest

from avatar.errors import InputError
from avatar.marks.audiomark.stream import FORMATS, PCM_RATE, SoundStream
from avatar.settings import SOUND_RATE

TONE = (0.3 * np.sin(2 * np.pi * 440 * np.arange(2 * SOUND_RATE) / SOUND_RATE)).astype(np.float32)


def streamed(name: str) -> tuple[bytes, bytes]:
    """Give what comes with the first of two pieces, and all of it."""
    sound = SoundStream(name, {"AIGC": '{"Label":"1"}'})
    first = sound.add(TONE[:SOUND_RATE])
    return first, first + sound.add(TONE[SOUND_RATE:]) + sound.finish()


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "pcm"])
def test_a_stream_begins_before_it_is_over_and_decodes_to_the_sound(name: str) -> None:
    first, whole = streamed(name)
    assert len(first) > len(whole) / 4
    with av.open(io.BytesIO(whole)) as file:
        heard = sum(frame.samples for frame in file.decode(audio=0)) / file.streams.audio[0].rate
        told = {**file.metadata, **file.streams.audio[0].metadata}
    assert heard == pytest.approx(2.0, abs=0.06)
    assert name == "wav" or told["AIGC"] == '{"Label":"1"}'
    assert name != "wav" or b'AIGC\x0d\x00\x00\x00{"Label":"1"}' in whole[:80]


def test_bare_samples_are_24_khz() -> None:
    assert len(streamed("pcm")[1]) == pytest.approx(2 * 2 * PCM_RATE, abs=64)


def test_an_unknown_format_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(InputError, match="choose one of mp3, opus, aac, flac, wav, pcm"):
        SoundStream("midi", {})
