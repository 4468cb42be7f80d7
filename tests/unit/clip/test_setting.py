"""A person stands before what was asked for, at each frame's own time, and lit once for all frames."""

from __future__ import annotations

import av
import numpy as np
import pytest

from avatar.clip.setting import Setting
from avatar.finish.backdrops import glimpse, parse_background
from avatar.reenact.mesh import MeshRenderer
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
