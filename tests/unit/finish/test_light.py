"""The light of another scene falls on the person as far as their skin stays skin, and over their edge."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from avatar.finish.light import Surroundings, _lab, _linear, _skin, relit, transfer
from avatar.settings import BackgroundSettings, LightSettings

pytestmark = pytest.mark.slow

NIGHT, WARM, WHITE = (18, 22, 60), (240, 180, 90), (255, 255, 255)


def around(colour):
    return Surroundings(np.full((90, 160, 3), colour, np.uint8), 0.0, 0.0, 0.1)


def skin_change(portrait, colour, match):
    change = transfer(portrait, around(colour).picture, match)
    before = _linear(_skin(portrait))
    return _lab(np.clip(before @ change.T, 0, 1)) - _lab(before)


@pytest.mark.parametrize("colour", [NIGHT, WARM, WHITE, (255, 0, 0), (0, 0, 0)])
@pytest.mark.parametrize("match", [0.2, 0.4, 1.0])
def test_skin_changes_by_a_bound(xiaochen, colour, match):
    assert np.linalg.norm(skin_change(xiaochen, colour, match)) <= 9 * match + 1e-6


def test_people_go_toward_the_scene(xiaochen):
    lightness, _, yellow = skin_change(xiaochen, NIGHT, 0.5)[0]
    assert lightness < -1
    assert yellow < -1  # toward blue
    lightness, _, yellow = skin_change(xiaochen, WARM, 0.5)[0]
    assert yellow > 1
    assert abs(skin_change(xiaochen, (120, 120, 120), 0.5)[0, 2]) < abs(yellow) / 2  # grey has no hue to give


def test_the_same_portrait_comes_back_where_nothing_is_asked(xiaochen):
    assert relit(xiaochen, around(NIGHT), 0.0, 0.0) is xiaochen


def test_mouth_and_skin_change_together(xiaochen):
    lit = relit(xiaochen, around(NIGHT), 1.0, 0.0)
    solid = xiaochen.matte == 255
    assert lit.foreground[solid].mean() < xiaochen.foreground[solid].mean() - 3
    assert lit.rig.mouth_layers[..., :3].mean() < xiaochen.rig.mouth_layers[..., :3].mean()
    assert np.array_equal(lit.rig.mouth_layers[..., 3], xiaochen.rig.mouth_layers[..., 3])
    assert np.array_equal(lit.matte, xiaochen.matte)


def test_light_bleeds_over_the_edge_alone_and_darkens_nothing(xiaochen):
    lit = relit(xiaochen, around(WHITE), 0.0, 1.0)
    change = (lit.foreground.astype(int) - xiaochen.foreground).mean(axis=2)
    assert change.min() >= -1
    deep = cv2.distanceTransform((xiaochen.matte == 255).astype(np.uint8), cv2.DIST_L2, 5)
    assert np.abs(change[deep > 0.12 * xiaochen.iod]).max() == 0
    rim = (deep > 0) & (deep < 0.01 * xiaochen.iod)
    assert change[rim].mean() > 5
    dark = relit(xiaochen, around((0, 0, 0)), 0.0, 1.0)
    assert np.abs(dark.foreground.astype(int) - xiaochen.foreground).max() <= 1


def test_light_comes_from_where_it_is(xiaochen):
    """Only the side of the person that has a window behind it gets its light."""
    height, width = xiaochen.matte.shape
    picture = np.zeros((height // 8, width // 8, 3), np.uint8)
    picture[:, : width // 16] = 255
    lit = relit(xiaochen, Surroundings(picture, 0.0, 0.0, 0.125), 0.0, 1.0)
    change = (lit.foreground.astype(int) - xiaochen.foreground).sum(axis=(0, 2))
    assert change[: width // 2].sum() > 20 * max(1, change[5 * width // 8 :].sum())


def test_it_helps_before_pictures_and_films_unless_somebody_says_else():
    usual = LightSettings()
    assert usual.matched(BackgroundSettings("image")) == usual.matched(BackgroundSettings("video")) > 0
    for kind in ("own", "blur", "green", "transparent", "colour"):
        assert usual.matched(BackgroundSettings(kind)) == 0
    asked = LightSettings(match=0.8)
    assert asked.matched(BackgroundSettings("colour")) == 0.8
    assert asked.matched(BackgroundSettings("green")) == 0
