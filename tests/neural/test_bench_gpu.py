"""`avatar bench gpu`: what it prints is what was measured, and what it asks for is there."""

from __future__ import annotations

import json
from importlib.util import find_spec

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from typer.testing import CliRunner

from avatar.bench.gpu.pace import paced
from avatar.bench.gpu.trials import untrained, x4plus_file
from avatar.cli.app import app
from avatar.neural.pictures.torch_file import load_torch
from avatar.reenact import fomm, liveportrait


def test_a_pace_counts_pictures_not_turns_and_leaves_the_first_turns_out():
    turns, settled = [], []
    pace = paced(lambda: turns.append(1), lambda: settled.append(len(turns)), count=8, seconds=0.0)
    assert (len(turns), pace.turns, settled) == (5, 3, [2, 3, 4, 5])
    assert pace.fps == pytest.approx(8 / pace.seconds)


@pytest.mark.slow
def test_untrained_weights_are_files_as_they_are_published():
    with untrained("fomm") as file:
        assert fomm.load(file).detect(torch.zeros(1, 3, 256, 256)).points.shape == (1, 10, 2)
    with untrained("liveportrait") as folder:
        assert liveportrait.load(folder).motion(torch.zeros(1, 3, 256, 256)).keypoints().shape == (1, 21, 3)
    assert not folder.exists()


@pytest.mark.skipif(find_spec("spandrel") is None, reason="spandrel is not here")
@pytest.mark.slow
def test_untrained_weights_enlarge_four_times(tmp_path):
    network = load_torch(x4plus_file(tmp_path / "x4plus.pth"), "x4plus", "cpu")
    assert (network.scale, network.mends_faces) == (4, False)
    assert network.run(np.zeros((1, 3, 8, 8), np.float32)).shape == (1, 3, 32, 32)


@pytest.mark.slow
def test_what_is_printed_was_measured(tmp_path):
    page = tmp_path / "gpu.md"
    words = ["bench", "gpu", "--networks", "fomm", "--at-once", "1", "--size", "none", "--seconds", "0.1"]
    done = CliRunner().invoke(app, [*words, "--device", "cpu", "--json", "--markdown", str(page)])
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    (alone,) = found["alone"]
    assert (alone["name"], alone["count"], alone["precision"], alone["memory"]) == ("FOMM", 1, "full", None)
    assert alone["fps"] > 0
    assert found["films"] == []
    assert found["library"].startswith("torch ")
    assert f"{alone['fps']:.1f}" in page.read_text(encoding="utf-8")


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a card")
def test_a_card_that_is_not_there_is_said_to_be_missing():
    done = CliRunner().invoke(app, ["bench", "gpu", "--device", "cuda", "--size", "none"])
    assert "finds no GPU" in str(done.exception)
