"""A card of Coqui TTS is checked; what is missing is told with the line that installs it."""

from __future__ import annotations

import pickle
import zipfile

import pytest

from avatar import backends
from avatar.data import CloneOptions
from avatar.errors import NotInstalledError, VoiceError
from avatar.runtime.packages import line_for
from avatar.settings import SpeechSettings
from avatar.speech.cards import read_card
from avatar.speech.coqui.listening import RATE, read_voice
from avatar.speech.coqui.options import CoquiOptions
from avatar.speech.engines import open_voice
from avatar.speech.voices import find_voice
from tests.miniature_coqui import trouble
from tests.miniature_voices import write_card


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ({"model": ""}, "It has no model"),
        ({"rate": 9}, "rate = 9; it must be a number from 0.3 to 3"),
        ({"speaker": 3}, "speaker = 3; it must be text"),
        ({"speaker": "ann", "recording": "me.wav"}, "a speaker and a recording; write one of them"),
        ({"vocoder": "v.pth"}, "vocoder or its vocoder_config alone"),
    ],
)
def test_a_card_is_checked(words, reason):
    with pytest.raises(VoiceError, match=reason):
        CoquiOptions(**words)


def test_it_may_speak_in_somebodys_voice_and_says_so():
    assert isinstance(CoquiOptions(), CloneOptions)
    assert backends.load("speech", "coqui")().capabilities.clones


@pytest.mark.slow
def test_without_the_package_it_says_what_to_install(tmp_path):
    if not trouble():
        pytest.skip("coqui-tts is installed")
    (tmp_path / "config.json").write_text('{"model": "vits"}')
    with zipfile.ZipFile(tmp_path / "model.pth", "w") as archive:
        archive.writestr("model/data.pkl", pickle.dumps({}))
    card = read_card(write_card(tmp_path, "en", 'name = "coqui"'))
    with pytest.raises(NotInstalledError, match=r"pip install 'avatar\[coqui\]'"), open_voice(card, SpeechSettings()):
        pass
    (found,) = (each for each in backends.examine() if each.name == "coqui")
    assert (found.ready, found.is_extra, found.needs) == (False, True, line_for("coqui"))


@pytest.mark.slow
def test_a_recording_is_listened_to(tmp_path):
    import soundfile

    with open_voice(find_voice("james"), SpeechSettings()) as speaker:
        from avatar.data import Utterance

        said = speaker.speak(Utterance("This is how I speak, and this is how I sound.", "en"))
    soundfile.write(tmp_path / "me.flac", said.samples, said.sample_rate)
    heard = read_voice(tmp_path / "me.flac")
    assert len(heard) / RATE == pytest.approx(said.seconds, abs=0.05)
    soundfile.write(tmp_path / "short.wav", said.samples[:4000], said.sample_rate)
    with pytest.raises(VoiceError, match="shows no voice"):
        read_voice(tmp_path / "short.wav")
    (tmp_path / "text.wav").write_text("no sound")
    with pytest.raises(VoiceError, match="is no sound that can be read"):
        read_voice(tmp_path / "text.wav")
