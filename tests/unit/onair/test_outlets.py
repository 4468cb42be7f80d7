"""What goes out arrives: pictures and sound of the same moments, in files, by programs, and as a camera shows it."""

from __future__ import annotations

import os
import shutil
import wave
from fractions import Fraction

import av
import numpy as np
import pytest

from avatar.errors import NotInstalledError, OutputError
from avatar.onair.outlets import KEY_EVERY, Camera, Muxed, Speakers
from avatar.onair.targets import SoundTarget, Target, read_target
from avatar.settings import SOUND_RATE, FilmSettings
from tests.patience import until
from tests.processes import Process

WIDE, HIGH, FPS = 192, 128, Fraction(25)
FILM = FilmSettings(WIDE, HIGH, FPS)
PER = SOUND_RATE // 25
FLASH = 30
"""every so many frames a white one with a tone"""


def frames(count, first=0):
    for number in range(first, first + count):
        is_flash = number % FLASH == FLASH // 2
        picture = av.VideoFrame(WIDE, HIGH, "yuv420p")
        for plane, level in zip(picture.planes, (235 if is_flash else 30, 128, 128), strict=True):
            plane.update(bytes([level]) * plane.buffer_size)
        picture.pts, picture.time_base = number, 1 / FPS
        tone = 0.5 * np.sin(np.arange(PER) * 2 * np.pi * 1000 / SOUND_RATE) if is_flash else np.zeros(PER)
        yield picture, tone.astype(np.float32)


def send_all(outlet, count, first=0):
    outlet.open()
    try:
        for picture, sound in frames(count, first):
            outlet.send(picture, sound)
    finally:
        outlet.close()


def moments(place):
    """When it flashes and when it sounds, s."""
    with av.open(str(place)) as film:
        seen = [
            float(picture.time) for picture in film.decode(video=0) if picture.to_ndarray(format="gray").mean() > 128
        ]
    with av.open(str(place)) as film:
        heard, last = [], -1.0
        for block in film.decode(audio=0):
            samples = np.abs(block.to_ndarray()).max(axis=0)
            for index in np.flatnonzero(samples > 0.2):
                at = float(block.time) + index / SOUND_RATE
                if at - last > 0.5:
                    heard.append(at)
                last = at
    return seen, heard


@pytest.mark.parametrize("name", ["show.ts", "show.flv", "show.mkv"])
def test_a_file_has_pictures_and_sound_of_the_same_moments(tmp_path, name):
    place = tmp_path / name
    send_all(Muxed(read_target(str(place)), FILM, {"AIGC": "label"}), 250)
    seen, heard = moments(place)
    assert len(seen) == len(heard) == 8
    assert np.abs(np.subtract(seen, heard)).max() < 0.012
    assert np.allclose(np.diff(seen), FLASH / 25, atol=0.002)


@pytest.mark.parametrize("name", ["show.flv", "show.mkv"])
def test_a_file_that_has_a_place_for_the_label_has_it(tmp_path, name):
    place = tmp_path / name
    send_all(Muxed(read_target(str(place)), FILM, {"AIGC": "label"}), 10)
    with av.open(str(place)) as film:
        assert film.metadata["AIGC"] == "label"


def test_somebody_can_begin_to_look_every_few_seconds(tmp_path):
    place = tmp_path / "show.ts"
    send_all(Muxed(read_target(str(place)), FILM, {}), 175)
    with av.open(str(place)) as film:
        keys = [float(packet.pts * packet.time_base) for packet in film.demux(video=0) if packet.is_keyframe]
    assert np.diff(keys).max() <= KEY_EVERY + 0.01


def test_what_goes_on_after_a_break_keeps_its_moments(tmp_path):
    place = tmp_path / "show.ts"
    send_all(Muxed(read_target(str(place)), FILM, {}), 100, first=1000)
    seen, heard = moments(place)
    assert seen
    assert np.abs(np.subtract(seen, heard)).max() < 0.012


def test_a_file_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(OutputError, match="nowhere"):
        Muxed(read_target(str(tmp_path / "nowhere" / "show.ts")), FILM, {}).open()


def test_a_server_that_is_not_there_is_told_without_its_key():
    with pytest.raises(OutputError, match=r"rtmp://127\.0\.0\.1:1/app/\.\.\.") as caught:
        Muxed(read_target("rtmp://127.0.0.1:1/app/sEcReT"), FILM, {}).open()
    assert "sEcReT" not in str(caught.value)


def test_srt_without_its_program_names_the_package(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(NotInstalledError, match="srt-tools"):
        Muxed(read_target("srt://127.0.0.1:9"), FILM, {}).open()


def test_pulse_without_its_program_names_the_package(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(NotInstalledError, match="pulseaudio-utils"):
        Speakers(SoundTarget("pulse", ""), FPS).open()


def test_a_camera_is_shown_every_picture_as_it_is(tmp_path):
    """Where no loopback device is, a file takes the raw pictures; the device itself asks only for their format."""
    place = tmp_path / "video10"
    place.touch()
    send_all(Camera(Target("v4l2", str(place), "rawvideo"), FILM), 20)
    shown = np.frombuffer(place.read_bytes(), np.uint8).reshape(20, WIDE * HIGH * 3 // 2)
    assert [int(picture[0]) for picture in shown] == [235 if n == FLASH // 2 else 30 for n in range(20)]


def test_what_is_no_camera_names_the_cure(tmp_path):
    with pytest.raises(OutputError, match="v4l2loopback"):
        Camera(read_target(f"v4l2:{tmp_path}/video10"), FILM).open()
    (tmp_path / "video10").touch()
    with pytest.raises(OutputError, match="v4l2loopback"):
        Camera(read_target(f"v4l2:{tmp_path}/video10"), FILM).open()


def test_sound_beside_a_camera_goes_into_a_file(tmp_path):
    place = tmp_path / "sound.wav"
    send_all(Speakers(SoundTarget("file", str(place)), FPS), 50)
    with wave.open(str(place)) as sound:
        assert (sound.getframerate(), sound.getnchannels(), sound.getnframes()) == (SOUND_RATE, 1, 50 * PER)


def test_a_device_that_is_not_there_is_told():
    with pytest.raises(OutputError, match="alsa:nobody"):
        Speakers(SoundTarget("alsa", "nobody"), FPS).open()


def test_a_program_that_has_ended_is_noticed(tmp_path, monkeypatch):
    program = tmp_path / "pacat"
    program.write_text("#!/bin/sh\nexit 3\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    speakers = Speakers(SoundTarget("pulse", ""), FPS)
    speakers.open()
    with pytest.raises(OSError, match=r"(?i)pacat|pipe"):
        while True:
            for picture, sound in frames(5):
                speakers.send(picture, sound)
    speakers.close()


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("pacat") is None or shutil.which("pulseaudio") is None, reason="without PulseAudio")
def test_a_sink_of_pulseaudio_hears_it(tmp_path, monkeypatch):
    """A null sink, as a virtual camera's microphone is made; its monitor is recorded."""
    door = tmp_path / "pulse.sock"
    modules = ("module-null-sink sink_name=avatar", f"module-native-protocol-unix auth-anonymous=1 socket={door}")
    loaded = [part for module in modules for part in ("-L", module)]
    for name in ("HOME", "XDG_RUNTIME_DIR", "PULSE_RUNTIME_PATH"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setenv("PULSE_SERVER", f"unix:{door}")
    heard = tmp_path / "heard.raw"
    form = ("--raw", "--format=s16le", f"--rate={SOUND_RATE}", "--channels=1")
    with Process(["pulseaudio", "-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1", *loaded]):
        until(door.exists)
        with heard.open("wb") as file, Process(["parec", "--device=avatar.monitor", *form], stdout=file):
            until(lambda: heard.stat().st_size > 0)
            speakers = Speakers(SoundTarget("pulse", "avatar"), FPS)
            speakers.open()
            for picture, sound in frames(4 * FLASH):
                speakers.send(picture, sound)
            until(lambda: np.abs(samples(heard)).max(initial=0) > 12_000)
            speakers.close()


def samples(place):
    data = place.read_bytes()
    return np.frombuffer(data[: len(data) // 2 * 2], np.int16).astype(np.int32)
