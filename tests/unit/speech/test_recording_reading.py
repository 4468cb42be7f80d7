"""Any file that ffmpeg reads becomes one channel at 48 kHz, whole or stretch by stretch."""

from __future__ import annotations

from fractions import Fraction

import av
import numpy as np
import pytest

from avatar.errors import InputError
from avatar.settings import SOUND_RATE
from avatar.speech.recording.reading import Stretches, open_recording
from tests.recordings import write

SECONDS = 2.5


@pytest.fixture(scope="module")
def chirp():
    """A tone that rises from 200 to 1200 Hz, so that every moment sounds like no other."""
    times = np.arange(round(SECONDS * SOUND_RATE)) / SOUND_RATE
    return (0.4 * np.sin(2 * np.pi * (200 * times + 200 * times**2))).astype(np.float32)


def whole(path):
    return np.concatenate(list(open_recording(path).sound()))


def off(found, wanted):
    """Share of what differs, after the same level."""
    count = min(len(found), len(wanted))
    found, wanted = found[:count], wanted[:count]
    gain = float(found @ wanted / (found @ found))
    return float(np.sqrt(np.mean((gain * found - wanted) ** 2) / np.mean(wanted**2)))


@pytest.mark.parametrize(
    ("name", "codec"),
    [
        ("a.wav", "pcm_s16le"),
        ("a.flac", "flac"),
        ("a.mp3", "libmp3lame"),
        ("a.m4a", "aac"),
        ("a.ogg", "libopus"),
        ("a.webm", "libopus"),
        ("a.mka", "ac3"),
    ],
)
def test_every_format_gives_the_same_sound_at_the_same_time(tmp_path, chirp, name, codec):
    found = whole(write(tmp_path / name, chirp, codec=codec))
    assert len(found) == pytest.approx(len(chirp), abs=0.05 * SOUND_RATE)
    assert off(found, chirp) < 0.15


@pytest.mark.parametrize("rate", [8000, 22050, 44100, 96000])
def test_every_rate_becomes_48_khz_without_a_shift(tmp_path, chirp, rate):
    times = np.arange(round(SECONDS * rate)) / rate
    slow = (0.4 * np.sin(2 * np.pi * (200 * times + 200 * times**2))).astype(np.float32)
    found = whole(write(tmp_path / "a.wav", slow, rate))
    assert len(found) == pytest.approx(len(chirp), abs=3)
    assert off(found, chirp) < 0.02


def test_two_channels_are_mixed(tmp_path, chirp):
    found = whole(write(tmp_path / "a.wav", np.stack([chirp, np.zeros_like(chirp)])))
    np.testing.assert_allclose(found, chirp / 2, atol=2e-4)


def test_the_sound_of_a_film_is_read(tmp_path, chirp):
    path = tmp_path / "a.mp4"
    with av.open(str(path), "w") as container:
        pictures, sound = container.add_stream("libx264", rate=25), container.add_stream("aac", rate=SOUND_RATE)
        pictures.width = pictures.height = 64
        sound.codec_context.layout = "mono"
        for _ in range(62):
            container.mux(pictures.encode(av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), "rgb24")))
        frame = av.AudioFrame.from_ndarray(chirp[None], "flt", "mono")
        frame.sample_rate, frame.pts, frame.time_base = SOUND_RATE, 0, Fraction(1, SOUND_RATE)
        container.mux(sound.encode(frame))
        container.mux([*pictures.encode(None), *sound.encode(None)])
    assert off(whole(path), chirp) < 0.1


def test_stretches_are_those_of_the_whole_forwards_and_back(tmp_path, chirp):
    path = write(tmp_path / "a.flac", chirp, codec="flac")
    stretches, sound = Stretches(open_recording(path)), whole(path)
    for first, last in ((0, 30_011), (30_011, 30_012), (70_000, 119_000), (1_000, 2_000), (110_000, 120_000)):
        np.testing.assert_array_equal(stretches.read(first, last), sound[first:last])
    np.testing.assert_array_equal(stretches.read(len(sound) - 5, len(sound) + 5)[5:], np.zeros(5))


def test_what_is_no_sound_is_a_sentence(tmp_path):
    (tmp_path / "notes.txt").write_text("la la la")
    with pytest.raises(InputError, match=r"notes\.txt.* cannot be read as sound .*give a sound file"):
        open_recording(tmp_path / "notes.txt")
    with pytest.raises(InputError, match=r"gone\.wav.*No such file"):
        open_recording(tmp_path / "gone.wav")
    with av.open(str(tmp_path / "mute.mp4"), "w") as container:
        stream = container.add_stream("libx264", rate=25)
        stream.width = stream.height = 64
        container.mux(stream.encode(av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), "rgb24")))
        container.mux(stream.encode(None))
    with pytest.raises(InputError, match=r"mute\.mp4' has no sound"):
        open_recording(tmp_path / "mute.mp4")


def test_a_file_that_changes_meanwhile_is_not_played(tmp_path, chirp):
    file = open_recording(write(tmp_path / "a.wav", chirp))
    write(tmp_path / "a.wav", chirp[:-10])
    with pytest.raises(InputError, match="changed while"):
        next(file.sound())
