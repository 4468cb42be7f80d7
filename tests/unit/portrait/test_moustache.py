"""What grows on the upper lip and chin moves with the skin as one piece."""

from __future__ import annotations

import numpy as np
import pytest

from avatar.portrait.face.locate import locate
from avatar.portrait.face.pose import measure_expression, measure_pose
from avatar.portrait.rig.build import build_rig
from avatar.reenact.pose import Puppet
from tests.beards import grow
from tests.motions import SEALED, motion

pytestmark = pytest.mark.slow

SOUNDS = {
    "a": {"jawOpen": 0.55, "mouthLowerDown": 0.2, "mouthUpperUp": 0.12},
    "o": {"jawOpen": 0.35, "mouthFunnel": 0.5, "mouthPucker": 0.35},
    "u": {"jawOpen": 0.12, "mouthFunnel": 0.3, "mouthPucker": 0.7},
    "i": {"jawOpen": 0.12, "mouthStretch": 0.4, "mouthSmile": 0.3},
    "m": SEALED,
}
LIP_RIM = [61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291]


@pytest.fixture(scope="module")
def landmarks(marco, tmp_path_factory):
    """Where his face is, (478, 3)."""
    return locate(marco, tmp_path_factory.mktemp("face"), None).landmarks


def rigged(pixels, landmarks):
    return build_rig(pixels, landmarks, measure_pose(landmarks), measure_expression(landmarks))


@pytest.fixture(scope="module")
def rig(marco, landmarks):
    """A man with stubble, looking straight ahead."""
    return rigged(marco, landmarks)


def stretches(rig, where, row):
    """Largest and least local stretch, (n, 2), of the face's triangles whose centres `where` picks."""
    triangles = rig.triangles[rig.surround :]
    rest = rig.vertices[:, :2].astype(float)
    triangles = triangles[where(rest[triangles].mean(axis=1))]
    moved = Puppet(rig).pose(motion(row), 0).vertices[:, :2].astype(float)
    before, after = (
        np.stack([p[triangles[:, 1]] - p[triangles[:, 0]], p[triangles[:, 2]] - p[triangles[:, 0]]], axis=2)
        for p in (rest, moved)
    )
    solid = np.abs(np.linalg.det(before)) > 2
    return np.linalg.svd(after[solid] @ np.linalg.inv(before[solid]), compute_uv=False)


@pytest.mark.parametrize("sound", SOUNDS)
def test_a_moustache_does_not_swim(rig, sound):
    """Between nose and lip, over the middle three quarters of the mouth, hair is stretched by no third."""
    points = rig.vertices[:, :2].astype(float)
    half, base = (points[291, 0] - points[61, 0]) / 2, points[2, 1]

    def moustache(centres):
        rim = np.interp(centres[:, 0], points[LIP_RIM, 0], points[LIP_RIM, 1])
        across = np.abs(centres[:, 0] - points[0, 0]) < 0.75 * half
        return across & (centres[:, 1] < rim - 0.02 * rig.unit) & (centres[:, 1] > base + 0.02 * rig.unit)

    found = stretches(rig, moustache, SOUNDS[sound])
    assert len(found) > 50
    assert found.max() < 1.35, found.max()
    assert found.min() > 0.7, found.min()


@pytest.mark.parametrize("sound", SOUNDS)
def test_a_beard_rides_on_the_chin(rig, sound):
    """The ball of the chin is carried by the jaw, not pulled out of shape."""
    points = rig.vertices[:, :2].astype(float)
    half = (points[291, 0] - points[61, 0]) / 2

    def chin(centres):
        return np.hypot(*(centres - points[199]).T) < 0.5 * half

    found = stretches(rig, chin, SOUNDS[sound])
    assert len(found) > 20
    assert np.percentile(found, 98) < 1.35, found.max()
    assert np.percentile(found, 2) > 0.6, found.min()


@pytest.mark.parametrize("kind", ["full", "grey"])
def test_lips_are_found_under_a_beard(marco, rig, landmarks, kind):
    """Whatever grows around them, the lips part where they did before, and by as much."""
    bearded = rigged(grow(marco, landmarks, kind), landmarks)
    middle = slice(len(rig.upper_lip) // 5, -(len(rig.upper_lip) // 5))
    seams = [each.vertices[each.upper_lip[middle], :2] for each in (rig, bearded)]
    assert np.abs(seams[0] - seams[1]).max() < 0.02 * rig.unit
    gaps = [Puppet(each).pose(motion(SOUNDS["a"]), 0).lip_gap for each in (rig, bearded)]
    assert 0.8 < gaps[1] / gaps[0] < 1.25
    assert Puppet(bearded).pose(motion(SEALED), 0).lip_gap < 0.004 * rig.unit
