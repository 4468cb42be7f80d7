"""Words that are written alike and said in two ways: the words around decide, and the voices say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from avatar.runtime.folders import shipped
from avatar.settings import TextSettings
from avatar.speech.espeak.process import EspeakProcess
from avatar.speech.kokoro.script import write
from avatar.speech.kokoro.sounds import Sound
from avatar.speech.voices import default_voice
from avatar.text import read

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def process() -> Iterator[EspeakProcess]:
    worker = EspeakProcess()
    yield worker
    worker.close()


def heard(text: str, word: str, process: EspeakProcess) -> list[str]:
    """Give the sounds that the natural voice is given for each time that a word is written; espeak says them too."""
    (utterance,) = read(text, TextSettings(language="en"))
    script = write(utterance, default_voice("en", engine="espeak", folders=(shipped("voices"),)), process)
    said = [index for index, each in enumerate(script.words) if each.lower() == word]
    return ["".join(i.symbols for i in script.items if isinstance(i, Sound) and i.word == index) for index in said]


@pytest.mark.parametrize(
    ("text", "word", "sounds"),
    [
        ("We read it last week.", "read", ["ɹˈɛd"]),
        ("She read the letter.", "read", ["ɹˈɛd"]),
        ("Has he read it?", "read", ["ɹˈɛd"]),
        ("Did she read it?", "read", ["ɹˈid"]),
        ("I read every morning.", "read", ["ɹˈid"]),
        ("You will read the old lead paint label.", "lead", ["lˈɛd"]),
        ("They lead by two goals.", "lead", ["lˈid"]),
        ("The roof is made of lead.", "lead", ["lˈɛd"]),
        ("Please close the window.", "close", ["klˈOz"]),
        ("We are close to home.", "close", ["klˈOs"]),
        ("He caught a bass with a bass guitar.", "bass", ["bˈæs", "bˈAs"]),
        ("They record every record.", "record", ["ɹᵻkˈɔɹd", "ɹˈɛkəɹd"]),
        ("Present your present.", "present", ["pɹɪzˈɛnt", "pɹˈɛzənt"]),
        ("I object to that object.", "object", ["əbʤˈɛkt", "ˈɑbʤɛkt"]),
        ("You have to wind it against the wind.", "wind", ["wˈInd", "wˈɪnd"]),
        ("They live near a live concert.", "live", ["lˈɪv", "lˈIv"]),
        ("Do not tear it, said a tear.", "tear", ["tˈɛɹ", "tˈɪɹ"]),
        ("You must bow before a bow and arrow.", "bow", ["bˈW", "bˈO"]),
        ("A minute amount of salt, wait a minute.", "minute", ["mInˈut", "mˈɪnɪt"]),
        ("Soldiers who desert the desert.", "desert", ["dɪzˈɜɹt", "dˈɛzəɹt"]),
        ("Use it for your own use.", "use", ["jˈuz", "jˈus"]),
        ("I used to swim; it is used by many.", "used", ["jˈust", "jˈuzd"]),
        ("Excuse us for that excuse.", "excuse", ["ɛkskjˈuz", "ɛkskjˈus"]),
        ("Separate the separate piles.", "separate", ["sˈɛpəɹɹˌAt", "sˈɛpɹət"]),
        ("She moved to Reading, and likes reading.", "reading", ["ɹˈɛdɪŋ", "ɹˈidɪŋ"]),
        ("Send your resume before you resume work.", "resume", ["ɹˈɛzumˌA", "ɹᵻzˈum"]),
        ("The diver dove into the sea.", "dove", ["dˈOv"]),
        ("Mary read the news and the students read it.", "read", ["ɹˈɛd", "ɹˈid"]),
        ("The market close is close.", "close", ["klˈOz", "klˈOs"]),
        ("Long live the live show.", "live", ["lˈɪv", "lˈIv"]),
        ("Vitamin A is a vitamin.", "a", ["ˈA", "ə"]),
    ],
)
def test_the_words_around_decide(text: str, word: str, sounds: list[str], process: EspeakProcess) -> None:
    assert heard(text, word, process) == sounds
