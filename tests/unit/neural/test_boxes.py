"""Raw numbers of detectors become boxes, each thing once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from avatar.neural.boxes import anchors, decode, placed
from avatar.neural.window import Window

SIDE = 100
MIDDLES = np.array([[0.5, 0.5], [0.5, 0.5], [0.1, 0.1]], np.float32)


def row(x, y, width, height):
    return [x, y, width, height, x, y]


def logit(score):
    return [np.log(score / (1 - score))]


@pytest.mark.parametrize(
    ("side", "layers", "count"),
    [(128, ((8, 2), (16, 6)), 896), (192, ((4, 1),), 2304), (192, ((8, 2), (16, 6)), 2016)],
)
def test_there_is_an_anchor_for_every_row_of_the_networks(side, layers, count):
    middles = anchors(side, layers)
    assert middles.shape == (count, 2)
    assert middles.min() > 0
    assert middles.max() < 1


def test_boxes_stand_beside_their_anchors():
    numbers = np.array([row(10, -20, 30, 40)], np.float32)
    (box,) = decode(numbers, np.array([logit(0.9)], np.float32), MIDDLES[:1], SIDE, 0.5)
    assert (box.x, box.y, box.width, box.height) == pytest.approx((0.45, 0.1, 0.3, 0.4))
    assert box.score == pytest.approx(0.9)
    assert box.points == pytest.approx(np.array([[0.6, 0.3]]))


def test_what_overlaps_is_one_box_weighted_by_score():
    numbers = np.array([row(0, 0, 20, 20), row(4, 0, 20, 20), row(0, 0, 20, 20)], np.float32)
    logits = np.array([logit(0.9), logit(0.6), logit(0.7)], np.float32)
    first, second = decode(numbers, logits, MIDDLES, SIDE, 0.5)
    assert first.score == pytest.approx(0.9)
    assert first.x == pytest.approx(0.4 + 0.04 * 0.6 / 1.5)
    assert second.x == pytest.approx(0, abs=1e-6)


def test_what_scores_too_little_or_has_no_size_is_left_out():
    numbers = np.array([row(0, 0, 20, 20), row(0, 0, -20, 20), row(0, 0, 20, 20)], np.float32)
    logits = np.array([logit(0.4), logit(0.9), [-1e9]], np.float32)
    assert decode(numbers, logits, MIDDLES, SIDE, 0.5) == []


places, sizes, logits_ = st.floats(-90, 90), st.floats(1, 90), st.floats(-5, 5, width=32)


@given(st.lists(st.tuples(places, places, sizes, sizes, logits_), max_size=12))
def test_the_surest_box_comes_first_and_none_is_invented(rows):
    numbers = np.array([row(*each[:4]) for each in rows], np.float32).reshape(-1, 6)
    logits = np.array([[each[4]] for each in rows], np.float32).reshape(-1, 1)
    found = decode(numbers, logits, np.full((len(rows), 2), 0.5, np.float32), SIDE, 0.5)
    scores = [box.score for box in found]
    assert scores == sorted(scores, reverse=True)
    assert len(found) <= sum(each[4] > -1e-6 for each in rows)


def test_boxes_are_placed_in_the_picture():
    numbers = np.array([row(0, 0, 50, 25)], np.float32)
    (box,) = decode(numbers, np.array([logit(0.9)], np.float32), MIDDLES[:1], SIDE, 0.5)
    there = placed(box, Window(300, 200, 400))
    assert (there.x, there.y, there.width, there.height) == pytest.approx((200, 150, 200, 100))
    assert there.points == pytest.approx(np.array([[300, 200]]))
