"""Networks for films are fed picture after picture with what they remember; others are asked some times a second."""

from __future__ import annotations

import numpy as np
import pytest

from avatar.errors import InputError
from avatar.matting.followed import Followed
from avatar.matting.networks import Remembered, matter_by
from avatar.neural.recurrent import RecurrentMatting, remembers
from tests.unit.neural.miniature import matting_network, video_matting_network


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    return video_matting_network(tmp_path_factory.mktemp("network") / "rvm.onnx")


def test_it_remembers_the_picture_before(network):
    """The miniature gives the mean of what it remembers and of the picture's red channel."""
    assert remembers(network)
    loaded = RecurrentMatting(network, "cpu")
    picture = np.zeros((32, 48, 3), np.uint8)
    picture[..., 0], picture[..., 2] = 255, 51
    first, own = loaded.matte(picture)
    second, _ = loaded.matte(picture)
    assert first.shape == (32, 48)
    assert first.max() == pytest.approx(0.5)
    assert second.max() == pytest.approx(0.75), "what it saw before counts"
    assert own.tolist() == picture.tolist()


def test_a_film_is_cut_out_by_it(network, film_of):
    matter = matter_by(network, 5.0, "film.mp4", "cpu")
    assert isinstance(matter, Remembered)
    pictures = film_of("xiaochen")[:2]
    cuts = list(matter.cuts(pictures))
    assert [cut.matte.shape for cut in cuts] == [(256, 256)] * 2
    assert cuts[0].face > 50
    assert (cuts[0].behind == cuts[0].picture).all(), "the network's own colours need nothing taken out"


def test_a_network_for_pictures_is_followed_between(tmp_path):
    path = matting_network(tmp_path / "u2net.onnx", 320, (1, 0, 0))
    assert not remembers(path)
    assert isinstance(matter_by(path, 5.0, "film.mp4", "cpu"), Followed)


def test_a_file_that_only_names_memories_is_refused(tmp_path):
    broken = video_matting_network(tmp_path / "broken.onnx", gives="alpha")
    with pytest.raises(InputError, match="lacks pha"):
        RecurrentMatting(broken, "cpu")
