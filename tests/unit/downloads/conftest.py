"""A server, a file on it, and a home to fetch it into."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import numpy as np
import pytest

from avatar.downloads.entry import Download, Entry, Expected, Piece
from avatar.downloads.installing import install
from avatar.downloads.settings import DownloadSettings
from avatar.downloads.store import Way
from avatar.downloads.transfer import Patience
from avatar.runtime.folders import Home
from avatar.runtime.network import Network
from tests.file_server import FileServer

CONTENT = np.random.default_rng(1).bytes(100_000)
QUICK = Patience(tries=3, most=20, first_s=0.001, longest_s=0.002, asked_s=0.5)


@pytest.fixture
def server():
    with FileServer() as server:
        server.files["/model.bin"] = CONTENT
        yield server


@pytest.fixture
def home(tmp_path):
    return Home.at(tmp_path / "home")


@pytest.fixture
def way():
    return Way(Network(connect_s=2, silence_s=0.5), DownloadSettings(), QUICK)


class Shop:
    """Installs one entry, "thing", of one file."""

    def __init__(self, server, home, way):
        self.server, self.home, self.way = server, home, way
        self.folder = home.data / "voices" / "thing"

    def expected(self, content=CONTENT):
        return Expected(len(content), hashlib.sha256(content).hexdigest())

    def entry(self, expected=None, urls=("/model.bin",), **more):
        places = tuple(url if "//" in url else self.server.url + url for url in urls)
        download = Download("model.bin", self.expected() if expected is None else expected, places)
        pieces = (Piece("model.bin", download),)
        return Entry("thing", "voice", "espeak", "CC0-1.0", "yes", **{"pieces": pieces} | more)

    def install(self, entry=None, given=None, **way):
        way = replace(self.way, **way)
        return list(install([entry or self.entry()], "voices", self.home, way, lambda *_: (), given))

    def leftovers(self):
        """What lies in the home beside what was installed and the lock."""
        files = (path for path in self.home.data.rglob("*") if path.is_file() and self.folder not in path.parents)
        return sorted(path.name for path in files if path.name not in (".lock", "pins.json"))


@pytest.fixture
def shop(server, home, way):
    return Shop(server, home, way)
