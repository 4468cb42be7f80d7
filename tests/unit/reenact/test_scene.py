"""A small film of a real portrait: at rest it is the photo, and what moves lies in its order."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import cv2
import numpy as np
import pytest

from avatar.data import ARKIT_NAMES, MotionTrack
from avatar.reenact.framing import Framing, _slide, frame_portrait
from avatar.reenact.keypoints import keypoints
from avatar.reenact.mesh import MeshRenderer
from avatar.reenact.mesh.canvas import Canvas, _extended, _soften_beyond, _window
from avatar.reenact.mesh.cutout import cut_out
from avatar.reenact.mesh.inset import Inset, _beyond, _rise
from avatar.reenact.mesh.inside import show
from avatar.reenact.mesh.mouth import CAVITY, LOWER, TONGUE, UPPER, Mouth
from avatar.reenact.mesh.scene import Scene
from avatar.reenact.pose import Puppet
from tests.motions import OPEN, motion

SIZE = (192, 192)


@pytest.fixture(scope="module")
def scene(xiaochen):
    return Scene(xiaochen, SIZE)


@pytest.fixture(scope="module")
def photo(xiaochen):
    """The part of the photo that a film shows, at the film's size."""
    framing = frame_portrait(xiaochen, SIZE)
    step = 1 / framing.scale
    # Of a pixel's centre, as OpenCV counts it.
    corner = 0.5 * step - 0.5 + np.array([framing.left, framing.top])
    place = np.array([[step, 0, corner[0]], [0, step, corner[1]]])
    soft = cv2.GaussianBlur(xiaochen.image, (0, 0), 0.45 / framing.scale)
    return cv2.warpAffine(soft, place, SIZE, flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)


def drawn(scene, row):
    return scene.draw(motion(row), 0)


def mouth_box(portrait, size=SIZE):
    places = frame_portrait(portrait, size).place(portrait.rig.vertices)
    lips = places[np.concatenate([portrait.rig.upper_lip, portrait.rig.lower_lip]), :2]
    (left, top), (right, bottom) = np.floor(lips.min(axis=0)).astype(int), np.ceil(lips.max(axis=0)).astype(int)
    return np.s_[top - 2 : bottom + 14, left:right]


def test_at_rest_the_film_is_the_photo(scene, photo):
    one, other = (cv2.GaussianBlur(each, (0, 0), 1.5).astype(float) for each in (drawn(scene, {}), photo))
    away = np.abs(one - other).mean(axis=2)
    assert away.mean() < 1
    assert np.percentile(away, 99.5) < 8


def test_the_same_moment_is_the_same_picture_whichever_was_drawn_before(scene):
    first = drawn(scene, {})
    drawn(scene, OPEN | {"head": [0.1, -0.1, 0.05, 0.1, 0.0, 0.0]})
    np.testing.assert_array_equal(drawn(scene, {}), first)


def test_a_frame_owns_its_picture(scene):
    first = drawn(scene, {})
    kept = first.copy()
    drawn(scene, OPEN)
    np.testing.assert_array_equal(first, kept)


def test_an_opening_mouth_gets_dark_inside_and_nothing_else_changes_far_from_it(scene, xiaochen):
    shut, wide = drawn(scene, {}).astype(int), drawn(scene, OPEN).astype(int)
    box = mouth_box(xiaochen)
    assert (wide[box].mean(axis=2) < 60).sum() > (shut[box].mean(axis=2) < 60).sum()
    top = int(frame_portrait(xiaochen, SIZE).place(xiaochen.rig.vertices)[[33, 263], 1].min())
    assert np.abs(wide[: top - 20] - shut[: top - 20]).max() <= 2


def test_the_wider_the_jaw_the_larger_the_opening(xiaochen):
    puppet = Puppet(xiaochen.rig)
    gaps = [puppet.pose(motion({"jawOpen": weight}), 0).lip_gap for weight in (0.0, 0.2, 0.5, 1.0)]
    assert gaps[0] < 0.02 * xiaochen.rig.unit
    assert gaps == sorted(gaps)
    assert gaps[-1] > 0.4 * xiaochen.rig.unit


def test_each_eye_moves_alone_and_the_mouth_stays(scene, xiaochen):
    rest = drawn(scene, {}).astype(int)
    places = frame_portrait(xiaochen, SIZE).place(xiaochen.rig.vertices)
    moved = {}
    for name in ("eyeBlinkLeft", "eyeBlinkRight"):
        away = np.abs(drawn(scene, {name: 1.0}).astype(int) - rest).max(axis=2)
        moved[name] = float(np.flatnonzero((away > 25).any(axis=0)).mean())
        assert away[mouth_box(xiaochen)].max() <= 3
    middle = float(places[[33, 263], 0].mean())
    assert moved["eyeBlinkRight"] < middle < moved["eyeBlinkLeft"]


def test_a_look_to_the_side_moves_the_irises_and_not_the_lids_corners(scene, xiaochen):
    left, right = drawn(scene, {"gaze": (-0.25, 0.0)}), drawn(scene, {"gaze": (0.25, 0.0)})
    places = frame_portrait(xiaochen, SIZE).place(xiaochen.rig.vertices)
    for ring in xiaochen.rig.upper_lids:
        x, y = places[ring, 0], places[ring, 1]
        box = np.s_[int(y.min()) : int(y.max()) + 4, int(x.min()) : int(x.max()) + 1]
        dark = [255.0 - each[box].mean(axis=2) for each in (left, right)]
        columns = np.arange(dark[0].shape[1])
        means = [float((one**3).sum(axis=0) @ columns / (one**3).sum()) for one in dark]
        assert means[0] < means[1]


@pytest.mark.slow
def test_a_cut_out_person_over_the_plate_is_the_usual_film(xiaochen, scene):
    alone = Scene(xiaochen, SIZE, is_cut_out=True).draw(motion({}), 0)
    assert alone.shape == (*SIZE[::-1], 4)
    assert (alone[0, 0, 3], alone[96, 96, 3]) == (0, 255)
    usual = drawn(scene, {})
    np.testing.assert_allclose(alone[90:100, 90:100, :3].astype(int), usual[90:100, 90:100], atol=6)


@pytest.mark.slow
def test_frames_come_in_their_order_with_their_times_and_a_new_passage_uses_what_is_set_up(xiaochen):
    renderer = MeshRenderer()
    assert renderer.capabilities.cuts_out
    track = motion({}, OPEN, {})
    frames = list(renderer.render(xiaochen, track, (128, 128)))
    assert [(frame.index, frame.time) for frame in frames] == [(0, 0.0), (1, 0.04), (2, 0.08)]
    again = list(renderer.render(xiaochen, track, (128, 128)))
    assert all((one.image == other.image).all() for one, other in zip(frames, again, strict=True))
    assert renderer._scene(xiaochen, (128, 128), is_cut_out=False) is renderer._scene(
        xiaochen, (128, 128), is_cut_out=False
    )
    assert next(iter(renderer.cut_out(xiaochen, track, (128, 128)))).image.shape == (128, 128, 4)


def interior(mouth, posed, window, tongue_out=0.0):
    """Give the inside of a mouth (h, w, 3) as it is drawn in full light, with no lip before it."""
    (back, second, third, front), lit = mouth._interior(posed, 0.0, tongue_out, window)
    picture, whole = np.zeros((*back.shape[:2], 3), np.uint8), np.ones(back.shape[:2], np.float32)
    show(picture, back, second, third, front, lit, whole, whole)
    return picture


def mouth_of(portrait, layers):
    """Give the inside of a mouth whose layers are plain colours."""
    rig = portrait.rig
    painted = np.zeros_like(rig.mouth_layers)
    for index, colour in layers.items():
        painted[index] = (*colour, 255)
    changed = replace(portrait, rig=replace(rig, mouth_layers=painted))
    canvas = Canvas.cut(changed, SIZE)
    return Mouth(changed.rig, canvas), Puppet(changed.rig).pose(motion(OPEN), 0)


RED, GREEN, BLUE, WHITE = (200, 0, 0), (0, 200, 0), (0, 0, 200), (200, 200, 200)


@pytest.mark.parametrize(
    ("layers", "tongue_out", "seen"),
    [
        ({CAVITY: RED, TONGUE: GREEN, LOWER: BLUE, UPPER: WHITE}, 0.0, WHITE),
        ({CAVITY: RED, TONGUE: GREEN, LOWER: BLUE}, 0.0, BLUE),
        ({CAVITY: RED, TONGUE: GREEN, LOWER: BLUE}, 1.0, GREEN),
        ({CAVITY: RED, TONGUE: GREEN}, 0.0, GREEN),
        ({CAVITY: RED}, 0.0, RED),
    ],
)
def test_teeth_lie_before_the_tongue_unless_it_is_put_out_and_all_before_the_cavity(xiaochen, layers, tongue_out, seen):
    mouth, posed = mouth_of(xiaochen, layers)
    lips = mouth._framing.place(posed.vertices[xiaochen.rig.upper_lip, :2])
    x, y = (int(value) for value in lips.mean(axis=0) + np.array([0, 3]))
    inside = interior(mouth, posed, (x - 2, y - 2, x + 3, y + 3), tongue_out)
    np.testing.assert_allclose(inside[2, 2], seen, atol=2)


@pytest.mark.parametrize(("layer", "stays"), [(UPPER, True), (LOWER, False), (TONGUE, False), (CAVITY, False)])
def test_upper_teeth_stay_with_the_head_when_the_jaw_drops_and_all_else_goes_with_it(xiaochen, layer, stays):
    rig = xiaochen.rig
    alone = np.zeros_like(rig.mouth_layers)
    alone[layer] = rig.mouth_layers[layer]
    changed = replace(xiaochen, rig=replace(rig, mouth_layers=alone))
    mouth, puppet = Mouth(changed.rig, Canvas.cut(changed, SIZE)), Puppet(changed.rig)
    lips = mouth._framing.place(puppet.pose(motion({}), 0).vertices[rig.upper_lip, :2])
    x, y = (int(value) for value in lips.mean(axis=0))
    window = (x - 20, y - 12, x + 20, y + 25)
    shut, wide = (interior(mouth, puppet.pose(motion(row), 0), window).astype(float) for row in ({}, OPEN))
    assert bool(np.abs(shut - wide).max() < 1) is stays


def test_a_smaller_opening_lets_less_light_in(xiaochen):
    mouth, wide = mouth_of(xiaochen, {UPPER: WHITE})
    cover = np.zeros((30, 60), np.float32)
    cover[5:25, 5:55] = 1
    narrow = Puppet(mouth._rig).pose(motion({"jawOpen": 0.06}), 0)
    assert mouth._light(cover, narrow).mean() < 0.8 * mouth._light(cover, wide).mean()
    assert mouth._light(cover, wide).max() <= 1


@pytest.mark.parametrize("size", [(128, 128), (640, 360), (360, 640), (1920, 1080)])
def test_a_framing_places_points_and_a_scale_takes_depth_along(size):
    framing = Framing(10, 20, 2.0, *size)
    np.testing.assert_allclose(framing.place(np.array([[10, 20, 3], [11, 22, 0]], np.float32)), [[0, 0, 6], [2, 4, 0]])


@pytest.mark.parametrize(
    ("start", "length", "limit", "first", "last", "where"),
    [(10, 50, 100, 20, 40, 10), (-5, 50, 100, 20, 40, 0), (80, 50, 100, 55, 90, 50), (10, 50, 100, 0, 40, 0)],
)
def test_a_stretch_slides_into_the_picture_and_loses_nothing_of_what_it_must_show(
    start, length, limit, first, last, where
):
    assert _slide(start, length, limit, first, last) == where


def test_what_a_film_shows_beyond_the_photo_is_its_mirror_image_out_of_focus():
    picture = np.tile(np.arange(40, dtype=np.uint8)[None, :, None] * 6, (40, 1, 3))
    wide = Framing(-10, 0, 1.0, 60, 40)
    window = _window(picture, wide)
    np.testing.assert_array_equal(window[:, 10:50], picture)
    np.testing.assert_array_equal(window[:, :10], picture[:, 10:0:-1])
    soft = _soften_beyond(window, wide, picture.shape)
    np.testing.assert_array_equal(soft[:, 10:50], window[:, 10:50])
    inside = Framing(0, 0, 1.0, 40, 40)
    assert _soften_beyond(picture, inside, picture.shape) is picture


def test_a_picture_is_extended_by_as_much_as_the_box_asks_for():
    picture = np.arange(12, dtype=np.uint8).reshape(3, 4)
    grown = _extended(picture, (-1, -2, 6, 4))
    assert grown.shape == (6, 7)
    np.testing.assert_array_equal(grown[2:5, 1:5], picture)
    assert grown[0, 0] == picture[2, 1]
    assert grown[-1, -1] == picture[1, 1]


@pytest.mark.slow
def test_the_texture_of_a_film_is_no_larger_than_memory_and_no_coarser_than_the_film(xiaochen):
    for size in ((128, 128), (720, 720), (3840, 2160)):
        canvas = Canvas.cut(xiaochen, size)
        assert 1 <= canvas.zoom <= 2.25
        assert canvas.plate.shape == (size[1], size[0], 3)
        texture = canvas.person.shape[0] * canvas.person.shape[1]
        assert texture < 4 * 16e6


@pytest.mark.slow
def test_whoever_is_cut_out_keeps_their_solid_colours(xiaochen):
    colour, cover = cut_out(xiaochen)
    solid = cv2.erode((xiaochen.matte == 255).astype(np.uint8), np.ones((9, 9))) > 0
    assert (cover[solid] == 255).mean() > 0.999
    assert np.abs(colour[solid].astype(int) - xiaochen.foreground[solid]).mean() < 0.5
    assert not cover[xiaochen.matte == 0].any()


def test_an_edge_of_an_inset_rises_evenly_and_a_side_without_edge_has_none():
    assert _rise(np.array([-1.0, 0.0, 0.5, 1.0, 2.0])).tolist() == [0, 0, 0.5, 1, 1]
    assert _beyond(-5.0, 105.0, 100).max() == -np.inf
    centred = _beyond(10.0, 90.0, 100)
    np.testing.assert_allclose(centred, centred[::-1])
    assert (centred < 0).sum() == 80


def test_alpha_ends_where_an_inset_does():
    inset = Inset.cut(np.full((90, 60, 3), 200, np.uint8), Framing(-50, 0, 2.0, 320, 180, is_inset=True))
    picture = np.full((180, 320, 4), 255, np.uint8)
    inset.fade(picture)
    assert not picture[:, :90, 3].any()
    assert (picture[:, 105:215, 3] == 255).all()
    assert (picture[..., :3] == 255).all()


def test_keypoints_of_a_head_that_only_travels_move_by_as_much_and_turn_nothing(xiaochen):
    row = {"head": [0.0, 0.0, 0.0, 0.1, 0.05, 0.0]}
    source, driving = keypoints(xiaochen, motion({}, row), SIZE)
    assert source.points.shape == (1, 15, 2)
    moved = driving.points[1] - driving.points[0]
    np.testing.assert_allclose(moved, np.broadcast_to(moved[8], moved.shape), atol=2e-3)
    assert moved[8, 0] > 0
    assert moved[8, 1] > 0
    np.testing.assert_allclose(driving.jacobians[1], np.broadcast_to(np.eye(2), (15, 2, 2)), atol=2e-2)


def test_a_film_without_frames_is_no_frames(xiaochen):
    none = MotionTrack(
        Fraction(25),
        np.zeros((0, len(ARKIT_NAMES)), np.float32),
        np.zeros((0, 6), np.float32),
        np.zeros((0, 2), np.float32),
        np.zeros(0, np.float32),
        np.zeros(0, np.float32),
    )
    assert list(MeshRenderer().render(xiaochen, none, (128, 128))) == []
