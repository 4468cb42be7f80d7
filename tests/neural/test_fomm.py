"""The first-order-motion network: names and shapes of the published checkpoints, and what it does with any weights."""

from __future__ import annotations

import hashlib
import pickle
from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from avatar.errors import InputError
from avatar.neural.fomm.generator import Generator
from avatar.neural.fomm.keypoints import KeypointDetector, Keypoints
from avatar.neural.fomm.network import FirstOrderMotion
from avatar.neural.fomm.reading import measured
from avatar.neural.fomm.sizes import CONFIGS
from avatar.reenact import fomm
from tests.neural.miniature_fomm import SMALL, network_of_chance, write_checkpoint

PUBLISHED = {
    "kp_detector": (75, 14_221_837, "2a7e4d743c4950a3afe093f34fc74cd6be4540b4f2fdb77a56507d57535d6bc1"),
    "generator": (196, 45_593_205, "f2ee6a68a2b1d4c498516a61cff2691bcba9ba4cb1094a5f3afa873dc96b98fe"),
}
"""of a vox-256 checkpoint's parts: tensors, numbers in them, and the sha256 of their sorted "name (shape)" lines"""
SOME = {
    "kp_detector": {
        "predictor.encoder.down_blocks.0.conv.weight": (64, 3, 3, 3),
        "predictor.encoder.down_blocks.4.norm.running_var": (1024,),
        "predictor.decoder.up_blocks.1.conv.weight": (256, 1024, 3, 3),
        "kp.weight": (10, 35, 7, 7),
        "jacobian.bias": (40,),
        "down.weight": (3, 1, 13, 13),
    },
    "generator": {
        "dense_motion_network.hourglass.encoder.down_blocks.0.conv.weight": (128, 44, 3, 3),
        "dense_motion_network.mask.weight": (11, 108, 7, 7),
        "dense_motion_network.occlusion.weight": (1, 108, 7, 7),
        "first.conv.weight": (64, 3, 7, 7),
        "bottleneck.r5.norm2.num_batches_tracked": (),
        "up_blocks.1.conv.weight": (64, 128, 3, 3),
        "final.weight": (3, 64, 7, 7),
    },
}


@pytest.fixture(scope="module")
def network():
    return network_of_chance()


@pytest.fixture(scope="module")
def pictures():
    from skimage.data import astronaut
    from skimage.transform import resize

    face = resize(astronaut()[20:220, 120:320], (64, 64), anti_aliasing=True).astype(np.float32)
    one = torch.from_numpy(face).permute(2, 0, 1)
    return torch.stack([one, one.roll((3, -5), (1, 2)), one.flip(2)])


@pytest.mark.parametrize("name", ["vox-256", "vox-adv-256"])
def test_names_and_shapes_are_those_of_the_published_checkpoints(name):
    with torch.device("meta"):
        parts = {"kp_detector": KeypointDetector(CONFIGS[name]), "generator": Generator(CONFIGS[name])}
    for part, made in parts.items():
        shapes = {key: tuple(value.shape) for key, value in made.state_dict().items()}
        assert {key: shapes.get(key) for key in SOME[part]} == SOME[part]
        lines = sorted(f"{key} {shape}" for key, shape in shapes.items())
        count = sum(value.numel() for value in made.state_dict().values())
        assert (len(lines), count, hashlib.sha256("\n".join(lines).encode()).hexdigest()) == PUBLISHED[part]


def test_a_checkpoint_comes_back_as_it_was(tmp_path, network, pictures):
    """Also one that lacks what only training counts, as old ones do."""
    place = write_checkpoint(tmp_path / "vox-cpk.pth.tar", network)
    content = torch.load(place, weights_only=True)
    for part in ("kp_detector", "generator"):
        content[part] = {key: value for key, value in content[part].items() if "num_batches" not in key}
    torch.save(content, tmp_path / "older.pth.tar")
    seen = network.detect(pictures)
    for each in (place, tmp_path / "older.pth.tar"):
        other = FirstOrderMotion.load(each, SMALL)
        assert torch.equal(other.detect(pictures).points, seen.points)
        assert torch.equal(other.generate(pictures, seen, seen), network.generate(pictures, seen, seen))


def test_without_a_configuration_a_network_is_as_large_as_its_weights(tmp_path, network):
    place = write_checkpoint(tmp_path / "vox-cpk.pth.tar", network)
    assert FirstOrderMotion.load(place, None).sizes == replace(SMALL, side=256)
    shapes = {}
    with torch.device("meta"):
        for part, made in (("kp_detector", KeypointDetector), ("generator", Generator)):
            shapes[part] = made(CONFIGS["vox-256"]).state_dict()
    # No level of its generator is as wide as it may be.
    assert measured(shapes, "vox-cpk.pth.tar") == replace(CONFIGS["vox-256"], most=256)
    with pytest.raises(InputError, match=r"it lacks 'down\.weight'"):
        measured({"kp_detector": {}, "generator": {}}, "other.pth")


def test_keypoints_lie_in_the_picture_and_move_with_it(network, pictures):
    seen = network.detect(pictures)
    assert seen.points.shape == (3, 10, 2)
    assert seen.jacobians.shape == (3, 10, 2, 2)
    assert seen.points.abs().max() <= 1
    assert (seen.points[0] - seen.points[1]).abs().max() > 1e-3
    assert torch.allclose(seen.points[:1], network.detect(pictures[:1]).points, atol=1e-5)


def test_softened_maps_pull_keypoints_to_the_middle(network, pictures):
    warm = network_of_chance(replace(SMALL, temperature=100.0))
    assert warm.detect(pictures).points.abs().max() < 0.02
    assert network.detect(pictures).points.abs().max() > 0.1


def test_the_same_keypoints_take_every_place_from_itself(network, pictures):
    """Equation 4 at source = driving: all motions are the identity, and so is their mean, however they are weighed."""
    seen = network.detect(pictures)
    small = network.generator.dense_motion_network.down(pictures)
    flow, occlusion = network.generator.dense_motion_network(small, seen, seen)
    line = torch.linspace(-1, 1, 16)
    assert torch.allclose(flow[..., 0], line.expand(3, 16, 16), atol=1e-5)
    assert torch.allclose(flow[..., 1], line[:, None].expand(3, 16, 16), atol=1e-5)
    assert ((occlusion > 0) & (occlusion < 1)).all()


def test_a_motion_is_carried_by_the_keypoints_that_win(network, pictures):
    """Where one motion alone counts, a place comes from where that keypoint's frame says."""
    dense = network_of_chance().generator.dense_motion_network
    dense.mask.weight.zero_()
    dense.mask.bias.copy_(torch.tensor([0.0, 100.0, *[0.0] * 9]))
    seen = network.detect(pictures[:1])
    turned = torch.tensor([[0.8, -0.3], [0.2, 1.1]])
    points, jacobians = seen.points.clone(), seen.jacobians.clone()
    points[0, 0] = torch.tensor([0.25, -0.4])
    jacobians[0, 0] = turned
    flow, _ = dense(dense.down(pictures[:1]), seen, Keypoints(points, jacobians))
    line = torch.linspace(-1, 1, 16)
    place = torch.tensor([line[11], line[3]])
    expected = seen.points[0, 0] + seen.jacobians[0, 0] @ torch.linalg.inv(turned) @ (place - points[0, 0])
    assert torch.allclose(flow[0, 3, 11], expected, atol=1e-4)


def test_what_is_worked_out_once_serves_every_motion(network, pictures):
    seen = network.detect(pictures)
    source = network.look(pictures[:1])
    together = network.draw(source, seen)
    before = Keypoints(seen.points[:1], seen.jacobians[:1])
    for row in range(3):
        alone = network.generate(pictures[:1], before, seen[row : row + 1])
        assert torch.allclose(together[row : row + 1], alone, atol=1e-5)
    assert (together[0] - together[2]).abs().max() > 1e-4
    assert 0 <= together.min() < together.max() <= 1


def test_shrinking_keeps_level_light_and_drops_what_is_too_fine(network):
    down = network.detector.down
    even = down(torch.full((1, 3, 64, 64), 0.5))
    assert torch.allclose(even[..., 2:-2, 2:-2], torch.tensor(0.5), atol=1e-6)
    stripes = torch.zeros(1, 3, 64, 64)
    stripes[..., ::2] = 1
    assert (down(stripes)[..., 2:-2, 2:-2] - 0.5).abs().max() < 0.01


def test_places_beyond_the_edge_are_sampled_as_was_asked_for(network, pictures):
    seen = network.detect(pictures)
    other = network_of_chance()
    other.generator.dense_motion_network.at_corners = True
    assert (other.generate(pictures, seen, seen) - network.generate(pictures, seen, seen)).abs().max() > 1e-5


@pytest.mark.parametrize("shape", [(1, 3, 60, 64), (1, 1, 64, 64), (3, 64, 64)])
def test_pictures_that_do_not_fit_are_told(network, shape):
    with pytest.raises(InputError, match="multiples of 16 px"):
        network.detect(torch.zeros(shape))


class _Harmful:
    def __reduce__(self):
        return (print, ("this was run",))


@pytest.mark.filterwarnings("ignore:Detected pickle protocol")
@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "cannot be read"),
        (b"<html>Not found</html>", "cannot be read"),
        (pickle.dumps(_Harmful()), "cannot be read"),
        ({"state_dict": {}}, "holds no kp_detector and no generator"),
        ({"generator": {}, "kp_detector": []}, "holds no kp_detector"),
        ({"generator": {}, "kp_detector": {}}, "lacks 'down.weight'"),
        ([1, 2], "holds no kp_detector"),
    ],
)
def test_files_that_are_no_checkpoint_say_so_and_run_nothing(tmp_path, content, told, capsys):
    place = tmp_path / "vox-cpk.pth.tar"
    if isinstance(content, bytes):
        place.write_bytes(content)
    else:
        torch.save(content, place)
    with pytest.raises(InputError, match=told):
        FirstOrderMotion.load(place, SMALL)
    assert "this was run" not in capsys.readouterr().out


def test_checkpoints_of_another_size_and_damaged_ones_are_told(tmp_path, network):
    place = write_checkpoint(tmp_path / "vox-cpk.pth.tar", network)
    with pytest.raises(InputError, match="does not fit this configuration"):
        fomm.load(place)
    with pytest.raises(InputError, match="There is no file"):
        fomm.load(tmp_path / "gone.pth.tar")
    with pytest.raises(InputError, match="vox-adv-256"):
        fomm.load(place, "vox-1024")
    broken = network_of_chance()
    broken.generator.final.bias.fill_(float("nan"))
    with pytest.raises(InputError, match="is damaged"):
        FirstOrderMotion.load(write_checkpoint(tmp_path / "nan.pth.tar", broken), SMALL)
    cut = tmp_path / "cut.pth.tar"
    cut.write_bytes(place.read_bytes()[:-2000])
    with pytest.raises(InputError, match="cannot be read"):
        FirstOrderMotion.load(cut, SMALL)
