"""The usual speaker: Kokoro-82M, its sound cut to its phones, and their times read off its own durations."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from avatar.data import Phone, Speech, Word
from avatar.settings import SOUND_RATE
from avatar.speech.delivery import delivery_of
from avatar.speech.espeak.process import WithProcess
from avatar.speech.joining import resample
from avatar.speech.kokoro.company import company
from avatar.speech.kokoro.options import FASTEST, SLOWEST, options_of
from avatar.speech.kokoro.script import write
from avatar.speech.kokoro.session import Manner, network
from avatar.speech.kokoro.styles import load_style
from avatar.speech.kokoro.takes import assemble, record
from avatar.speech.kokoro.timing import RATE
from avatar.speech.loudness import normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from avatar.data import Prosody, Utterance, VoiceCard
    from avatar.settings import SpeechSettings
    from avatar.speech.kokoro.sounds import Script


class KokoroSpeaker(WithProcess):
    """Speak with Kokoro. Use it as a context manager, or `close` it: a process that spells for it starts with it."""

    def __init__(self, card: VoiceCard, settings: SpeechSettings) -> None:
        self._card, self._settings = card, settings
        options = options_of(card)
        self._style = load_style(card, options)
        delivery = delivery_of(settings.emotion)
        speed = options.rate * settings.speed * delivery.rate
        self._manner = Manner(min(max(speed, SLOWEST), FASTEST), delivery.range, delivery.pitch)
        super().__init__()
        self._companies: dict[str, Script] = {}

    def _company(self, language: str) -> Script:
        if language not in self._companies:
            self._companies[language] = write(company(language), self._card, self._process)
        return self._companies[language]

    def _manner_of(self, prosody: Prosody) -> Manner:
        usual = self._manner
        speed = min(max(usual.speed * prosody.rate, SLOWEST), FASTEST)
        return Manner(speed, usual.range * prosody.range, usual.pitch * prosody.pitch)

    def speak(self, utterance: Utterance) -> Speech:
        """Say one utterance at 48 kHz; the same utterance gives the same samples on the same machine.

        Raise `VoiceError` for a reading that this voice cannot say, `TextError` for nothing to say, `NotInstalledError`
        if the network cannot be loaded.
        """
        script = write(utterance, self._card, self._process)
        manner = self._manner_of(utterance.prosody)
        takes = record(network(), script, partial(self._company, utterance.language), self._style, manner)
        sound, times = assemble(takes, manner.speed)
        placed = [phone.sound for take in takes for phone in take.row.phones]
        phones = tuple(
            Phone(one.ipa, float(start), float(end), one.stress, one.tone, one.word)
            for one, (start, end) in zip(placed, times, strict=True)
        )
        finished = normalise(resample(sound, RATE, SOUND_RATE), SOUND_RATE, self._settings)
        return Speech(finished, SOUND_RATE, phones, _words(script.words, phones), utterance.language, self._card.name)


def _words(words: Sequence[str], phones: Sequence[Phone]) -> tuple[Word, ...]:
    """Let each word last from its first phone to its last; one without phones lies at the end of the one before."""
    timed: list[Word] = []
    for index, text in enumerate(words):
        own = [phone for phone in phones if phone.word == index]
        last = timed[-1].end if timed else phones[0].start
        timed.append(Word(text, own[0].start, own[-1].end) if own else Word(text, last, last))
    return tuple(timed)
