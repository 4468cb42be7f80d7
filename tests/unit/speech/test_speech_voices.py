"""Cards are found, chosen and checked."""

from __future__ import annotations

import pytest

from avatar.data import VoiceCard
from avatar.errors import InputError, NotInstalledError, VoiceError
from avatar.settings import SpeechSettings
from avatar.speech.cards import read_card
from avatar.speech.espeak.options import EspeakOptions
from avatar.speech.voices import card_faults, default_voice, find_voice, voices

LANGUAGES = ("zh", "en", "es", "fr", "de", "ja", "ar")
CARD = """
language = "zh"
gender = "female"
licence = "GPL-3.0-or-later"

[engine]
name = "espeak"
voice = "sit/cmn-latn-pinyin+f1"
"""


@pytest.fixture
def write(tmp_path):
    def _write(text, name="mine"):
        path = tmp_path / name / "card.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return _write


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("gender", ["female", "male"])
def test_a_woman_and_a_man_are_shipped_for_each_main_language(language, gender):
    card = default_voice(language, gender)
    assert card.language.split("-")[0] == language
    assert card.gender == gender
    assert not card.name.startswith("espeak-")


def test_every_language_of_espeak_has_a_voice_of_each_gender():
    cards = voices()
    assert len({card.language.split("-")[0] for card in cards}) > 100
    assert len({card.name for card in cards}) == len(cards)
    assert {card.gender for card in cards if card.language == "fi"} == {"female", "male"}
    assert find_voice("espeak-fi").options.voice == "urj/fi"


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("zh-CN", "xiaoxiao"),
        ("cmn", "xiaoxiao"),
        ("en", "af_heart"),
        ("en-GB", "bf_emma"),
        ("en-GB-scotland", "espeak-en-gb-scotland"),
        ("no", "espeak-nb"),
    ],
)
def test_the_region_counts_before_the_language_and_shipped_before_made(asked, name):
    assert default_voice(asked).name == name


def test_an_unknown_voice_is_named_with_its_neighbours():
    with pytest.raises(VoiceError, match=r"'xiaoyum'.*xiaoyun.*avatar voice list"):
        find_voice("xiaoyum")


@pytest.mark.parametrize("name", ["../xiaoyun", "", ".", "xiaoyun/card.toml"])
def test_a_voice_is_no_path(name):
    with pytest.raises(VoiceError):
        find_voice(name)


def test_a_language_that_nobody_speaks_is_named():
    with pytest.raises(VoiceError, match=r"'tlh-x'.*avatar voice list"):
        default_voice("tlh-x")


def test_the_users_own_card_is_found_and_listed(tmp_path, monkeypatch):
    monkeypatch.setenv("AVATAR_HOME", str(tmp_path))
    folder = tmp_path / "voices" / "mine"
    folder.mkdir(parents=True)
    (folder / "card.toml").write_text(CARD, encoding="utf-8")
    assert find_voice("mine").language == "zh"
    assert "mine" in {card.name for card in voices()}
    assert default_voice("zh").name == "xiaoxiao"


def test_a_bad_card_hides_no_other_voice(tmp_path, monkeypatch):
    monkeypatch.setenv("AVATAR_HOME", str(tmp_path))
    for name, text in (("bad", "rate = ["), ("deep", "x = " + "[" * 20_000), ("mine", CARD)):
        (tmp_path / "voices" / name).mkdir(parents=True)
        (tmp_path / "voices" / name / "card.toml").write_text(text, encoding="utf-8")
    assert "mine" in {card.name for card in voices()}
    assert default_voice("zh").name == "xiaoxiao"
    assert len(card_faults()) == 2
    with pytest.raises(VoiceError, match="not valid TOML"):
        find_voice("bad")


def test_defaults_fill_a_short_card(write):
    assert read_card(write(CARD)) == VoiceCard(
        "mine", "zh", "female", "GPL-3.0-or-later", "espeak", EspeakOptions("sit/cmn-latn-pinyin+f1")
    )


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('colour = "blue"', r"\[engine\].*does not know colour; for 'espeak' it has name, voice, pitch"),
        ('rate = "fast"', "rate = 'fast'.*whole number"),
        ("pitch = 120", "pitch = 120.*0 to 99"),
        ("rate = true", "rate = True"),
        ("pitch = ", "not valid TOML"),
    ],
)
def test_a_faulty_card_is_refused_with_the_fault(write, line, says):
    with pytest.raises(VoiceError, match=says):
        read_card(write(CARD + line))


@pytest.mark.parametrize(
    ("line", "says"),
    [("rate = 120", "does not know rate; a card has name, language"), ('name = "other"', "'other'.*'mine'")],
)
def test_a_faulty_line_above_the_engine_is_refused_with_the_fault(write, line, says):
    with pytest.raises(VoiceError, match=says):
        read_card(write(f"{line}\n{CARD}"))


def test_a_card_says_who_speaks(write):
    for text in (
        CARD.partition("[engine]")[0],
        CARD.replace('name = "espeak"', ""),
        "engine = 3" + CARD.partition("[engine]")[0],
    ):
        with pytest.raises(VoiceError, match=r"does not say who speaks; write \[engine\]"):
            read_card(write(text))


def test_a_card_of_an_engine_that_is_not_here_names_those_that_are(write):
    with pytest.raises(NotInstalledError, match=r"'siren'.*espeak"):
        read_card(write(CARD.replace('"espeak"', '"siren"')))


def test_a_card_older_than_the_table_of_its_engine_is_refused_with_the_line_that_renews_it(write):
    top = CARD.partition("[engine]")[0]
    with pytest.raises(VoiceError, match="instead of engine, engine_voice, rate write") as refusal:
        read_card(write(top + 'engine = "espeak"\nengine_voice = "gmw/en-US+f1"\nrate = 138\n'))
    line = str(refusal.value).partition("the one line: ")[2]
    assert read_card(write(top + line)).options == EspeakOptions("gmw/en-US+f1", rate=138)


def test_a_card_lacking_a_line_is_refused_with_its_name(write):
    with pytest.raises(VoiceError, match="lacks gender"):
        read_card(write(CARD.replace('gender = "female"', "")))
    with pytest.raises(VoiceError, match=r"'robot'.*female, male, neutral"):
        read_card(write(CARD.replace('"female"', '"robot"')))


@pytest.mark.parametrize("speed", [0.4, 2.1, float("nan")])
def test_speed_has_bounds(speed):
    with pytest.raises(InputError, match=r"0\.5 to 2"):
        SpeechSettings(speed=speed)
