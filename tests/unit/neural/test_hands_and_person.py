"""Hands and people are found, and nothing where there are none."""

import numpy as np
import pytest
from skimage.data import astronaut

from avatar.neural import HandFinder, PersonSegmenter
from tests.hands import FINGERS, drawn_hand

TIPS = (20, 16, 12, 8, 4)
"""joints at the ends of the fingers, in the order in which they are drawn"""


@pytest.mark.parametrize("turns", range(4))
def test_joints_lie_at_the_tips_of_the_fingers_whichever_way_up(turns):
    (hand,) = HandFinder(0.6).find(np.rot90(drawn_hand(), turns))
    assert hand.shape == (21, 3)
    expected = np.array([end for _, end, _ in FINGERS], float)
    for _ in range(turns):  # a quarter turn counterclockwise
        expected = np.stack([expected[:, 1], 599 - expected[:, 0]], axis=1)
    ends = hand[list(TIPS), :2]
    straight = np.hypot(*(ends - expected).T).mean()
    mirrored = np.hypot(*(ends[[3, 2, 1, 0, 4]] - expected).T).mean()  # which hand it is cannot be told
    assert min(straight, mirrored) < 60


def test_two_hands_side_by_side_are_two():
    both = np.concatenate([drawn_hand(), drawn_hand()[:, ::-1]], axis=1)
    left, right = sorted(HandFinder(0.6).find(both), key=lambda hand: hand[:, 0].mean())
    assert left[:, 0].max() < 620
    assert right[:, 0].min() > 580


def test_a_face_is_no_hand():
    assert HandFinder(0.6).find(np.ascontiguousarray(astronaut()[:300, 80:380])) == []


def test_the_person_stands_out_from_what_is_behind():
    found = PersonSegmenter().probability(astronaut())
    assert found.shape == (512, 512)
    assert 0 <= found.min() <= found.max() <= 1
    assert found[80:160, 190:260].mean() > 0.95
    assert found[:150, 380:].mean() < 0.1


def test_any_shape_of_picture_comes_back_in_its_own():
    assert PersonSegmenter().probability(astronaut()[:301, :77]).shape == (301, 77)
