"""Networks are loaded once, checked, and run by many threads at once without a word."""

import hashlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np
import pytest
from skimage.data import astronaut

from avatar.errors import NotInstalledError
from avatar.neural import FaceMesh, runner
from avatar.neural.runner import WEIGHTS, load
from avatar.neural.table import NETWORKS


@pytest.mark.parametrize("name", NETWORKS)
def test_every_network_of_the_table_is_there_noticed_and_runs(name):
    network = NETWORKS[name]
    data = (WEIGHTS / network.file).read_bytes()
    assert hashlib.sha256(data).hexdigest() == network.sha256
    notice = (WEIGHTS / "NOTICE").read_text(encoding="utf-8")
    assert all(word in notice for word in (network.file, network.sha256, network.source_sha256))
    outputs = load(name)(np.zeros((network.side, network.side, 3), np.uint8))
    assert len(outputs) == len(network.gives)
    assert all(output.dtype == np.float32 and np.isfinite(output).all() for output in outputs)


def test_a_network_is_loaded_once():
    assert load("face_mesh") is load("face_mesh")


@pytest.mark.parametrize("harm", ["changed", "missing"])
def test_a_file_that_is_not_the_released_one_is_refused(harm, tmp_path, monkeypatch):
    network = NETWORKS["face_near"]
    if harm == "changed":
        data = bytearray((WEIGHTS / network.file).read_bytes())
        data[1000] ^= 1
        (tmp_path / "broken.onnx").write_bytes(data)
    monkeypatch.setattr(runner, "WEIGHTS", tmp_path)
    monkeypatch.setitem(NETWORKS, "broken", replace(network, file="broken.onnx"))
    with pytest.raises(NotInstalledError, match="pip install --force-reinstall avatar"):
        load("broken")


def test_many_threads_see_the_same_as_one():
    picture, mesh = astronaut(), FaceMesh()
    alone = mesh.see(picture)
    with ThreadPoolExecutor(8) as pool:
        for found in pool.map(lambda _: mesh.see(picture), range(40)):
            assert np.array_equal(found, alone)


@pytest.mark.slow
def test_nothing_is_printed_and_no_socket_is_opened():
    """In a process of its own, from the first import on, with every way to the network closed."""
    script = (
        "import socket, sys\n"
        "def closed(*_): raise AssertionError('a socket')\n"
        "socket.socket.connect = socket.getaddrinfo = closed\n"
        "from skimage.data import astronaut\n"
        "from avatar.neural import FaceDetector, FaceMesh, HandFinder, PersonSegmenter\n"
        "p = astronaut()\n"
        "FaceDetector('far').find(p); FaceMesh().see(p); HandFinder(0.6).find(p); PersonSegmenter().probability(p)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
