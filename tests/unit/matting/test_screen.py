"""Before a screen each picture is keyed by itself; what shows through and the screen's light are taken out."""

from __future__ import annotations

import numpy as np
import pytest

from avatar.finish.background import backdrop, still_of
from avatar.matting.cut import Looker
from avatar.matting.laying import Laying
from avatar.matting.screen import Keyed, screen_of
from avatar.settings import BackgroundSettings, LightSettings

GREY = BackgroundSettings("colour", (128, 128, 128))


@pytest.fixture(scope="module")
def pictures(film_of):
    return film_of("xiaochen_green")


@pytest.fixture(scope="module")
def cuts(pictures):
    return list(Keyed(5, screen_of(pictures[0])).cuts(pictures))


def test_a_screen_is_found_and_a_room_is_none(pictures, film_of):
    assert screen_of(pictures[0]).name == "green"
    assert screen_of(np.ascontiguousarray(pictures[0][..., [0, 2, 1]])).name == "blue"
    assert screen_of(film_of("xiaochen")[0]) is None


def test_every_picture_is_given_once_in_its_order(pictures, cuts):
    assert [cut.picture is picture for cut, picture in zip(cuts, pictures, strict=True)] == [True] * len(pictures)
    assert {cut.spill for cut in cuts} == {1}


def test_an_edge_that_stands_still_has_no_more_noise_than_the_film(pictures, cuts):
    mattes = np.array([cut.matte for cut in cuts], np.float32) / 255
    edge = (mattes.mean(axis=0) > 0.1) & (mattes.mean(axis=0) < 0.9)
    assert edge.sum() > 200
    film = np.array(pictures, np.float32)
    difference = film[..., 1] - np.maximum(film[..., 0], film[..., 2])
    own = difference.std(axis=0)[edge].mean() / 100  # levels that the screen differs by, at least
    assert mattes.std(axis=0)[edge].mean() < 1.2 * own


def test_clear_is_clear_and_solid_is_solid(cuts):
    matte = cuts[2].matte
    assert (matte[:40, :40] == 0).all()
    assert (matte[110:150, 110:146] == 255).all()


def test_no_green_is_left_at_the_edge(pictures, cuts):
    scene = still_of(GREY, (256, 256))
    laying = Laying(backdrop(GREY, (256, 256)), GREY, LightSettings(wrap=0.0), scene, Looker().look(pictures[0]))
    made = laying.lay(cuts[0], 0.0).astype(int)
    assert (made[:40, :40] == 128).all()
    edge = (cuts[0].matte > 0) & (cuts[0].matte < 255)
    greener = made[..., 1] - np.maximum(made[..., 0], made[..., 2])
    assert greener[edge].max() <= 2
    assert (pictures[0][..., 1].astype(int) - pictures[0][..., 0])[edge].max() > 60, "it was there before"
