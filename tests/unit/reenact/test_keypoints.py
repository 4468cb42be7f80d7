"""FOMM-style keypoints, read off the mesh."""

from __future__ import annotations

import numpy as np

from avatar.reenact.keypoints import ANCHORS, keypoints
from tests.motions import OPEN, motion

SIZE = (256, 256)


def test_at_rest_the_driving_keypoints_are_the_source(xiaochen):
    source, driving = keypoints(xiaochen, motion({}), SIZE)
    np.testing.assert_allclose(driving.points, source.points, atol=1e-4)
    np.testing.assert_allclose(driving.jacobians, source.jacobians, atol=1e-3)
    assert np.abs(source.points).max() < 1


def test_a_rolled_head_turns_every_frame(xiaochen):
    angle = 0.15
    _, driving = keypoints(xiaochen, motion({"head": (0, 0, angle, 0, 0, 0)}), SIZE)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    for k in range(len(ANCHORS)):
        np.testing.assert_allclose(driving.jacobians[0, k], turn, atol=0.07)


def test_an_opening_jaw_moves_the_chin_and_not_the_forehead(xiaochen):
    source, driving = keypoints(xiaochen, motion(OPEN), SIZE)
    moved = (driving.points - source.points)[0]
    assert moved[ANCHORS.index(152), 1] > 0.03
    assert np.abs(moved[ANCHORS.index(10)]).max() < 0.003
