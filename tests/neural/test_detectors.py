"""InsightFace and face-alignment find and mark a face, from miniature networks in the real formats, offline."""

from __future__ import annotations

import socket
from pathlib import Path

import numpy as np
import pytest

from avatar.downloads.receipts import write_receipt
from avatar.errors import InputError, NotInstalledError
from avatar.identity import choose, numbers_of
from avatar.neural.models import SHELF, available
from avatar.portrait.face.locate import locate
from avatar.portrait.face.people import facts, finding
from avatar.portrait.face.points import OURS
from avatar.runtime.folders import Home
from tests.miniature_faces import mean_points, save_arcface, write_pack

MIDDLE, REACH, SCALE = (320, 352), 96, 0.3
"""where the miniature detector sees a face, px of a picture of 640 px, and how wide the marked eyes are apart"""


@pytest.fixture(autouse=True)
def _offline(monkeypatch):
    """Whoever asks another machine fails."""

    def refused(*_args, **_more):
        raise OSError("nothing is fetched here")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)


def installed(name, home, write):
    """Put a network's files where `avatar model install` puts them."""
    folder = home.data / SHELF / name
    folder.mkdir(parents=True)
    write(folder)
    write_receipt(next(each for each in available(home) if each.name == name), folder)
    return home


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    pytest.importorskip("insightface")
    home = Home.at(tmp_path_factory.mktemp("home"))
    return installed("buffalo_l", home, lambda folder: write_pack(folder, MIDDLE, REACH, SCALE))


@pytest.fixture
def photo():
    return np.full((640, 640, 3), 120, np.uint8)


def test_insightface_marks_a_face_where_its_networks_say(pack, photo):
    (seen,) = finding("insightface", pack.data).people(photo)
    assert (seen.box.centre, seen.box.score) == (pytest.approx(MIDDLE, abs=0.5), pytest.approx(0.9))
    # The marker sees one and a half boxes.
    expected = mean_points() * SCALE * 3 * REACH + MIDDLE
    assert np.abs(seen.points - expected).max() < 1.5
    assert seen.box.eyes[0][0] < seen.box.eyes[1][0]


def test_a_face_that_only_insightface_sees_gets_our_mesh(pack, photo):
    located = locate(photo, Path("photo.png"), None, finding("insightface", pack.data))
    assert located.landmarks.shape == (478, 3)
    expected = mean_points() * SCALE * 3 * REACH + MIDDLE
    assert np.abs(located.landmarks[list(OURS), :2] - expected).max() < 4


def test_the_pack_is_named_with_its_licence_and_what_is_lacking_with_its_cure(pack, tmp_path):
    (found,) = facts("insightface", pack.data)
    assert (found.name, found.commercial) == ("buffalo_l", "no")
    with pytest.raises(NotInstalledError, match="avatar model install buffalo_l --accept-licence buffalo_l"):
        facts("insightface", tmp_path)


def test_a_pack_whose_files_are_mixed_up_is_refused(tmp_path):
    pytest.importorskip("insightface")

    def write(folder):
        write_pack(folder, MIDDLE, REACH, SCALE)
        save_arcface(folder / "2d106det.onnx")

    home = installed("buffalo_l", Home.at(tmp_path), write)
    with pytest.raises(InputError, match="landmark_2d_106"):
        finding("insightface", home.data)


def test_arcface_recognises_where_its_pack_is(pack, xiaochen):
    embedder = choose(pack)
    assert embedder.name.startswith("arcface-")
    numbers = numbers_of(xiaochen, embedder, None)
    assert numbers.shape == (1, 512)
    assert np.isfinite(numbers).all()
    assert not np.allclose(numbers[0], embedder.embed(xiaochen.image[:, ::-1].copy(), xiaochen.landmarks))


def test_face_alignment_marks_a_face_from_files_that_are_here(tmp_path, monkeypatch):
    torch = pytest.importorskip("torch")
    api = pytest.importorskip("face_alignment.api")
    from face_alignment.detection.sfd.net_s3fd import s3fd

    torch.manual_seed(0)

    def write(folder):
        torch.save(api.FAN(4).state_dict(), folder / "2DFAN4-11f355bf06.pth.tar")
        torch.save(s3fd().state_dict(), folder / "s3fd-619a316812.pth")

    home = installed("face-alignment-2d", Home.at(tmp_path), write)
    found = finding("face-alignment", home.data)
    assert found.networks[0].name == "face-alignment-2d"
    picture = np.full((256, 256, 3), 120, np.uint8)
    box = np.array([60.0, 50.0, 180.0, 200.0, 0.8])
    monkeypatch.setattr(type(found._align.face_detector), "detect_from_image", lambda *_: [box])
    (seen,) = found.people(picture)
    assert seen.points.shape == (68, 2)
    assert np.isfinite(seen.points).all()
    assert (seen.box.centre, seen.box.score) == (pytest.approx((120.0, 125.0)), pytest.approx(0.8))
    monkeypatch.setattr(type(found._align.face_detector), "detect_from_image", lambda *_: [])
    assert found.people(picture) == []


def test_weights_of_another_network_are_refused_with_their_cure(tmp_path):
    torch = pytest.importorskip("torch")
    pytest.importorskip("face_alignment")

    def write(folder):
        for name in ("2DFAN4-11f355bf06.pth.tar", "s3fd-619a316812.pth"):
            torch.save({"conv1.weight": torch.zeros(2)}, folder / name)

    home = installed("face-alignment-2d", Home.at(tmp_path), write)
    with pytest.raises(InputError, match="avatar model install face-alignment-2d"):
        finding("face-alignment", home.data)
