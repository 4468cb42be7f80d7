"""What is said can be read: in the pictures, in a track, or beside the clip, at the times of the words."""

from __future__ import annotations

import json
import re
from pathlib import Path

import av
import matplotlib as mpl
import numpy as np
import pytest

import avatar
from avatar.clip.marking import check
from avatar.errors import InputError
from avatar.finish.label import LabelFilter
from avatar.finish.subtitles import fonts
from avatar.runtime.folders import Home

pytestmark = pytest.mark.slow

TEXT = "Good morning, and welcome to our branch. The office closes at five in the evening."
SIZE = (360, 360)


@pytest.fixture(scope="module")
def folder(tmp_path_factory, warm):
    """A home whose cache of portraits is warm, on a machine that has DejaVu Sans alone."""
    place = warm(tmp_path_factory.mktemp("home"), "xiaochen")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fonts, "font_folders", lambda: (Path(mpl.get_data_path()) / "fonts" / "ttf",))
        fonts._installed.cache_clear()
        patch.setenv("AVATAR_HOME", str(place))
        yield place
    fonts._installed.cache_clear()


def say(folder, name, text=TEXT, **options):
    chosen = {"portrait": "xiaochen", "voice": "emma", "size": SIZE} | options
    return avatar.say(text, output=folder / name, **chosen)


def pictures(path):
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


def packets(path):
    with av.open(str(path)) as container:
        return [bytes(packet) for packet in container.demux(video=0)]


def clock(text):
    hours, minutes, seconds = text.replace(",", ".").split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def words(clip):
    return json.loads(Path(clip.timeline).read_text(encoding="utf-8"))["words"]


@pytest.fixture(scope="module")
def plain(folder):
    return say(folder, "plain.mp4")


@pytest.fixture(scope="module")
def burned(folder):
    return say(folder, "burned.mp4", subtitles="burn")


def test_letters_are_in_the_pictures_while_words_are_said(plain, burned):
    """Before the first word, and where no letters are, the pictures are those of the film without."""
    spoken = words(burned)
    assert spoken == words(plain)
    before, middle = int(spoken[0]["start"] * 25) - 2, round((spoken[2]["start"] + spoken[2]["end"]) / 2 * 25)
    with_, without = pictures(burned.video), pictures(plain.video)
    assert len(with_) == len(without)
    apart = [np.abs(with_[index].astype(int) - without[index]).max(axis=2) for index in (before, middle)]
    assert apart[0].max() < 40  # what the codec does
    assert (apart[1][: SIZE[1] // 2] > 60).sum() == 0
    assert (apart[1][SIZE[1] // 2 :] > 60).sum() > 500
    x, y, across, down = LabelFilter("en", SIZE).place
    assert (apart[1][y : y + down, x : x + across] > 60).sum() == 0


def test_the_word_that_is_said_is_yellow(burned):
    shown = pictures(burned.video)
    for word in words(burned)[3:9]:
        if word["end"] - word["start"] < 0.12:
            continue
        red, green, blue = (
            shown[round((word["start"] + word["end"]) / 2 * 25)][SIZE[1] // 2 :].astype(int).transpose(2, 0, 1)
        )
        assert ((red > 190) & (green > 140) & (blue < 140)).sum() > 10, word


def test_a_film_with_burned_subtitles_bears_all_marks(folder, burned):
    report = check(Path(burned.video), Home.at(folder).data)
    assert report.verdict == "trusted"


def test_a_passage_that_was_filmed_before_has_the_same_captions(folder, burned):
    again = say(folder, "again.mp4", subtitles="burn")
    assert packets(again.video) == packets(burned.video)
    assert "speaking" not in again.stages


def test_another_style_is_another_film(folder, burned):
    style = folder / "style.toml"
    style.write_text('[text]\ncolour = "#00ff00"\n[highlight]\ncolour = "none"\n')
    other = say(folder, "style.mp4", subtitles="burn", subtitles_style=style)
    assert other.content_id != burned.content_id
    shown = pictures(other.video)[round(words(other)[2]["end"] * 25)]
    assert ((shown[..., 1] > 200) & (shown[..., 0] < 90)).sum() > 100


def test_files_lie_beside_the_film_with_the_times_of_its_words(folder, plain):
    clip = say(folder, "files.mp4", subtitles="file")
    assert [Path(path).name for path in clip.subtitles] == ["files.srt", "files.vtt", "files.ass"]
    assert packets(clip.video) == packets(plain.video)
    text = (folder / "files.srt").read_text(encoding="utf-8")
    starts = [clock(found) for found in re.findall(r"([\d:,]+) -->", text)]
    spoken = np.array([word["start"] for word in words(clip)])
    assert all(np.abs(spoken - start).min() < 1e-3 for start in starts)
    assert " ".join(line for line in text.splitlines() if re.search("[a-z]", line)) == TEXT
    told = re.findall(r"<([\d:.]+)><c>", (folder / "files.vtt").read_text(encoding="utf-8"))
    assert all(np.abs(spoken - clock(each)).min() < 1e-3 for each in told)


def test_nothing_is_left_of_files_that_could_not_be_finished(folder, monkeypatch):
    place = folder / "failed"
    place.mkdir()
    monkeypatch.setattr("avatar.clip.marking.mark_film", lambda *_: (_ for _ in ()).throw(InputError("No.")))
    with pytest.raises(InputError, match="No"):
        say(place, "clip.mp4", subtitles="file")
    assert list(place.iterdir()) == []


@pytest.mark.parametrize(("name", "language"), [("soft.mp4", "eng"), ("soft.mkv", "eng"), ("soft.webm", "eng")])
def test_a_track_has_the_words_at_their_times(folder, name, language):
    clip = say(folder, name, subtitles="soft")
    with av.open(clip.video) as container:
        (stream,) = container.streams.subtitles
        begin = float(container.start_time or 0) / av.time_base
        found = [packet for packet in container.demux(stream) if packet.pts is not None]
        assert stream.language == language
        starts = [float(each.pts * each.time_base) - begin for each in found if b"o" in bytes(each)]
    wanted = [word["start"] for word in words(clip) if word["text"] in ("Good", "The")]
    assert [starts[0], next(each for each in starts if each > wanted[1] - 0.1)] == pytest.approx(wanted, abs=2e-3)
    assert check(Path(clip.video), Home.at(folder).data).verdict == "trusted"


def test_a_stream_shows_what_is_burned_in_and_has_no_place_for_more(folder):
    options = {"portrait": "xiaochen", "voice": "emma", "size": SIZE}
    with pytest.raises(InputError, match="choose burn"):
        next(iter(avatar.stream(TEXT, subtitles="soft", **options)))
    with pytest.raises(InputError, match="choose burn"):
        next(avatar.stream(TEXT, subtitles="file", **options).fragments())
    frames = iter(avatar.stream(TEXT, subtitles="burn", **options))
    image = next(frame.image for frame in frames if frame.time > 1.0)
    assert (image[SIZE[1] // 2 :].min(axis=2) > 240).sum() > 200


def test_a_transparent_film_has_letters_too(folder):
    clip = say(folder, "clear.webm", "Hello there.", subtitles="burn", background="transparent")
    with av.open(clip.video) as container:
        decoder = av.CodecContext.create("libvpx-vp9", "r")
        frames = [frame for packet in container.demux(video=0) for frame in decoder.decode(packet)]
    alpha = frames[20].to_ndarray(format="rgba")[SIZE[1] * 3 // 4 :, :40, 3]
    assert frames[20].format.name == "yuva420p"
    assert alpha.min() < 128


def test_a_sound_has_files_that_begin_after_its_label(folder):
    recording = avatar.record(TEXT, folder / "sound.mp3", voice="emma", subtitles="file")
    assert [Path(path).name for path in recording.subtitles] == ["sound.srt", "sound.vtt", "sound.ass"]
    text = (folder / "sound.srt").read_text(encoding="utf-8")
    starts = [clock(found) for found in re.findall(r"([\d:,]+) -->", text)]
    assert starts[0] == 0
    assert "was generated by AI." in text
    alone = avatar.record(TEXT, folder / "rhythm.wav", voice="emma", subtitles="file", label="rhythm")
    assert "generated" not in Path(alone.subtitles[0]).read_text(encoding="utf-8")
    assert recording.seconds - starts[1] == pytest.approx(
        alone.seconds - clock(re.search(r"([\d:,]+) -->", Path(alone.subtitles[0]).read_text())[1]), abs=2e-3
    )


def test_letters_that_no_font_has_end_the_command_with_4(folder, capsys):
    from avatar.cli.edge import run

    assert run(["say", "--subtitles", "burn", "--portrait", "xiaochen", "-o", str(folder / "zh.mp4"), "您好。"]) == 4
    assert "apt-get install fonts-noto-cjk" in capsys.readouterr().err
    assert not (folder / "zh.mp4").exists()
