"""Networks from a picture to a picture in .onnx files, run in tiles."""

from __future__ import annotations

import builtins

import numpy as np
import pytest
from skimage.data import astronaut

from avatar.errors import InputError, NotInstalledError
from avatar.neural.esrgan.onnx_bytes import model, node
from avatar.neural.pictures.load import load_restorer, load_upscaler
from avatar.neural.pictures.network import PictureNetwork
from avatar.neural.pictures.tiles import FADE, MARGIN, enlarged
from tests.miniature_networks import write_onnx

PHOTO = np.ascontiguousarray(astronaut()[60:230, 180:390])


@pytest.mark.parametrize("scale", [1, 2, 4])
def test_a_file_tells_its_scale_by_what_it_makes(tmp_path, scale):
    network = load_upscaler(str(write_onnx(tmp_path / f"{scale}.onnx", scale)), "small", "")
    assert network.scale == scale
    assert enlarged(network, PHOTO).shape == (scale * 170, scale * 210, 3)


@pytest.mark.parametrize("tile", [2 * (MARGIN + FADE) + 40, 169, 170])
def test_tiles_equal_the_whole_where_a_network_looks_no_further_than_they_overlap(tmp_path, tile):
    """A network that looks 20 px around, as far as a tile sees beyond what it gives."""
    network = load_upscaler(str(write_onnx(tmp_path / f"wide{tile}.onnx", 2, blur=2 * MARGIN + 1)), "wide", "")
    whole, tiles = enlarged(network, PHOTO, tile=1000), enlarged(network, PHOTO, tile=tile)
    assert np.abs(whole.astype(int) - tiles).max() <= 1
    assert whole.std() > 10


def test_tiles_of_a_network_that_looks_further_fade_into_each_other():
    """What differs from tile to tile shows no step at their edges, and every px is somebody's."""
    count = iter(range(100))
    network = PictureNetwork("shade", 1, lambda planes: np.full_like(planes, float(next(count) % 2)))
    made = enlarged(network, PHOTO, tile=100).astype(int)
    assert {made.min(), made.max()} == {0, 255}
    assert np.abs(np.diff(made, axis=1)).max() <= 255 / (2 * FADE) * 1.01
    assert np.abs(np.diff(made, axis=0)).max() <= 255 / (2 * FADE) * 1.01


def test_sides_are_made_as_long_as_a_network_wants_them():
    """Multiples, a least side, one side only: the picture is mirrored beyond its edge and cut again."""
    seen: list[tuple[int, ...]] = []

    def run(planes):
        seen.append(planes.shape[2:])
        return planes.copy()

    small = PHOTO[:50, :70]
    for network in (PictureNetwork("m", 1, run, multiple=16), PictureNetwork("l", 1, run, least=96)):
        np.testing.assert_array_equal(enlarged(network, small), small)
    assert seen == [(64, 80), (96, 96)]
    seen.clear()
    np.testing.assert_array_equal(enlarged(PictureNetwork("s", 1, run, side=96), PHOTO), PHOTO)
    assert set(seen) == {(96, 96)}


def test_each_tile_is_told(tmp_path):
    told: list[tuple[int, int]] = []
    network = load_upscaler(str(write_onnx(tmp_path / "told.onnx", 1)), "told", "")
    enlarged(network, PHOTO, lambda *each: told.append(each), tile=100)
    assert told == [(number, len(told)) for number in range(1, len(told) + 1)]
    assert len(told) > 4


def test_what_is_no_picture_network_is_told_in_a_sentence(tmp_path):
    """A damaged file, and one that makes a number of a picture."""
    damaged = tmp_path / "damaged.onnx"
    damaged.write_bytes(b"no network")
    with pytest.raises(InputError, match="is no network"):
        load_upscaler(str(damaged), "damaged", "")
    number = tmp_path / "number.onnx"
    number.write_bytes(model([node("GlobalAveragePool", ("x",), "y")], {}, {"x": 3}, {"y": 3}))
    with pytest.raises(InputError, match="which is none"):
        load_upscaler(str(number), "number", "")


def test_a_restorer_enlarges_nothing(tmp_path):
    with pytest.raises(InputError, match="restores no faces"):
        load_restorer(str(write_onnx(tmp_path / "twice.onnx", 2)), "twice", "")


@pytest.mark.parametrize(("missing", "ending"), [("onnxruntime", "onnx"), ("torch", "pth")])
def test_a_library_that_is_missing_is_named_with_its_cure(tmp_path, monkeypatch, missing, ending):
    real = builtins.__import__

    def without(name, *more, **named):
        if name.partition(".")[0] == missing:
            raise ModuleNotFoundError(name=missing)
        return real(name, *more, **named)

    path = write_onnx(tmp_path / f"missing.{ending}")
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(NotInstalledError, match="pip install") as caught:
        load_upscaler(str(path), "missing", missing)
    assert caught.value.exit_code == 4
