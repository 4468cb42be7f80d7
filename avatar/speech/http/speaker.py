"""Who speaks through a service: its sound, brought to our rate and loudness, with phones and words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from avatar.data import Speech
from avatar.errors import TextError
from avatar.settings import SOUND_RATE
from avatar.speech.engines import usual_aligner
from avatar.speech.http.client import Client
from avatar.speech.http.events import phones_of, with_words, words_at
from avatar.speech.http.options import FASTEST, SLOWEST, options_of
from avatar.speech.http.sound import samples_of
from avatar.speech.loudness import normalise

if TYPE_CHECKING:
    from avatar.data import Utterance, VoiceCard
    from avatar.settings import SpeechSettings


class HttpSpeaker:
    """Speak through a service. Use it as a context manager."""

    def __init__(self, card: VoiceCard, settings: SpeechSettings) -> None:
        self._card, self._options, self._settings = card, options_of(card), settings
        self._client = Client(card, self._options)

    def __enter__(self) -> HttpSpeaker:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def speak(self, utterance: Utterance) -> Speech:
        """Say one utterance at 48 kHz. Where the service tells nothing but sound, it has neither phones nor words.

        Raise `VoiceError` where the service is not reached, refuses, or gives what is no sound.
        """
        if not utterance.text.strip():
            raise TextError("There is nothing to say; give a text.")
        reply = self._client.ask(self._request(utterance))
        samples = normalise(samples_of(reply.sound, self._options), SOUND_RATE, self._settings)
        speech = Speech(samples, SOUND_RATE, (), (), utterance.language, self._card.name)
        if not reply.shapes and not reply.words:
            return speech
        speech = words_at(usual_aligner().align(speech, utterance), reply.words)
        return with_words(replace(speech, phones=phones_of(reply.shapes, speech))) if reply.shapes else speech

    def _request(self, utterance: Utterance) -> dict[str, object]:
        options = self._options
        body: dict[str, object] = {"input": utterance.heard or utterance.text, "response_format": options.format}
        for name in ("model", "voice", "instructions"):
            if getattr(options, name):
                body[name] = getattr(options, name)
        speed = min(max(options.rate * self._settings.speed, SLOWEST), FASTEST)
        if speed != 1.0:
            body["speed"] = round(speed, 3)
        if options.events == "sse":
            body["stream_format"] = "sse"
        return body
