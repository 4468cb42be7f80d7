"""A face is laid on a frame where it belongs, bit for bit nowhere else, in whole numbers as well as in fractions."""

from fractions import Fraction

import cv2
import numpy as np
import pytest

from avatar.edit import blend
from avatar.edit.shape import ringed, triangles
from avatar.edit.skin import EYES
from avatar.inspection import points as named
from avatar.portrait.face.pose import canonical_face
from avatar.portrait.mesh import topology
from avatar.swapping.draw import Drawer, spread
from avatar.swapping.mask import Mask
from avatar.swapping.pixels import FINE, STEPS, WHOLE, bicubic, paint
from avatar.swapping.track import smoothed

UNIT, PLACE, SIZE = 60.0, (160, 120, 0), (280, 320)
RED, GREY = (200, 40, 30), 128


def head(gap=0.0):
    """Give the landmarks of a face, px, whose lips are `gap` IOD apart; below 0 they lie over each other."""
    shape = canonical_face().copy()
    lower_lip = [*topology.LOWER_LIP_INNER[1:-1], 84, 17, 314, 181, 405]
    shape[lower_lip, 1] += gap - shape[named.LOWER_LIP, 1] + shape[named.UPPER_LIP, 1]
    for upper, lower in zip(topology.UPPER_LIP_INNER[1:-1], topology.LOWER_LIP_INNER[1:-1], strict=True):
        shape[lower] = shape[upper] + (0, gap, 0)
    return (UNIT * shape + PLACE).astype(np.float32)


def drawn(points, frame):
    """Lay a red face on the one frame of a video."""
    track = smoothed(np.stack([points] * 3), Fraction(25))
    own = ringed(np.asarray(track.points[1, : topology.POINTS], np.float64), UNIT)
    picture = np.full((*SIZE, 4), 255, np.uint8)
    picture[..., :3] = RED
    eyes = np.stack([track.straightened(track.points[1, list(each)], 1) for each in EYES])
    still = np.zeros((topology.POINTS, 3))
    Drawer(Mask(picture, own[:, :2].astype(np.float32), triangles(), still, eyes), track).draw(frame, 1)
    return track.points[1]


@pytest.fixture
def frame():
    return np.full((*SIZE, 3), GREY, np.uint8)


def at(frame, points, which):
    x, y = np.rint(points[which, :2]).astype(int)
    return frame[y, x].tolist()


def test_the_face_is_there_and_eyes_mouth_and_all_around_stay(frame):
    points = drawn(head(gap=0.4), frame)
    for cheek in (50, 280, 4, 151):
        assert np.abs(np.array(at(frame, points, cheek)) - RED).max() <= 2
    for iris in (468, 473):
        assert np.abs(np.array(at(frame, points, iris)) - GREY).max() < 20
    mouth = np.rint(points[[named.UPPER_LIP, named.LOWER_LIP], :2].mean(axis=0)).astype(int)
    assert np.abs(frame[mouth[1], mouth[0]].astype(int) - GREY).max() < 20
    across, down = np.meshgrid(np.arange(SIZE[1]), np.arange(SIZE[0]))
    oval = points[list(topology.FACE_OVAL), :2]
    far = np.hypot(across - oval.mean(0)[0], down - oval.mean(0)[1]) > np.ptp(oval, axis=0).max()
    assert far.any()
    assert (frame[far] == GREY).all()


def test_no_mouth_is_open_where_lips_lie_over_each_other(frame):
    other = frame.copy()
    points = drawn(head(gap=0.0), frame)
    drawn(head(gap=-0.06), other)
    middle = np.rint(points[named.UPPER_LIP, :2]).astype(int)
    part = slice(middle[1] - 6, middle[1] + 7), slice(middle[0] - 8, middle[0] + 9)
    closed, over = (float(np.abs(each[part].astype(int) - RED).max()) for each in (frame, other))
    assert over <= closed + 12


@pytest.mark.parametrize("place", [(-40, 120, 0), (160, 270, 0), (900, 120, 0)])
def test_a_face_at_the_edge_of_the_picture_is_drawn_as_far_as_it_is_seen(frame, place):
    drawn(head() - PLACE + np.float32(place), frame)
    is_outside = place[0] > SIZE[1]
    assert (frame == GREY).all() == is_outside


def test_a_blend_in_whole_numbers_is_that_in_fractions():
    rng = np.random.default_rng(0)
    change = np.zeros((64, 96, 3), np.float32)
    share = np.zeros((64, 96), np.float32)
    change[16:48, 24:72] = rng.uniform(-120, 120, (32, 48, 3))
    share[16:48, 24:72] = rng.uniform(0, 1, (32, 48))
    found = spread(np.rint(change * FINE).astype(np.int16), np.rint(share * WHOLE).astype(np.int16))
    assert np.abs(found / FINE - blend.spread(change, share, 3)).max() < 0.25


def test_a_triangle_shows_what_its_corners_have_and_the_last_one_hides_the_first():
    corners = np.array([[2, 2], [22, 2], [2, 22]], float)
    values = np.column_stack([corners @ (1, 0), corners @ (0, 1), [5, 5, 5], [0, 0, 0]]).astype(float)
    flat, values = np.vstack([corners, corners]), np.vstack([values, values * (1, 1, 0, 0) + (0, 0, 7, 0)])
    out, covered = np.zeros((24, 26, 4), np.float32), np.zeros((24, 26), np.float32)
    paint(flat, values, np.array([[3, 4, 5], [2, 1, 0]], np.int32), out, covered)
    rows, columns = np.nonzero(covered)
    assert len(rows) == 231  # of a right triangle with sides of 20 px, its edges too
    assert np.allclose(out[rows, columns, 0], columns, atol=1e-4)
    assert np.allclose(out[rows, columns, 1], rows, atol=1e-4)
    assert np.allclose(out[rows, columns, 2], 5, atol=1e-4)


def test_weights_between_pixels_are_those_of_opencv():
    row = np.random.default_rng(0).uniform(0, 255, (8, 8)).astype(np.float32)
    for step in (0, 10, 32, 64):  # OpenCV knows every second of them
        place = np.float32(3 + step / STEPS)
        read = cv2.remap(row, np.full((1, 1), place), np.full((1, 1), np.float32(4)), cv2.INTER_CUBIC)
        assert np.isclose(row[4, 2:6] @ bicubic()[step], read[0, 0], atol=1e-2)
