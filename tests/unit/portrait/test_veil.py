"""A hazy photo has no black, and neither has the mouth that is painted into it."""

from __future__ import annotations

import numpy as np

from avatar.portrait.pixels.light import veil, veiled


def test_a_photo_of_full_contrast_has_no_veil(xiaochen):
    assert veil(xiaochen.image, xiaochen.rig.vertices.astype(np.float64)).max() < 5


def test_a_washed_out_photo_has_the_veil_that_was_laid_over_it(xiaochen):
    hazy = (90 + xiaochen.image * (1 - 90 / 255)).astype(np.uint8)
    haze = veil(hazy, xiaochen.rig.vertices.astype(np.float64))
    assert np.abs(haze - 75).max() < 15


def test_a_veil_lifts_black_and_keeps_white_and_transparency():
    layers = np.array([[[0, 0, 0, 255], [255, 255, 255, 255], [0, 0, 0, 0], [0, 0, 0, 128]]], np.uint8)
    seen = veiled(layers, np.array([80.0, 70.0, 60.0]))
    assert seen[0, 0].tolist() == [80, 70, 60, 255]
    assert seen[0, 1].tolist() == [255, 255, 255, 255]
    assert seen[0, 2].tolist() == [0, 0, 0, 0]
    assert seen[0, 3].tolist() == [40, 35, 30, 128]
