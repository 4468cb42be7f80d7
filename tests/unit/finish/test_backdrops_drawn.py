"""Backgrounds that are drawn rather than given: gradients, the key's green, and the photo's own out of focus."""

from __future__ import annotations

import numpy as np
import pytest

from avatar.errors import InputError
from avatar.finish.backdrops import parse_background
from avatar.finish.background import still_of
from avatar.finish.lens import out_of_focus
from avatar.settings import KEY_GREEN, BackgroundSettings

SIZE = (96, 64)


@pytest.mark.parametrize(
    ("given", "kind", "stops", "angle"),
    [
        ("linear:#102030,#405060", "linear", ((16, 32, 48), (64, 80, 96)), 180),
        ("linear: white , rgb(1, 2, 3),black, 90deg", "linear", ((255, 255, 255), (1, 2, 3), (0, 0, 0)), 90),
        ("Radial:#ffffff,#000000", "radial", ((255, 255, 255), (0, 0, 0)), 180),
    ],
)
def test_gradients_are_read(given, kind, stops, angle):
    found = parse_background(given)
    assert (found.kind, found.stops, found.angle) == (kind, stops, angle)


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ("linear:#102030", "1 colours"),
        ("linear:#102030,blau", "no gradient"),
        ("radial:#fff,#000,90", "no gradient"),
        ("linear:", "no gradient"),
        ("linear:#fff,#000,500", "500"),
        ("blur:2", "blur 2"),
        ("blur:much", "'much' is no number"),
        ("blur:nan", "'nan' is no number"),
    ],
)
def test_what_cannot_be_drawn_is_refused_by_name(given, word):
    with pytest.raises(InputError, match=word):
        parse_background(given)


@pytest.mark.parametrize(
    ("angle", "first", "last"),
    [(180, (0, 48), (-1, 48)), (0, (-1, 48), (0, 48)), (90, (32, 0), (32, -1)), (135, (0, 0), (-1, -1))],
)
def test_a_linear_gradient_runs_as_in_css(angle, first, last):
    picture = still_of(BackgroundSettings("linear", stops=((200, 0, 40), (0, 100, 240)), angle=angle), SIZE)
    assert np.abs(picture[first].astype(int) - (200, 0, 40)).max() <= 3
    assert np.abs(picture[last].astype(int) - (0, 100, 240)).max() <= 3


def test_a_radial_gradient_begins_behind_the_head():
    picture = still_of(BackgroundSettings("radial", stops=((255,) * 3, (0,) * 3)), SIZE).astype(int)
    assert picture[27, 48].min() > 245
    assert picture[-1, 0].max() < 12


def test_a_slow_gradient_shows_no_bands():
    """Of two colours that lie four levels apart, the rows between are mixed and not stepped."""
    picture = still_of(BackgroundSettings("linear", stops=((40, 40, 40), (44, 44, 44))), (400, 400))
    rows = picture[..., 0].mean(axis=1)
    assert np.abs(rows - np.linspace(40, 44, 400)).max() < 0.15


def test_the_keys_green_is_one_colour():
    assert (still_of(parse_background("green"), SIZE) == KEY_GREEN).all()


def test_what_is_plain_stays_as_it_is_out_of_focus():
    for level in (0, 90, 200, 250):
        picture = np.full((90, 160, 3), level, np.uint8)
        assert np.abs(out_of_focus(picture, 0.7).astype(int) - level).max() <= 1


def test_lights_grow_into_discs_and_texture_goes():
    rng = np.random.default_rng(3)
    night = rng.integers(20, 60, (180, 320, 3), np.uint8)
    night[88:92, 158:162] = 255
    soft = out_of_focus(night, 0.5).astype(int)
    assert soft[20:60, 20:100].std() < 2  # what was noise of 12 levels
    radius = round((0.004 + 0.071 * 0.5) * 180)
    disc = soft[90 - radius // 2 : 90 + radius // 2, 160 - radius // 2 : 160 + radius // 2].mean(axis=2)
    assert disc.min() - 42 > 20  # the light fills the disc
    assert disc.std() < 0.35 * (disc.mean() - 42)  # evenly, as no Gaussian does
    grey = night.copy()
    grey[88:92, 158:162] = 170
    assert soft[90, 160].mean() - 42 > 3 * (out_of_focus(grey, 0.5)[90, 160].mean() - 42)  # white is more than white


def test_more_blur_leaves_less():
    rng = np.random.default_rng(4)
    picture = rng.integers(0, 256, (120, 200, 3), np.uint8)
    left = [float(out_of_focus(picture, radius).std()) for radius in (0.0, 0.3, 1.0)]
    assert left == sorted(left, reverse=True)
    assert left[0] > 4 * left[-1]
