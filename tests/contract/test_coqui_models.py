"""Real classes of Coqui TTS with models in miniature: each kind speaks, the same each time, with phones."""

from __future__ import annotations

import json

import numpy as np
import pytest

from avatar.data import Utterance
from avatar.errors import VoiceError
from avatar.settings import SpeechSettings
from avatar.speech.cards import read_card
from avatar.speech.engines import open_voice
from avatar.speech.voices import find_voice
from tests import miniature_coqui
from tests.miniature_coqui import require_coqui
from tests.miniature_voices import write_card

SAID = Utterance("Papa may buy five blue balloons.", "en")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def english():
    with open_voice(find_voice("james"), SpeechSettings()) as speaker:
        yield speaker


@pytest.fixture
def say(tmp_path):
    """Write a model and its card, and let it say something."""
    require_coqui()

    def made(kind, engine="", speed=1.0, **form):
        card = write_card(tmp_path, "en-US", f'name = "coqui"{engine}')
        if not (tmp_path / "config.json").exists():
            getattr(miniature_coqui, f"write_{kind}")(tmp_path, **form)
        with open_voice(read_card(card), SpeechSettings(speed=speed)) as speaker:
            return speaker.speak(SAID)

    return made


@pytest.mark.parametrize(
    ("kind", "form"),
    [("vits", {}), ("vits", {"use_phonemes": False}), ("glow", {}), ("vits", {"speakers": ("ann", "bob")})],
)
def test_each_kind_says_the_same_each_time(say, kind, form, english):
    first, second = say(kind, **form), say(kind, **form)
    assert np.array_equal(first.samples, second.samples)
    assert first.phones == second.phones
    assert [phone.ipa for phone in first.phones] == [phone.ipa for phone in english.speak(SAID).phones]
    assert [word.text for word in first.words] == SAID.text.split()


def test_chance_elsewhere_is_left_alone(say):
    import torch

    say("vits")
    torch.manual_seed(5)
    np.random.seed(5)
    expected = (torch.rand(3).tolist(), np.random.rand(3).tolist())
    torch.manual_seed(5)
    np.random.seed(5)
    say("vits")
    assert (torch.rand(3).tolist(), np.random.rand(3).tolist()) == expected


def test_speed_speakers_and_what_they_are_not(say):
    form = {"speakers": ("ann", "bob")}
    usual = say("vits", **form)
    assert say("vits", speed=0.5).seconds > 1.5 * usual.seconds
    assert not np.array_equal(say("vits", ', speaker = "bob"').samples, usual.samples)
    with pytest.raises(VoiceError, match=r"speaker = 'eve'; this model has ann, bob"):
        say("vits", ', speaker = "eve"')


def test_a_model_of_its_own_voice_takes_no_recording(say, tmp_path):
    import soundfile

    soundfile.write(tmp_path / "me.wav", np.random.default_rng(0).normal(0, 0.1, 50_000), 16_000)
    with pytest.raises(VoiceError, match="'vits' speaks in its own voice only"):
        say("vits", ', recording = "me.wav"')


def test_files_that_are_no_model_are_told(say, tmp_path):
    say("vits")
    (tmp_path / "model.pth").write_bytes(b"nothing")
    with pytest.raises(VoiceError, match="coqui-tts cannot load the model"):
        say("vits")
    (tmp_path / "config.json").write_text(json.dumps({"epochs": 3}))
    with pytest.raises(VoiceError, match="no configuration of a Coqui model"):
        say("vits")


def test_a_model_may_be_a_folder_as_it_is_published(say, tmp_path):
    usual = say("vits", speakers=("ann", "bob"))
    inside = tmp_path / "model" / "tts_models--en--mini--vits"
    inside.mkdir(parents=True)
    for name, place in (
        ("model.pth", "model_file.pth"),
        ("config.json", "config.json"),
        ("speakers.pth", "speakers.pth"),
    ):
        (tmp_path / name).rename(inside / place)
    write_card(tmp_path, "en-US", 'name = "coqui", model = "model"')
    with open_voice(read_card(tmp_path / "card.toml"), SpeechSettings()) as speaker:
        assert np.array_equal(speaker.speak(SAID).samples, usual.samples)
    (inside / "model_2.pth").write_bytes(b"")
    with (
        pytest.raises(VoiceError, match=r"it has model_2\.pth, model_file\.pth\. Write the file itself"),
        open_voice(read_card(tmp_path / "card.toml"), SpeechSettings()),
    ):
        pass


def test_a_voice_of_a_recording_is_spoken_in_and_aligned(say, tmp_path):
    import soundfile

    hum = 0.3 * np.sin(2 * np.pi * 120 * np.arange(22_050 * 7) / 22_050)
    soundfile.write(tmp_path / "me.wav", hum, 22_050)
    first, second = (say("xtts", ', recording = "me.wav"') for _ in range(2))
    assert np.array_equal(first.samples, second.samples)
    assert [word.text for word in first.words] == SAID.text.split()
    with pytest.raises(VoiceError, match="no speakers of its own; write whose voice it has"):
        say("xtts")
