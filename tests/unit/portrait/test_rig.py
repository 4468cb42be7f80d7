"""The rig: a sound mesh with exact seams."""

from __future__ import annotations

import numpy as np
import pytest

from avatar.data import ARKIT_INDEX
from avatar.motion.moods import MOODS
from avatar.portrait.mesh.topology import FACE_OVAL, LOWER_LIP_INNER, UPPER_LIP_INNER, face_surface, subdivide
from avatar.portrait.mouth.teeth import layer_origin, mouth_layers
from avatar.portrait.rig.surround import BEYOND
from avatar.reenact.pose import Puppet
from tests.motions import motion


def test_the_tesselation_closes_to_852_triangles():
    surface = face_surface()
    assert surface.triangles.shape == (852, 3)
    assert len(np.unique(surface.triangles)) == 468


def test_subdivision_quarters_triangles_and_keeps_rings():
    fine, loops = subdivide(face_surface(), [list(UPPER_LIP_INNER), list(LOWER_LIP_INNER)])
    assert len(fine.triangles) == 4 * 852
    assert [loop[::2] for loop in loops] == [list(UPPER_LIP_INNER), list(LOWER_LIP_INNER)]
    np.testing.assert_allclose(fine.mix.sum(axis=1), 1)


@pytest.mark.parametrize("who", ["xiaochen", "smiling"])
def test_the_mesh_covers_the_picture(who, request):
    portrait = request.getfixturevalue(who)
    rig = portrait.rig
    height, width = portrait.image.shape[:2]
    a, b, c = (rig.vertices[rig.triangles[:, k], :2].astype(float) for k in range(3))
    area = np.abs((b - a)[:, 0] * (c - a)[:, 1] - (b - a)[:, 1] * (c - a)[:, 0]) / 2
    assert np.isfinite(rig.vertices).all()
    beyond = 2 * BEYOND * rig.unit  # the net reaches over the picture's edge
    assert area.sum() == pytest.approx((width + beyond) * (height + beyond), rel=0.03)


def test_no_triangle_joins_the_lips_except_the_strip_under_them(xiaochen):
    rig = xiaochen.rig
    upper, lower = set(rig.upper_lip[1:-1].tolist()), set(rig.lower_lip[1:-1].tolist())
    joining = [t for t in rig.triangles.tolist() if upper & set(t) and lower & set(t)]
    strip = 2 * (len(rig.upper_lip) - 1)
    assert 0 < len(joining) <= strip
    assert all(set(t) <= upper | lower | set(rig.upper_lip.tolist()) for t in joining)


def test_a_closed_portrait_needs_no_neutralising_and_a_smile_does(xiaochen, smiling):
    assert not xiaochen.rig.is_open
    assert np.abs(xiaochen.rig.neutral).max() == 0
    assert smiling.rig.is_open
    sealed = smiling.rig.vertices + smiling.rig.neutral
    np.testing.assert_allclose(sealed[smiling.rig.upper_lip], sealed[smiling.rig.lower_lip], atol=0.05)
    assert np.abs(smiling.rig.neutral[list(FACE_OVAL)[:4]]).max() < 0.02 * smiling.rig.unit  # the forehead is still


def test_weights_are_shares(xiaochen):
    rig = xiaochen.rig
    assert rig.head_weight.min() == 0
    assert rig.head_weight.max() == 1
    assert (rig.head_weight[:468] == 1).all()
    assert rig.lip_pull.min() >= 0
    assert rig.lip_pull.sum(axis=2).max() < 1.001


def test_the_lip_line_is_dark(xiaochen):
    """The seam lies in a valley of the photo's brightness."""
    grey = xiaochen.image.astype(float).mean(axis=2)
    seam = xiaochen.rig.vertices[xiaochen.rig.upper_lip[8:-8], :2]
    step = 0.03 * xiaochen.rig.unit

    def light(shift: float) -> float:
        x, y = (seam[:, 0]).astype(int), (seam[:, 1] + shift).astype(int)
        return float(grey[y, x].mean())

    assert light(0) < light(-step) - 5
    assert light(0) < light(step) - 5


@pytest.mark.slow
def test_mouth_layers_are_whole():
    layers = mouth_layers(np.array([220.0, 215.0, 210.0]))
    assert layers.dtype == np.uint8
    colour, alpha = layers[..., :3].astype(int), layers[..., 3:].astype(int)
    assert (colour <= alpha + 1).all()  # colour is held times alpha
    assert (alpha[0] == 255).all()  # the cavity closes everything
    x, y = (int(v) for v in layer_origin())
    upper = layers[3]
    assert upper[y, x - 20, 3] > 250  # an upper incisor beside the middle, at the lip line
    mirrored = upper[:, ::-1].astype(int)
    assert np.abs(mirrored - upper).mean() < 2
    assert layers[2][y + 40, x - 12, 3] > 250


def test_a_frown_takes_back_a_smile_that_the_photo_shows(xiaochen, smiling):
    """So that someone who smiles in the photo can look serious."""

    def corners_drop(rig) -> float:
        both = rig.shapes[[ARKIT_INDEX["mouthFrownLeft"], ARKIT_INDEX["mouthFrownRight"]]].sum(axis=0)
        return float((both[[61, 291]] @ rig.axes[:, 1]).mean() / rig.unit)

    assert 0 < corners_drop(xiaochen.rig) < 0.1 < corners_drop(smiling.rig) < 0.3


def test_the_folds_of_a_smile_get_lighter_as_it_is_taken_back(smiling, xiaochen):
    assert 0.05 < smiling.rig.seam_shade.max() < 0.2
    assert xiaochen.rig.seam_shade.max() == 0


def test_a_serious_face_does_not_smile_even_if_the_photo_does(smiling):
    rig = smiling.rig
    serious = Puppet(rig).pose(motion(MOODS["serious"].resting), 0).vertices @ rig.axes[:, 1] / rig.unit
    corners, middle = serious[rig.lower_lip[[0, -1]]].mean(), serious[rig.lower_lip[len(rig.lower_lip) // 2]]
    assert corners > middle - 0.035


def test_a_closed_lid_is_dark_where_lashes_grow_and_not_at_its_corners(xiaochen):
    for name, ring in zip(("eyeBlinkRight", "eyeBlinkLeft"), xiaochen.rig.upper_lids, strict=True):
        line = xiaochen.rig.shades[ARKIT_INDEX[name], ring]
        assert line.min() < -0.35
        assert np.abs(np.diff(line)).max() < 0.1  # nowhere does it begin at once
        assert np.abs(line[[0, 1, -2, -1]]).max() < 0.05
