"""Faces are read at enrolment, so that one opening of the jaw looks equally wide on all of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from avatar.data import ARKIT_INDEX
from avatar.portrait.rig.opening import calibrate_opening

JAW, CLOSE, SMILE = (ARKIT_INDEX[name] for name in ("jawOpen", "mouthClose", "mouthSmileLeft"))


def with_jaw(portrait, factor):
    shapes = portrait.rig.shapes.copy()
    shapes[[JAW, CLOSE]] *= np.float32(factor)
    return replace(portrait.rig, shapes=shapes)


def drop(rig):
    return float(np.linalg.norm(rig.shapes[JAW, 17]))


@pytest.mark.slow
@pytest.mark.parametrize("factor", [0.88, 1.2])
def test_a_jaw_that_opens_too_little_or_too_far_comes_back_to_its_size(xiaochen, factor):
    rig = calibrate_opening(xiaochen.image, xiaochen.landmarks, with_jaw(xiaochen, factor))
    assert drop(rig) == pytest.approx(drop(xiaochen.rig), rel=0.1)


def test_lips_that_close_over_a_jaw_are_scaled_along_and_nothing_else_is(xiaochen):
    before = with_jaw(xiaochen, 1.2)
    after = calibrate_opening(xiaochen.image, xiaochen.landmarks, before)
    scale = drop(after) / drop(before)
    assert scale < 0.95
    np.testing.assert_allclose(after.shapes[CLOSE], before.shapes[CLOSE] * scale, rtol=1e-4, atol=1e-4)
    np.testing.assert_array_equal(after.shapes[SMILE], before.shapes[SMILE])


def test_a_picture_in_which_no_face_is_seen_keeps_its_shapes(xiaochen):
    grey = np.full_like(xiaochen.image, 128)
    assert drop(calibrate_opening(grey, xiaochen.landmarks, xiaochen.rig)) == pytest.approx(drop(xiaochen.rig))
