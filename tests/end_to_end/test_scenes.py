"""A person in a scene: every mark stays, bullets come with their words, and the same scene gives the same film."""

from __future__ import annotations

import json
import wave
from dataclasses import replace
from pathlib import Path

import av
import matplotlib as mpl
import numpy as np
import pytest

import avatar
from avatar.campaign.templates import read_template
from avatar.clip.marking import check
from avatar.data.scene import Scene
from avatar.finish.label import LabelFilter
from avatar.finish.subtitles import fonts
from avatar.runtime.folders import Home

pytestmark = pytest.mark.slow

TEXT = "Here is our new bag. It is light, and it keeps water cold. Order it today."
SIZE = (640, 360)
TEMPLATE = """
name = "shop"
lead_in = 1.0
lead_out = 1.0
[shapes]
wide = [640, 360]
[variables.points]
kind = "list"
[variables.music]
kind = "sound"
[[layers]]
name = "wall"
kind = "panel"
fill = "#ffffff"
[[layers]]
name = "person"
kind = "person"
background = "cutout"
box = [0, 0, 500, 1000]
[[layers]]
name = "points"
kind = "bullets"
items = "{{ points }}"
colour = "#101010"
box = [550, 100, 420, 400]
size = [80, 60]
[[layers]]
name = "bar"
kind = "progress"
box = [0, 970, 1000, 30]
fill = "#0000ff"
[[layers]]
name = "intro"
kind = "panel"
fill = "#00a000"
until = 0.48
[[layers]]
name = "over all"
kind = "panel"
fill = "#ffffff"
box = [600, 800, 400, 200]
[music]
source = "{{ music }}"
gain = 6
[[chapters]]
title = "Hello"
[[chapters]]
title = "Order"
at = "word: Order"
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory, warm):
    """A home whose cache of portraits is warm, on a machine that has DejaVu Sans alone."""
    place = warm(tmp_path_factory.mktemp("home"), "xiaochen")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fonts, "font_folders", lambda: (Path(mpl.get_data_path()) / "fonts" / "ttf",))
        fonts._installed.cache_clear()
        patch.setenv("AVATAR_HOME", str(place))
        yield place
    fonts._installed.cache_clear()


@pytest.fixture(scope="module")
def scene(home):
    folder = home / "shop"
    folder.mkdir()
    (folder / "template.toml").write_text(TEMPLATE, encoding="utf-8")
    noise = np.random.default_rng(5).normal(0, 0.1, 48_000 * 2)
    with wave.open(str(home / "music.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes((noise.clip(-1, 1) * 32767).astype("<i2").tobytes())
    points = "Weighs nothing | light\nKeeps water cold"
    return read_template(folder).fill({"points": points, "music": str(home / "music.wav")}, "en")


@pytest.fixture(scope="module")
def clip(home, scene):
    return avatar.say(TEXT, output=home / "shop.mp4", portrait="xiaochen", voice="fast", scene=scene)


def pictures(path):
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


def sound(path):
    with av.open(str(path)) as container:
        return np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])


@pytest.fixture(scope="module")
def frames(clip):
    return pictures(clip.video)


def test_a_film_with_a_scene_is_trusted(clip, home):
    report = check(Path(clip.video), Home.usual().data)
    assert (report.verdict, report.content_id) == ("trusted", clip.content_id)
    assert {layer.state for layer in report.layers.values()} == {"present"}
    assert clip.size == SIZE


def test_no_layer_hides_the_label(frames):
    x, y, wide, tall = LabelFilter("en", SIZE).place
    for frame in (frames[3], frames[len(frames) // 2], frames[-1]):
        plate = frame[y : y + tall, x : x + wide]
        assert (plate.max(axis=2) < 110).mean() > 0.4, "its dark plate"
        assert (plate.min(axis=2) > 200).mean() > 0.04, "its letters"


def test_bullets_appear_within_a_frame_of_their_words(clip, frames):
    words = json.loads(Path(clip.timeline).read_text(encoding="utf-8"))["words"]
    spoken = {word["text"].strip(".,"): word["start"] for word in words}
    rows = np.stack([(frame[30:180, 352:620].max(axis=2) < 90).sum(axis=1) for frame in frames])  # ink in each row
    last = rows[-1] > 0
    blocks = np.split(np.flatnonzero(last), np.flatnonzero(np.diff(np.flatnonzero(last)) > 8) + 1)
    assert len(blocks) == 2
    for block, word in zip(blocks, ("light", "keeps"), strict=True):
        seen = np.flatnonzero(rows[:, block].sum(axis=1) > 10)
        assert abs(seen[0] / 25 - spoken[word]) <= 1 / 25, word
        assert len(seen) == len(frames) - seen[0], "it stays"


def test_cards_cover_the_person_before_the_first_word_and_the_bar_grows(clip, frames):
    assert np.abs(frames[5][100:250, 50:250].astype(int) - (0, 160, 0)).max() < 20
    assert frames[20][100:250, 50:250].astype(int).std() > 20, "then the person is seen"
    blue = [(frame[355, :, 2] > 180) & (frame[355, :, 0] < 80) for frame in frames]
    half = len(frames) // 2
    assert blue[half][:380].mean() == pytest.approx(0.5 * 640 / 380, abs=0.05)
    words = json.loads(Path(clip.timeline).read_text(encoding="utf-8"))["words"]
    assert words[0]["start"] >= 1.0


def test_music_is_heard_around_the_speech_and_softer_under_it(clip, scene, home):
    heard = sound(clip.video)
    bare = avatar.say(
        TEXT, output=home / "bare.mp4", portrait="xiaochen", voice="fast", scene=replace(scene, music=None)
    )
    alone = sound(bare.video)
    assert len(heard) == len(alone)
    rest = heard - alone

    def level(start, end):
        return 20 * np.log10(np.sqrt(np.mean(rest[int(start * 48_000) : int(end * 48_000)] ** 2)))

    assert np.abs(alone[:20_000]).max() < 0.01 < np.abs(heard[20_000:30_000]).max()
    assert level(1.4, 2.4) < level(0.5, 0.68) - 6


def test_chapters_are_in_the_film(clip):
    words = json.loads(Path(clip.timeline).read_text(encoding="utf-8"))["words"]
    order = next(word["start"] for word in words if word["text"].startswith("Order"))
    with av.open(clip.video) as container:
        found = [(each["metadata"]["title"], each["start"] * float(each["time_base"])) for each in container.chapters()]
    assert found == [("Hello", 0.0), ("Order", pytest.approx(order, abs=0.002))]


def test_the_same_scene_gives_the_same_film_kept(clip, scene, home, frames):
    document = Scene.of(json.loads(json.dumps(scene.document())))
    again = avatar.say(TEXT, output=home / "again.mp4", portrait="xiaochen", voice="fast", scene=document)
    assert again.content_id == clip.content_id
    assert again.stages.get("rendering", 0.0) == 0.0, "all of it was kept"
    assert np.array_equal(sound(again.video), sound(clip.video))
    assert all(np.array_equal(one, other) for one, other in zip(frames, pictures(again.video), strict=True))
