"""Renderers that draw with a network say what they need where torch is missing."""

from __future__ import annotations

import re
import sys

import pytest

from avatar import backends
from avatar.errors import NotInstalledError
from avatar.reenact import liveportrait
from avatar.runtime.folders import Home
from avatar.runtime.packages import line_for


def test_liveportrait_names_the_line_that_installs_torch(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(NotInstalledError, match=re.escape(line_for("neural"))):
        liveportrait.load(tmp_path)
    with pytest.raises(NotInstalledError, match=re.escape(line_for("neural"))):
        backends.load("reenact", "liveportrait")().equip(Home(tmp_path, tmp_path), None, "auto")
