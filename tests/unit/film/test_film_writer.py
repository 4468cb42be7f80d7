"""A film is whole, true in colour, in step with its sound, and the same each time."""

from __future__ import annotations

import threading
from fractions import Fraction

import av
import numpy as np
import pytest

from avatar.data import Frame
from avatar.errors import AvatarError, OutputError
from avatar.film import FilmWriter, probe
from avatar.settings import SOUND_RATE, FilmSettings
from avatar.speech.joining import resample
from tests.films import write_film

SIZE = (256, 144)
SMALL = FilmSettings(*SIZE)


def plain(count, colour=(90, 120, 60), size=SIZE, fps=Fraction(25)):
    for index in range(count):
        yield Frame(np.full((size[1], size[0], 3), colour, np.uint8), index, float(index / fps))


def noise(count, size=SIZE, seed=0):
    rng = np.random.default_rng(seed)
    for index in range(count):
        yield Frame(rng.integers(0, 256, (size[1], size[0], 3), np.uint8), index, index / 25)


def silence(seconds):
    return np.zeros(round(seconds * SOUND_RATE), np.float32)


def pictures(path):
    with av.open(str(path)) as container:
        return list(container.decode(video=0))


def sound(path):
    """Time of the first sample, s, and all samples."""
    with av.open(str(path)) as container:
        blocks = list(container.decode(audio=0))
    return float(blocks[0].pts * blocks[0].time_base), np.concatenate([block.to_ndarray()[0] for block in blocks])


def left_over(folder):
    return [path.name for path in folder.iterdir() if path.suffix != ".mp4"]


@pytest.mark.slow
def test_the_film_has_the_format_that_every_player_takes(tmp_path):
    path = tmp_path / "a.mp4"
    write_film(plain(30), silence(1.0), path, SMALL)
    facts = probe(path)
    assert (facts.size, facts.fps, facts.frames) == (SIZE, Fraction(25), 30)
    assert (facts.video_codec, facts.audio_codec, facts.pixel_format) == ("h264", "aac", "yuv420p")
    assert (facts.primaries, facts.transfer, facts.matrix, facts.is_limited_range) == (1, 1, 1, True)
    assert facts.is_faststart
    assert left_over(tmp_path) == []


def test_colour_tags_stand_in_the_container_and_in_the_stream(tmp_path):
    path = tmp_path / "a.mp4"
    write_film(plain(5), silence(0.2), path, SMALL)
    assert b"colrnclx\x00\x01\x00\x01\x00\x01\x00" in path.read_bytes()
    bare = tmp_path / "a.h264"
    with av.open(str(path)) as source, av.open(str(bare), "w", format="h264") as target:
        stream = target.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            packet.stream = stream
            if packet.dts is not None:
                target.mux(packet)
    with av.open(str(bare)) as container:  # no container left: this is what the sequence parameter set says
        next(container.decode(video=0))
        context = container.streams.video[0].codec_context
        assert (context.color_primaries, context.color_trc, context.colorspace, context.color_range) == (1, 1, 1, 1)


@pytest.mark.parametrize(
    "colour",
    [
        (255, 0, 0),
        (0, 255, 0),
        (0, 0, 255),
        (255, 255, 255),
        (0, 0, 0),
        (224, 172, 150),
        (120, 80, 200),
        (128, 128, 128),
    ],
)
def test_a_colour_comes_back_within_two_levels(tmp_path, colour):
    path = tmp_path / "a.mp4"
    write_film(plain(3, colour), silence(0.1), path, SMALL)
    picture = pictures(path)[1].reformat(
        format="rgb24", src_colorspace="ITU709", src_color_range="MPEG", dst_color_range="JPEG"
    )
    assert np.abs(picture.to_ndarray().astype(int) - colour).max() <= 2


def test_chroma_sits_on_the_even_columns(tmp_path):
    """Left siting, what H.264 means by default: an edge between columns 127 and 128 lies at chroma 63.75."""
    image = np.zeros((144, 256, 3), np.uint8)
    image[:, 128:] = (0, 0, 255)
    path = tmp_path / "a.mp4"
    write_film([Frame(image, 0, 0.0)], silence(0.1), path, FilmSettings(*SIZE, crf=1))
    blue = np.frombuffer(pictures(path)[0].planes[1], np.uint8).reshape(72, -1)[36, 60:68].astype(float)
    share = (blue - 128) / (240 - 128)
    assert share[3] == pytest.approx(0.0, abs=0.02)
    assert share[4] == pytest.approx(0.75, abs=0.02)
    assert share[5] == pytest.approx(1.0, abs=0.02)


@pytest.mark.parametrize("fps", [Fraction(25), Fraction(30000, 1001), Fraction(24000, 1001), Fraction(50)])
def test_frames_come_at_exactly_their_times(tmp_path, fps):
    path = tmp_path / "a.mp4"
    write_film(plain(20, fps=fps), silence(0.5), path, FilmSettings(*SIZE, fps=fps))
    assert probe(path).fps == fps
    assert [picture.pts * picture.time_base for picture in pictures(path)] == [index / fps for index in range(20)]


@pytest.mark.parametrize("rate", [16000, 22050, 48000])
@pytest.mark.parametrize("fps", [Fraction(25), Fraction(30000, 1001)])
def test_a_click_and_a_flash_meet_within_two_milliseconds(tmp_path, rate, fps):
    path, flash = tmp_path / "a.mp4", 33
    start = round(flash / fps * rate)
    tone = 0.9 * np.sin(2 * np.pi * 1000 * np.arange(round(0.004 * rate)) / rate)
    samples = np.zeros(2 * rate, np.float32)
    samples[start : start + len(tone)] = tone
    frames = (
        Frame(np.full((144, 256, 3), 255 * (index == flash), np.uint8), index, float(index / fps))
        for index in range(50)
    )
    write_film(frames, resample(samples, rate, SOUND_RATE), path, FilmSettings(*SIZE, fps=fps))
    seen = [float(p.pts * p.time_base) for p in pictures(path) if p.to_ndarray()[:144].mean() > 128]
    begin, heard = sound(path)
    click = begin + np.argmax(np.correlate(heard, np.sin(2 * np.pi * 1000 * np.arange(192) / 48000), "valid")) / 48000
    assert len(seen) == 1
    assert click == pytest.approx(seen[0], abs=0.002)


@pytest.mark.parametrize("seconds", [0.0, 0.3, 1.0, 2.5])
def test_sound_is_cut_or_padded_to_the_picture(tmp_path, seconds):
    path = tmp_path / "a.mp4"
    write_film(plain(25), silence(seconds), path, SMALL)
    facts = probe(path)
    assert facts.video_seconds == pytest.approx(1.0, abs=0.001)
    assert facts.audio_seconds == pytest.approx(1.0, abs=0.001)
    assert len(sound(path)[1]) / 48000 == pytest.approx(1.0, abs=0.04)


def test_the_sound_is_what_was_given(tmp_path):
    path, times = tmp_path / "a.mp4", np.arange(SOUND_RATE) / SOUND_RATE
    given = (0.5 * np.sin(2 * np.pi * 440 * times)).astype(np.float32)
    write_film(plain(25), given, path, SMALL)
    inside = slice(2400, 45600)
    assert np.sqrt(np.mean((sound(path)[1][inside] - given[inside]) ** 2)) < 0.01


def test_the_same_input_gives_the_same_bytes(tmp_path):
    hiss = np.random.default_rng(1).uniform(-0.5, 0.5, SOUND_RATE).astype(np.float32)
    for name in ("a.mp4", "b.mp4"):
        write_film(noise(25), hiss, tmp_path / name, SMALL, {"title": "x"})
    assert (tmp_path / "a.mp4").read_bytes() == (tmp_path / "b.mp4").read_bytes()


def test_metadata_of_any_key_comes_back(tmp_path):
    given = {"AIGC": '{"Label":"1","ContentProducer":"甲"}', "title": "您好", "avatar.content_id": "0" * 32}
    write_film(plain(3), silence(0.1), tmp_path / "a.mp4", SMALL, given)
    assert given.items() <= probe(tmp_path / "a.mp4").metadata.items()


def test_a_frame_may_be_painted_over_once_the_next_is_asked_for(tmp_path):
    def reused():
        image = np.zeros((144, 256, 3), np.uint8)
        for index in range(20):
            image[:] = 10 * index
            yield Frame(image, index, index / 25)

    path = tmp_path / "a.mp4"
    write_film(reused(), silence(0.8), path, SMALL)
    levels = [(picture.to_ndarray()[:144].mean() - 16) * 255 / 219 for picture in pictures(path)]
    assert levels == pytest.approx([10 * index for index in range(20)], abs=3)


def test_a_frame_is_taken_and_marked_before_the_next_is_asked_for(tmp_path):
    taken, told = [], []

    def watched():
        for frame in plain(12):
            taken.append(frame.index)
            yield frame

    with FilmWriter(tmp_path / "a.mp4", SMALL) as film:
        film.shoot(watched(), silence(0.48), mark=lambda _luma, index: told.append((index, len(taken))))
    assert told == [(index, index + 1) for index in range(12)]


def test_a_longer_film_replaces_the_old_one(tmp_path):
    path = tmp_path / "a.mp4"
    for count in (5, 10):
        write_film(plain(count), silence(0.4), path, SMALL)
    assert probe(path).frames == 10


def test_a_colon_or_a_long_chinese_name_is_just_a_name(tmp_path):
    for name in ("12:30 http://x.mp4".replace("/", "_"), "好" * 83 + ".mp4"):
        write_film(plain(3), silence(0.1), tmp_path / name, SMALL)
        assert probe(tmp_path / name).frames == 3


class RendererError(Exception):
    pass


@pytest.mark.parametrize("fault", [RendererError("gone"), OSError(2, "gone"), KeyboardInterrupt()])
@pytest.mark.parametrize("after", [0, 1, 40])
def test_a_fault_of_the_frames_comes_through_and_leaves_nothing(tmp_path, fault, after):
    def failing():
        yield from noise(after)
        raise fault

    (tmp_path / "a.mp4").write_bytes(b"the old film")
    with pytest.raises(type(fault)) as caught:
        write_film(failing(), silence(1), tmp_path / "a.mp4", SMALL)
    assert caught.value is fault
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp4"]
    assert (tmp_path / "a.mp4").read_bytes() == b"the old film"
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("avatar-film")]


def test_a_frame_of_another_size_is_a_fault(tmp_path):
    with pytest.raises(AvatarError, match=r"Frame 0 .*\(144, 256, 3\)"):
        write_film(plain(3, size=(128, 144)), silence(1), tmp_path / "a.mp4", SMALL)
    assert list(tmp_path.iterdir()) == []


def test_a_film_without_frames_is_a_fault(tmp_path):
    with pytest.raises(AvatarError, match="no frame"):
        write_film([], silence(1), tmp_path / "a.mp4", SMALL)
    assert list(tmp_path.iterdir()) == []


def test_an_output_error_is_raised_before_the_first_frame(tmp_path):
    def never():
        pytest.fail("a frame was asked for")
        yield

    with pytest.raises(OutputError):
        write_film(never(), silence(1), tmp_path / "missing" / "a.mp4", SMALL)
