"""Films in other formats and before other backgrounds, from the shell to the decoded picture."""

from __future__ import annotations

import json

import av
import numpy as np
import pytest

from avatar.film import probe

pytestmark = pytest.mark.slow

TINY = ("--size", "128x128")
HELLO = ("--voice", "fast", "Hello.")
"""said slowly enough for the mark in its sound, which counts where pictures are too small for one"""


def decoded(path, form):
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        reader = stream.codec_context
        if reader.name == "vp9":
            reader = av.CodecContext.create("libvpx-vp9", "r")
        frames = [
            frame for packet in container.demux(stream) for frame in reader.decode(packet if packet.size else None)
        ]
    return np.stack([frame.to_ndarray(format=form) for frame in frames])


@pytest.fixture
def clock_film(tmp_path):
    """A film whose corner tells which of its 20 pictures is shown."""
    path = tmp_path / "clock.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = 128, 128, "yuv420p"
        for index in range(20):
            picture = np.full((128, 128, 3), 10 * index + 20, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, "rgb24")))
        container.mux(stream.encode(None))
    return path


def test_a_transparent_clip_shows_person_and_label_alone(shell, tmp_path):
    done = shell.say(*TINY, "-o", "a.webm", "--background", "transparent", "--json", *HELLO, cwd=tmp_path)
    assert done.code == 0, done.err
    said = json.loads(done.out)
    facts = probe(tmp_path / "a.webm")
    assert (facts.video_codec, facts.audio_codec, facts.has_alpha) == ("vp9", "opus", True)
    assert facts.frames == said["frames"]
    assert facts.audio_seconds == pytest.approx(said["seconds"], abs=0.03)
    alpha = decoded(tmp_path / "a.webm", "rgba")[..., 3]
    assert alpha[:, :6, :6].max() <= 2
    assert alpha[:, 60, 64].min() >= 253
    assert alpha[:, 116, 110].min() > 160  # the label's plate


def test_where_pictures_are_too_small_for_their_watermark_the_clip_says_so_and_is_trusted(shell, tmp_path):
    done = shell.say(*TINY, "-o", "a.webm", "--background", "transparent", "--json", *HELLO, cwd=tmp_path)
    checked = shell("verify", "a.webm", "--json", cwd=tmp_path)
    found = json.loads(checked.out)
    assert (checked.code, found["verdict"]) == (0, "trusted"), checked.out
    # Some keys draw a pattern that can be read even here.
    told = "128x128 px, because they are too small; its sound bears it" in " ".join(json.loads(done.out)["warnings"])
    assert told == (found["layers"]["watermark"]["state"] == "absent")


@pytest.mark.parametrize("size", ["256x256", "1280x128"])
def test_fresh_clips_that_compress_badly_or_are_narrow_are_trusted(shell, tmp_path, size):
    done = shell.say("--size", size, "-o", "a.webm", "--background", "white", "--json", *HELLO, cwd=tmp_path)
    assert done.code == 0, done.err
    checked = shell("verify", "a.webm", "--json", cwd=tmp_path)
    assert (checked.code, json.loads(checked.out)["verdict"]) == (0, "trusted"), checked.out


def test_a_moving_background_runs_on_from_one_passage_to_the_next(shell, tmp_path, clock_film):
    """Also where the second passage was filmed before, behind a first one of another length."""
    second = "It is nice to meet you all today."
    for number, first in enumerate(("Good morning, everybody.", "Good morning to you, my dear friends.")):
        name = f"{number}.mp4"
        words = (*TINY, "-o", name, "--background", str(clock_film), "--voice", "fast", f"{first} {second}")
        done = shell.say(*words, cwd=tmp_path)
        assert done.code == 0, done.err
        corner = decoded(tmp_path / name, "rgb24")[:, 2:8, 2:8].mean(axis=(1, 2, 3))
        # A frame of the clock is 10 levels from the next; the watermark, another for each key, adds up to 3.
        assert np.abs(corner - [10 * (index % 20) + 20 for index in range(len(corner))]).max() < 5


def test_a_preview_is_made_smaller_and_says_so(shell, tmp_path):
    done = shell("say", "-p", "xiaochen", "-o", "a.gif", "--json", *HELLO, cwd=tmp_path)
    assert done.code == 0, done.err
    said = json.loads(done.out)
    assert said["warnings"] == ["A GIF is a preview: 480x480 at 12.5 frames per second, without sound."]
    facts = probe(tmp_path / "a.gif")
    assert (facts.size, facts.audio_codec) == ((480, 480), "")
    assert said["fps"] == 12.5
    assert len(decoded(tmp_path / "a.gif", "rgb24")) == said["frames"]
