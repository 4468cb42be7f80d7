"""The puppet: what it promises about lips, lids, head and body."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from avatar.data import ARKIT_NAMES, head_rotation
from avatar.reenact.pose import Puppet
from tests.motions import OPEN, SEALED, motion

MOUTH = [name for name in ARKIT_NAMES if name.startswith(("mouth", "jaw"))]


def _gap(portrait, posed):
    rig = portrait.rig
    return (posed.vertices[rig.lower_lip] - posed.vertices[rig.upper_lip]) @ (posed.turn @ rig.axes[:, 1]) / rig.unit


def test_at_rest_a_closed_portrait_is_the_photo(xiaochen):
    posed = Puppet(xiaochen.rig).pose(motion({}), 0)
    np.testing.assert_allclose(posed.vertices, xiaochen.rig.vertices, atol=0.01)


@pytest.mark.parametrize("who", ["xiaochen", "smiling"])
def test_at_rest_the_lips_touch(who, request):
    portrait = request.getfixturevalue(who)
    assert np.abs(_gap(portrait, Puppet(portrait.rig).pose(motion({}), 0))).max() < 0.003


@pytest.mark.parametrize("who", ["xiaochen", "smiling"])
@pytest.mark.parametrize("jaw", [0.05, 0.3, 0.6])
def test_mouth_close_cancels_the_jaw(who, jaw, request):
    portrait = request.getfixturevalue(who)
    posed = Puppet(portrait.rig).pose(motion({"jawOpen": jaw, "mouthClose": jaw + 0.1}), 0)
    assert posed.lip_gap / portrait.rig.unit < 0.012


def test_an_open_vowel_opens(xiaochen):
    posed = Puppet(xiaochen.rig).pose(motion(OPEN), 0)
    assert 0.2 < posed.lip_gap / xiaochen.rig.unit < 0.5


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(weights=st.dictionaries(st.sampled_from(MOUTH), st.floats(0, 1, width=32), max_size=8))
def test_lips_never_cross(xiaochen, weights):
    posed = Puppet(xiaochen.rig).pose(motion(weights), 0)
    assert np.isfinite(posed.vertices).all()
    assert _gap(xiaochen, posed).min() > -0.002


@pytest.mark.parametrize("who", ["xiaochen", "smiling"])
def test_a_blink_closes_exactly(who, request):
    portrait = request.getfixturevalue(who)
    rig = portrait.rig
    posed = Puppet(rig).pose(motion({"eyeBlink": 1.0}), 0)
    for upper, lower in zip(rig.upper_lids, rig.lower_lids, strict=True):
        x, y = (posed.vertices @ rig.axes)[:, :2].T
        margin = np.interp(x[upper], x[lower], y[lower])
        assert np.abs(margin - y[upper])[4:-4].max() / rig.unit < 0.012


def test_each_eye_blinks_alone(xiaochen):
    rig = xiaochen.rig
    moved = Puppet(rig).pose(motion({"eyeBlinkLeft": 1.0}), 0).vertices - rig.vertices
    shift = [np.abs(moved[lids]).max() / rig.unit for lids in rig.upper_lids]
    assert shift[0] < 0.005
    assert shift[1] > 0.05  # the subject's left eye is at the image's right


def test_the_head_turns_and_the_body_stays(xiaochen):
    rig = xiaochen.rig
    turned = Puppet(rig).pose(motion({"head": (0, 0.1, 0, 0, 0, 0)}), 0).vertices - rig.vertices
    assert turned[1, 0] / rig.unit > 0.05  # the nose goes to the image's right
    assert turned[1, 0] > 2 * abs(turned[10, 0] - turned[1, 0]) > 0  # and moves more than what lies deeper
    assert np.abs(turned[rig.head_weight == 0]).max() == 0


def test_the_shoulders_follow_a_travelling_head_a_little(xiaochen):
    rig = xiaochen.rig
    moved = Puppet(rig).pose(motion({"head": (0, 0, 0, 0.2, 0, 0)}), 0).vertices - rig.vertices
    assert moved[1, 0] / rig.unit == pytest.approx(0.2, abs=0.01)
    assert moved[rig.head_weight == 0, 0].mean() / rig.unit == pytest.approx(0.06, abs=0.01)


def test_breath_lifts_the_shoulders_only(xiaochen):
    rig = xiaochen.rig
    moved = Puppet(rig).pose(motion({"breath": 1.0}), 0).vertices - rig.vertices
    assert np.abs(moved[:468]).max() < 1e-3
    assert moved[:, 1].min() / rig.unit < -0.008


def test_rotation_signs():
    nose = np.array([0, 0, -1.0])
    assert (head_rotation(0.1, 0, 0) @ nose)[1] > 0  # chin down
    assert (head_rotation(0, 0.1, 0) @ nose)[0] > 0  # to the image's right
    assert (head_rotation(0, 0, 0.1) @ np.array([1.0, 0, 0]))[1] > 0  # clockwise
    np.testing.assert_allclose(head_rotation(0.2, 0.3, 0.1) @ head_rotation(0.2, 0.3, 0.1).T, np.eye(3), atol=1e-6)


def test_closed_lips_press_without_folding(xiaochen):
    """The red of both lips keeps its order from skin to seam when the lips press."""
    vertices = Puppet(xiaochen.rig).pose(motion(SEALED), 0).vertices
    rows = vertices[[0, 11, 12, 13, 14, 15, 16, 17], 1]
    assert (np.diff(rows) > -0.01 * xiaochen.rig.unit).all()


@pytest.mark.parametrize("extra", [{"eyeSquint": 0.5}, {"eyeLookDown": 0.6}, {"eyeSquint": 0.3, "eyeLookDown": 0.3}])
def test_closed_lids_meet_and_never_pass_each_other(xiaochen, extra):
    rig = xiaochen.rig
    rims = np.concatenate([rig.upper_lids, rig.lower_lids])
    more, closed = (Puppet(rig).pose(motion({"eyeBlink": 1.0, **each}), 0).vertices[rims] for each in (extra, {}))
    assert np.abs(more - closed).max() < 0.004 * rig.unit
