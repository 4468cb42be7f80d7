"""Speak with a model of Coqui TTS."""

from __future__ import annotations

from typing import TYPE_CHECKING

from avatar.data import Speech
from avatar.settings import SOUND_RATE
from avatar.speech.coqui.model import load
from avatar.speech.coqui.options import options_of
from avatar.speech.espeak.process import EspeakProcess
from avatar.speech.joining import resample
from avatar.speech.loudness import normalise
from avatar.speech.symbols.spelling import spell, written
from avatar.speech.symbols.timing import Timed, timed

if TYPE_CHECKING:
    from types import TracebackType

    from avatar.data import Utterance, VoiceCard
    from avatar.settings import SpeechSettings


class CoquiSpeaker:
    """Speak with one model. Use it as a context manager, or `close` it."""

    def __init__(self, card: VoiceCard, settings: SpeechSettings) -> None:
        """Load the model. Raise `VoiceError` for files that are none, `NotInstalledError` without coqui-tts."""
        self._card, self._settings = card, settings
        options = options_of(card).identified()
        self._model = load(options.model, options.vocoder)
        self._speaker = self._model.speaker(options.speaker)
        self._tongue = self._model.tongue(card.language)
        self._speed = options.rate * settings.speed
        self._process = EspeakProcess()

    def __enter__(self) -> CoquiSpeaker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process that reads; the model stays loaded for the next."""
        self._process.close()

    def speak(self, utterance: Utterance) -> Speech:
        """Say one utterance at 48 kHz; the same utterance always gives the same samples.

        Without phones where the model is told the text, or does not say how long its symbols last. Raise `VoiceError`
        for a language or reading that it cannot say, `TextError` for nothing to say.
        """
        model, rate = self._model, self._model.rate
        if model.reads_symbols:
            spelled = spell(utterance, self._card, model.language, model.alphabet, self._process)
            made = model.say(spelled.ids, self._speaker, self._tongue, self._speed)
            is_timed = len(made.seconds) == len(spelled.ids)
            said = timed(spelled, made.samples, rate, made.seconds) if is_timed else Timed(made.samples, (), ())
        else:
            made = model.say(written(utterance), self._speaker, self._tongue, self._speed)
            said = Timed(made.samples, (), ())
        sound = normalise(resample(said.samples, rate, SOUND_RATE), SOUND_RATE, self._settings)
        return Speech(sound, SOUND_RATE, said.phones, said.words, utterance.language, self._card.name)
