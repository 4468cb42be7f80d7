"""A matte that is made a few times a second stays on its person, and does not shimmer where nothing moves."""

from __future__ import annotations

import numpy as np
import pytest

from avatar.errors import InputError
from avatar.matting.cut import Looker
from avatar.matting.followed import Followed
from avatar.matting.plate import Plate, learned, without


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


def test_what_was_seen_behind_is_taken_from_the_edge(film_of):
    """A person before a wall with a stripe walks by: where the stripe was seen, it is no part of anybody."""
    pictures = film_of("xiaochen", shift=3, noise=1.0)
    wall = np.full((256, 256, 3), (90, 90, 90), np.uint8)
    wall[:, :60] = (200, 40, 40)
    plate = Plate(wall, np.ones((256, 256), bool))
    look = Looker().look(pictures[0])
    picture = pictures[0].copy()
    picture[:, :60] = wall[:, :60]
    whole = np.full((256, 256), 255, np.uint8)
    found = without(plate, picture, whole, look)
    assert (found[:, :50][look.rough[:, :50] < 0.4] == 0).all()
    assert (found[120:140, 110:146] == 255).all(), "inside, nothing is taken away"


def test_a_plate_is_learned_where_the_camera_stands_and_nowhere_else(film_of):
    still = learned(film_of("xiaochen"), Looker())
    assert still.known[:60, :40].all()
    assert not still.known[120:140, 110:146].any()
    textured = [np.roll(np.random.default_rng(1).integers(0, 255, (256, 256, 3), np.uint8), 9 * n, 1) for n in range(6)]
    person = film_of("xiaochen")[0]
    rough = Looker().look(person).rough[..., None] > 0.3
    assert learned([np.where(rough, person, each) for each in textured], Looker()) is None
