"""Before a busy room a person is told from it by the colours that both have nearby; before a plain one as ever."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from avatar.matting.colours import matte_of
from avatar.matting.cut import Looker
from avatar.portrait.pixels.matte import refine_matte
from avatar.portrait.store import PortraitStore
from avatar.reenact.mesh.cutout import cut_out

SIDE = 320


@pytest.fixture(scope="module")
def person():
    """Give a shipped person's colours (H, W, 3), times cover, and that, (H, W, 1), 0-1."""
    colour, cover = cut_out(PortraitStore().load_or_enroll("marco"))
    share = cover.astype(np.float32)[..., None] / 255
    small = cv2.resize(share, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    mixed = cv2.resize(colour * share, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    return mixed, small[..., None]


def wall_paper():
    stripes = np.full((SIDE, SIDE, 3), (206, 190, 160), np.uint8)
    for left in range(0, SIDE, 24):
        stripes[:, left : left + 9] = (120, 48, 52)
        for top in range(0, SIDE, 24):
            cv2.circle(stripes, (left + 16, top), 5, (44, 84, 96), -1, cv2.LINE_AA)
    return stripes


def seen(person, room):
    colour, cover = person
    noise = np.random.default_rng(2).normal(0, 2, colour.shape)
    picture = np.clip(colour + room * (1 - cover) + noise, 0, 255).astype(np.uint8)
    return picture, Looker().look(picture)


def error(matte, cover):
    return np.abs(matte / np.float32(255) - cover[..., 0]).sum()


def test_less_of_a_busy_room_is_left_at_the_edge(person):
    picture, look = seen(person, wall_paper())
    cover = person[1]
    before = error(refine_matte(picture, look.rough, look.landmarks), cover)
    assert error(matte_of(picture, look), cover) < 0.65 * before


def test_before_a_wall_the_matte_is_that_of_a_portrait(person):
    picture, look = seen(person, np.full((SIDE, SIDE, 3), (190, 196, 200), np.uint8))
    assert (matte_of(picture, look) == refine_matte(picture, look.rough, look.landmarks)).all()
