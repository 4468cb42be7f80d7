"""Voices that many tests share; each keeps one espeak process warm."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from avatar.data import Pronunciation, Utterance
from avatar.settings import SpeechSettings
from avatar.speech.espeak.speaker import EspeakSpeaker
from avatar.speech.voices import find_voice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@pytest.fixture(scope="session")
def chinese() -> Iterator[EspeakSpeaker]:
    """The shipped female Mandarin voice."""
    with EspeakSpeaker(find_voice("xiaoyun"), SpeechSettings()) as speaker:
        yield speaker


@pytest.fixture(scope="session")
def english() -> Iterator[EspeakSpeaker]:
    """The shipped male English voice, whose low pitch is the hard case for an envelope."""
    with EspeakSpeaker(find_voice("james"), SpeechSettings()) as speaker:
        yield speaker


@pytest.fixture(scope="session")
def pinyin() -> Callable[..., Utterance]:
    """Make an utterance of readings; those that begin with "en:" are English, "," is a pause."""

    def make(*readings: str) -> Utterance:
        items = tuple(
            Pronunciation(reading[3:], reading[3:], "en")
            if reading.startswith("en:")
            else Pronunciation(reading, reading, "zh")
            for reading in readings
        )
        return Utterance("".join(item.word for item in items), "zh", items)

    return make


@pytest.fixture(scope="session")
def inventory() -> dict[str, frozenset[str]]:
    """Every phone string by language, as phone_inventory.txt lists them."""
    lines = Path(__file__).with_name("phone_inventory.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split(": ", 1) for line in lines if not line.startswith("#")]
    return {language: frozenset(phones.split()) for language, phones in pairs}
