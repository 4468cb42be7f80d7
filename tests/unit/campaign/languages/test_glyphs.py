"""Letters that no font has are named with the package that brings one, before anything renders."""

from __future__ import annotations

import shutil
from pathlib import Path

import matplotlib
import pytest

from avatar.campaign.languages.glyphs import Missing, missing_glyphs, sentence
from avatar.finish.subtitles import fonts


@pytest.fixture
def latin_alone(tmp_path, monkeypatch):
    """A machine that has one font, of Latin, Greek and Cyrillic letters and a few others."""
    shipped = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "cmr10.ttf"
    shutil.copy(shipped, tmp_path / "latin.ttf")
    monkeypatch.setattr(fonts, "font_folders", lambda: (tmp_path,))
    fonts._installed.cache_clear()
    yield
    fonts._installed.cache_clear()


def test_each_script_has_its_package(latin_alone):
    assert missing_glyphs("Hello 2026", "en") == ()
    found = missing_glyphs("Hi 您好您 สวัส 😀", "zh")
    assert found[:2] == (
        Missing("您", "Chinese, Japanese or Korean", "fonts-noto-cjk"),
        Missing("好", "Chinese, Japanese or Korean", "fonts-noto-cjk"),
    )
    assert {(each.script, each.package) for each in found[2:]} == {("Thai", "fonts-noto-core")}
    assert sentence(found[:2]) == (
        "No font of this machine has the Chinese, Japanese or Korean letters '您好'; install one with: "
        "apt-get install fonts-noto-cjk"
    )
    assert "fonts-noto-cjk fonts-noto-core" in sentence(found)
    assert sentence(()) == ""


def test_without_the_library_that_joins_letters_it_is_named(monkeypatch):
    from PIL import features

    monkeypatch.setattr(features, "check", lambda name: name != "raqm")
    assert missing_glyphs("مرحبا", "ar")[-1] == Missing("م", "Arabic", "libfribidi0")
