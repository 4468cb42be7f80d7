"""Measures of a face do not depend on where it is, how large it is, or how far it is turned in the picture."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from avatar.inspection import points
from avatar.inspection.head import UNIT, HeadFit, _rotation, _similarity, _stabilised
from avatar.portrait.face.pose import canonical_face

FACE = np.concatenate([canonical_face(), np.zeros((10, 3))]) * 60 + (230.0, 130.0, 0.0)
MIRRORED = np.array([-1.0, 1.0, 1.0])


def moved(face, turn, scale, shift):
    cos, sin = np.cos(turn), np.sin(turn)
    flat = face[..., :2] @ np.array([[cos, sin], [-sin, cos]]) * scale + shift
    return np.concatenate([flat, face[..., 2:] * scale], axis=-1)


places = some.tuples(some.floats(-1.5, 1.5), some.floats(0.2, 8), some.floats(-500, 500), some.floats(-500, 500))


@settings(max_examples=40, deadline=None)
@given(place=places)
def test_distances_in_the_face_are_the_same_wherever_it_is(place):
    turn, scale, *shift = place
    there = moved(FACE, turn, scale, shift)
    for measure in (
        points.lid_aperture,
        points.brow_heights,
        lambda face: points.apart(face, points.UPPER_LIP, points.LOWER_LIP),
    ):
        assert measure(there) == pytest.approx(measure(FACE), abs=1e-6)
    assert points.inter_ocular(there) == pytest.approx(scale * points.inter_ocular(FACE), rel=1e-6)


@settings(max_examples=40, deadline=None)
@given(turn=some.floats(-1.4, 1.4), scale=some.floats(0.2, 8))
def test_a_face_turned_clockwise_has_its_eyes_turned_by_as_much(turn, scale):
    level = points.eye_line(FACE)
    assert points.eye_line(moved(FACE, turn, scale, (0, 0))) == pytest.approx(level + turn, abs=1e-6)


def test_raised_brows_read_higher_and_closed_lids_narrower():
    raised, closed = FACE.copy(), FACE.copy()
    raised[[*points.LEFT_BROW, *points.RIGHT_BROW], 1] -= 10
    for upper, lower in points.LID_PAIRS:
        closed[upper] = closed[lower]
    iod = points.inter_ocular(FACE)
    assert (points.brow_heights(raised) > points.brow_heights(FACE) + 4 / iod).all()
    assert points.lid_aperture(closed) == pytest.approx(0)


def test_many_faces_are_measured_at_once_as_each_by_itself():
    many = np.stack([FACE, moved(FACE, 0.2, 1.5, (3, 4)), moved(FACE, -0.3, 0.7, (9, 1))])
    for measure in (points.inter_ocular, points.eye_line, points.lid_aperture):
        assert measure(many) == pytest.approx([float(measure(one)) for one in many])


@pytest.mark.slow
@settings(max_examples=30, deadline=None)
@given(place=places)
def test_a_stabilised_face_is_the_same_wherever_it_was(place):
    turn, scale, *shift = place
    there = _stabilised(moved(FACE, turn, scale, shift).astype(np.float32))
    assert there == pytest.approx(_stabilised(FACE.astype(np.float32)), abs=0.02 * max(1, 2 / scale))
    assert float(points.inter_ocular(there)) == pytest.approx(UNIT, rel=1e-3)


@settings(max_examples=30, deadline=None)
@given(place=places, seed=some.integers(0, 99))
def test_turn_scale_and_shift_are_found_again(place, seed):
    turn, scale, *shift = place
    source = np.random.default_rng(seed).normal(0, 50, (30, 3))
    target = moved(source, turn, scale, shift)
    found = _similarity(source[:, :2], target[:, :2])
    assert source[:, :2] @ found[:, :2].T + found[:, 2] == pytest.approx(target[:, :2], abs=1e-5)


@pytest.mark.parametrize(("axis", "angle"), [(0, 0), (1, 1), (2, 2)])
@given(degrees=some.floats(-60, 60))
def test_pitch_yaw_and_roll_are_read_off_the_turn_about_their_axis(axis, angle, degrees):
    turn = np.zeros(3)
    turn[axis] = np.radians(degrees)
    read = HeadFit(_rotation(turn), 1.0, np.zeros(2), is_followed=True).angles
    expected = np.zeros(3)
    expected[angle] = degrees if axis != 1 else -degrees
    assert read == pytest.approx(expected, abs=1e-6)


@given(seed=some.integers(0, 999))
def test_a_rotation_keeps_lengths_and_is_undone_by_its_opposite(seed):
    axis = np.random.default_rng(seed).normal(0, 1, 3)
    turn = _rotation(axis)
    assert turn @ turn.T == pytest.approx(np.eye(3), abs=1e-9)
    assert np.linalg.det(turn) == pytest.approx(1)
    assert turn @ _rotation(-axis) == pytest.approx(np.eye(3), abs=1e-9)
