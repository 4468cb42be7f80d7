"""A matte that is made a few times a second stays on its person, and does not shimmer where nothing moves."""

from __future__ import annotations

import numpy as np
import pytest

from avatar.errors import InputError
from avatar.matting.followed import Followed


def mattes(pictures):
    cuts = list(Followed(5, "film.mp4").cuts(pictures))
    assert len(cuts) == len(pictures)
    return np.array([cut.matte for cut in cuts])


def test_an_edge_that_stands_still_shimmers_less_than_the_film(film_of):
    pictures = film_of("xiaochen")
    found = mattes(pictures) / np.float32(255)
    edge = (found.mean(axis=0) > 0.1) & (found.mean(axis=0) < 0.9)
    assert edge.sum() > 200
    own = np.array(pictures, np.float32).mean(axis=-1).std(axis=0)[edge].mean() / 100
    assert found.std(axis=0)[edge].mean() < 3 * own


def test_the_matte_goes_where_the_person_goes(film_of):
    found = mattes(film_of("xiaochen", shift=3, noise=1.0)) > 127
    still = found[0][:, 30:200]
    for number, each in enumerate(found):
        moved = each[:, 30 + 3 * number : 200 + 3 * number]
        assert (moved & still).sum() / (moved | still).sum() > 0.95, number


def test_nobody_at_the_beginning_is_a_reason_to_stop():
    with pytest.raises(InputError, match=r"No face is seen where 'film\.mp4' begins"):
        mattes([np.full((256, 256, 3), 90, np.uint8)])
