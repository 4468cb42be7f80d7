"""The headers of a film are told as they are, and what is no film is refused."""

from __future__ import annotations

import av
import numpy as np
import pytest

from avatar.errors import InputError
from avatar.film import probe
from tests.fuzz.corpora import film


def test_a_film_of_other_making_is_told_as_it_is(tmp_path):
    path = tmp_path / "other.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=30)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for _ in range(6):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(np.zeros((48, 64, 3), np.uint8), "rgb24")))
        container.mux(stream.encode(None))
    facts = probe(path)
    assert (facts.size, facts.fps, facts.frames, facts.video_codec) == ((64, 48), 30, 6, "mpeg4")
    assert (facts.audio_codec, facts.audio_seconds) == ("", 0.0)
    assert facts.primaries != 1
    assert not facts.is_limited_range
    assert not facts.is_faststart


@pytest.mark.parametrize("content", [b"", b"not a film", None])
def test_what_is_no_film_is_refused(tmp_path, content):
    path = tmp_path / "a.mp4"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=r"a\.mp4' cannot be read as a film .*; give an MP4"):
        probe(path)


def test_sound_alone_is_no_film(tmp_path):
    path = tmp_path / "a.wav"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=8000, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 800), np.int16), "s16", "mono")
        frame.sample_rate = 8000
        container.mux(stream.encode(frame))
    with pytest.raises(InputError, match="has no picture"):
        probe(path)


def test_pictures_of_which_nothing_can_be_told_have_no_format(tmp_path):
    """Some releases of PyAV crash over the name of a format that is not known."""
    path = tmp_path / "damaged.webm"
    path.write_bytes(film("webm", "libvpx-vp9", "").replace(b"\x49\x83\x42", b"\0\0\0"))
    assert (probe(path).pixel_format, probe(path).has_alpha) == ("", False)
