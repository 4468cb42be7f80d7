"""Points that others mark in a face become our mesh: of a head in any pose, with or without a mesh to begin with."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from avatar.data import head_rotation, inter_ocular_distance
from avatar.errors import InputError, NotInstalledError
from avatar.portrait.face.detect import FaceBox
from avatar.portrait.face.fit import posed, through
from avatar.portrait.face.locate import locate, remeasure
from avatar.portrait.face.people import around, facts, finding
from avatar.portrait.face.points import OURS, as_68
from avatar.portrait.face.pose import canonical_face, measure_pose
from avatar.portrait.store import PortraitStore
from avatar.settings import PortraitSettings

_LEFT_TO_RIGHT = ((0, 16), (17, 26), (31, 35), (36, 45), (39, 42), (48, 54), (60, 64))
"""pairs of the 68 points that mirror each other"""


def head(pitch=0.0, yaw=0.0, roll=0.0, size=80.0):
    """A (478, 3) face in a pose, px."""
    return canonical_face() * size @ head_rotation(pitch, yaw, roll).T + (200.0, 240.0, 0.0)


def test_the_68_places_are_where_they_are_said_to_be():
    """Chin lowest, brows over eyes, lips under the nose, left beside right."""
    face = canonical_face()[list(OURS), :2]
    assert len(set(OURS)) == len(OURS) == 68
    assert face[:, 1].argmax() == 8
    assert face[17:27, 1].max() < face[36:48, 1].min()
    assert np.all(np.diff(face[27:31, 1]) > 0)
    assert face[[31, 35], 1].max() < face[48:60, 1].min()
    assert face[60:68, 1].min() > face[48:60, 1].min()
    for one, other in _LEFT_TO_RIGHT:
        assert face[one, 0] < 0 < face[other, 0]
        assert face[one] == pytest.approx(face[other] * (-1, 1), abs=0.08)
    assert np.all(np.diff(face[:17, 0]) > -0.05)


def test_of_106_points_those_at_the_68_places_are_taken():
    places = np.arange(212.0).reshape(106, 2)
    chosen = as_68(places)
    assert chosen.shape == (68, 2)
    assert len(np.unique(chosen, axis=0)) == 68
    np.testing.assert_array_equal(as_68(chosen), chosen)
    with pytest.raises(InputError, match="with 98 points"):
        as_68(np.zeros((98, 2)))


@pytest.mark.parametrize("angles", [(0, 0, 0), (0.2, -0.3, 0.1), (-0.15, 0.4, -0.3)])
def test_the_mean_face_takes_the_pose_of_the_points(angles):
    known = head(*angles)
    found = posed(known[list(OURS), :2])
    assert np.abs(found[:, :2] - known[:, :2]).max() < 0.02 * 80
    pose = measure_pose(through(known[list(OURS), :2], None))
    assert (pose.pitch, pose.yaw, pose.roll) == pytest.approx(angles, abs=0.03)


def test_a_mesh_is_bent_through_the_points_and_smoothly_between():
    """A mouth that is wider and lower than the mesh has it, and nothing else."""
    mesh = head(yaw=0.2).astype(np.float32)
    unit = inter_ocular_distance(mesh)
    points = mesh[list(OURS), :2].astype(float)
    np.testing.assert_allclose(through(points, mesh), mesh, atol=0.01)
    moved = points.copy()
    moved[48:] += (0.0, 0.1 * unit)
    found = through(moved, mesh)
    assert np.abs(found[list(OURS[48:]), :2] - moved[48:]).max() < 0.03 * unit
    assert np.abs(found[[33, 133, 362, 263, 6], :2] - mesh[[33, 133, 362, 263, 6], :2]).max() < 0.02 * unit
    between = found[[40, 270, 146, 375], 1] - mesh[[40, 270, 146, 375], 1]
    assert np.all((between > 0.06 * unit) & (between < 0.13 * unit))
    np.testing.assert_array_equal(found[:, 2], mesh[:, 2])


class Told:
    """Finds the face that it is told of."""

    networks = ()

    def __init__(self, seen):
        self._seen = seen

    def people(self, pixels):
        return self._seen


@pytest.mark.slow
def test_a_photo_is_measured_where_another_network_saw_and_marked_the_face(xiaochen):
    own = xiaochen.landmarks
    points = own[list(OURS), :2].astype(float)
    points[48:] += (0.0, 4.0)
    low, high = own[:468, :2].min(axis=0), own[:468, :2].max(axis=0)
    seen = around([*low, *high], 0.9, points)
    assert isinstance(seen.box, FaceBox)
    located = locate(xiaochen.image, Path("photo.jpg"), None, Told([seen]))
    assert np.abs(located.landmarks[list(OURS[48:]), 1] - points[48:, 1]).max() < 2.5
    assert np.abs(located.landmarks[[33, 263], :2] - own[[33, 263], :2]).max() < 2.0
    half = np.ascontiguousarray(xiaochen.image[::2, ::2])
    again = remeasure(half, located, 0.5, "photo")
    assert np.abs(again[:468, :2] - located.landmarks[:468, :2] / 2).max() < 4
    flat = np.full_like(xiaochen.image, 127)  # our mesh sees nothing there: the mean face stands in
    assert np.abs(locate(flat, Path("flat.jpg"), None, Told([seen])).landmarks[1] - own[1]).max() < 60


@pytest.mark.parametrize(("name", "extra"), [("insightface", "insightface"), ("face-alignment", "face-alignment")])
def test_a_detector_that_is_missing_names_the_line_that_installs_it(name, extra, tmp_path, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda *_: None)
    with pytest.raises(NotInstalledError, match=rf"pip install 'avatar\[{extra}\]'"):
        facts(name, tmp_path)


def test_an_unknown_detector_is_refused_with_those_there_are(tmp_path):
    with pytest.raises(NotInstalledError, match="no detect backend 'dlib' here; available: mesh, insightface"):
        finding("dlib", tmp_path)
    with pytest.raises(NotInstalledError, match="no detect backend 'dlib'"):
        facts("dlib", tmp_path)


def test_another_package_brings_a_detector_by_entry_point(tmp_path, monkeypatch):
    """It is found by its name, and what it found is kept apart for each version of its package."""
    info = tmp_path / "avatar_hawk-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: avatar-hawk\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[avatar.detect]\nhawk = hawk_detector:Hawk\n")
    (tmp_path / "hawk_detector.py").write_text(
        "from avatar.data import DetectCapabilities\n"
        "class Hawk:\n"
        "    capabilities = DetectCapabilities(points=68)\n"
        "    def facts(self, home):\n        return ()\n"
        "    def open(self, home, device):\n        return ('seen by a hawk', home.data)\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    assert finding("hawk", tmp_path) == ("seen by a hawk", tmp_path)
    store, versions = PortraitStore(tmp_path), []
    for version in ("1.0", "1.1"):
        monkeypatch.setattr("avatar.backends.plugged", lambda version=version: {"avatar-hawk": version})
        versions.append(store.entry_of("0" * 64, PortraitSettings(detector="hawk"), None))
    assert len({*versions, store.entry_of("0" * 64, PortraitSettings(), None)}) == 3


def test_what_was_found_otherwise_is_kept_otherwise(tmp_path, monkeypatch):
    class Facts:
        sha256 = "ab" * 32

    monkeypatch.setattr("avatar.portrait.entries.facts", lambda name, _: () if name == "mesh" else (Facts(),))
    store = PortraitStore(tmp_path)
    usual, other = (store.entry_of("0" * 64, PortraitSettings(detector=name), None) for name in ("mesh", "insightface"))
    assert usual != other
    Facts.sha256 = "cd" * 32
    assert store.entry_of("0" * 64, PortraitSettings(detector="insightface"), None) not in (usual, other)
