"""Files of ncnn, a graph and its numbers: run as they say, and told in a sentence where they are none."""

from __future__ import annotations

import numpy as np
import pytest
from skimage.data import astronaut

pytest.importorskip("ncnn")

from avatar.errors import InputError
from avatar.neural.esrgan import embedded
from avatar.neural.pictures.load import load_restorer, load_upscaler
from avatar.neural.pictures.tiles import enlarged
from tests.miniature_networks import write_ncnn


@pytest.mark.parametrize("size", [(40, 48), (33, 37)])
def test_a_network_of_ncnn_does_what_its_files_say(tmp_path, size):
    """Also on a picture whose planes are no multiple of 16 bytes."""
    network = load_upscaler(str(write_ncnn(tmp_path / "twice.param", 0.1)), "twice", repr(size))
    assert (network.scale, network.side, network.mends_faces) == (2, 0, False)
    photo = np.ascontiguousarray(astronaut()[100 : 100 + size[0], 200 : 200 + size[1]])
    wanted = np.clip(np.rint(photo + 25.5), 0, 255).repeat(2, 0).repeat(2, 1)
    assert np.abs(enlarged(network, photo).astype(int) - wanted).max() <= 1


def test_the_embedded_network_makes_the_same_by_ncnn_as_by_onnxruntime():
    graph = embedded.find_weights(embedded.SMALL).with_suffix(".param")
    network = load_upscaler(str(graph), "small", "1")
    photo = np.ascontiguousarray(astronaut()[60:110, 180:210])
    planes = photo.transpose(2, 0, 1)[None].astype(np.float32) / 255
    made = np.clip(np.rint(255 * network.run(planes)[0].transpose(1, 2, 0)), 0, 255)
    differs = np.abs(made - embedded.enlarge_roughly(photo))
    assert np.median(differs) == 0
    assert differs[:, :24].max() <= 1  # in the middle two halves fade into each other
    assert differs[:, -24:].max() <= 1


def test_a_network_that_enlarges_restores_nothing(tmp_path):
    with pytest.raises(InputError, match="restores no faces"):
        load_restorer(str(write_ncnn(tmp_path / "twice.param")), "twice", "2")


@pytest.mark.parametrize(
    ("graph", "told"),
    [
        ("no graph", "no graph of ncnn"),
        ("7767517\n1 1\nInput\n", "damaged"),
        ("7767517\n2 2\nInput a 0 1 data\nInput b 0 1 more\n", "2 inputs"),
        ("7767517\n2 2\nInput a 0 1 data\nLevitate b 1 1 data out\n", "no network that ncnn knows"),
    ],
)
def test_what_is_no_network_of_ncnn_is_told_in_a_sentence(tmp_path, graph, told):
    path = write_ncnn(tmp_path / "odd.param")
    path.write_text(graph)
    with pytest.raises(InputError, match=told):
        load_upscaler(str(path), "odd", graph)


def test_numbers_that_are_cut_off_or_gone_are_told_in_a_sentence(tmp_path):
    path = write_ncnn(tmp_path / "cut.param")
    numbers = path.with_suffix(".bin")
    numbers.write_bytes(numbers.read_bytes()[:100])
    with pytest.raises(InputError, match="no network that ncnn knows"):
        load_upscaler(str(path), "cut", "3")
    numbers.unlink()
    with pytest.raises(InputError, match=r"lacks its numbers, 'cut\.bin'"):
        load_upscaler(str(path), "cut", "4")
