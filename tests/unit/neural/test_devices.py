"""Networks that somebody names run where `--device` says, and nowhere else: asked of a stand-in for a card."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass, replace

import numpy as np
import pytest
from PIL import Image
from skimage.data import astronaut

from avatar.clip.bettering import bettered
from avatar.clip.naming import derive_content_id
from avatar.clip.request import ClipRequest
from avatar.clip.sentry import Watched
from avatar.errors import InputError, NotInstalledError
from avatar.identity import choosing, embedders
from avatar.neural import devices
from avatar.neural.fomm.graphs import FILES, Graphs
from avatar.neural.matting import MattingNetwork
from avatar.neural.pictures import load
from avatar.neural.pictures.load import load_restorer, load_upscaler
from avatar.portrait import enroll
from avatar.portrait.face import people
from avatar.portrait.store import PortraitStore
from avatar.runtime.folders import Home
from avatar.runtime.hashing import file_sha256
from avatar.settings import NetworkFile, PortraitSettings
from tests.cards import CPU, CUDA, TENSORRT, with_card
from tests.miniature_networks import write_ncnn, write_onnx
from tests.unit.neural.miniature import matting_network

ON_CARD, ON_PROCESSOR = [CUDA, CPU], [CPU]


@pytest.fixture
def asked(monkeypatch):
    return with_card(monkeypatch)


def loaded(kind, folder, device):
    """Load one network of a kind, written into a folder."""
    if kind == "upscale":
        path = write_onnx(folder / "up.onnx", 2)
        load_upscaler(str(path), "up", f"{folder}{device}", device)
    elif kind == "restore":
        path = write_onnx(folder / "face.onnx", 1)
        load_restorer(str(path), "face", f"{folder}{device}", device)
    elif kind == "matting":
        MattingNetwork(matting_network(folder / "matte.onnx", 320, (1, 0, 0)), device)
    else:
        for name in FILES:
            matting_network(folder / name, 96, (1, 0, 0))
        Graphs(folder, device)


@pytest.mark.parametrize("kind", ["upscale", "restore", "matting", "fomm"])
@pytest.mark.parametrize(("device", "order"), [("cpu", ON_PROCESSOR), ("cuda", ON_CARD), ("auto", ON_CARD)])
def test_onnxruntime_is_asked_for_the_card_or_the_processor(tmp_path, asked, kind, device, order):
    loaded(kind, tmp_path, device)
    assert set(map(tuple, asked.take())) == {tuple(order)}


@pytest.mark.parametrize("kind", ["upscale", "restore", "matting", "fomm"])
def test_without_a_card_the_processor_is_taken_unless_a_card_was_asked_for(tmp_path, monkeypatch, kind):
    asked = with_card(monkeypatch, there=(CPU,))
    loaded(kind, tmp_path, "auto")
    assert set(map(tuple, asked.take())) == {tuple(ON_PROCESSOR)}
    with pytest.raises(NotInstalledError, match=r"this onnxruntime has none; run: pip .*onnxruntime-gpu.*choose cpu"):
        loaded(kind, tmp_path, "cuda")
    assert not asked.take()


@pytest.mark.parametrize("kind", ["upscale", "restore", "matting", "fomm"])
def test_a_card_whose_libraries_do_not_load_is_no_silent_processor(tmp_path, monkeypatch, kind):
    """Onnxruntime goes on without it; whoever asked for it by name is told."""
    with_card(monkeypatch, loads=False)
    with pytest.raises(NotInstalledError, match="cannot load CUDA's libraries"):
        loaded(kind, tmp_path, "cuda")
    loaded(kind, tmp_path, "auto")


def test_a_network_of_ncnn_runs_on_the_processor_and_says_so(tmp_path):
    path = write_ncnn(tmp_path / "up.param")
    with pytest.raises(InputError, match="by ncnn, on the processor only"):
        load_upscaler(str(path), "up", "", "cuda")
    with pytest.raises(InputError, match="by ncnn, on the processor only"):
        devices.computes_on(path, "cuda")
    assert devices.computes_on(path, "auto") == "cpu"


def test_another_device_is_refused(tmp_path):
    with pytest.raises(InputError, match="no device 'tpu'; choose one of auto, cpu, cuda"):
        PortraitSettings(device="tpu")
    with pytest.raises(InputError, match="no device 'cuda:7'"):
        load_upscaler(str(write_onnx(tmp_path / "up.onnx", 2)), "up", "x", "cuda:7")


def test_tensorrt_is_tried_first_where_it_is_and_its_engines_can_be_kept(tmp_path, asked, monkeypatch):
    assert devices.engines(tmp_path) == ()
    real = importlib.util.find_spec
    monkeypatch.setattr("importlib.util.find_spec", lambda name, *_: name == "tensorrt" or real(name))
    ((name, options),) = devices.engines(tmp_path)
    assert (name, options["trt_engine_cache_path"]) == (TENSORRT, str(tmp_path / "engines"))
    loaded("fomm", tmp_path, "auto")
    assert set(map(tuple, asked.take())) == {(TENSORRT, CUDA, CPU)}
    loaded("fomm", tmp_path, "cpu")
    assert set(map(tuple, asked.take())) == {(CPU,)}
    assert devices.engines(tmp_path / "gone") == ()


def test_whoever_finds_a_face_is_told_where(monkeypatch, tmp_path):
    class Hawk:
        def open(self, home, device):
            return home.data, device

    monkeypatch.setattr("avatar.backends.load", lambda stage, name: Hawk)
    assert people.finding("hawk", tmp_path, "cuda") == (tmp_path, "cuda")
    told = []
    monkeypatch.setattr("avatar.portrait.store.finding", lambda *those: told.append(those))
    PortraitStore(home=tmp_path)._enroller(PortraitSettings(detector="hawk", device="cpu"), None)
    assert told == [("hawk", tmp_path, "cpu")]


def test_faces_are_compared_where_networks_draw_if_onnxruntime_can(monkeypatch, asked):
    """Beside networks on the processor it stays there; beside those on a card it takes one that it can use."""
    taken = []
    monkeypatch.setattr("avatar.clip.sentry.Watched.is_wanted", property(lambda _: True))
    monkeypatch.setattr("avatar.identity.choose", lambda _, device: taken.append(device) or _Nobody())
    monkeypatch.setattr("avatar.identity.numbers_of", lambda *_: np.ones((1, 3)))

    class Crew:
        stage = None

    for Crew.device in ("cpu", "cuda"):
        Watched.in_clip(None, Crew(), None, Home.usual()).guard()
    assert taken == ["cpu", "auto"]
    given = []
    monkeypatch.setattr(choosing, "is_installed", lambda: True)
    monkeypatch.setattr(embedders, "network", lambda _, device: given.append(device))
    for device in taken:
        embedders.resnet.cache_clear()
        choosing.choose(None, device)
    assert given == ["cpu", "auto"]
    embedders.resnet.cache_clear()


def test_a_session_that_compares_faces_takes_the_device(tmp_path, asked):
    path = write_onnx(tmp_path / "numbers.onnx")
    for device, order in (("cpu", ON_PROCESSOR), ("cuda", ON_CARD), ("auto", ON_CARD)):
        embedders._session(path, device)
        assert asked.take() == [order]


@dataclass
class _CutOut:
    """All that is made of a photo here."""

    matte: object
    doubts: tuple[str, ...] = ()


@pytest.mark.slow
@pytest.mark.parametrize("device", ["cpu", "cuda"])
def test_enrolment_and_frames_hand_the_device_to_each_network(tmp_path, asked, monkeypatch, device):
    """From the option to the session: upscaler, restorer and matting, as the photo is taken apart and in each frame."""
    up, face = write_onnx(tmp_path / "up.onnx", 2), write_onnx(tmp_path / "face.onnx", 1)
    matte = matting_network(tmp_path / "matte.onnx", 320, (0, 0, 0), 9.0)
    named = {"upscale": up, "restore": face, "matting": matte}
    files = {task: NetworkFile(path.name, str(path), file_sha256(path)) for task, path in named.items()}
    settings = PortraitSettings(device=device, by=2, **files)

    def cut_out(photo, located, how, *_):
        return _CutOut(enroll._matte(photo, located.landmarks * how[0], [], how[1]))

    monkeypatch.setattr("avatar.portrait.enroll._take_apart", cut_out)
    Image.fromarray(astronaut()[:300, 90:350]).save(tmp_path / "small.png")
    enroll.PhotoEnroller(settings).enroll(tmp_path / "small.png", "small")
    taken = asked.take()
    assert taken.count(ON_CARD) == (0 if device == "cpu" else 3)  # what comes along stays where it is
    assert len(taken) >= 3
    load._load.cache_clear()
    request = ClipRequest.from_options("Hello", device=device)
    request = replace(request, settings=replace(request.settings, portrait=settings))
    bettered(_Painter(), request)
    assert asked.take() == [ON_PROCESSOR if device == "cpu" else ON_CARD] * 2


def test_what_a_card_made_is_kept_apart_and_named_apart(tmp_path, monkeypatch):
    path = write_onnx(tmp_path / "up.onnx", 2)
    named = {
        device: PortraitSettings(upscale=NetworkFile("up", str(path), "ab"), device=device)
        for device in ("auto", "cpu", "cuda")
    }
    store = PortraitStore(home=tmp_path)
    with_card(monkeypatch)
    auto, cpu, cuda = (store.entry_of("0" * 64, each, None).name for each in named.values())
    assert auto == cuda != cpu
    with_card(monkeypatch, there=(CPU,))
    assert store.entry_of("0" * 64, named["auto"], None).name == cpu
    usual = [store.entry_of("0" * 64, PortraitSettings(device=device), None).name for device in named]
    assert len(set(usual)) == 1

    def name(device, place):
        request = ClipRequest.from_options("Hello", device=device)
        return derive_content_id(request, 1, "p", (), {}, (), place)

    assert name("auto", "cpu") == name("cpu", "cpu") != name("cuda", "cuda")


class _Nobody:
    name, floor = "nobody", 0.8


class _Painter:
    class capabilities:  # noqa: N801 - stands in for an attribute
        repaints = 256

    def through(self, filters):
        return filters
