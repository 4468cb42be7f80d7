"""Which voice says which sentence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from avatar.clip import voice_choice
from avatar.clip.script import read_script
from avatar.clip.voice_choice import cast, language_of_voice
from avatar.data import Pronunciation, Prosody, Utterance
from avatar.errors import VoiceError
from avatar.settings import TextSettings
from avatar.speech.engines import capabilities_of
from avatar.speech.voices import find_voice

MIXED = [Utterance("你好", "zh"), Utterance("Hello", "en"), Utterance("再见", "zh")]


def test_without_a_wish_each_language_has_its_own_voice_and_nothing_is_warned_of():
    chosen = cast(MIXED, None)
    assert [card.language.partition("-")[0] for card in chosen.cards] == ["zh", "en", "zh"]
    assert chosen.cards[0] == chosen.cards[2]
    assert chosen.warnings == ()


@pytest.mark.parametrize(("voice", "gender"), [("xiaoyun", "female"), ("yunfeng", "male")])
def test_others_of_the_same_gender_say_what_the_wanted_voice_cannot(voice, gender):
    chosen = cast(MIXED, voice)
    assert [card.name == voice for card in chosen.cards] == [True, False, True]
    assert chosen.cards[1].gender == gender
    (warning,) = chosen.warnings
    assert repr(voice) in warning
    assert repr(chosen.cards[1].name) in warning


def test_one_person_has_one_voice_in_all_languages_that_its_engine_knows():
    chosen = cast(MIXED, None)
    assert [card.name for card in chosen.cards] == ["xiaoxiao"] * 3
    assert chosen.cards[1].language == "en-US"
    assert chosen.cards[1].options.style == "zf_xiaoxiao*0.35+af_heart*0.15+af_heart*0.5"
    assert [card.name for card in cast(MIXED, None, main="en").cards] == ["af_heart"] * 3
    assert cast(MIXED, "zm_yunxi").cards[1].options.style == "style.bin*0.5+am_michael*0.5"
    assert cast(MIXED, "zm_yunxi").warnings == ()


def test_a_language_that_its_engine_does_not_know_is_anothers():
    german = cast([*MIXED, Utterance("Guten Tag", "de")], "zf_xiaoxiao")
    assert [card.name for card in german.cards] == ["zf_xiaoxiao"] * 3 + ["anna"]
    (warning,) = german.warnings
    assert "'anna'" in warning


def test_a_man_in_the_picture_has_a_mans_voice_unless_another_is_wanted():
    assert {card.gender for card in cast(MIXED, None, "male").cards} == {"male"}
    assert {card.gender for card in cast(MIXED, "xiaoyun", "male").cards} == {"female"}


def test_a_voice_of_another_region_of_the_language_still_says_it():
    british = cast([Utterance("Hello", "en-GB")], "emma")
    assert british.cards == (find_voice("emma"),)
    assert british.warnings == ()


def test_a_language_that_nobody_speaks_is_a_sentence():
    with pytest.raises(VoiceError, match="'xx'"):
        cast([Utterance("?", "xx")], None)


def test_a_service_is_told_of_and_speaks_only_where_it_is_asked_for(tmp_path):
    """No text leaves the machine because a card of a service happens to be there."""
    folder = tmp_path / "voices" / "away"
    folder.mkdir(parents=True)
    (folder / "card.toml").write_text(
        'language = "tlh"\ngender = "female"\nlicence = "its own"\n'
        '[engine]\nname = "http"\nurl = "https://speech.example/v1"\n'
    )
    said = [Utterance("qapla", "tlh")]
    assert cast(said, "away", home=tmp_path).warnings == (
        "The voice 'away' is a service: the text that it says leaves this machine.",
    )
    with pytest.raises(VoiceError, match="for the language 'tlh'"):
        cast(said, None, home=tmp_path)


@pytest.mark.parametrize(
    ("voice", "text", "language"),
    [
        ("lucia", "Total: 42", "es"),
        ("ef_dora", "Madrid, Barcelona, Sevilla", "es"),
        ("anna", "Taxi", "de"),
        ("sakura", "東京", "ja"),
        ("xiaoyun", "iPhone 15 Pro", "zh"),
        ("xiaoyun", "Hello, how are you today?", "en"),
        ("emma", "您好，我是小陈。", "zh"),
        (None, "Taxi", "en"),
        ("fast", "Taxi", "en"),
    ],
)
def test_short_texts_are_in_the_language_of_their_voice(voice: str | None, text: str, language: str) -> None:
    script = read_script(text, TextSettings(), Path("/nowhere"), voice)
    assert script.language == language


def test_a_given_language_stands_before_that_of_the_voice() -> None:
    assert read_script("Taxi", TextSettings(language="fr"), Path("/nowhere"), "anna").language == "fr"


def test_only_a_voice_of_one_language_binds() -> None:
    assert language_of_voice("anna") == ("de", True)
    assert language_of_voice("ef_dora") == ("es", False)
    assert language_of_voice("fast") == ("", False)
    assert language_of_voice(None) == ("", False)


def test_a_rare_language_is_among_the_warnings_of_a_script() -> None:
    script = read_script("Tá an aimsir go maith inniu.", TextSettings(), Path("/nowhere"), None)
    assert any("Irish (ga)" in warning for warning in script.warnings)


def test_a_voice_that_the_text_asks_for_says_its_part():
    asked = [Utterance("Hello", "en"), Utterance("there", "en", voice="am_michael"), Utterance("you", "en")]
    assert [card.name for card in cast(asked, None).cards] == ["af_heart", "am_michael", "af_heart"]


def test_a_voice_of_somebody_elses_service_is_told_and_not_missed():
    chosen = cast([Utterance("Hello", "en", voice="en-US-JennyNeural")], None)
    assert [card.name for card in chosen.cards] == ["af_heart"]
    assert "'en-US-JennyNeural'" in chosen.warnings[0]


@pytest.mark.parametrize(
    ("asked", "what"),
    [
        (Utterance("Hello", "en", prosody=Prosody(rate=0.8)), "rate and pitch"),
        (Utterance("Hello", "en", (Pronunciation("Hello", "Hello", "en", "hɛˈloʊ"),)), "no phones"),
    ],
)
def test_what_an_engine_cannot_do_is_told(monkeypatch, asked, what):
    assert cast([asked], None).warnings == ()
    assert cast([asked], "fast").warnings == ()
    unable = replace(capabilities_of(find_voice("af_heart")), heeds_prosody=False, reads_ipa=False)
    monkeypatch.setattr(voice_choice, "capabilities_of", lambda _card: unable)
    (warning,) = cast([asked], None).warnings
    assert what in warning
