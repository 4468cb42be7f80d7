"""A rig's file holds all that a picture needs: what is drawn from it alone is what the portrait would have been."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from avatar.clip.rigs import labels
from avatar.data import ARKIT_INDEX, ARKIT_NAMES
from avatar.finish.label import LabelFilter
from avatar.reenact.framing import frame_portrait
from avatar.reenact.gltf import MOST, write_glb
from avatar.reenact.gltf.canvas import _fitting
from avatar.reenact.gltf.container import parts
from avatar.reenact.gltf.person import FINEST, step_of
from avatar.reenact.gltf.pictures import coded, decoded, flattened, straight
from avatar.reenact.gltf.read import RigFile
from avatar.reenact.mesh.scene import Scene
from avatar.reenact.pose import Puppet
from tests.motions import OPEN, SEALED, motion
from tests.rig_scenes import rig_of_file, scene_of
from tests.unit.reenact.test_inset import cut_close

SIZE = (240, 240)
ROWS = (
    {},
    OPEN,
    SEALED,
    {"eyeBlink": 1.0},
    {"eyeWide": 0.6, "gaze": [0.3, -0.2], "browInnerUp": 1.0},
    {"mouthPucker": 0.8, "jawOpen": 0.2, "mouthFunnel": 0.5, "gaze": [-0.2, 0.2], "eyeBlink": 0.4},
    {"mouthSmile": 0.8, "cheekSquint": 0.5, "head": [0.1, 0.12, -0.06, 0.1, 0.02, 0.0], "breath": 1.0},
    {"tongueOut": 0.6, "jawOpen": 0.4},
    {"jawOpen": 0.3, "tongue": 1.0, "head": [-0.12, -0.15, 0.08, -0.2, -0.05, 0.1], "breath": -1.0},
    {"mouthRollLower": 0.8, "mouthUpperUp": 0.3, "mouthFrown": 0.5},
    {"cheekPuff": 1.0, "mouthLeft": 0.7, "jawLeft": 0.5},
)
NARROW = (160, 360)
"""width and height in which a close photo is an inset"""


@pytest.fixture(scope="module")
def file(xiaochen):
    return write_glb(xiaochen, SIZE, labels(SIZE), "record")


@pytest.fixture(scope="module")
def rig(file):
    return RigFile.open(file)


def away(portrait, size, file):
    """Mean and worst difference of pictures, levels, over `ROWS`."""
    moved, one, other = motion(*ROWS), Scene(portrait, size), scene_of(file)
    apart = [np.abs(one.draw(moved, row).astype(int) - other.draw(moved, row)) for row in range(len(ROWS))]
    return max(each.mean() for each in apart), max(np.percentile(each, 99.9) for each in apart)


def test_every_pose_comes_back_within_a_twentieth_of_a_pixel(xiaochen, rig):
    moved, scale = motion(*ROWS), frame_portrait(xiaochen, (1080, 1080)).scale
    one, other = Puppet(xiaochen.rig), Puppet(rig_of_file(rig))
    for row in range(len(ROWS)):
        first, second = one.pose(moved, row), other.pose(moved, row)
        assert np.abs(first.vertices - second.vertices).max() * scale < 0.05
        assert abs(first.lip_gap - second.lip_gap) * scale < 0.05


def test_every_picture_comes_back_from_the_file_alone(xiaochen, file):
    mean, most = away(xiaochen, SIZE, file)
    assert mean < 1
    assert most <= 6


@pytest.mark.slow
def test_so_does_that_of_a_photo_with_an_open_mouth(smiling):
    mean, most = away(smiling, SIZE, write_glb(smiling, SIZE, labels(SIZE)))
    assert mean < 1.2
    assert most <= 10


@pytest.mark.slow
def test_so_does_that_of_a_photo_which_is_shown_as_an_inset(xiaochen):
    tight = cut_close(xiaochen, 0.15)
    assert frame_portrait(tight, NARROW).is_inset
    mean, most = away(tight, NARROW, write_glb(tight, NARROW, labels(NARROW)))
    assert mean < 1.2
    assert most <= 10


@pytest.mark.slow
def test_of_a_large_photo_only_what_comes_into_the_picture_is_in_it(xiaochen):
    """Four times as much photo around the same face: the file is hardly larger, and its pictures are right."""
    height, width = xiaochen.image.shape[:2]
    wide = width // 2
    sides = ((0, 0), (wide, wide), (0, 0))
    pictures = {name: np.pad(getattr(xiaochen, name), sides, "edge") for name in ("image", "plate", "foreground")}
    pictures["matte"] = np.pad(xiaochen.matte, sides[:2])
    moved = np.array([wide, 0, 0], np.float32)
    rig = xiaochen.rig
    far = np.stack(np.meshgrid(np.linspace(-60, wide - 150, 40), np.linspace(0, height, 60)), axis=-1).reshape(-1, 2)
    count, more = len(rig.vertices), len(far)

    def longer(array, axis=0):
        return np.concatenate([array, np.zeros((*array.shape[:axis], more, *array.shape[axis + 1 :]), "f4")], axis)

    strip = count + np.arange(more - 41)[:, None] + [[0, 1, 40]]
    wider = replace(
        rig,
        vertices=np.concatenate([rig.vertices + moved, np.column_stack([far, np.zeros(more)])]).astype(np.float32),
        triangles=np.concatenate([strip, rig.triangles]).astype(np.int32),
        surround=rig.surround + len(strip),
        pivot=rig.pivot + moved,
        mouth_centre=rig.mouth_centre + moved,
        irises=rig.irises + moved * [1, 1, 0],
        shapes=longer(rig.shapes, 1),
        shades=longer(rig.shades, 1),
        **{name: longer(getattr(rig, name)) for name in ("neutral", "seam_shade", "head_weight", "breath")},
    )
    portrait = replace(xiaochen, rig=wider, landmarks=xiaochen.landmarks + moved, **pictures)
    content = write_glb(portrait, SIZE, labels(SIZE))
    assert len(RigFile.open(content).resting()) < count + more // 3
    assert away(portrait, SIZE, content)[0] < 1.2


def test_hidden_eyes_are_no_part_of_it(xiaochen):
    hidden = replace(xiaochen, rig=replace(xiaochen.rig, eyes_hidden=True))
    content = write_glb(hidden, SIZE, labels(SIZE))
    told = RigFile.open(content).described
    assert told["eyes"] == {"image": None, "both": []}
    assert away(hidden, SIZE, content)[0] < 1


@pytest.mark.slow
@pytest.mark.parametrize("name", ["xiaochen", "amara", "marco", "xiaochen_green"])
def test_a_rig_of_a_portrait_of_1080_px_takes_3_mb_at_most(enrolled, name):
    assert len(write_glb(enrolled(name), (1080, 1080), labels((1080, 1080)))) <= MOST


def test_a_photo_with_much_in_it_loses_some_detail_before_it_takes_more_room():
    noise = np.random.default_rng(5).integers(0, 255, (200, 200, 4)).astype(np.uint8)
    best = _fitting(noise, noise[..., :3], 10_000_000)
    room = int(0.7 * sum(map(len, best)))
    assert room >= sum(map(len, _fitting(noise, noise[..., :3], room))) > 0


def test_it_says_what_it_is_and_nothing_of_anybody(file, rig):
    asset = rig.head["asset"]
    assert "AI-generated" in asset["copyright"]
    assert asset["extras"]["permission"] == "record"
    assert rig.described["portrait"].keys() == {"name", "content_hash"}
    assert b"consent" not in file[:60_000]


def test_a_plain_viewer_finds_the_shapes_by_their_names_in_the_pose_of_rest(xiaochen, rig):
    person, mouth = rig.head["meshes"]
    for mesh in (person, mouth):
        assert mesh["extras"]["targetNames"] == list(ARKIT_NAMES)
        assert len(mesh["primitives"][0]["targets"]) == len(mesh["weights"]) == len(ARKIT_NAMES)
    np.testing.assert_allclose(rig.resting(), xiaochen.rig.vertices + xiaochen.rig.neutral, atol=1e-3)
    np.testing.assert_array_equal(rig.shapes().astype(np.float32), xiaochen.rig.shapes)


def test_no_skin_lies_behind_the_sheets_of_the_mouth(xiaochen, rig):
    """In any viewer the skin hides what is behind it, until the lips part."""
    sheets = rig.accessor(rig.head["meshes"][1]["primitives"][0]["attributes"]["POSITION"]) * rig.described["step"]
    skin, moved = (
        (points - xiaochen.rig.mouth_centre) @ xiaochen.rig.axes / xiaochen.rig.unit
        for points in (rig.resting(), sheets)
    )
    for x, y, deep in moved[::7]:
        near = np.hypot(skin[:, 0] - x, skin[:, 1] - y) < 0.03
        assert not near.any() or skin[near, 2].max() < deep


def test_an_open_jaw_takes_the_lower_teeth_along_and_not_the_upper_ones(xiaochen, rig):
    targets = rig.head["meshes"][1]["primitives"][0]["targets"]
    moved = rig.accessor(targets[ARKIT_INDEX["jawOpen"]]["POSITION"]) * rig.described["step"]
    cavity, tongue, lower, upper = moved.reshape(4, -1, 3)[:, 0, 1]
    assert upper == 0
    assert lower == pytest.approx(xiaochen.rig.shapes[ARKIT_INDEX["jawOpen"], 17, 1], abs=0.01)
    assert 0 < cavity < tongue < lower


def test_the_unit_is_as_fine_as_what_moves_furthest_lets_it_be(xiaochen):
    assert step_of(xiaochen.rig) == FINEST
    large = replace(xiaochen.rig, shapes=8 * xiaochen.rig.shapes)
    assert step_of(large) == 8 * FINEST


def test_the_label_is_in_it_in_each_language_at_its_place(rig):
    for described, language in zip(rig.described["labels"], ("zh", "en"), strict=True):
        label = LabelFilter(language, SIZE)
        assert [described["left"], described["top"], *described["size"]] == list(label.place)
        frame = np.full((SIZE[1], SIZE[0], 3), 137, np.uint8)
        label._burn(frame)
        left, top, wide, tall = label.place
        shown = flattened(rig.picture(described["image"])).astype(int)
        mixed = shown[..., :3] + 137 * (255 - shown[..., 3:]) / 255
        assert np.abs(mixed - frame[top : top + tall, left : left + wide]).max() <= 2


def test_straight_colours_become_the_same_again_and_go_on_beyond_the_edge():
    alpha = np.clip(np.arange(-20, 60)[None] * 8, 0, 255).repeat(12, axis=0).astype(np.uint8)
    flat = np.dstack([(alpha.astype(int) * colour // 255).astype(np.uint8) for colour in (200, 40, 90)] + [alpha])
    picture = straight(flat)
    assert np.abs(flattened(decoded(coded(picture))).astype(int) - flat).max() <= 1
    assert abs(int(picture[6, 18, 0]) - 200) < 20


@pytest.mark.parametrize("content", [b"glTF" + bytes(40), b"", b"PNG" + bytes(100)])
def test_what_is_no_binary_gltf_is_told(content):
    with pytest.raises(ValueError, match="glTF"):
        parts(content)
