"""What a portrait was enrolled with stands in its card, and holds for its clips until somebody says else."""

from __future__ import annotations

import pytest

from avatar.errors import InputError, PortraitError
from avatar.portrait.cards import PortraitCard, read_card, write_card
from avatar.portrait.choosing import as_enrolled, choice_of, found, with_choice
from avatar.portrait.store import PortraitStore
from avatar.runtime.folders import Home
from avatar.settings import NetworkFile, PortraitSettings
from tests.miniature_networks import write_onnx

NOBODY = NetworkFile("none")


@pytest.fixture
def home(tmp_path):
    return Home.at(tmp_path / "home")


@pytest.fixture
def card(tmp_path):
    (tmp_path / "me").mkdir()
    return PortraitCard("me", tmp_path / "me" / "portrait.png", "ab" * 32, face=2)


def kept(card, settings, home):
    """Write a choice into a card, and read it back."""
    write_card(with_choice(card, settings, home))
    return read_card(card.path.parent)


def test_a_card_keeps_the_choice_and_a_request_that_says_nothing_has_it(home, card, tmp_path):
    path = write_onnx(tmp_path / "sharp.onnx")
    asked = PortraitSettings(upscale=NetworkFile(str(path)), by=2, area="frame", detector="insightface")
    settled = found(asked.settled(), home)
    read = kept(card, settled, home)
    assert (read.upscale, read.upscale_by, read.upscale_area) == (str(path), 2, "frame")
    assert (read.detector, read.face, read.restore, read.matting) == ("insightface", 2, "", "")
    assert found(as_enrolled(PortraitSettings(), read), home) == settled


def test_the_usual_way_leaves_no_trace_in_a_card(home, card):
    assert kept(card, PortraitSettings().settled(), home) == card
    assert as_enrolled(PortraitSettings(), card) == as_enrolled(PortraitSettings(), None)


def test_each_option_that_somebody_names_goes_before_what_was_enrolled(home, card):
    choice = PortraitSettings(upscale=NOBODY, restore=NetworkFile("R"), fidelity=0.25, matting=NetworkFile("M"))
    read = kept(card, choice, home)
    assert as_enrolled(PortraitSettings(), read) == choice.settled()
    assert as_enrolled(PortraitSettings(fidelity=1.0), read).fidelity == 1.0
    assert as_enrolled(PortraitSettings(upscale=NetworkFile("esrgan")), read).upscale == NetworkFile("esrgan")
    bare = as_enrolled(PortraitSettings(restore=NOBODY, matting=NOBODY), read)
    assert (bare.restore, bare.matting, bare.upscale) == (None, None, NOBODY)


def test_a_file_that_is_gone_is_told_with_the_portrait_it_belongs_to(home, card, tmp_path):
    path = write_onnx(tmp_path / "cutter.onnx")
    read = kept(card, PortraitSettings(matting=NetworkFile("cutter.onnx", str(path), "ab" * 32)), home)
    path.unlink()
    with pytest.raises(PortraitError, match=r"'me' was enrolled with .*cutter\.onnx.* is gone; .* --matting none"):
        as_enrolled(PortraitSettings(), read)
    assert as_enrolled(PortraitSettings(matting=NOBODY), read).matting is None


@pytest.mark.parametrize("line", ["upscale_by = 3", 'upscale_area = "hair"', "fidelity = 7"])
def test_a_card_of_nonsense_is_refused_in_a_sentence(card, line):
    write_card(card)
    place = card.path.parent / "card.toml"
    place.write_text(place.read_text() + line + "\n")
    with pytest.raises(InputError, match=r"choose"):
        choice_of(read_card(card.path.parent))


def test_what_nobody_said_is_kept_as_what_is_usual(tmp_path):
    """A default that is written out, and one that is left out, are one portrait."""
    store = PortraitStore(tmp_path)
    said = PortraitSettings(area="face", fidelity=0.5, detector="mesh", restore=NOBODY, matting=NOBODY)
    assert store.entry_of("0" * 64, said, None) == store.entry_of("0" * 64, PortraitSettings(), None)
