"""A person stands before what was asked for, at each frame's own time, and lit once for all frames."""

from __future__ import annotations

from fractions import Fraction

import av
import numpy as np
import pytest

from avatar.clip.setting import InScene, Setting
from avatar.data.scene import Fill, Layer, Panel, Person, Scene, Text
from avatar.finish.backdrops import glimpse, parse_background
from avatar.finish.scene.stage import Stage
from avatar.reenact.mesh import MeshRenderer
from avatar.settings import LightSettings
from tests.motions import OPEN, motion

pytestmark = pytest.mark.slow

SIZE = (128, 96)


@pytest.fixture
def counting(tmp_path):
    """A film each of whose ten pictures has a grey of its own: 20, 40, ..."""
    path = tmp_path / "counting.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25)
        stream.width, stream.height, stream.pix_fmt = *SIZE, "yuv420p"
        for index in range(10):
            picture = np.full((SIZE[1], SIZE[0], 3), 20 * (index + 1), np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, "rgb24")))
        container.mux(stream.encode(None))
    return path


def corners(frames):
    return [round(float(frame.image[:2, :2].mean()) / 20) - 1 for frame in frames]


def test_a_film_goes_on_from_passage_to_passage(xiaochen, counting):
    setting = Setting(MeshRenderer(), parse_background(str(counting)))
    whole = list(setting(xiaochen, motion(*[{}] * 13), SIZE))
    assert corners(whole) == [index % 10 for index in range(13)]
    later = list(setting(xiaochen, motion(*[{}] * 3), SIZE, 8))
    assert corners(later) == [8, 9, 0]
    assert np.array_equal(later[0].image, whole[8].image)


def test_a_films_light_is_that_of_the_whole(counting):
    assert abs(float(glimpse(counting, SIZE).mean()) - 110) < 12


@pytest.mark.parametrize("given", ["green", "blur", "linear:#102030,#a0b0c0"])
def test_what_stands_still_is_the_same_in_every_frame(xiaochen, given):
    one, other = Setting(MeshRenderer(), parse_background(given))(xiaochen, motion({}, OPEN), SIZE)
    assert np.array_equal(one.image[:, :12], other.image[:, :12])
    assert not np.array_equal(one.image, other.image)


def test_the_keys_green_is_pure_around_the_person(xiaochen):
    (frame,) = Setting(MeshRenderer(), parse_background("green"))(xiaochen, motion({}), SIZE)
    (alone,) = Setting(MeshRenderer(), parse_background("transparent"))(xiaochen, motion({}), SIZE)
    assert (frame.image[alone.image[..., 3] == 0] == (0, 177, 64)).all()


BLUE = Layer("wall", Panel(Fill(((20, 60, 255, 1.0),))))
SOMEBODY = Layer("person", Person(background="cutout"), (0.1, 0.2, 0.8, 0.8))


def staged(*layers):
    return Stage(Scene(SIZE, "en", layers), SIZE, Fraction(25))


def in_scene(portrait, stage, **light):
    size = stage.casting.size
    (frame,) = InScene(MeshRenderer(), stage, LightSettings(**light))(portrait, motion({}), size)
    return frame.image.astype(int)


def test_somebody_in_a_scene_is_in_the_light_of_what_lies_behind_them(xiaochen):
    stage = staged(BLUE, SOMEBODY)
    alone = in_scene(xiaochen, stage, match=0.0, wrap=0.0)
    usual, matched = in_scene(xiaochen, stage), in_scene(xiaochen, stage, match=1.0)
    assert np.array_equal(alone[..., 3], usual[..., 3])
    edge = (alone[..., 3] > 128) & (alone[..., 3] < 250)
    assert (usual - alone)[edge][:, 2].mean() > 1.5 * (usual - alone)[edge][:, 0].mean() > -1
    inside = alone[..., 3] == 255
    assert (matched - alone)[inside][:, 2].mean() > 4 > abs((usual - alone)[inside][:, 2].mean())


def test_what_lies_before_somebody_or_nowhere_gives_no_light(xiaochen):
    stage = staged(SOMEBODY, BLUE)
    assert stage.behind() is None
    assert np.array_equal(in_scene(xiaochen, stage, match=1.0), in_scene(xiaochen, stage, match=0.0, wrap=0.0))


def test_what_lies_behind_is_the_ground_without_what_comes_later_and_without_words():
    stage = staged(BLUE, Layer("word", Text("Hello")), SOMEBODY)
    assert (stage.behind() == (20, 60, 255)).all()
    assert not stage.has_pictures
