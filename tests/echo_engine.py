"""A voice engine of another package that says it speaks in the voice of a recording: it hums at that one's pitch."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from avatar.data import Phone, Speech, VoiceCapabilities, Word

RATE = 16_000


@dataclass(frozen=True, slots=True)
class EchoOptions:
    recording: str = ""

    files: ClassVar[tuple[str, ...]] = ("recording",)


class EchoEngine:
    options = EchoOptions
    capabilities = VoiceCapabilities(frozenset({"en"}), gives_phones=True, licence="CC0-1.0", startup=0.0, clones=True)

    def voices(self):
        return ()

    @contextmanager
    def open(self, card, settings):
        yield Echo(card)


class Echo:
    def __init__(self, card):
        self.card = card

    def speak(self, utterance):
        words = utterance.text.split()
        phones = tuple(Phone("a", number / 4, (number + 1) / 4, word=number) for number in range(len(words)))
        timed = tuple(Word(word, number / 4, (number + 1) / 4) for number, word in enumerate(words))
        hum = 0.3 * np.sin(2 * np.pi * 150 * np.arange(len(words) * RATE // 4) / RATE)
        return Speech(hum.astype(np.float32), RATE, phones, timed, utterance.language, self.card.name)
