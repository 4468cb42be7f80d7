"""Any ONNX network that gives a matte can be named: it is fed as its family is, and is part of what it made."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from avatar import pipeline
from avatar.clip.crew import cutter_of
from avatar.clip.naming import shaping
from avatar.clip.request import ClipRequest
from avatar.errors import InputError, PortraitError
from avatar.neural.matting import MattingNetwork, family_of
from avatar.portrait.enroll import cut_by
from avatar.portrait.read import Photo
from avatar.portrait.store import PortraitStore
from avatar.runtime.folders import Home
from avatar.runtime.hashing import file_sha256
from avatar.settings import NetworkFile, PortraitSettings, Settings
from tests.unit.neural.miniature import matting_network

SPLIT = np.repeat(np.array([[(200, 100, 50)] * 32 + [(20, 30, 40)] * 32], np.uint8), 64, axis=0)
KEYS_GREEN = ((30.0, -30.0, 0.0), 12.0)
"""weights and bias that leave what is not much greener than red: the person, where a green screen is behind"""


@pytest.mark.parametrize(
    ("side", "also", "family", "reds"),
    [
        (320, "", "u2net", (1.0, 0.0)),
        (1024, "", "isnet", (1.0, 0.0)),
        (None, "InstanceNormalization", "modnet", (200 / 127.5 - 1, 20 / 127.5 - 1)),
        (1024, "Softmax", "birefnet", ((200 / 255 - 0.485) / 0.229, (20 / 255 - 0.485) / 0.229)),
    ],
)
def test_a_picture_is_scaled_as_the_family_was_trained(tmp_path, side, also, family, reds):
    """The network hands the first channel through: what comes back is that scaled, or logits made into shares."""
    network = MattingNetwork(matting_network(tmp_path / "n.onnx", side, (1, 0, 0), also=also))
    assert network.family.name == family
    matte = network.matte(SPLIT)
    assert matte.shape == (64, 64)
    assert matte.dtype == np.float32
    if family in ("modnet", "birefnet"):
        reds = tuple(1 / (1 + np.exp(-red)) for red in reds)
    assert (float(matte[32, 8]), float(matte[32, 56])) == pytest.approx(reds, abs=0.01)


def test_a_network_of_any_size_is_a_modnet():
    assert family_of(b"Conv", None).name == "modnet"
    assert family_of(b"Conv", 512).name == "u2net"


def test_only_a_large_matte_is_taken_for_hairs(tmp_path):
    for side, shows in ((320, False), (1024, True), (None, False)):
        assert MattingNetwork(matting_network(tmp_path / "n.onnx", side, (1, 0, 0))).shows_hairs is shows


def test_what_is_no_matting_network_says_so(tmp_path):
    """A file of something else, one that takes no picture of ours, and one that is not there."""
    other = tmp_path / "other.onnx"
    other.write_bytes(b"GIF89a, or so")
    with pytest.raises(InputError, match="no ONNX network"):
        MattingNetwork(other)
    with pytest.raises(InputError, match="cannot be read"):
        MattingNetwork(tmp_path / "none.onnx")
    flat = matting_network(tmp_path / "flat.onnx", 32, (1, 0, 0), ending="GlobalAveragePool")
    with pytest.raises(InputError, match="gives no matte of 32x32 px"):
        MattingNetwork(flat).matte(SPLIT)


@pytest.mark.slow
def test_a_clip_is_made_and_told_with_the_network_that_cut_the_person_out(tmp_path, green):
    """The portrait's matte is the network's, the clip names it, and the usual portrait stays what it is."""
    path = matting_network(tmp_path / "keys.onnx", 1024, *KEYS_GREEN, ending="Sigmoid")
    home = Home(tmp_path / "home", tmp_path / "home")
    request = ClipRequest.from_options("Hi.", "xiaochen_green", matting=path)
    plan = pipeline.prepare(request, home=home)
    assert [(each.task, each.sha256) for each in plan.networks] == [("matting", file_sha256(path))]
    assert plan.portrait.screen == ""
    assert np.abs(plan.portrait.matte / 255 - green.matte / 255).mean() < 0.02
    assert not np.array_equal(plan.portrait.matte, green.matte)


def test_the_network_and_not_its_place_is_part_of_what_a_portrait_is_kept_under(tmp_path):
    one = matting_network(tmp_path / "a.onnx", 320, (1, 0, 0))
    other = matting_network(tmp_path / "b.onnx", 320, (1, 0, 0), 1.0)
    (tmp_path / "c.onnx").write_bytes(one.read_bytes())
    home, store = Home(tmp_path, tmp_path), PortraitStore(tmp_path)
    entries = []
    for path in (one, other, tmp_path / "c.onnx"):
        request, (facts,) = cutter_of(ClipRequest.from_options("Hi.", matting=path), home)
        assert facts.sha256 == file_sha256(path)
        assert str(tmp_path) not in str(shaping(request.settings))
        entries.append(store.entry_of("ab" * 32, request.settings.portrait, None))
    assert entries[0] == entries[2] != entries[1]
    assert store.entry_of("ab" * 32, PortraitSettings(), None) not in entries
    plain = ClipRequest.from_options("Hi.")
    assert cutter_of(plain, home) == (plain, ())
    with pytest.raises(InputError):
        cutter_of(replace(plain, settings=Settings(portrait=PortraitSettings(matting=NetworkFile("no-such")))), home)


@pytest.mark.slow
def test_a_network_that_sees_nobody_is_refused(tmp_path, green):
    """Where the face is, there has to be somebody."""
    blind = matting_network(tmp_path / "blind.onnx", 320, (0, 0, 0), -9.0, ending="Sigmoid")
    photo = Photo(green.image, None, "ab" * 32)
    with pytest.raises(PortraitError, match=r"'blind\.onnx' finds no person where the face is"):
        cut_by(str(blind), photo, green.landmarks, [])


def test_a_coarse_matte_is_refined_along_the_picture(tmp_path, green):
    """A network of 320 px says roughly where the person is; the matte is as sharp as the usual one."""
    coarse = matting_network(tmp_path / "keys.onnx", 320, *KEYS_GREEN, ending="Sigmoid")
    matte = cut_by(str(coarse), Photo(green.image, None, "ab" * 32), green.landmarks, [])
    assert np.abs(matte / 255 - green.matte / 255).mean() < 0.02
    assert ((matte > 20) & (matte < 235)).mean() < 0.02
