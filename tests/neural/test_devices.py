"""Networks of torch, and those of the packages that find faces, run where `--device` says: asked of a stand-in."""

from __future__ import annotations

from importlib.util import find_spec

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from avatar.downloads.receipts import write_receipt
from avatar.errors import InputError, NotInstalledError
from avatar.identity import choose
from avatar.neural.devices import computes_on, torch_device
from avatar.neural.models import SHELF, available
from avatar.neural.pictures.load import load_restorer, load_upscaler
from avatar.portrait.face.people import finding
from avatar.reenact.fomm.animators import open_animator
from avatar.runtime.folders import Home
from tests.cards import CPU, CUDA, with_card
from tests.miniature_faces import write_pack
from tests.miniature_networks import write_esrgan, write_restorer
from tests.neural.miniature_fomm import network_of_chance, write_checkpoint

needs_spandrel = pytest.mark.skipif(find_spec("spandrel") is None, reason="spandrel is not installed")


@pytest.fixture
def card(monkeypatch):
    """Torch says that it has a card; whatever is put there tells so, and stays where it is."""
    moved, real = [], torch.nn.Module.to
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)

    def to(module, *args, **more):
        words = [str(each) for each in (*args, *more.values())]
        if any(word.startswith("cuda") for word in words):
            moved.append(type(module).__name__)
            raise _OnCardError
        return real(module, *args, **more)

    monkeypatch.setattr(torch.nn.Module, "to", to)
    return moved


class _OnCardError(Exception):
    pass


@needs_spandrel
@pytest.mark.parametrize(("load", "write"), [(load_upscaler, write_esrgan), (load_restorer, write_restorer)])
def test_upscalers_and_restorers_of_torch_run_where_they_are_told(tmp_path, card, load, write):
    path = write(tmp_path / "net.pth")
    network = load(str(path), "net", f"{tmp_path}", "cpu")
    if network.scale > 1:
        assert network.run(np.zeros((1, 3, 16, 16), np.float32)).shape[2] == network.scale * 16
    assert not card
    for device in ("cuda", "auto"):
        with pytest.raises(_OnCardError):
            load(str(path), "net", f"{tmp_path}", device)
    assert len(card) == 2
    assert (computes_on(path, "cpu"), computes_on(path, "auto"), computes_on(path, "cuda")) == ("cpu", "cuda", "cuda")


def test_renderers_run_where_they_are_told(tmp_path, folder, card):
    from avatar.reenact.liveportrait.opening import found, opened

    checkpoint = write_checkpoint(tmp_path / "tiny.pth.tar", network_of_chance())
    assert open_animator(checkpoint, device="cpu").device == "cpu"
    assert opened(found(folder), "cpu").device.type == "cpu"
    assert not card
    for device in ("cuda", "auto"):
        with pytest.raises(_OnCardError):
            open_animator(checkpoint, device=device)
        with pytest.raises(_OnCardError):
            opened(found(folder), device)


def test_face_alignment_runs_where_it_is_told(tmp_path, monkeypatch, card):
    api = pytest.importorskip("face_alignment")
    taken = []

    class Aligner:
        def __init__(self, *_, device, **__):
            taken.append(device)

    monkeypatch.setattr(api, "FaceAlignment", Aligner)
    home = Home.at(tmp_path)
    place = home.data / SHELF / "face-alignment-2d"
    place.mkdir(parents=True)
    for name in ("2DFAN4-11f355bf06.pth.tar", "s3fd-619a316812.pth"):
        (place / name).write_bytes(b"weights")
    write_receipt(next(each for each in available(home) if each.name == place.name), place)
    for device in ("cpu", "cuda", "auto"):
        finding("face-alignment", home.data, device)
    assert taken == ["cpu", "cuda", "cuda"]


def test_insightface_and_arcface_run_where_they_are_told(tmp_path, monkeypatch):
    """Whoever asks insightface for a network says so twice: as it is loaded, and as it is prepared."""
    zoo = pytest.importorskip("insightface.model_zoo")
    home = Home.at(tmp_path)
    place = home.data / SHELF / "buffalo_l"
    place.mkdir(parents=True)
    write_pack(place, (320, 352), 96, 0.3)
    write_receipt(next(each for each in available(home) if each.name == place.name), place)
    asked, told = with_card(monkeypatch), []

    class Network:
        def __init__(self, path, *, providers):
            self.taskname = "detection" if "det_" in path else "landmark_2d_106"
            told.append(providers)

        def prepare(self, *, ctx_id, **_):
            told.append(ctx_id)

    monkeypatch.setattr(zoo, "get_model", Network)
    for device, ctx_id, order in (("cpu", -1, [CPU]), ("cuda", 0, [CUDA, CPU]), ("auto", 0, [CUDA, CPU])):
        finding("insightface", home.data, device)
        assert told == [order, order, ctx_id]
        told.clear()
        choose(home, device)
        assert asked.take() == [order]


def test_a_card_that_torch_does_not_find_is_no_silent_processor(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert torch_device("auto").type == "cpu"
    with pytest.raises(NotInstalledError, match=r"finds no GPU here; .*choose cpu"):
        torch_device("cuda")
    with pytest.raises(InputError, match="do not run on 'meta'"):
        torch_device("meta")
