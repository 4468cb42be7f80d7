"""Speak with a Piper voice: phones of ours in, sound and their times out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from avatar.data import Speech
from avatar.settings import SOUND_RATE
from avatar.speech.beside import file_beside
from avatar.speech.delivery import delivery_of
from avatar.speech.espeak.process import WithProcess
from avatar.speech.joining import resample
from avatar.speech.loudness import normalise
from avatar.speech.piper import pinyin
from avatar.speech.piper.config import PINYIN, TEXT, read_config
from avatar.speech.piper.network import load
from avatar.speech.piper.options import options_of
from avatar.speech.symbols.spelling import letters_of, spell
from avatar.speech.symbols.timing import Timed, timed

if TYPE_CHECKING:
    from avatar.data import Utterance, VoiceCard
    from avatar.settings import SpeechSettings
    from avatar.speech.symbols.alphabet import Spelled


class PiperSpeaker(WithProcess):
    """Speak with one voice. Use it as a context manager, or `close` it; who reads for it is a process of espeak."""

    def __init__(self, card: VoiceCard, settings: SpeechSettings) -> None:
        """Load the voice. Raise `VoiceError` for files that are none, or not the ones that the card names."""
        self._card, self._settings, options = card, settings, options_of(card)
        self._config = read_config(file_beside(card, options.config))
        self._network = load(file_beside(card, options.model))
        self._speaker = self._config.speaker(options.speaker)
        self._scales = (
            self._config.noise if options.noise < 0 else float(options.noise),
            self._config.length / (options.rate * settings.speed * delivery_of(settings.emotion).rate),
            self._config.width_noise if options.width_noise < 0 else float(options.width_noise),
        )
        super().__init__()

    def speak(self, utterance: Utterance) -> Speech:
        """Say one utterance at 48 kHz; the same utterance always gives the same samples.

        Without phones where the voice is spelled in letters, or does not tell how long its symbols last. Raise
        `VoiceError` for a language or reading that this voice cannot say, `TextError` for nothing to say.
        """
        spelled, rate = self._spell(utterance), self._config.sample_rate
        samples, frames = self._network(spelled.ids, self._scales, self._speaker)
        said = Timed(samples, (), ())
        if spelled.signs and len(frames) == len(spelled.ids):
            seconds = np.asarray(frames * (self._config.hop / rate), np.float64)
            said = timed(spelled, samples, rate, seconds)
        sound = normalise(resample(said.samples, rate, SOUND_RATE), SOUND_RATE, self._settings)
        return Speech(sound, SOUND_RATE, said.phones, said.words, utterance.language, self._card.name)

    def _spell(self, utterance: Utterance) -> Spelled:
        alphabet = self._config.alphabet
        if self._config.spelling == TEXT:
            return letters_of(utterance, alphabet)
        if self._config.spelling == PINYIN:
            return pinyin.spell(utterance, self._card, alphabet, self._process)
        return spell(utterance, self._card, self._config.espeak_voice, alphabet, self._process)
