"""Files of torch: found out and loaded by spandrel, run in tiles, named in sentences where they are none."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from skimage.data import astronaut

torch = pytest.importorskip("torch")
pytestmark = pytest.mark.skipif(find_spec("spandrel") is None, reason="spandrel is not installed")

from avatar.errors import InputError
from avatar.neural.pictures.faces import restored
from avatar.neural.pictures.load import load_restorer, load_upscaler
from avatar.neural.pictures.tiles import FADE, MARGIN, enlarged
from avatar.neural.tracking import FaceTracker
from tests.miniature_networks import write_esrgan, write_gfpgan, write_restorer


@pytest.fixture(scope="module")
def restorer(tmp_path_factory):
    return write_restorer(tmp_path_factory.mktemp("networks") / "face.pth")


@pytest.mark.parametrize("ending", ["pth", "safetensors"])
def test_an_esrgan_is_loaded_from_its_file_and_enlarges_as_torch_says(tmp_path, ending):
    """Its scale is found out, and numbers are those of the same network run by hand."""
    path = write_esrgan(tmp_path / f"tiny.{ending}")
    network = load_upscaler(str(path), "tiny", "")
    assert network.scale == 4
    photo = np.ascontiguousarray(astronaut()[100:140, 200:248])
    made = enlarged(network, photo)
    assert made.shape == (160, 192, 3)
    planes = photo.transpose(2, 0, 1)[None].astype(np.float32) / 255
    wanted = np.clip(np.rint(255 * network.run(planes)[0].transpose(1, 2, 0)), 0, 255)
    np.testing.assert_array_equal(made, wanted)
    assert made.std() > 1


def test_tiles_of_an_esrgan_show_no_seam(tmp_path):
    """One block looks 19 px around: tiles that see 20 px beyond what they give equal the whole picture."""
    network = load_upscaler(str(write_esrgan(tmp_path / "seam.pth")), "seam", "")
    photo = np.ascontiguousarray(astronaut()[60:190, 180:330])
    whole, tiles = enlarged(network, photo, tile=512), enlarged(network, photo, tile=2 * (MARGIN + FADE) + 32)
    assert np.abs(whole.astype(int) - tiles).max() <= 1
    assert whole.std() > 1


def test_a_restorer_mends_the_face_and_nothing_around_it(restorer):
    """The difference is laid back within the face; as much of the face stays as was asked for."""
    network = load_restorer(str(restorer), "face", "")
    photo = np.ascontiguousarray(astronaut()[:300, 80:380])
    face = FaceTracker().follow(photo)
    mended, half = (restored(network, photo, face, fidelity) for fidelity in (0.0, 0.5))
    changed = np.abs(mended.astype(int) - photo).max(axis=2)
    left, top, right, bottom = *face[:468, :2].min(0), *face[:468, :2].max(0)
    rows, columns = np.nonzero(changed)
    assert columns.min() >= left - 8
    assert columns.max() <= right + 8
    assert rows.min() >= top - 8
    assert rows.max() <= bottom + 8
    middle = np.s_[int(face[4, 1]) - 10 : int(face[4, 1]) + 10, int(face[4, 0]) - 10 : int(face[4, 0]) + 10]
    assert changed[middle].mean() > 5
    between = (mended[middle].astype(float) + photo[middle]) / 2
    assert np.abs(half[middle] - between).max() <= 1.5
    np.testing.assert_array_equal(restored(network, photo, face, 1.0), photo)


def test_a_gfpgan_is_run_on_minus_one_to_one_with_the_noise_of_its_file(tmp_path, monkeypatch):
    """Nothing of what it makes is cut off below, and nothing is left to chance."""
    path = write_gfpgan(tmp_path / "GFPGANv1.4.pth")
    from spandrel.architectures.GFPGAN import GFPGAN

    seen, forward = [], GFPGAN.forward

    def watched(self, given, **how):
        made = forward(self, given, **how)
        seen.append((given.numpy(), how, made[0].numpy()))
        return made

    monkeypatch.setattr(GFPGAN, "forward", watched)
    network = load_restorer(str(path), "gfpgan", "")
    assert (network.scale, network.side, network.mends_faces) == (1, 512, True)
    planes = np.random.default_rng(1).random((1, 3, 512, 512), np.float32)
    made = network.run(planes)
    ((given, how, own),) = seen
    np.testing.assert_allclose(given, 2 * planes - 1, atol=1e-6)
    assert how["randomize_noise"] is False
    assert own.min() < 0
    assert own.std() > 1e-3
    np.testing.assert_allclose(made, np.clip((own + 1) / 2, 0, 1), atol=1e-6)


def test_each_network_is_taken_for_what_it_does(tmp_path, restorer):
    """A restorer enlarges nothing, an upscaler restores nothing; sentences say so."""
    with pytest.raises(InputError, match="give it to --restore"):
        load_upscaler(str(restorer), "face", "1")
    with pytest.raises(InputError, match="restores no faces"):
        load_restorer(str(write_esrgan(tmp_path / "other.pth")), "other", "")


@pytest.mark.parametrize("content", [b"", b"no network", b"PK\x03\x04 half a file"])
def test_what_is_no_network_is_told_in_a_sentence(tmp_path, content):
    path = tmp_path / "damaged.pth"
    path.write_bytes(content)
    with pytest.raises(InputError, match="no network that spandrel knows"):
        load_upscaler(str(path), "damaged", repr(content))


def test_nothing_that_stands_in_for_torchvision_is_left_behind(tmp_path):
    load_upscaler(str(write_esrgan(tmp_path / "left.pth")), "left", "")
    found = sys.modules.get("torchvision")
    assert found is None or Path(found.__file__).is_file()
