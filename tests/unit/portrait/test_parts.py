"""The small parts that a photo is taken apart with, on faces and pictures whose answer is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from avatar.data import ARKIT_INDEX, ARKIT_NAMES, Pose, head_rotation
from avatar.portrait.face.pose import canonical_face, measure_expression, measure_pose
from avatar.portrait.glasses.lines import along, follow, follow_around, line_strength
from avatar.portrait.mesh.delaunay import delaunay
from avatar.portrait.mesh.frame import HeadFrame, eye_centres
from avatar.portrait.mesh.seams import Seams
from avatar.portrait.mesh.topology import (
    FACE_OVAL,
    LEFT_LID_LOWER,
    LEFT_LID_UPPER,
    LOWER_LIP_INNER,
    POINTS,
    RIGHT_LID_LOWER,
    RIGHT_LID_UPPER,
    UPPER_LIP_INNER,
    face_surface,
    subdivide,
)
from avatar.portrait.mouth import lips
from avatar.portrait.pixels.light import colourfulness, veil, veiled, white_light
from avatar.portrait.rig import surround
from avatar.portrait.rig.lids import BROWS, Eye, blink, lid_shapes, widen_seam
from avatar.portrait.rig.shades import shades
from avatar.portrait.shapes import brows, handles, jaw
from avatar.portrait.shapes.mend import areas, mend

quick = settings(max_examples=20, deadline=None)
UNIT = 100.0
FACE = canonical_face() * UNIT + (300.0, 250.0, 0.0)
LEVEL = Pose(0.0, 0.0, 0.0)


def seams():
    lids = (LEFT_LID_UPPER, RIGHT_LID_UPPER), (LEFT_LID_LOWER, RIGHT_LID_LOWER)
    upper, lower = (np.array(each, np.int32) for each in lids)
    lip = (np.array(each, np.int32) for each in (UPPER_LIP_INNER, LOWER_LIP_INNER))
    return Seams(*lip, upper, lower, np.array(FACE_OVAL, np.int32))


angles = some.floats(-0.5, 0.5)


@quick
@given(pitch=angles, yaw=angles, roll=angles, scale=some.floats(0.2, 20))
def test_the_heads_frame_and_the_photo_are_inverse_to_each_other(pitch, yaw, roll, scale):
    landmarks = (FACE * scale).astype(np.float32)
    frame = HeadFrame(landmarks, Pose(pitch, yaw, roll))
    inside = frame.into(landmarks.astype(np.float64))
    np.testing.assert_allclose(frame.out(inside), landmarks, atol=1e-3 * scale)
    np.testing.assert_allclose(frame.axes @ frame.axes.T, np.eye(3), atol=1e-6)
    eyes = frame.into(eye_centres(landmarks))
    np.testing.assert_allclose(eyes.mean(axis=0), 0, atol=1e-6)
    assert np.linalg.norm(eyes[1] - eyes[0]) == pytest.approx(1, abs=1e-4)


def test_in_the_heads_frame_up_is_up_and_the_nose_is_nearer():
    inside = HeadFrame(FACE.astype(np.float32), LEVEL).into(FACE)
    assert inside[10, 1] > 0 > inside[152, 1]  # forehead and chin
    assert inside[1, 2] > inside[234, 2]  # nose and ear
    assert inside[33, 0] < inside[263, 0]


def test_a_displacement_of_the_head_moves_a_level_photo_by_as_much():
    frame = HeadFrame(FACE.astype(np.float32), LEVEL)
    np.testing.assert_allclose(frame.turn(np.array([1.0, 0.5, 0.0])), [UNIT, -UNIT / 2, 0], atol=0.1)


@quick
@given(pitch=angles, yaw=angles, roll=angles, scale=some.floats(5, 500))
def test_a_pose_is_read_back_whatever_the_faces_size_and_place(pitch, yaw, roll, scale):
    turned = (canonical_face() @ head_rotation(pitch, yaw, roll).T) * scale + (40.0, -7.0, 3.0)
    pose = measure_pose(turned)
    assert (pose.pitch, pose.yaw, pose.roll) == pytest.approx((pitch, yaw, roll), abs=1e-4)


@quick
@given(yaw=angles, scale=some.floats(5, 500))
def test_an_expression_does_not_depend_on_how_the_head_stands(yaw, scale):
    turned = (canonical_face() @ head_rotation(0.1, yaw, 0.2).T) * scale
    one, other = measure_expression(turned), measure_expression(canonical_face())
    assert one.lip_gap == pytest.approx(other.lip_gap, abs=1e-3)
    assert one.mouth_width == pytest.approx(other.mouth_width, abs=1e-3)
    assert one.smile == pytest.approx(other.smile, abs=1e-2)


def test_a_wider_gap_is_measured_as_wider_and_drawn_corners_as_a_smile():
    face = canonical_face().copy()
    usual = measure_expression(face)
    face[14, 1] += 0.2
    assert measure_expression(face).lip_gap == pytest.approx(usual.lip_gap + 0.2, abs=0.02)
    face = canonical_face().copy()
    face[[61, 291], 0] += (-0.1, 0.1)
    face[[61, 291], 1] -= 0.08
    assert measure_expression(face).smile > usual.smile + 0.3


def test_the_canonical_face_is_its_own_mirror_image_as_far_as_handles_go():
    face = canonical_face()
    for left, right in handles.PAIRED.values():
        np.testing.assert_allclose(face[left] * (-1, 1, 1), face[right], atol=0.02)
    for middle in handles.MIDDLE.values():
        assert abs(face[middle, 0]) < 0.02


def test_every_handle_is_one_landmark_and_every_table_names_handles_only():
    assert len(set(handles.HANDLES)) == len(handles.HANDLES)
    assert max(handles.HANDLES) < POINTS
    curves = {f"{name}_{index}" for name in handles.LIP_CURVES for index in (1, 2, 3)}
    known = set(handles.MIDDLE) | set(handles.PAIRED) | curves
    tables = [*brows.BROWS.values(), jaw.JAW_FOLLOW, jaw.JAW_DRAW, jaw.SEAL, jaw.MOUTH_FOLLOW]
    for table in tables:
        assert set(table) <= known
    assert set(brows.BROWS) >= brows.ABOVE_THE_MOUTH


def test_stations_of_a_lip_go_outward():
    for stations in handles.STATIONS.values():
        assert list(stations) == sorted(stations)
        assert len(stations) == 5


@quick
@given(shift=some.tuples(some.floats(-40, 40), some.floats(-40, 40)), scale=some.floats(0.5, 3))
def test_a_blink_closes_the_eye_exactly_and_goes_with_the_face(shift, scale):
    points = FACE[:POINTS] * scale + (*shift, 0.0)
    ring = seams()
    falling, rising = blink(points, ring.upper_lids[0], ring.lower_lids[0], BROWS[0], UNIT * scale)
    moved = points + falling + rising
    eye = Eye.between(points[33, :2], points[133, :2])
    at, upper = eye.into(moved[ring.upper_lids[0], :2])
    below, lower = eye.into(moved[ring.lower_lids[0], :2])
    gap = np.interp(at[1:-1], np.sort(below), lower[np.argsort(below)]) - upper[1:-1]
    assert np.abs(gap).max() < 0.005 * UNIT * scale
    still, _ = blink(FACE[:POINTS], ring.upper_lids[0], ring.lower_lids[0], BROWS[0], UNIT)
    np.testing.assert_allclose(falling, still * scale, atol=1e-3 * scale)


def test_a_blink_moves_its_own_eye_and_leaves_mouth_and_other_eye_alone():
    ring = seams()
    shapes = lid_shapes(FACE[:POINTS], ring.upper_lids, ring.lower_lids, UNIT)
    for side, own, other in (("Right", 0, 1), ("Left", 1, 0)):
        moved = np.linalg.norm(shapes[f"eyeBlink{side}"], axis=1)
        assert moved[ring.upper_lids[own]].max() > 5
        assert moved[ring.upper_lids[other]].max() == 0
        assert moved[[13, 14, 61, 291, 152, 10]].max() == 0
    assert not shapes["eyeBlinkLeft"][:, 2].any()


def test_lids_look_down_with_a_blink_and_up_against_it():
    ring = seams()
    shapes = lid_shapes(FACE[:POINTS], ring.upper_lids, ring.lower_lids, UNIT)
    lid = LEFT_LID_UPPER[4]
    assert shapes["eyeBlinkRight"][lid, 1] > shapes["eyeLookDownRight"][lid, 1] > 0 > shapes["eyeWideRight"][lid, 1]
    assert shapes["eyeLookUpRight"][lid, 1] < 0


def test_a_seam_is_set_outward_in_the_middle_and_not_at_the_corners():
    points = FACE.copy()
    upper, lower = (np.array(each, np.int32) for each in (LEFT_LID_UPPER, LEFT_LID_LOWER))
    widen_seam(points, upper, lower, UNIT)
    np.testing.assert_allclose(points[upper[[0, -1]]], FACE[upper[[0, -1]]], atol=1e-6)
    assert points[upper[4], 1] == pytest.approx(FACE[upper[4], 1] - 1.2, abs=0.2)
    assert points[lower[4], 1] > FACE[lower[4], 1]


def test_the_followers_of_a_ring_take_its_motion_whole_on_it_and_nothing_far_away():
    ring = np.array(UPPER_LIP_INNER, np.int32)
    shares = lips.followers(FACE[:POINTS, :2], ring, 30.0, 5.0)
    np.testing.assert_array_equal(shares[ring], np.eye(len(ring)))
    assert shares.min() >= 0
    assert shares.sum(axis=1).max() <= 1 + 1e-9
    assert not shares[[10, 33, 263, 234]].any()


def test_lips_meet_nearer_to_the_upper_one():
    upper, lower = np.zeros((3, 2)), np.tile([0.0, 10.0], (3, 1))
    np.testing.assert_allclose(lips.meeting_line(upper, lower), np.tile([0.0, 3.5], (3, 1)))


def test_the_line_between_closed_lips_is_found_where_it_is_dark():
    """A line that the landmarks miss by 3 px."""
    image = np.full((100, 200, 3), 170, np.uint8)
    image[52:55, 40:160] = 40
    across = np.linspace(50, 150, 21)
    upper, lower = np.column_stack([across, np.full(21, 48.0)]), np.column_stack([across, np.full(21, 52.0)])
    line = lips.find_lip_line(image, upper, lower, 150.0)
    assert line[5:16, 1] == pytest.approx(np.full(11, 53.5), abs=0.7)
    assert line[[0, -1], 1] == pytest.approx([50, 50])


def test_a_surface_made_finer_keeps_its_shape_and_its_cuts():
    surface = face_surface()
    loop = [*UPPER_LIP_INNER]
    finer, (refined,) = subdivide(surface, [loop])
    assert len(finer.triangles) == 4 * len(surface.triangles)
    np.testing.assert_allclose(finer.mix.sum(axis=1), 1)
    assert refined[::2] == loop
    assert finer.midpoint(loop[0], loop[1]) == finer.midpoint(loop[1], loop[0]) == refined[1]
    before = np.abs(areas(FACE[:POINTS], surface.triangles)).sum()
    after = np.abs(areas(finer.mix @ FACE[:POINTS], finer.triangles)).sum()
    assert after == pytest.approx(before, rel=0.02)


def test_triangles_have_their_area_with_the_sign_of_their_turn():
    square = np.array([(0, 0, 5), (2, 0, 1), (2, 3, 0)], float)
    assert areas(square, np.array([[0, 1, 2], [0, 2, 1]])).tolist() == [3.0, -3.0]


def test_skin_that_does_not_fold_is_left_as_it_is():
    rng = np.random.default_rng(0)
    points = np.column_stack([rng.uniform(0, 100, (40, 2)), np.zeros(40)])
    triangles = delaunay(points[:, :2])
    shift = np.tile([3.0, -2.0, 1.0], (40, 1))
    np.testing.assert_array_equal(mend(points, triangles, np.array([0], np.int32), 50.0, shift), shift)


@pytest.mark.slow
@quick
@given(seed=some.integers(0, 999))
def test_a_net_around_a_face_leaves_no_hole_and_hardly_reaches_under_the_face(seed):
    """What does reach under it is painted over."""
    rng = np.random.default_rng(seed)
    around = np.linspace(0, 2 * np.pi, 36, endpoint=False)
    middle = rng.uniform(140, 260, 2)
    oval = middle + np.column_stack([60 * np.cos(around), 80 * np.sin(around)])
    points, triangles = surround.surround(oval, 400, 400, 50.0)
    every = np.concatenate([oval, points])
    covered = np.abs(areas(np.column_stack([every, np.zeros(len(every))]), triangles)).sum()
    face = np.pi * 60 * 80 * np.sin(2 * np.pi / 36) / (2 * np.pi / 36)
    beside = (400 + 2 * surround.BEYOND * 50) ** 2 - face
    assert 0.999 * beside < covered < 1.035 * beside  # over all seeds: 1.0315
    assert points.min() < 0
    assert points.max() > 400


@quick
@given(x=some.lists(some.floats(-2, 3), min_size=2, max_size=20))
def test_a_smooth_step_rises_and_is_the_same_backwards(x):
    places = np.sort(np.array(x))
    step = surround.smoothstep(places)
    assert (np.diff(step) >= -1e-12).all()
    np.testing.assert_allclose(surround.smoothstep(1 - places), 1 - step, atol=1e-9)


def test_hair_goes_with_the_head_shoulders_do_not_and_a_breath_lifts_shoulders_only():
    jaw_line = np.column_stack([np.linspace(-1, 1, 9), -1.6 + 0.5 * np.linspace(-1, 1, 9) ** 2])
    hair, neck, shoulder = np.array([[0.0, 1.5, 0]]), np.array([[0.0, -2.0, 0]]), np.array([[1.2, -4.0, 0]])
    weights = [float(surround.head_weights(each, -1.6, jaw_line)[0]) for each in (hair, neck, shoulder)]
    assert weights[0] == 1
    assert 0 < weights[1] < 1
    assert weights[2] == 0
    assert not surround.breathing(hair, -1.6).any()
    lifted = surround.breathing(np.array([[1.2, -4.0, 0], [-1.2, -4.0, 0]]), -1.6)
    assert (lifted[:, 1] < 0).all()
    assert lifted[0, 0] == pytest.approx(-lifted[1, 0])
    assert lifted[0, 0] > 0


def test_shading_is_a_mirror_image_for_left_and_right_and_ends_with_the_face():
    """Folds lie at landmarks, and those of the canonical face are symmetric."""
    points = np.concatenate([canonical_face()[:POINTS] * (1, -1, -1), [[0.0, 0.0, 0.0]]])
    table = shades(points, POINTS)
    assert table.shape == (len(ARKIT_NAMES), POINTS + 1)
    assert not table[:, POINTS].any()
    for left, right in handles.PAIRED.values():
        for name in ("mouthSmile", "mouthStretch", "eyeBlink"):
            one, other = table[ARKIT_INDEX[f"{name}Left"]], table[ARKIT_INDEX[f"{name}Right"]]
            assert one[right] == pytest.approx(other[left], abs=0.02)
    assert table.min() > -0.5


def test_haze_lightens_the_dark_and_leaves_what_is_nobodys_clear():
    layers = np.zeros((1, 3, 4), np.uint8)
    layers[0, 0], layers[0, 1] = (0, 0, 0, 255), (255, 255, 255, 255)
    hazy = veiled(layers, np.array([51.0, 51.0, 51.0]))
    assert hazy[0, :, 0].tolist() == [51, 255, 0]
    assert hazy[..., 3].tolist() == layers[..., 3].tolist()
    np.testing.assert_array_equal(veiled(layers, np.zeros(3)), layers)


def photo_of(skin, darkest=5):
    image = np.full((500, 600, 3), skin, np.uint8)
    image[200:210, 260:300] = darkest
    return image


def test_a_full_contrast_photo_has_no_veil_and_a_hazy_one_has_its_own():
    assert not veil(photo_of((180, 140, 120)), FACE).any()
    assert veil(photo_of((180, 140, 120), 60), FACE) == pytest.approx([38, 38, 38], abs=1)


def test_a_grey_photo_is_told_from_a_coloured_one():
    assert colourfulness(photo_of((140, 140, 140)), FACE, UNIT) == 0
    assert colourfulness(photo_of((180, 140, 120)), FACE, UNIT) == 1


def test_white_is_brighter_in_more_light_and_takes_its_colour():
    dim, bright = (white_light(photo_of(skin), FACE, seams(), UNIT, False) for skin in ((90,) * 3, (180,) * 3))
    assert bright.mean() > 1.5 * dim.mean()
    warm = white_light(photo_of((190, 150, 110)), FACE, seams(), UNIT, False)
    assert warm[0] > warm[1] > warm[2]


def test_a_dark_line_over_skin_is_strong_where_it_runs_and_skin_is_not():
    sheet = np.full((60, 40, 3), (150, 128, 128), np.float32)
    sheet += np.random.default_rng(0).normal(0, 1, sheet.shape).astype(np.float32)
    sheet[:, 19:21, 0] -= 8
    strength = line_strength(sheet, 150.0)
    way = follow(strength)
    assert np.abs(way - 19.5).max() <= 2
    assert np.median(along(strength, way)) > 2 * np.median(strength)


def test_a_way_steps_aside_by_one_column_a_row_and_a_ring_closes():
    strength = np.zeros((40, 30), np.float32)
    strength[np.arange(40), 5 + np.arange(40) // 2] = 1
    way = follow(strength)
    assert np.abs(np.diff(way)).max() <= 1
    assert along(strength, way).mean() > 0.95
    ring = np.zeros((40, 30), np.float32)
    ring[np.arange(40), np.rint(15 + 6 * np.sin(np.arange(40) / 40 * 2 * np.pi)).astype(int)] = 1
    closed = follow_around(ring)
    assert abs(int(closed[0]) - int(closed[-1])) <= 2
    assert along(ring, closed).mean() > 0.9
