"""Mattes, layers, teeth and looks of pictures that were drawn by hand, so that their answer is known."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from avatar.portrait.face.look import look_at
from avatar.portrait.face.pose import canonical_face
from avatar.portrait.mouth import teeth
from avatar.portrait.mouth.own_teeth import find_own_teeth
from avatar.portrait.pixels import detail
from avatar.portrait.pixels.layers import split_layers
from avatar.portrait.pixels.matte import edge_clarity, refine_matte
from avatar.portrait.pixels.segment import _drop_others, _ramp, _windows, _without_small_holes, one_component
from avatar.portrait.pixels.trimap import make_trimap

quick = settings(max_examples=25, deadline=None)
SIDE = 320
FACE = (canonical_face() * 50 + (160.0, 120.0, 0.0)).astype(np.float32)
SKIN, WALL = (205, 160, 135), (40, 90, 150)


def person(soft=0.0):
    """A head and a body, 0-1."""
    mask = np.zeros((SIDE, SIDE), np.float32)
    cv2.ellipse(mask, (160, 140), (85, 110), 0, 0, 360, 1.0, -1)
    cv2.rectangle(mask, (60, 230), (260, SIDE), 1.0, -1)
    return cv2.GaussianBlur(mask, (0, 0), soft) if soft else mask


def shown(cover, wall=WALL):
    picture = cover[..., None] * np.array(SKIN) + (1 - cover[..., None]) * np.broadcast_to(wall, (SIDE, SIDE, 3))
    return np.rint(picture).astype(np.uint8)


def test_a_trimap_is_sure_of_the_face_and_the_wall_and_not_of_the_edge_between():
    trimap = make_trimap(person(), FACE)
    assert trimap.person[120, 160]
    assert trimap.background[5, 5]
    assert trimap.unknown[140, 75]
    assert not (trimap.person & trimap.background).any()
    above, below = trimap.unknown[60].sum(), trimap.unknown[300].sum()
    assert above > 2 * below  # where hair may be


def test_a_matte_before_a_plain_wall_is_what_covers_it():
    """The rough one is soft and one step off; colour puts it right."""
    cover = person(1.0)
    rough = np.roll(person(4.0), 3, axis=1)
    matte = refine_matte(shown(cover), rough, FACE) / 255
    away = np.abs(matte - cover)
    assert away.mean() < 0.35 * np.abs(rough - cover).mean()
    assert matte[100:140, 140:180].min() == 1
    assert matte[:20].max() == 0


def test_a_hair_that_the_rough_matte_misses_is_found_by_its_colour():
    """And where it is only half sure of what is plainly the person, nothing shines through."""
    cover = person(1.0)
    cv2.line(cover, (160, 40), (175, 18), 1.0, 2)
    matte = refine_matte(shown(cover), person(10.0), FACE)
    assert matte[19:38, 160:178].max(axis=1).min() > 150
    assert matte[cover > 0.99].mean() > 250


def test_a_body_runs_to_the_lower_edge_of_the_picture():
    rough = person(2.0)
    rough[-2:] = 0
    assert (refine_matte(shown(person(1.0)), rough, FACE)[-1, 100:220] > 200).all()


def test_who_stands_before_a_wall_of_another_colour_stands_out_more_than_before_their_own():
    cover = person(1.0)
    clear = edge_clarity(shown(cover), cover, FACE)
    same = edge_clarity(shown(cover, SKIN), cover, FACE)
    jumble = np.random.default_rng(0).integers(0, 255, (SIDE, SIDE, 3))
    assert clear > 0.8
    assert same < 0.2
    assert edge_clarity(shown(cover, jumble), cover, FACE) < 0.5


def test_layers_laid_over_each_other_are_the_picture():
    cover = person(1.5)
    grain = np.random.default_rng(0).normal(0, 3, (SIDE, SIDE, 3))
    picture = np.clip(shown(cover) + grain, 0, 255).astype(np.uint8)
    matte, foreground, plate = split_layers(picture, np.rint(255 * cover).astype(np.uint8), FACE)
    share = matte[..., None] / 255
    again = share * foreground + (1 - share) * plate
    assert np.abs(again - picture).max() <= 12
    np.testing.assert_array_equal(foreground[matte == 255], picture[matte == 255])
    np.testing.assert_allclose(plate[110:130, 150:170].mean(axis=(0, 1)), WALL, atol=4)


@quick
@given(start=some.integers(0, 40), length=some.integers(2, 60), room=some.integers(0, 40))
def test_a_closer_look_fades_only_at_edges_that_are_not_the_pictures_own(start, length, room):
    ramp = _ramp(start, length, start + length + room)
    assert ramp.max() <= 1
    assert (ramp[0] == 0) == (start > 0)
    assert (ramp[-1] == 0) == (room > 0)


def test_each_look_is_closer_than_the_one_before_and_lies_in_the_picture():
    windows = _windows(np.zeros((900, 1400, 3), np.uint8), FACE)
    sides = [(each.width, each.height) for each in windows]
    assert sides[0] == (1400, 900)
    assert sides == sorted(sides, reverse=True)
    for each in windows:
        assert each.left >= 0
        assert each.top >= 0
        assert each.left + each.width <= 1400
        assert each.top + each.height <= 900


def test_a_bystander_is_cut_off_and_a_stranger_who_is_not_connected_is_left_out():
    found = np.ones((SIDE, SIDE), np.float32)
    _drop_others(found, FACE, [(300.0, 120.0)])
    assert found[120, 160] == 1
    assert not found[120, 280:].any()
    both = person()
    both[:60, 280:] = 1
    kept = one_component(both, FACE)
    assert kept[120, 160] == 1
    assert not kept[:50, 290:].any()


def test_a_badge_is_filled_and_the_gap_under_an_arm_is_not():
    found = person()
    found[280:290, 150:160] = 0
    found[240:, 90:100] = 0
    filled = _without_small_holes(found.copy(), FACE)
    assert (filled[280:290, 150:160] == 1).all()
    assert not filled[250:, 92:98].any()


@quick
@given(
    height=some.integers(100, 6000),
    width=some.integers(100, 6000),
    iod=some.floats(20, 2000),
    is_detailed=some.booleans(),
)
def test_a_portrait_is_never_larger_than_memory_and_small_ones_grow_only_with_detail(height, width, iod, is_detailed):
    scale = detail.choose_scale((height, width, 3), iod, is_detailed)
    assert height * width * scale**2 <= detail.MAX_PIXELS * 1.001
    if not is_detailed:
        assert scale <= 1
    if iod >= detail.SMALL_IOD:
        assert scale <= 1
    assert iod * scale <= max(detail.LARGEST_IOD * 1.001, 4 * 110)
    assert scale in (1, 2, 3, 4) or scale < 1


def test_a_rescaled_picture_has_its_size_and_its_mean():
    picture = np.random.default_rng(0).integers(90, 160, (40, 60, 3), np.uint8)
    for scale, shape in ((0.5, (20, 30, 3)), (2.0, (80, 120, 3))):
        made = detail.rescale(picture, scale)
        assert made.shape == shape
        assert made.mean() == pytest.approx(picture.mean(), abs=1)
    assert detail.rescale(picture, 1) is picture


LIGHT = np.array([222.0, 222.0, 222.0])


@pytest.fixture(scope="module")
def layers():
    return teeth.mouth_layers(LIGHT)


def test_a_painted_mouth_is_the_same_on_both_sides_but_for_tongue_and_gloss(layers):
    for index in (0, 2, 3):
        alpha = layers[index, ..., 3].astype(int)
        assert np.abs(alpha - alpha[:, ::-1]).max() <= 2
        colour = layers[index, ..., :3].astype(int)
        assert np.abs(colour - colour[:, ::-1]).mean() < 1


def test_upper_teeth_end_where_they_should_and_lower_ones_stand_below(layers):
    across, down = (round(value) for value in teeth.layer_origin())
    rows = {}
    for name, index in (("lower", 2), ("upper", 3)):
        white = layers[index, :, across - 20, :3].min(axis=1) > 120
        rows[name] = np.flatnonzero(white) - down
    assert rows["upper"].max() == pytest.approx(teeth.UPPER_EDGE * teeth.PIXELS_PER_MM, abs=4)
    assert rows["lower"].max() > rows["upper"].max() + 20
    moved = teeth.mouth_layers(LIGHT, edge=teeth.UPPER_EDGE + 2)[3, :, across - 20, :3].min(axis=1) > 120
    assert np.flatnonzero(moved).max() - down == pytest.approx(rows["upper"].max() + 16, abs=2)


def test_the_cavity_is_behind_everything_and_darker_than_teeth(layers):
    assert (layers[0, ..., 3] == 255).all()
    assert layers[0, ..., :3].mean() < 60
    assert layers[3, ..., :3][layers[3, ..., 3] == 255].max() > 180
    colour, alpha = layers[..., :3].astype(int), layers[..., 3:].astype(int)
    assert (colour <= alpha + 1).all()  # colour times alpha


def test_a_mouth_in_less_light_is_darker_and_in_a_grey_photo_grey(layers):
    dim = teeth.mouth_layers(LIGHT / 2)
    assert dim[3, ..., :3].mean() < 0.65 * layers[3, ..., :3].mean()
    np.testing.assert_array_equal(dim[..., 3], layers[..., 3])
    grey = teeth.mouth_layers(LIGHT, colour=0.0)[..., :3].astype(int)
    assert np.ptp(grey, axis=-1).max() <= 1


def smile(height_mm, width_mm=30.0):
    """An open mouth with a row of teeth of this height below the upper lip, on the grid of the layers."""
    per_mm = teeth.PIXELS_PER_MM
    across, down = teeth.layer_origin()
    picture = np.full((352, 512, 3), (190, 90, 90), np.uint8)
    ring = np.array([(-20.0, -1.0), (20.0, -1.0), (20.0, 12.0), (-20.0, 12.0)]) * per_mm + (across, down)
    left, top, right, bottom = (int(each) for each in (*ring.min(axis=0), *ring.max(axis=0)))
    picture[top:bottom, left:right] = (50, 15, 15)
    half = int(width_mm / 2 * per_mm)
    picture[top : top + int(height_mm * per_mm), int(across) - half : int(across) + half] = (230, 222, 205)
    return picture, ring


@pytest.mark.parametrize("height", [5.0, 7.0, 9.0])
def test_teeth_that_show_are_found_with_their_biting_edge(height):
    picture, ring = smile(height)
    found = find_own_teeth(picture, ring, teeth.layer_origin(), teeth.PIXELS_PER_MM)
    assert found.edge == pytest.approx(height - 1, abs=0.5)
    down, across = round(teeth.layer_origin()[1]), round(teeth.layer_origin()[0])
    assert found.cover[down + 10, across] == pytest.approx(1, abs=0.05)
    assert not found.cover[down + round((height + 2) * 8) :, across].any()


@pytest.mark.parametrize(("height", "width"), [(0.0, 30.0), (1.0, 30.0), (7.0, 10.0)])
def test_too_little_of_teeth_is_not_taken_and_the_dark_behind_it_neither(height, width):
    picture, ring = smile(height, width)
    assert find_own_teeth(picture, ring, teeth.layer_origin(), teeth.PIXELS_PER_MM) is None


def portrait(level=150, left=1.0, blur=0.0):
    rng = np.random.default_rng(4)
    picture = np.full((SIDE, SIDE, 3), level, np.float32) + rng.normal(0, 12, (SIDE, SIDE, 1))
    picture[:, :160] *= left
    picture = cv2.GaussianBlur(picture.astype(np.float32), (0, 0), blur) if blur else picture
    return np.clip(picture, 0, 255).astype(np.uint8)


def test_light_on_one_cheek_is_told_in_stops():
    assert look_at(portrait(), FACE).unevenness < 0.1
    half = 2 ** (-1 / 2.2)  # one stop, in levels
    assert look_at(portrait(level=200, left=half), FACE).unevenness == pytest.approx(1, abs=0.15)
    other = portrait(level=200, left=half)[:, ::-1]
    assert look_at(np.ascontiguousarray(other), FACE).unevenness == pytest.approx(1, abs=0.15)


def test_what_is_burnt_out_or_lost_in_the_dark_is_told_by_its_share():
    assert look_at(portrait(300), FACE).blown == pytest.approx(1, abs=0.02)
    assert look_at(portrait(-60), FACE).black == pytest.approx(1, abs=0.02)
    usual = look_at(portrait(), FACE)
    assert (usual.blown, usual.black) == (0, 0)
    red = portrait()
    red[..., 0] = 255
    assert look_at(red, FACE).full == pytest.approx((1, 0, 0), abs=0.01)


def test_a_blurred_face_is_less_sharp_and_a_darker_one_less_bright():
    assert look_at(portrait(blur=2.0), FACE).sharpness < look_at(portrait(), FACE).sharpness
    assert look_at(portrait(60), FACE).brightness < look_at(portrait(), FACE).brightness
