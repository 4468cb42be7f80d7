"""What grows on the upper lip and chin moves with the skin as one piece."""

from __future__ import annotations

import numpy as np
import pytest

from avatar.portrait.locate import locate
from avatar.portrait.pose import measure_expression, measure_pose
from avatar.portrait.rig import build_rig
from avatar.reenact.pose import Puppet
from tests.motions import SEALED, motion

SOUNDS = {
    "a": {"jawOpen": 0.55, "mouthLowerDown": 0.2, "mouthUpperUp": 0.12},
    "o": {"jawOpen": 0.35, "mouthFunnel": 0.5, "mouthPucker": 0.35},
    "i": {"jawOpen": 0.12, "mouthStretch": 0.4, "mouthSmile": 0.3},
    "m": SEALED,
}
LIP_RIM = [61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291]


@pytest.fixture(scope="module")
def rig(marco, tmp_path_factory):
    """A man with stubble, looking straight ahead."""
    landmarks = locate(marco, tmp_path_factory.mktemp("face"), None).landmarks
    return build_rig(marco, landmarks, measure_pose(landmarks), measure_expression(landmarks))


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
