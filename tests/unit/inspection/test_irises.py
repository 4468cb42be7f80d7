"""Irises are found by their own edges, to a small part of their radius, wherever a landmark puts them."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from avatar.inspection import irises, points
from avatar.inspection.head import HeadFit
from avatar.portrait.face.pose import canonical_face

FINE = 8
"""px in which irises are drawn, per px that is seen"""


def eye(middle, radius, *, lids=True):
    """Draw a dark iris on a grey white, (64, 96), whose lids cover what is above and below."""
    picture = np.full((64 * FINE, 96 * FINE), 190, np.uint8)
    cv2.circle(picture, tuple(round(value * FINE) for value in middle), round(radius * FINE), 70, -1)
    if lids:
        picture[: round((middle[1] - 0.6 * radius) * FINE)] = 150
        picture[round((middle[1] + 0.8 * radius) * FINE) :] = 150
    return cv2.resize(picture, (96, 64), interpolation=cv2.INTER_AREA)


@pytest.mark.parametrize("lids", [False, True])
@pytest.mark.parametrize("off", [(0.0, 0.0), (3.0, -1.0), (-2.5, 2.0)])
def test_an_iris_is_found_across_its_landmarks_fault(off, lids):
    middle = np.array([47.3, 30.6])
    found = irises.circle(eye(middle, 8.0, lids=lids), middle + off, 8.0)
    assert found[0] == pytest.approx(middle[0], abs=0.15)


def test_a_radius_that_is_a_little_off_does_not_move_it():
    middle = np.array([47.3, 30.6])
    for radius in (7.4, 8.6):
        assert irises.circle(eye(middle, 8.0), middle + 1.5, radius)[0] == pytest.approx(middle[0], abs=0.2)


@pytest.mark.parametrize("picture", [np.full((64, 96), 128, np.uint8), 255 - eye((47.0, 30.0), 8.0, lids=False)])
def test_where_no_dark_circle_is_seen_the_landmark_stays(picture):
    begun = np.array([47.0, 30.0])
    np.testing.assert_array_equal(irises.circle(picture, begun, 8.0), begun)


def test_an_eye_that_leaves_the_picture_or_is_tiny_stays_as_the_landmark_has_it():
    picture = eye((47.0, 30.0), 8.0)
    for begun, radius in (((-30.0, 30.0), 8.0), ((95.0, 63.0), 8.0), ((47.0, 30.0), 1.0)):
        np.testing.assert_array_equal(irises.circle(picture, np.array(begun), radius), begun)


def test_corners_are_those_of_the_head_and_not_of_landmarks_that_follow_the_iris():
    model = np.concatenate([canonical_face(), np.zeros((10, 3))]) * 60 + (230.0, 130.0, 0.0)
    for (one, other), iris in zip((points.LEFT_EYE, points.RIGHT_EYE), points.IRISES, strict=True):
        model[iris : iris + 5] = (model[one] + model[other]) / 2
        model[iris + 1 : iris + 5, :2] += 6.0 * np.array([(1, 0), (0, 1), (-1, 0), (0, -1)])
    blank = np.full((352, 460), 128, np.uint8)
    followed = HeadFit(np.eye(3), 1.0, np.zeros(2), is_followed=True)
    drawn_along = model.copy()
    drawn_along[[*points.LEFT_EYE, *points.RIGHT_EYE], 0] += 2.0
    assert irises.gaze(blank, drawn_along, followed, model) == pytest.approx([0.0, 0.0], abs=1e-9)
    unfollowed = HeadFit(np.eye(3), 1.0, np.zeros(2), is_followed=False)
    assert (irises.gaze(blank, drawn_along, unfollowed, model) < -0.02).all()
