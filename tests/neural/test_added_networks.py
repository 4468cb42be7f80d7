"""The doctor runs networks of every kind that can be added, from files in miniature."""

from __future__ import annotations

from importlib.util import find_spec

import pytest

torch = pytest.importorskip("torch")

from avatar.downloads.receipts import write_receipt
from avatar.neural.models import SHELF, available
from avatar.runtime.folders import Home
from avatar.trials import try_all
from tests.miniature_networks import write_esrgan, write_onnx

CATALOGUE = """
[[entries]]
name = "NAME"
task = "TASK"
engine = "spandrel"
extra = "neural"
licence = "MIT"
commercial = "yes"
files = [{ path = "FILE", urls = ["https://example.com/FILE"] }]
"""


def added(tmp_path, name, task, file, write):
    home = Home.at(tmp_path / "home")
    folder = home.data / SHELF / name
    folder.mkdir(parents=True)
    text = CATALOGUE
    for place, value in (("NAME", name), ("TASK", task), ("FILE", file)):
        text = text.replace(place, value)
    (home.data / SHELF / "own.toml").write_text(text)
    write(folder / file)
    write_receipt(next(each for each in available(home) if each.name == name), folder)
    return home


@pytest.mark.parametrize(
    ("task", "file", "write"),
    [
        ("upscale", "x4.pth", write_esrgan),
        ("upscale", "x2.onnx", write_onnx),
        ("landmarks", "points.pth", lambda path: torch.save({"weight": torch.zeros(3)}, path)),
    ],
)
def test_a_network_that_is_added_runs_once(task, file, write, tmp_path):
    if task != "landmarks" and file != "x2.onnx" and find_spec("spandrel") is None:
        pytest.skip("spandrel is not installed")
    assert try_all(added(tmp_path, "mine", task, file, write)) == {"mine": ""}


@pytest.mark.parametrize("task", ["upscale", "landmarks", "fomm"])
def test_one_that_is_none_is_told(task, tmp_path):
    home = added(tmp_path, "mine", task, "mine.pth", lambda path: path.write_bytes(b"not a network"))
    told = try_all(home)["mine"]
    assert told
    assert told[-1] != " "
