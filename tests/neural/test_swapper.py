"""Networks of inswapper's kind, at tiny size and in their real format, draw faces; what is none is told."""

from __future__ import annotations

import numpy as np
import pytest

import avatar
from avatar.edit.redrawn import redrawn, require_arcface
from avatar.edit.settings import FaceSettings
from avatar.edit.swap import swap
from avatar.errors import InputError, NotInstalledError
from avatar.identity.embedders import arcface
from avatar.identity.texture import TextureEmbedder
from avatar.neural.models import located
from avatar.neural.swapping import SwapNetwork
from avatar.runtime.folders import Home
from avatar.runtime.hashing import file_sha256
from tests.miniature_faces import save_arcface
from tests.miniature_swapper import save_swapper

pytest.importorskip("onnx")


@pytest.fixture
def network(tmp_path):
    save_swapper(tmp_path / "tiny.onnx")
    return tmp_path / "tiny.onnx"


@pytest.fixture
def embedder(tmp_path):
    save_arcface(tmp_path / "arcface.onnx")
    return arcface(tmp_path / "arcface.onnx", file_sha256(tmp_path / "arcface.onnx"))


def test_a_face_is_drawn_by_whose_numbers_it_is_given_turned_by_the_files_matrix(network):
    loaded = SwapNetwork(network)
    assert loaded.side == 128
    face = np.full((128, 128, 3), (200, 100, 40), np.uint8)
    one, other = np.eye(512, dtype=np.float32)[[0, 511]]
    assert np.array_equal(loaded.drawn(face, 5 * one), loaded.drawn(face, one)), "only the direction counts"
    assert not np.array_equal(loaded.drawn(face, one), loaded.drawn(face, other))
    colours = np.random.default_rng(3).normal(0, 6, (512, 3)).astype(np.float32)
    expected = (face[0, 0] + 255 / (1 + np.exp(-colours[511]))) / 2  # the matrix turns the first number into the last
    assert np.allclose(loaded.drawn(face, one)[64, 64], expected, atol=1)


def test_it_is_laid_on_the_targets_own_landmarks_and_nowhere_else(network, embedder, xiaochen, enrolled):
    amara = enrolled("amara")
    drawn = redrawn(xiaochen, amara, SwapNetwork(network), embedder)
    assert np.array_equal(drawn.landmarks, amara.landmarks)
    changed = (drawn.image != amara.image).any(axis=2)
    nose = tuple(np.rint(amara.landmarks[4, 1::-1]).astype(int))
    assert changed[nose]
    away = np.hypot(*(np.indices(changed.shape) - np.array(nose)[:, None, None]))
    assert not changed[away > 3.2 * amara.iod].any()
    swapped = swap(drawn, amara, FaceSettings())
    assert np.array_equal(swapped.picture[swapped.mask == 0][:100], amara.image[swapped.mask == 0][:100])


def test_a_network_that_draws_no_faces_is_told(tmp_path):
    save_swapper(tmp_path / "bare.onnx", has_matrix=False)
    with pytest.raises(InputError, match="holds no matrix of 512x512"):
        SwapNetwork(tmp_path / "bare.onnx")
    save_arcface(tmp_path / "arcface.onnx")
    with pytest.raises(InputError, match=r"does not take a face .* but \[\[1, 3, 112, 112\]\]"):
        SwapNetwork(tmp_path / "arcface.onnx")
    with pytest.raises(InputError, match="cannot be read"):
        SwapNetwork(tmp_path / "absent.onnx")


def test_a_file_is_found_and_its_licence_is_unknown_unless_a_catalogue_says_it(network, tmp_path):
    home = Home.at(tmp_path / "home")
    facts = located(network, "swap", home).facts
    assert (facts.task, facts.sha256, facts.commercial) == ("swap", file_sha256(network), "unknown")
    with pytest.raises(InputError, match="no file"):
        located("absent.onnx", "swap", home)


def test_without_arcface_nothing_is_measured_and_the_cure_is_said(network, tmp_path):
    with pytest.raises(NotInstalledError, match="ArcFace is not installed"):
        require_arcface(TextureEmbedder())
    with pytest.raises(NotInstalledError, match="avatar model install buffalo_l"):
        avatar.edit_portrait("amara", "x", face="marco", swapper=network, home=tmp_path / "home")
