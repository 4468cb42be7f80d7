"""The rig is an open file: the validator finds no fault, and three.js shows somebody upright who can open the jaw."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

from avatar.clip.rigs import labels
from avatar.data import ARKIT_NAMES
from avatar.portrait.mesh.topology import FACE_OVAL
from avatar.reenact.gltf import write_glb

pytestmark = pytest.mark.slow

WEB = Path(__file__).parents[2] / "web"
SIZE = (320, 320)
CHIN, BROW, UPPER_LID_LEFT = 152, 10, 386
"""MediaPipe's numbers"""


@pytest.fixture(scope="module")
def loaded(xiaochen, tmp_path_factory):
    """What the validator and three.js say of a portrait's file."""
    node = shutil.which("node")
    if node is None or not (WEB / "node_modules" / "three").is_dir():
        pytest.skip("there is no node with three.js here: cd web && npm ci")
    path = tmp_path_factory.mktemp("rig") / "xiaochen.glb"
    path.write_bytes(write_glb(xiaochen, SIZE, labels(SIZE)))
    command = [node, str(Path(__file__).with_name("gltf.mjs")), str(WEB), str(path)]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout)


def way(loaded, name, part="person"):
    """How far each vertex goes (V, 3), m."""
    return np.array(loaded["moved"][name][part]) - loaded["rest" if part == "person" else "mouthRest"]


def test_the_validator_finds_no_fault(loaded):
    assert (loaded["issues"]["numErrors"], loaded["issues"]["numWarnings"]) == (0, 0)
    assert loaded["info"]["extensionsUsed"] == ["EXT_texture_webp", "KHR_materials_unlit", "KHR_mesh_quantization"]


def test_all_shapes_have_arkit_names_in_arkit_order(loaded):
    assert loaded["names"] == loaded["mouthNames"] == list(ARKIT_NAMES)


def test_jaw_open_takes_the_chin_down_and_leaves_the_hair(loaded):
    moved, rest = way(loaded, "jawOpen"), np.array(loaded["rest"])
    assert moved[CHIN, 1] < -0.01
    hair = rest[:, 1] > rest[BROW, 1]
    assert hair.sum() > 100
    assert np.abs(moved[hair]).max() < 1e-6
    assert way(loaded, "jawOpen", "mouth")[:, 1].min() < -0.01


def test_a_blink_comes_down_over_the_subjects_own_left_eye(loaded):
    moved = way(loaded, "eyeBlinkLeft")
    assert moved[UPPER_LID_LEFT, 1] < -0.003
    places = np.array(loaded["rest"])[np.abs(moved).max(axis=1) > 1e-5]
    assert places[:, 0].min() > 0.01


def test_somebody_stands_upright_facing_the_viewer_as_large_as_people_are(loaded):
    rest = np.array(loaded["rest"])
    brow, chin, nose = rest[BROW], rest[CHIN], rest[1]
    assert 0.15 < brow[1] - chin[1] < 0.25
    assert nose[2] > rest[list(FACE_OVAL), 2].max()
    assert abs(nose[0]) < 0.02
    assert -0.2 < loaded["low"][1] < 0.01
    eyes = (rest[33] + rest[133]) / 2, (rest[362] + rest[263]) / 2
    assert np.linalg.norm(eyes[0] - eyes[1]) == pytest.approx(0.062, rel=0.05)


def test_the_photo_lies_on_it_the_right_way_up_and_its_fronts_face_the_viewer(loaded):
    rest, uv = np.array(loaded["rest"]), np.array(loaded["uv"]).reshape(-1, 2)
    assert np.corrcoef(rest[:, 0], uv[:, 0])[0, 1] > 0.99
    assert np.corrcoef(rest[:, 1], uv[:, 1])[0, 1] < -0.99
    a, b, c = (rest[np.array(loaded["front"]).reshape(-1, 3)[:, index]] for index in range(3))
    faces = np.cross(b - a, c - a)[:, 2]
    assert (faces > 0).sum() > 50 * (faces < 0).sum()
    assert loaded["unlit"]


def test_what_gltf_cannot_hold_is_named_in_its_extras(loaded):
    assert {"canvas", "rig", "mouth", "eyes", "labels", "triangles", "step"} <= set(loaded["extras"])
