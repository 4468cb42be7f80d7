"""Other networks beside ours: what a folder of clones must hold, and whose network is timed."""

import importlib.util
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from avatar.bench.peers import check_peers, measure_peers
from avatar.cli.app import app
from avatar.errors import InputError, NotInstalledError

_NETWORK = """
import warnings
from torch import nn

class Wav2Lip(nn.Module):
    def forward(self, sound, face):
        warnings.warn("old")
        assert tuple(sound.shape) == (1, 1, 80, 16) and tuple(face.shape) == (1, 6, 96, 96)
        open({trace!r}, "a").write("x")
"""


def _clone(folder: Path, network: str) -> Path:
    models = folder / "Wav2Lip" / "models"
    models.mkdir(parents=True)
    (models / "__init__.py").write_text("from .wav2lip import Wav2Lip\n", encoding="utf-8")
    (models / "wav2lip.py").write_text(network, encoding="utf-8")
    return folder


def test_a_folder_without_networks_is_refused(tmp_path):
    with pytest.raises(InputError, match="Wav2Lip"):
        measure_peers(tmp_path)


def test_a_folder_without_networks_is_refused_before_any_film_is_made(tmp_path):
    words = ["bench", "speed", "--peers", str(tmp_path), "--out", str(tmp_path / "out")]
    assert isinstance(CliRunner().invoke(app, words).exception, InputError)
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(importlib.util.find_spec("torch") is not None, reason="PyTorch is here")
def test_without_pytorch_its_name_and_cure_are_told(tmp_path):
    with pytest.raises(NotInstalledError, match="pip install torch"):
        check_peers(_clone(tmp_path, ""))


def test_the_network_of_each_folder_is_timed_and_then_forgotten(tmp_path, monkeypatch, recwarn):
    pytest.importorskip("torch")
    monkeypatch.chdir(tmp_path)
    for name in ("one", "two"):
        trace = tmp_path / f"{name}.txt"
        _clone(tmp_path / name, _NETWORK.format(trace=str(trace)))
        ((known, milliseconds, native),) = measure_peers(Path("..") / tmp_path.name / name)
        assert (known, native) == ("Wav2Lip", "96x96")
        assert milliseconds > 0
        assert trace.read_text(encoding="utf-8") == "x" * 6
    assert "models" not in sys.modules
    assert not [each for each in recwarn if str(each.message) == "old"]


def test_a_clone_that_is_another_network_is_refused_by_name(tmp_path):
    pytest.importorskip("torch")
    with pytest.raises(InputError, match=r"Wav2Lip' is not the network .*ImportError"):
        measure_peers(_clone(tmp_path, "class Other: pass\n"))
