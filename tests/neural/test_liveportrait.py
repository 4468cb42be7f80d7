"""LivePortrait's networks: the published layout, what must hold whatever the weights are, and files that are none."""

from __future__ import annotations

import hashlib
import pickle
import shutil

import numpy as np
import pytest

from avatar.errors import InputError, NotInstalledError
from avatar.reenact.liveportrait import load
from tests.neural import miniature_liveportrait as miniature

torch = pytest.importorskip("torch")

pytestmark = pytest.mark.usefixtures("one_thread")
SIDE = 64
PUBLISHED = {
    "appearance_feature_extractor": (107, 837_903, "8838a0d3936052b3"),
    "motion_extractor": (212, 28_118_728, "9d8dc590e1d15ff5"),
    "warping_module": (97, 45_536_598, "0e8277ca0b151e5e"),
    "spade_generator": (182, 55_438_348, "1927cf235aacf1cd"),
    "retarget_shoulder": (8, 45_249, "431bf8b8fecb3369"),
    "retarget_mouth": (8, 37_311, "a1cb3a25907870bd"),
    "retarget_eye": (12, 144_703, "5fe714edc9ce08f9"),
}
"""tensors, numbers, and the beginning of the sha256 of all "name shape" in order, of the published definition"""
SOME = {
    "motion_extractor": {"detector.stages.2.8.pwconv1.weight": (1536, 384), "detector.fc_exp.bias": (63,)},
    "warping_module": {
        "dense_motion_network.mask.weight": (22, 142, 7, 7, 7),
        "dense_motion_network.occlusion.weight": (1, 2272, 7, 7),
        "third.norm.running_var": (256,),
    },
    "spade_generator": {"up_0.conv_s.weight_orig": (256, 512, 1, 1), "conv_img.0.weight": (12, 64, 3, 3)},
    "appearance_feature_extractor": {"resblocks_3d.3dr5.conv2.weight": (32, 32, 3, 3, 3)},
}


@pytest.fixture
def pictures():
    return torch.rand(3, 3, SIDE, SIDE, generator=torch.Generator().manual_seed(1))


def keypoints(count: int, seed: int):
    return torch.rand(count, 21, 3, generator=torch.Generator().manual_seed(seed)) * 1.6 - 0.8


def test_names_and_shapes_are_the_published_ones():
    with torch.device("meta"):
        made = miniature.networks(miniature.Sizes())
    for name, network in made.items():
        state = {key: tuple(value.shape) for key, value in network.state_dict().items()}
        listing = "\n".join(sorted(f"{key} {shape}" for key, shape in state.items()))
        numbers = sum(value.numel() for value in network.state_dict().values())
        assert (len(state), numbers, hashlib.sha256(listing.encode()).hexdigest()[:16]) == PUBLISHED[name], name
        for key, shape in SOME.get(name, {}).items():
            assert state[key] == shape


@pytest.mark.parametrize("sizes", [miniature.TINY, miniature.Sizes()], ids=["tiny", "published"])
def test_sizes_are_read_off_the_weights(sizes):
    with torch.device("meta"):
        made = miniature.networks(sizes)
    fields = {
        "appearance": "appearance_feature_extractor",
        "motion": "motion_extractor",
        "warping": "warping_module",
        "generator": "spade_generator",
        "stitching": "retarget_shoulder",
        "lips": "retarget_mouth",
        "eyes": "retarget_eye",
    }
    for field, name in fields.items():
        meant = getattr(sizes, field)
        assert type(meant).of(made[name].state_dict()) == meant


def test_what_was_written_is_what_is_loaded(network, pictures):
    made = miniature.networks()
    for name in ("appearance_feature_extractor", "motion_extractor"):
        one = made[name].eval()(pictures)
        other = getattr(network, name)(pictures)
        for each, loaded in zip(
            one.values() if isinstance(one, dict) else [one],
            other.values() if isinstance(other, dict) else [other],
            strict=True,
        ):
            assert torch.equal(each, loaded)


def test_pictures_become_volumes_keypoints_and_pictures_of_twice_the_size(network, pictures):
    features, motion = network.features(pictures), network.motion(pictures)
    assert features.shape == (3, 4, 4, SIDE // 4, SIDE // 4)
    assert motion.keypoints().shape == (3, 21, 3)
    drawn = network.generate(features, keypoints(3, 2), keypoints(3, 3))
    assert drawn.shape == (3, 3, 2 * SIDE, 2 * SIDE)
    assert drawn.min() >= 0
    assert drawn.max() <= 1
    assert drawn.std() > 0.01


def test_frames_of_a_batch_are_those_drawn_one_by_one_of_one_source(network, pictures):
    features, source, driving = network.features(pictures[:1]), keypoints(1, 2), keypoints(3, 3)
    together = network.generate(features, source, driving)
    for index in range(3):
        alone = network.generate(features, source, driving[index : index + 1])
        assert (alone - together[index]).abs().max() < 1e-4
    assert (together[0] - together[1]).abs().max() > 1e-3  # keypoints matter


def test_nothing_is_warped_where_keypoints_stay(network, pictures):
    """All offers are to stay then, so whatever the mask says, every cell comes from its own place."""
    features, points = network.features(pictures), keypoints(3, 4)
    places, visible = network.warping_module.dense_motion_network(features, points, points)
    for axis, length in ((2, 4), (1, SIDE // 4), (0, SIDE // 4)):
        along = torch.linspace(-1, 1, length)
        shape = [1, 1, 1, 1]
        shape[3 - axis] = length
        assert (places[..., axis] - along.view(shape)).abs().max() < 1e-5
    assert visible.shape == (3, 1, SIDE // 4, SIDE // 4)


def test_cells_follow_their_keypoint(network, pictures):
    """Where the mask listens to one keypoint alone, the volume moves as that one does."""
    dense = network.warping_module.dense_motion_network
    features, source = network.features(pictures[:1]), keypoints(1, 4)
    driving = source.clone()
    driving[:, 5] += torch.tensor([0.25, -0.125, 0.5])
    kept = dense.mask.weight.clone(), dense.mask.bias.clone()
    try:
        with torch.no_grad():
            dense.mask.weight.zero_()
            dense.mask.bias.zero_()
            dense.mask.bias[6] = 60  # the first stands for no keypoint
            moved = dense(features, driving, source)[0] - dense(features, source, source)[0]
    finally:
        with torch.no_grad():
            dense.mask.weight.copy_(kept[0])
            dense.mask.bias.copy_(kept[1])
    assert (moved - torch.tensor([-0.25, 0.125, -0.5])).abs().max() < 1e-5


def test_weights_are_divided_by_their_largest_singular_value():
    from avatar.neural.liveportrait.layers import SpectralConv2d

    layer = SpectralConv2d(3, 5)
    kernel = torch.randn(5, 3, 3, 3, generator=torch.Generator().manual_seed(2))
    left, values, right = torch.linalg.svd(kernel.flatten(1), full_matrices=False)
    state = {"weight_orig": kernel, "bias": torch.zeros(5), "weight_u": left[:, 0], "weight_v": right[0]}
    flat = torch.randn(1, 3, 8, 8, generator=torch.Generator().manual_seed(3))
    layer.load_state_dict(state)
    plain = torch.nn.functional.conv2d(flat, kernel / values[0], padding=1)
    assert (layer(flat) - plain).abs().max() < 1e-5
    layer.load_state_dict({**state, "weight_orig": 3 * kernel})
    assert (layer(flat) - plain).abs().max() < 1e-5


def test_angles_are_the_mean_of_their_classes():
    from avatar.neural.liveportrait.motions import degrees

    scores = torch.full((2, 66), -40.0)
    scores[0, 32] = scores[0, 33] = 40.0
    scores[1, 65] = 40.0
    assert degrees(scores) == pytest.approx([0.0, 97.5], abs=1e-3)


def test_a_turn_is_a_rotation_about_the_axes_in_their_order():
    from avatar.neural.liveportrait.motions import rotation

    turned = rotation(torch.tensor([[90.0, 0, 0], [0, 90.0, 0], [0, 0, 90.0], [20.0, -30.0, 10.0]]))
    x, y, z = torch.eye(3)
    assert (y @ turned[0] - z).abs().max() < 1e-6  # pitch: down goes back
    assert (z @ turned[1] - x).abs().max() < 1e-6  # yaw: back goes right
    assert (x @ turned[2] - y).abs().max() < 1e-6  # roll: right goes down
    for each in turned:
        assert (each @ each.T - torch.eye(3)).abs().max() < 1e-5
    pitched, yawed, rolled = (
        rotation(torch.tensor([angles])) for angles in ([20.0, 0, 0], [0, -30.0, 0], [0, 0, 10.0])
    )
    assert (turned[3] - (pitched @ yawed @ rolled)[0]).abs().max() < 1e-5


def test_motion_that_does_not_change_moves_nothing_and_that_of_oneself_is_ones_own(network, pictures):
    motion = network.motion(pictures)
    one, other = motion.at(0), motion.at(1)
    assert (one.moved(other, other).keypoints() - one.keypoints()).abs().max() < 1e-5
    assert (one.moved(motion, one).keypoints() - _of(one, motion)).abs().max() < 1e-5


def _of(face, motion):
    """Give the keypoints of one face with the expressions and poses of others."""
    placed = (face.canonical @ motion.rotation + motion.expression) * motion.scale[..., None]
    placed[..., :2] += motion.translation[:, None, :2]
    return placed


def test_stitching_and_retargeting_change_keypoints_of_any_batch(network):
    source, driving = keypoints(1, 1), keypoints(3, 2)
    stitched = network.stitch(source, driving)
    assert stitched.shape == (3, 21, 3)
    assert (network.stitch(source, driving[1:2]) - stitched[1:2]).abs().max() < 1e-6
    lips = network.retarget_lips(source, torch.tensor([[0.0, 0.0], [0.0, 0.5]]))
    assert lips.shape == (2, 21, 3)
    assert (lips[0] - lips[1]).abs().max() > 0
    assert network.retarget_eyes(source, torch.tensor([[0.3, 0.3, 0.0]])).shape == (1, 21, 3)


def test_files_are_found_as_they_are_published(folder, tmp_path):
    for name in (
        "appearance_feature_extractor",
        "motion_extractor",
        "warping_module",
        "spade_generator",
        "stitching_retargeting_module",
    ):
        part = "retargeting_models" if name.startswith("stitching") else "base_models"
        (tmp_path / "liveportrait" / part).mkdir(parents=True, exist_ok=True)
        shutil.copy(folder / f"{name}.pth", tmp_path / "liveportrait" / part)
    assert load(tmp_path, "cpu").device.type == "cpu"


class _Shell:
    def __reduce__(self):
        return print, ("run",)


def _changed(folder, tmp_path, name, content):
    place = tmp_path / "weights"
    shutil.copytree(folder, place)
    if isinstance(content, bytes):
        (place / name).write_bytes(content)
    else:
        torch.save(content, place / name)
    return place


def test_a_folder_that_lacks_files_is_told_which(folder, tmp_path):
    with pytest.raises(InputError, match="There is no folder"):
        load(tmp_path / "nowhere", "cpu")
    shutil.copytree(folder, tmp_path / "weights")
    (tmp_path / "weights" / "spade_generator.pth").unlink()
    with pytest.raises(InputError, match=r"lacks spade_generator\.pth"):
        load(tmp_path / "weights", "cpu")


@pytest.mark.parametrize("content", [b"", b"not weights at all", b"PK\x03\x04 half a file"])
def test_what_is_no_file_of_weights_is_refused(folder, tmp_path, content):
    with pytest.raises(InputError, match=r"'motion_extractor\.pth' cannot be read as weights"):
        load(_changed(folder, tmp_path, "motion_extractor.pth", content), "cpu")


def test_nothing_in_a_file_is_run(folder, tmp_path, capsys):
    place = _changed(folder, tmp_path, "warping_module.pth", {"third.conv.weight": _Shell()})
    with pytest.raises(InputError, match="cannot be read as weights"):
        load(place, "cpu")
    place = _changed(folder, tmp_path / "old", "warping_module.pth", pickle.dumps(_Shell()))
    with pytest.raises(InputError, match="cannot be read as weights"):
        load(place, "cpu")
    assert "run" not in capsys.readouterr().out


def test_weights_of_something_else_are_told_by_what_they_lack(folder, tmp_path):
    other = (folder / "warping_module.pth").read_bytes()
    with pytest.raises(InputError, match=r"'spade_generator\.pth' is not LivePortrait's"):
        load(_changed(folder, tmp_path, "spade_generator.pth", other), "cpu")
    weights = torch.load(folder / "motion_extractor.pth", weights_only=True)
    weights["detector.norm.weight"] = weights["detector.norm.weight"][:-1]
    with pytest.raises(InputError, match=r"detector\.norm\.weight"):
        load(_changed(folder, tmp_path / "cut", "motion_extractor.pth", weights), "cpu")
    with pytest.raises(InputError, match="lacks 'retarget_shoulder'"):
        load(_changed(folder, tmp_path / "old", "stitching_retargeting_module.pth", {}), "cpu")


def test_damaged_numbers_are_refused(folder, tmp_path):
    weights = torch.load(folder / "appearance_feature_extractor.pth", weights_only=True)
    weights["second.bias"][0] = float("nan")
    with pytest.raises(InputError, match="damaged"):
        load(_changed(folder, tmp_path, "appearance_feature_extractor.pth", weights), "cpu")


@pytest.mark.parametrize("device", ["tpu", "cuda:99", "nonsense"])
def test_a_device_that_is_not_there_is_refused(folder, device):
    if device.startswith("cuda") and torch.cuda.is_available():
        pytest.skip("there is a GPU here")
    with pytest.raises(NotInstalledError if device.startswith("cuda") else InputError, match="choose"):
        load(folder, device)
    with pytest.raises(InputError, match="half precision"):
        load(folder, "cpu", is_half=True)


def test_exported_graphs_give_what_torch_gives(network, pictures, tmp_path):
    pytest.importorskip("onnx")
    pytest.importorskip("onnxscript")
    import onnxruntime

    from avatar.neural.liveportrait.export import GRAPHS, export

    places = export(network, tmp_path, SIDE)
    assert set(places) == set(GRAPHS)

    def run(name, **given):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        session = onnxruntime.InferenceSession(places[name], options, providers=["CPUExecutionProvider"])
        return session.run(None, {key: np.ascontiguousarray(value) for key, value in given.items()})

    def close(one, other):
        return np.abs(one - np.asarray(other)).max() <= 1e-3

    features = network.features(pictures)
    assert close(run("features", picture=pictures)[0], features)
    for given, read in zip(run("motion", picture=pictures), network.motion_extractor(pictures).values(), strict=True):
        assert close(given, read)
    source, driving = keypoints(3, 2), keypoints(3, 3)
    drawn = network.generate(features, source, driving)
    assert close(run("generate", features=features, source=source, driving=driving)[0], drawn)
    given = torch.cat([source.flatten(1), driving.flatten(1)], dim=1)
    assert close(run("stitching", given=given)[0], network.stitching(given))
    assert close(run("lips", given=given[:2, :65])[0], network.lips(given[:2, :65]))
    assert close(run("eyes", given=given[:, :66])[0], network.eyes(given[:, :66]))
