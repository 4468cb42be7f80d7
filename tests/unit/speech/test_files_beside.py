"""A card's files are there, and those that it vouches for."""

from __future__ import annotations

import hashlib

import pytest

from avatar.data import VoiceCard
from avatar.errors import VoiceError
from avatar.speech.beside import file_beside
from avatar.speech.piper.options import PiperOptions


def card(folder, *files):
    return VoiceCard(
        "mine", "en", "male", "CC0-1.0", "piper", PiperOptions("a.onnx"), files=tuple(files), folder=folder
    )


def test_a_file_is_found_and_held_to_its_hash(tmp_path):
    (tmp_path / "a.onnx").write_bytes(b"one")
    good = hashlib.sha256(b"one").hexdigest()
    assert file_beside(card(tmp_path), "a.onnx") == tmp_path / "a.onnx"
    assert file_beside(card(tmp_path, ("a.onnx", good.upper())), "a.onnx").is_file()
    (tmp_path / "a.onnx").write_bytes(b"two")
    with pytest.raises(VoiceError, match=f"not {good}; install it anew"):
        file_beside(card(tmp_path, ("a.onnx", good)), "a.onnx")


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(VoiceError, match=r"a\.onnx', which the voice card of 'mine' names, is not there"):
        file_beside(card(tmp_path), "a.onnx")
    with pytest.raises(VoiceError, match="lies in no folder"):
        file_beside(card(None), "a.onnx")
