"""The first-order-motion network as ONNX graphs: what torch draws, onnxruntime draws."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from avatar.errors import InputError
from avatar.neural.fomm.graphs import DETECT, DRAW, FILES, LOOK, Graphs
from avatar.neural.fomm.network import FirstOrderMotion
from avatar.reenact.fomm import FommRenderer
from avatar.reenact.fomm.animators import OnnxAnimator
from avatar.runtime.folders import Home
from tests.motions import OPEN, motion
from tests.neural.miniature_fomm import SMALL, network_of_chance, write_checkpoint


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    place = write_checkpoint(tmp_path_factory.mktemp("networks") / "tiny.pth.tar", network_of_chance())
    return FirstOrderMotion.load(place, replace(SMALL, side=96), at_corners=True)


@pytest.fixture(scope="module")
def folder(network, tmp_path_factory):
    pytest.importorskip("onnxscript")
    from avatar.neural.fomm.export import export

    folder = tmp_path_factory.mktemp("graphs")
    assert [place.name for place in export(network, folder)] == list(FILES)
    return folder


def test_every_graph_gives_what_torch_gives_to_a_thousandth(network, folder, xiaochen):
    graphs = Graphs(folder)
    assert graphs.side == 96
    picture = xiaochen.image[100:196, 300:396]
    pictures = (
        torch.from_numpy(np.stack([picture, np.roll(picture, 9, axis=1), picture[::-1]])).permute(0, 3, 1, 2) / 255
    )
    seen = network.detect(pictures)
    points, jacobians = graphs.run(DETECT, picture=pictures.numpy())
    assert np.abs(points - seen.points.numpy()).max() < 1e-3
    assert np.abs(jacobians - seen.jacobians.numpy()).max() < 1e-3
    features, small = graphs.run(LOOK, picture=pictures[:1].numpy())
    given = {"features": features, "small": small, "source_points": points[:1], "source_jacobians": jacobians[:1]}
    (drawn,) = graphs.run(
        DRAW,
        **{name: each.repeat(3, axis=0) for name, each in given.items()},
        driving_points=points,
        driving_jacobians=jacobians,
    )
    assert np.abs(drawn - network.draw(network.look(pictures[:1]), seen).numpy()).max() < 1e-3


def test_the_renderer_draws_with_graphs_as_with_a_checkpoint(network, folder, xiaochen, tmp_path):
    animator = OnnxAnimator(folder, "cpu")
    picture = np.ascontiguousarray(xiaochen.image[100:196, 300:396])
    seen = network.detect(torch.from_numpy(picture[None]).permute(0, 3, 1, 2) / 255)
    drawn = network.draw(network.look(torch.from_numpy(picture[None]).permute(0, 3, 1, 2) / 255), seen)
    levels = (drawn[0] * 255).round().permute(1, 2, 0).numpy()
    (own,) = animator.draw(animator.look(picture), animator.detect(picture[None]))
    assert np.abs(own - levels).max() <= 1
    made = FommRenderer()
    made.equip(Home.at(tmp_path), str(folder / DRAW), "cpu")
    (frame,) = made.render(xiaochen, motion(OPEN), (120, 120))
    assert frame.image.shape == (120, 120, 3)


def test_a_folder_without_all_graphs_and_files_that_are_none_are_told(tmp_path):
    with pytest.raises(InputError, match=r"lacks fomm-detect\.onnx, fomm-look\.onnx, fomm-draw\.onnx"):
        Graphs(tmp_path)
    for name in FILES:
        (tmp_path / name).write_bytes(b"none")
    with pytest.raises(InputError, match="none that onnxruntime can run"):
        Graphs(tmp_path)
