"""The embedded speaker: espeak-ng in a worker process, its sound cleaned, its phones made exact."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from avatar.data import Phone, Speech
from avatar.settings import SOUND_RATE
from avatar.speech.delivery import Delivery, delivery_of
from avatar.speech.espeak import timbre
from avatar.speech.espeak.options import options_of
from avatar.speech.espeak.process import EspeakProcess, WithProcess
from avatar.speech.espeak.script import plan
from avatar.speech.espeak.segments import sounded
from avatar.speech.espeak.takes import assemble, record
from avatar.speech.espeak.wording import align_words
from avatar.speech.joining import resample
from avatar.speech.loudness import normalise

if TYPE_CHECKING:
    from avatar.data import Utterance, VoiceCard
    from avatar.settings import SpeechSettings


class EspeakSpeaker(WithProcess):
    """Speak with espeak-ng. Use it as a context manager, or `close` it; its worker starts when it is made."""

    def __init__(self, card: VoiceCard, settings: SpeechSettings, process: EspeakProcess | None = None) -> None:
        """Start a worker, or speak with one that runs already."""
        delivery = delivery_of(settings.emotion)
        self._card = replace(card, options=options_of(card).delivered(delivery))
        self._settings, self._speed = settings, settings.speed * delivery.rate
        super().__init__(process)

    def speak(self, utterance: Utterance) -> Speech:
        """Say one utterance at 48 kHz; the same utterance always gives the same samples.

        Raise `VoiceError` for a language or reading that this voice cannot say, `TextError` for nothing to say.
        """
        prosody = utterance.prosody
        directed = options_of(self._card).delivered(Delivery(range=prosody.range, pitch=prosody.pitch))
        script = plan(utterance, replace(self._card, options=directed))
        takes = record(self._process, script.pieces, self._speed * prosody.rate)
        samples, spoken = assemble(takes)
        sound = timbre.polish(resample(samples, takes[0].rate, SOUND_RATE), SOUND_RATE, options_of(self._card).presence)
        words, owners = align_words(script.words, spoken)
        phones = tuple(
            Phone(
                sounded(one.segment.ipa, utterance.language),
                one.segment.start,
                one.segment.end,
                one.segment.stress,
                one.segment.tone,
                owner,
            )
            for one, owner in zip(spoken, owners, strict=True)
        )
        finished = normalise(sound, SOUND_RATE, self._settings)
        return Speech(finished, SOUND_RATE, phones, words, utterance.language, self._card.name)
