"""A recording as a voice: stretch by stretch, as loud as speech should be, with the phones that are heard in it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from avatar import backends
from avatar.data import UNKNOWN_WORDS, Speech
from avatar.errors import VoiceError
from avatar.settings import SOUND_RATE
from avatar.speech.engines import USUAL_ALIGNER
from avatar.speech.joining import cued, shift
from avatar.speech.loudness import limit
from avatar.speech.recording.classes import guess
from avatar.speech.recording.reading import Stretches

if TYPE_CHECKING:
    from collections.abc import Sequence

    from avatar.data import Cue, Heard, Part, Phone, Utterance, Word
    from avatar.settings import SpeechSettings
    from avatar.speech.recording.reading import RecordingFile
    from avatar.stages import Aligner

LOUDEST_GAIN = 40.0
"""dB by which a recording is lifted at most: what needs more is noise"""


class RecordedSpeaker:
    """Play stretches of a recording, best in their order."""

    def __init__(self, file: RecordingFile, loudness: float, settings: SpeechSettings) -> None:
        """`loudness` is that of the whole recording, LUFS."""
        self._stretches = Stretches(file)
        self._peak = settings.peak
        self._gain = np.float32(10 ** (min(settings.loudness - loudness, LOUDEST_GAIN) / 20))
        self._aligner: Aligner = backends.load("align", USUAL_ALIGNER)()

    def close(self) -> None:
        """Let go of the file."""
        self._stretches.close()

    def speak(self, heard: Heard, utterances: Sequence[Utterance], voice: str, language: str) -> Speech:
        """Play a stretch in which `utterances` are said; of what else is said in it phones are guessed."""
        samples = limit(self._stretches.read(heard.first, heard.end) * self._gain, SOUND_RATE, self._peak)
        phones: list[Phone] = []
        words: list[Word] = []
        cues: list[Cue] = []
        for part in heard.parts:
            first = round(part.start * SOUND_RATE)
            cut = samples[first : round(part.end * SOUND_RATE)]
            said = Speech(cut, SOUND_RATE, (), (), language, voice)
            found = self._known(said, utterances, part) or replace(said, phones=guess(cut, SOUND_RATE))
            moved = shift(found, first / SOUND_RATE, len(words))
            phones += moved.phones
            words += moved.words
            cues += moved.cues
        return Speech(samples, SOUND_RATE, tuple(phones), tuple(words), language, voice, tuple(cues))

    def _known(self, said: Speech, utterances: Sequence[Utterance], part: Part) -> Speech | None:
        """Find the phones of what is known to be said; None where nobody knows, or it is not to be found."""
        if part.utterance == UNKNOWN_WORDS:
            return None
        utterance = utterances[part.utterance]
        with suppress(VoiceError):  # too short for its text, of which the search has told already
            return cued(self._aligner.align(said, utterance), utterance.cues)
        return None
