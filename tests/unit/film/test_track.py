"""A track of subtitles is read back with its language, its words and its times, from every container that has one."""

from __future__ import annotations

import json
import shutil
import subprocess

import av
import numpy as np
import pytest

from avatar.data import Frame
from avatar.errors import OutputError
from avatar.film import FilmWriter, check_track
from avatar.film.track import Track, code_of
from avatar.settings import SOUND_RATE, FilmSettings
from avatar.subtitles import AssLook
from avatar.subtitles.ass import ass_header

TRACK = Track("zh", ass_header(AssLook()), ass_header(AssLook()))
CAPTIONS = ((0.24, 0.7, "您好"), (0.8, 1.5, "再见\nBye"))
pytestmark = pytest.mark.slow
KINDS = {"a.mp4": ("h264", "zho"), "a.mov": ("h264", "chi"), "a.mkv": ("h264", "chi"), "a.webm": ("vp9", "zho")}


def write(path, codec, captions=CAPTIONS, track=TRACK):
    settings = FilmSettings(256, 144, codec=codec)
    grey = np.full((144, 256, 3), 90, np.uint8)
    with FilmWriter(path, settings, track=track) as film:
        for first, last in ((0, 20), (20, 40)):  # two shots
            for start, end, text in captions:
                if first <= start * 25 < last:
                    film.caption(text, start, end)
            frames = (Frame(grey, index, index / 25) for index in range(last - first))
            film.shoot(frames, np.zeros((last - first) * SOUND_RATE // 25, np.float32))


def read(path):
    """Read language and captions: start and end against the first picture, s, and words."""
    with av.open(str(path)) as container:
        (stream,) = container.streams.subtitles
        begin = float(container.start_time or 0) / av.time_base
        found = [
            (float(packet.pts * packet.time_base) - begin, float(packet.duration * packet.time_base), bytes(packet))
            for packet in container.demux(stream)
            if packet.pts is not None
        ]
        return stream.language, [
            (start, start + seconds, text.decode(errors="ignore").strip("\0")) for start, seconds, text in found
        ]


@pytest.mark.parametrize("name", KINDS)
def test_a_track_is_read_back(tmp_path, name):
    codec, language = KINDS[name]
    write(tmp_path / name, codec)
    found, captions = read(tmp_path / name)
    assert found == language
    shown = [each for each in captions if any(sign.isalnum() for sign in each[2])]
    assert len(shown) == len(CAPTIONS)
    for (start, end, text), (wanted_start, wanted_end, wanted) in zip(shown, CAPTIONS, strict=True):
        assert (start, end) == pytest.approx((wanted_start, wanted_end), abs=2e-3)
        assert wanted in text


def test_the_pictures_and_the_sound_are_as_without_it(tmp_path):
    write(tmp_path / "with.mp4", "h264")
    write(tmp_path / "without.mp4", "h264", (), None)
    contents = []
    for name in ("with.mp4", "without.mp4"):
        with av.open(str(tmp_path / name)) as container:
            streams = container.streams.video + container.streams.audio
            contents.append([bytes(packet) for packet in container.demux(streams)])
    assert sorted(contents[0]) == sorted(contents[1])


def test_a_film_without_words_has_an_empty_track(tmp_path):
    write(tmp_path / "a.mp4", "h264", ())
    assert read(tmp_path / "a.mp4")[0] == "zho"


def test_a_film_that_has_no_place_for_a_track_is_refused(tmp_path):
    with pytest.raises(OutputError, match="no place for a track"):
        check_track(tmp_path / "a.gif")
    settings = FilmSettings(256, 144, codec="gif", fps=10)
    with pytest.raises(OutputError, match="no place"), FilmWriter(tmp_path / "a.gif", settings, track=TRACK):
        pass
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(shutil.which("ffprobe") is None, reason="ffprobe is not here")
@pytest.mark.parametrize("name", KINDS)
def test_ffprobe_knows_what_it_is(tmp_path, name):
    write(tmp_path / name, KINDS[name][0])
    command = ["ffprobe", "-v", "error", "-show_streams", "-of", "json", str(tmp_path / name)]
    streams = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)["streams"]
    kinds = {each["codec_type"]: each for each in streams}
    assert kinds["subtitle"]["codec_name"] == {"a.mkv": "ass", "a.webm": "webvtt"}.get(name, "mov_text")
    assert kinds["subtitle"]["tags"]["language"] == KINDS[name][1]


@pytest.mark.parametrize(
    ("language", "code", "bibliographic"),
    [("zh", "zho", "chi"), ("en-GB", "eng", "eng"), ("yue", "yue", "yue"), ("de", "deu", "ger"), ("xx", "und", "und")],
)
def test_languages_have_three_letters(language, code, bibliographic):
    assert code_of(language) == code
    assert code_of(language, is_bibliographic=True) == bibliographic
