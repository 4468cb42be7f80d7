"""Turned squares are cut out, and points come back to where they were."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from avatar.errors import InputError
from avatar.neural.window import Window, checked, whole

shares = st.floats(0.1, 0.9)


@given(
    x=st.floats(60, 140),
    y=st.floats(60, 140),
    side=st.floats(30, 90),
    roll=st.floats(-3, 3),
    spot=st.tuples(shares, shares),
)
def test_a_spot_in_the_cut_comes_back_to_its_place(x, y, side, roll, spot):
    window = Window(x, y, side, roll)
    there = window.back(np.array([spot]))[0]
    picture = np.zeros((200, 200, 3), np.uint8)
    down, across = np.mgrid[0:200, 0:200]
    picture[...] = (255 * np.exp(-((across - there[0]) ** 2 + (down - there[1]) ** 2) / 18)).astype(np.uint8)[..., None]
    cut = window.cut(picture, 128)[..., 0].astype(float)
    row, column = np.unravel_index(np.argmax(cut), cut.shape)
    assert (column, row) == pytest.approx((spot[0] * 128, spot[1] * 128), abs=0.05 * 128)


def test_depth_has_the_scale_of_x():
    assert Window(0, 0, 50, 1.0).back(np.array([[0.5, 0.5, 0.2]]))[0, 2] == pytest.approx(10)


def test_beyond_the_picture_lies_black_or_its_edge():
    white = np.full((20, 20, 3), 255, np.uint8)
    assert Window(10, 10, 60).cut(white, 30).min() == 0
    assert Window(10, 10, 60).cut(white, 30, spread=True).min() == 255


def test_the_whole_picture_fits_its_window():
    assert whole(np.zeros((30, 80, 3), np.uint8)) == Window(40, 15, 80)


@pytest.mark.parametrize(
    "picture",
    [
        np.zeros((4, 4), np.uint8),
        np.zeros((4, 4, 4), np.uint8),
        np.zeros((4, 4, 3), np.float32),
        np.zeros((0, 4, 3), np.uint8),
    ],
    ids=["grey", "with alpha", "floats", "empty"],
)
def test_what_is_no_picture_is_refused_in_one_sentence(picture):
    with pytest.raises(InputError, match="has to be"):
        checked(picture)
