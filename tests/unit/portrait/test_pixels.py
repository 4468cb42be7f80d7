"""Pictures that are filled, blurred, cut and varied, whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from PIL import Image

from avatar.errors import InputError
from avatar.portrait.face.crop import GREY, square_crop, warped_crop
from avatar.portrait.pixels.fill import blurred, bounds, grown, push_pull, shrunk
from avatar.portrait.variants import VARIANTS, derive

quick = settings(max_examples=20, deadline=None)


def test_known_colours_stay_and_unknown_ones_come_from_beside_them():
    colours = np.zeros((40, 60, 3), np.float32)
    colours[:, :30], colours[:, 30:] = (200, 0, 0), (0, 0, 200)
    known = np.zeros((40, 60), np.float32)
    known[:, :10] = known[:, 50:] = 1
    filled = push_pull(colours, known)
    np.testing.assert_allclose(filled[:, :9], colours[:, :9], atol=0.5)
    assert filled[20, 14, 0] > filled[20, 44, 0]
    assert filled.min() >= -0.5
    assert filled.max() <= 200.5


@quick
@given(level=some.floats(0, 255), share=some.floats(0.05, 1))
def test_one_colour_fills_everything(level, share):
    known = (np.random.default_rng(1).random((33, 21)) < share).astype(np.float32)
    known[3, 3] = 1
    filled = push_pull(np.full((33, 21, 3), level, np.float32), known)
    np.testing.assert_allclose(filled, level, atol=0.05)


def test_where_nothing_is_known_all_is_grey():
    np.testing.assert_allclose(
        push_pull(np.zeros((20, 20, 3), np.float32), np.zeros((20, 20), np.float32)), 128, atol=1
    )


@quick
@given(top=some.integers(0, 8), left=some.integers(0, 8), tall=some.integers(1, 6), wide=some.integers(1, 6))
def test_the_bounds_of_a_mark_hold_just_it(top, left, tall, wide):
    mask = np.zeros((16, 16), bool)
    mask[top : top + tall, left : left + wide] = True
    assert bounds(mask) == (top, left, top + tall, left + wide)
    assert bounds(np.zeros((4, 4), bool)) == (0, 0, 0, 0)


@quick
@given(width=some.floats(0.5, 20), level=some.floats(0, 255))
def test_a_blur_keeps_what_is_constant(width, level):
    np.testing.assert_allclose(blurred(np.full((50, 40), level, np.float32), width), level, rtol=1e-4, atol=1e-3)


def test_a_picture_made_smaller_and_larger_again_keeps_its_mean():
    picture = np.random.default_rng(0).integers(0, 255, (64, 48, 3), np.uint8)
    small = shrunk(picture, 4)
    assert small.shape == (16, 12, 3)
    assert small.mean() == pytest.approx(picture.mean(), abs=0.5)
    assert grown(small, (64, 48)).mean() == pytest.approx(picture.mean(), abs=1)
    np.testing.assert_array_equal(shrunk(picture, 0.7), picture)


def test_a_square_is_cut_where_it_lies_and_is_grey_beyond_the_picture():
    picture = np.zeros((40, 40, 3), np.uint8)
    picture[10:20, 20:30] = 255
    assert (square_crop(picture, (24.5, 14.5), 8, 8) == 255).all()
    beyond = square_crop(picture, (-20, -20), 10, 10)
    assert (beyond == GREY).all()


def test_a_large_picture_is_averaged_before_it_is_made_small():
    """Stripes of 3 px become grey, not stripes."""
    stripes = np.zeros((200, 200, 3), np.uint8)
    stripes[:, np.arange(200) // 3 % 2 == 0] = 255
    crop = warped_crop(stripes, np.array([[8.0, 0, 3.5], [0, 8.0, 3.5]]), 20)
    assert crop[2:-2, 2:-2].std() < 40
    assert crop[2:-2, 2:-2].mean() == pytest.approx(127, abs=10)


@pytest.mark.slow
@pytest.mark.parametrize("variant", VARIANTS)
def test_a_variant_is_an_rgb_picture_that_leaves_its_original_alone(variant):
    picture = Image.fromarray(np.random.default_rng(0).integers(0, 255, (90, 60, 3), np.uint8))
    before = picture.tobytes()
    assert derive(picture, variant).mode == "RGB"
    assert picture.tobytes() == before


def test_a_mirrored_mirror_image_is_the_original_and_an_unknown_variant_is_refused():
    picture = Image.fromarray(np.random.default_rng(0).integers(0, 255, (90, 60, 3), np.uint8))
    assert derive(derive(picture, "mirrored"), "mirrored").tobytes() == picture.tobytes()
    with pytest.raises(InputError, match="no variant 'blue'"):
        derive(picture, "blue")
