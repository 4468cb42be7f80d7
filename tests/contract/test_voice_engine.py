"""An engine is known to the rest by what it says of itself: one of another package works by being installed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import avatar
from avatar import backends
from avatar.clip.voice_choice import cast
from avatar.data import Utterance, VoiceCard
from avatar.errors import NotInstalledError, VoiceError
from avatar.settings import SpeechSettings
from avatar.speech.engines import engine_named, open_voice
from avatar.speech.voices import card_faults, default_voice, find_voice, voices
from tests import tone_engine

CARD = """
language = "en-hum"
gender = "neutral"
licence = "CC0-1.0"
engine = { name = "tone", frequency = FREQUENCY }
"""


@pytest.fixture
def package(tmp_path, monkeypatch) -> Path:
    """A folder with an installed package that brings the engines "tone" and "gramophone"."""
    folder = tmp_path / "package"
    info = folder / "avatar_tone-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: avatar-tone\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[avatar.speech]\ntone = hummed:ToneEngine\ngramophone = hummed:GramophoneEngine\n"
    )
    (folder / "hummed.py").write_bytes(Path(tone_engine.__file__).read_bytes())
    monkeypatch.syspath_prepend(folder)
    monkeypatch.delitem(sys.modules, "hummed", raising=False)
    return folder


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    """A data folder of its own."""
    monkeypatch.setenv("AVATAR_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def write_card(home: Path, name: str, frequency: object, line: str = "") -> None:
    folder = home / "voices" / name
    folder.mkdir(parents=True)
    (folder / "card.toml").write_text(line + CARD.replace("FREQUENCY", str(frequency)))


def test_its_voices_are_listed_after_all_cards_and_found_by_name(package, home):
    names = [card.name for card in voices()]
    assert names[-3:] == ["record", "hum", "qugh"]
    assert find_voice("qugh").engine == "tone"


def test_it_speaks_what_nobody_else_does_and_takes_no_language_from_others(package, home):
    assert default_voice("tlh").name == "qugh"
    assert default_voice("en").name == "af_heart"
    assert default_voice("en-hum").name == "hum"
    assert default_voice("en-hum", engine="espeak").engine == "espeak"


def test_it_is_cast_and_others_say_what_it_cannot(package, home):
    mixed = [Utterance("Hello", "en"), Utterance("qapla", "tlh"), Utterance("你好", "zh")]
    chosen = cast(mixed, "hum")
    assert [card.name for card in chosen.cards] == ["hum", "qugh", "xiaoxiao"]
    assert len(chosen.warnings) == 2


@pytest.mark.slow
def test_it_speaks(package, home):
    """By `avatar.speak`, with the phones and words that it gives."""
    speech = avatar.speak("mama me", voice="hum", language="en")
    assert [phone.ipa for phone in speech.phones] == list("mamama")
    assert [word.text for word in speech.words] == ["mama", "me"]
    assert speech.voice == "hum"
    assert np.abs(speech.samples).max() > 0.2


@pytest.mark.slow
def test_where_an_engine_gives_no_phones_the_usual_aligner_finds_them(package, home):
    """The lips of a recording close within a frame of where they do in the same sound with its phones."""
    said = "Papa may buy five blue balloons."
    played, known = (avatar.speak(said, voice=name, language="en") for name in ("record", "james"))
    assert np.array_equal(played.samples, known.samples)
    assert [phone.ipa for phone in played.phones] == [phone.ipa for phone in known.phones]
    assert [word.text for word in played.words] == [word.text for word in known.words]
    pairs = [(a, b) for a, b in zip(played.phones, known.phones, strict=True) if a.ipa in ("p", "b", "m")]
    assert len(pairs) >= 5
    assert all(abs(found.start - true.start) < 0.04 for found, true in pairs)


@pytest.mark.slow
def test_a_card_may_name_who_finds_its_phones(package, home):
    write_card(home, "tuba", 60, 'aligner = "espeak"')
    write_card(home, "drum", 60, 'aligner = "nobody"')
    with open_voice(find_voice("tuba"), SpeechSettings()) as speaker:
        assert [phone.ipa for phone in speaker.speak(Utterance("mama", "en")).phones][0::2] == ["m", "m"]
        assert "a" not in {phone.ipa for phone in speaker.speak(Utterance("mama", "en")).phones}
    with (
        pytest.raises(NotInstalledError, match=r"no align backend 'nobody' here; available: espeak"),
        open_voice(find_voice("drum"), SpeechSettings()),
    ):
        pass


def test_a_card_of_ones_own_is_checked_by_the_engine(package, home):
    write_card(home, "tuba", 60)
    write_card(home, "bat", 40_000)
    write_card(home, "deaf", "1, volume = 11")
    assert find_voice("tuba").options.frequency == 60
    with open_voice(find_voice("tuba"), SpeechSettings()) as speaker:
        assert speaker.speak(Utterance("ma", "en")).voice == "tuba"
    with pytest.raises(VoiceError, match=r"'tone': It has frequency = 40000; it must be from 50 to 1000"):
        find_voice("bat")
    with pytest.raises(VoiceError, match="does not know volume; for 'tone' it has name, frequency"):
        find_voice("deaf")
    assert len(card_faults()) == 2


def test_without_the_package_its_cards_are_told_and_nothing_else_is_lost(home):
    write_card(home, "tuba", 60)
    assert "tuba" not in {card.name for card in voices()}
    (fault,) = card_faults()
    for part in ("'tone'", "espeak", "pip install"):
        assert part in fault


def test_a_broken_engine_hides_no_other_voice(package, home):
    (package / "hummed.py").write_text("raise ImportError('its library is gone')")
    assert "emma" in {card.name for card in voices()}
    assert default_voice("zh").name == "xiaoxiao"


@pytest.mark.slow
def test_the_command_line_shows_it(package, home):
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(package), os.environ.get("PYTHONPATH", "")])}

    def run(*words: str) -> str:
        command = [sys.executable, "-m", "avatar", *words]
        return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout

    (card,) = json.loads(run("voice", "list", "--lang", "tlh", "--json"))["voices"]
    assert (card["name"], card["engine"], card["options"]) == ("qugh", "tone", {"frequency": 110})
    assert "engine.frequency: 220" in run("voice", "show", "hum")


@pytest.mark.slow
@pytest.mark.parametrize("name", backends.available("speech"))
def test_an_engine_gives_sound_cards(name):
    """Its own voices have names of their own, are of its engine, and speak a language that it says it may speak."""
    engine = engine_named(name)
    cards = engine.voices()
    assert len({card.name for card in cards}) == len(cards)
    for card in cards:
        assert isinstance(card, VoiceCard)
        assert card.engine == name
        assert isinstance(card.options, engine.options)
        assert card.language.lower() in engine.capabilities.languages
