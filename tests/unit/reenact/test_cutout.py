"""The person alone: solid where the photo shows them, clear elsewhere, without the old background's colour."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from avatar.reenact.mesh import MeshRenderer
from avatar.reenact.mesh.cutout import cut_out
from tests.motions import OPEN, motion

pytestmark = pytest.mark.slow

SIZE = (360, 360)


def test_over_its_own_background_the_person_looks_as_rendered(xiaochen):
    """Away from the outline nothing differs but rounding; on it, only haze and fringe are gone."""
    renderer = MeshRenderer()
    track = motion({}, OPEN)
    whole = [frame.image for frame in renderer.render(xiaochen, track, SIZE)]
    alone = [frame.image for frame in MeshRenderer().cut_out(xiaochen, track, SIZE)]
    for one, other in zip(whole, alone, strict=True):
        assert other.shape == (*SIZE[::-1], 4)
        solid = other[..., 3] == 255
        assert 0.2 < solid.mean() < 0.7
        assert np.abs(one[solid].astype(int) - other[solid][:, :3]).mean() < 0.5


def test_far_from_the_person_there_is_nothing(xiaochen):
    (frame,) = MeshRenderer().cut_out(xiaochen, motion({}), SIZE)
    near = cv2.dilate((frame.image[..., 3] > 128).astype(np.uint8), np.ones((41, 41), np.uint8)) > 0
    assert frame.image[~near].max() == 0


def test_the_mouth_opens_within_the_person(xiaochen):
    still, open_ = (frame.image for frame in MeshRenderer().cut_out(xiaochen, motion({}, OPEN), SIZE))
    changed = np.abs(still[..., :3].astype(int) - open_[..., :3]).max(axis=2) > 40
    mouth = changed & (cv2.erode((still[..., 3] == 255).astype(np.uint8), np.ones((31, 31), np.uint8)) > 0)
    assert mouth.sum() > 50
    assert open_[mouth][:, 3].min() == 255


def test_no_green_is_left_on_the_edge(green):
    """Over grey, no half-covered pixel is greener than skin or hair is."""
    colour, cover = cut_out(green)
    edge = (cover > 20) & (cover < 245)
    picture = colour[edge].astype(int)
    assert (picture[:, 1] - np.delete(picture, 1, axis=1).max(axis=1)).max() <= 1
    spoiled = green.foreground[edge].astype(int)
    assert (spoiled[:, 1] - np.delete(spoiled, 1, axis=1).max(axis=1)).max() > 20  # so there was something to do


def test_a_grey_backdrop_takes_no_colour_from_the_person(xiaochen):
    colour, cover = cut_out(xiaochen)
    inside = xiaochen.matte == 255
    deep = cv2.erode(inside.astype(np.uint8), np.ones((15, 15), np.uint8)) > 0
    assert np.array_equal(colour[deep], xiaochen.foreground[deep])
    assert cover[deep].min() == 255


def test_specks_and_haze_go_and_a_hair_stays(xiaochen):
    matte = xiaochen.matte.copy()
    rng = np.random.default_rng(0)
    clear = cv2.dilate((matte > 0).astype(np.uint8), np.ones((61, 61), np.uint8)) == 0
    corner = slice(20, 120), slice(20, 120)
    assert clear[corner].all()
    matte[corner] = rng.integers(0, 50, (100, 100))
    hair = slice(20, 120), slice(150, 152)
    assert clear[hair].all()
    matte[hair] = 230
    _, cover = cut_out(replace(xiaochen, matte=matte))
    assert cover[25:115, 25:115].mean() < 1.5
    assert cover[40:100, 150:152].min() > 150
