"""One studio for all tests of this folder."""

import av
import numpy as np
import pytest
from PIL import Image

from tests.marked import Studio, moved, scene


@pytest.fixture(scope="session")
def studio(tmp_path_factory):
    return Studio(tmp_path_factory.mktemp("studio"))


@pytest.fixture(scope="session")
def clip(studio, tmp_path_factory):
    """A finished film with every mark."""
    return studio.film(tmp_path_factory.mktemp("films") / "a.mp4", studio.facts(1))


@pytest.fixture(scope="session")
def foreign():
    """Gives a file that somebody else has made, without any mark."""

    def make(folder, ending):
        path = folder / f"theirs.{ending}"
        if ending in ("png", "jpg"):
            Image.fromarray(scene((320, 320))).save(path)
            return path
        codec, rate = {"wav": ("pcm_s16le", 0), "mp3": ("libmp3lame", 0)}.get(ending, ("libx264", 25))
        with av.open(str(path), "w") as target:
            if rate:
                stream = target.add_stream(codec, rate)
                stream.width, stream.height, stream.pix_fmt = 320, 320, "yuv420p"
                frames = [av.VideoFrame.from_ndarray(moved(scene((320, 320)), index)) for index in range(30)]
            else:
                stream = target.add_stream(codec, 48_000, layout="mono")
                sound = 0.1 * np.sin(np.arange(96_000) / 30) + np.random.default_rng(1).normal(0, 0.01, 96_000)
                block = av.AudioFrame.from_ndarray((sound * 32767).astype(np.int16)[None], "s16", "mono")
                block.sample_rate, frames = 48_000, [block]
            for frame in [*frames, None]:
                target.mux(stream.encode(frame))
        return path

    return make
