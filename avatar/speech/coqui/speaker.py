"""Speak with a model of Coqui TTS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.data import Speech
from avatar.settings import SOUND_RATE
from avatar.speech.beside import file_beside
from avatar.speech.coqui.listening import RATE, read_voice
from avatar.speech.coqui.model import load
from avatar.speech.coqui.options import options_of
from avatar.speech.coqui.places import files_of
from avatar.speech.delivery import delivery_of
from avatar.speech.espeak.process import WithProcess
from avatar.speech.joining import resample
from avatar.speech.loudness import normalise
from avatar.speech.symbols.spelling import spell, written
from avatar.speech.symbols.timing import Timed, timed

if TYPE_CHECKING:
    from avatar.data import Utterance, VoiceCard
    from avatar.settings import SpeechSettings


class CoquiSpeaker(WithProcess):
    """Speak with one model. Use it as a context manager, or `close` it."""

    def __init__(self, card: VoiceCard, settings: SpeechSettings) -> None:
        """Load the model. Raise `VoiceError` for files that are none, `NotInstalledError` without coqui-tts."""
        self._card, self._settings = card, settings
        options = options_of(card)
        self._model = load(files_of(card))
        self._tongue = self._model.tongue(card.language)
        self._speaker, self._heard = "", None
        if options.recording:
            self._heard = self._model.listen(read_voice(file_beside(card, options.recording)), RATE)
        else:
            self._speaker = self._model.speaker(options.speaker)
        self._speed = options.rate * settings.speed * delivery_of(settings.emotion).rate
        super().__init__()

    def speak(self, utterance: Utterance) -> Speech:
        """Say one utterance at 48 kHz; the same utterance always gives the same samples.

        Without phones where the model is told the text, or does not say how long its symbols last. Raise `VoiceError`
        for a language or reading that it cannot say, `TextError` for nothing to say.
        """
        rate, said = self._model.rate, self._said(utterance)
        sound = normalise(resample(said.samples, rate, SOUND_RATE), SOUND_RATE, self._settings)
        return Speech(sound, SOUND_RATE, said.phones, said.words, utterance.language, self._card.name)

    def _said(self, utterance: Utterance) -> Timed:
        model = self._model
        if self._heard is not None:
            return Timed(model.clone(written(utterance), self._heard, self._tongue, self._speed).samples, (), ())
        if not model.reads_symbols:
            return Timed(model.say(written(utterance), self._speaker, self._tongue, self._speed).samples, (), ())
        spelled = spell(utterance, self._card, model.language, model.alphabet, self._process)
        made = model.say(spelled.ids, self._speaker, self._tongue, self._speed)
        if len(made.seconds) != len(spelled.ids):
            return Timed(made.samples, (), ())
        return timed(spelled, made.samples, model.rate, made.seconds)
