"""Whoever was cut out is laid before the old room out of focus, or before nothing, as they were filmed."""

from __future__ import annotations

import numpy as np
import pytest

from avatar.finish.backdrops import parse_background
from avatar.matting.cut import Cut, Looker
from avatar.matting.laying import Laying
from avatar.settings import LightSettings

SIDE = 256


@pytest.fixture(scope="module")
def cut(film_of):
    """Give a person before a room of stripes, and their true matte."""
    photo = film_of("xiaochen", noise=0.0)[0]
    look = Looker().look(photo)
    matte = np.rint(255 * look.rough).astype(np.uint8)
    room = np.zeros((SIDE, SIDE, 3), np.uint8)
    room[:, ::8], room[:, 1::8], room[:, 2::8] = 220, 220, 220
    share = matte[..., None] / np.float32(255)
    picture = np.rint(photo * share + room * (1 - share)).astype(np.uint8)
    return Cut(picture, matte, room, look.face, 0), look


def laid(cut, kind):
    background = parse_background(kind)
    return Laying(None, background, LightSettings(), np.zeros((2, 2, 3), np.uint8), cut[1]).lay(cut[0], 0.0)


def test_a_room_out_of_focus_is_smooth_and_its_person_is_not(cut):
    seen, made = cut[0].picture.astype(int), laid(cut, "blur").astype(int)
    inside, outside = cut[0].matte == 255, cut[0].matte == 0
    assert np.abs(made - seen)[inside].max() <= 2
    steps = [np.abs(np.diff(each, axis=1))[outside[:, 1:]].mean() for each in (seen, made)]
    assert steps[0] > 30
    assert steps[1] < steps[0] / 4


def test_before_nothing_there_is_the_person_with_their_matte(cut):
    made = laid(cut, "transparent")
    assert made.shape == (SIDE, SIDE, 4)
    assert (made[..., 3] == cut[0].matte).all()
    inside = cut[0].matte == 255
    assert np.abs(made[..., :3].astype(int) - cut[0].picture)[inside].max() <= 2
