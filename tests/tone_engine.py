"""Two voice engines of another package: one hums a tone for every letter, the other plays sound without any phones."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np

from avatar.data import Phone, Speech, VoiceCapabilities, VoiceCard, Word
from avatar.errors import VoiceError
from avatar.speech.engines import open_voice
from avatar.speech.voices import find_voice

RATE = 16_000
"""Hz"""
LETTER = 0.1
"""s that a letter lasts"""


@dataclass(frozen=True, slots=True)
class ToneOptions:
    """What a card tells it."""

    frequency: int = 220
    """Hz"""

    def __post_init__(self):
        if not 50 <= self.frequency <= 1000:
            raise VoiceError(f"It has frequency = {self.frequency}; it must be from 50 to 1000.")


class ToneEngine:
    options = ToneOptions
    capabilities = VoiceCapabilities(frozenset({"tlh", "en-hum"}), gives_phones=True, licence="CC0-1.0", startup=0.0)

    def voices(self):
        return (
            VoiceCard("hum", "en-hum", "female", "CC0-1.0", "tone", ToneOptions(), "English, hummed"),
            VoiceCard("qugh", "tlh", "male", "CC0-1.0", "tone", ToneOptions(110), "Klingon, hummed"),
        )

    @contextmanager
    def open(self, card, settings):
        yield ToneSpeaker(card, settings)


class ToneSpeaker:
    def __init__(self, card, settings):
        self.card, self.speed = card, settings.speed

    def speak(self, utterance):
        """Hum each letter as an open vowel, or as a closed mouth where it is a consonant."""
        phones, words, time = [], [], 0.0
        for number, text in enumerate(utterance.text.split()):
            begin = time
            for letter in text:
                end = time + LETTER / self.speed
                phones.append(Phone("a" if letter in "aeiou" else "m", time, end, word=number))
                time = end
            words.append(Word(text, begin, time))
        seconds = np.arange(round(time * RATE)) / RATE
        sound = (0.3 * np.sin(2 * np.pi * self.card.options.frequency * seconds)).astype(np.float32)
        return Speech(sound, RATE, tuple(phones), tuple(words), utterance.language, self.card.name)


class GramophoneEngine:
    """Plays what a man said whom nobody asked for his phones: espeak's James, whose own are thrown away."""

    options = ToneOptions
    capabilities = VoiceCapabilities(frozenset(), gives_phones=False, licence="CC0-1.0", startup=0.0)

    def voices(self):
        return (VoiceCard("record", "en-US", "male", "CC0-1.0", "gramophone", ToneOptions(), "A man, played"),)

    @contextmanager
    def open(self, card, settings):
        with open_voice(find_voice("james"), settings) as speaker:
            yield Gramophone(card, speaker)


class Gramophone:
    def __init__(self, card, speaker):
        self.card, self.speaker = card, speaker

    def speak(self, utterance):
        return replace(self.speaker.speak(utterance), phones=(), words=(), voice=self.card.name)
